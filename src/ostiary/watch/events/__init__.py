"""Access events: one form for every log, and the folder in which they stand.

Knows: columns, their types and states; parts of Parquet by day; manifests.
Must not know: where events come from, what a detector looks for.
"""
