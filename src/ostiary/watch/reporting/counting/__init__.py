"""What is counted of the events of a folder, as expressions that an engine runs.

Knows: the tables of events, and which figures charts need.
Must not know: sentences, pictures, pages.
"""
