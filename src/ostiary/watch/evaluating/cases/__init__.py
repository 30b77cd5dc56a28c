"""The cases that are planted, as data.

Knows: nothing; the files beside it say what they are.
Must not know: detectors.
"""
