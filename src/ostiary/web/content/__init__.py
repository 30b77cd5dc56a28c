"""What the resident portal says, and its pages, as pure functions of texts and a day.

Knows: texts in several languages, who has reviewed them, who helps, what must be the same in each language.
Must not know: files, clocks, sockets, or what serves the pages.
"""
