"""The cases that nobody who wrote a detector has seen, as data; README.md beside them says who wrote them, and under which conditions.

Knows: nothing.
Must not know: detectors.
"""
