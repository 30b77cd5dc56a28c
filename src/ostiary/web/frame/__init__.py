"""The frame of what is served live: one way in for each request, and pages as functions from a visit to an answer.

Knows: HTTP, the framework, templates, and the table of who reaches what.
Must not know: what any page shows.
"""
