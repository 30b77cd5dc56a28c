"""Duties with a clock: what somebody has to do until a day, as a work list, and what was done.

Knows: facts with dates, how each becomes a duty, acts that say that one was done.
Must not know: pages, the command line, how the door decides. Nothing here lets anybody in or keeps anybody out.
"""
