"""Others' logs, and what is known beside them, read into a watch folder and accounted for row by row.

Knows: delimited text that strangers wrote, mappings of its columns to the schema, what becomes of each row.
Must not know: detectors, findings, our own log.
"""
