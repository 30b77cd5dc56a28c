"""The daily subject index: that a list of entries about somebody is all of them.

Knows: keys, lists, the sorted map over them, the entry that its root stands in, extracts of entries.
Must not know: files, logs on a disk, who may ask.
"""
