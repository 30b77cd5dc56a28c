"""The oversight console: what happens at the door now, who may do what, and the acts of officials.

Knows: what each page of the console shows, and what its forms do.
Must not know: HTTP, how anybody signs in, how a step is signed, how entries are kept.
"""
