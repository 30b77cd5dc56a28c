"""Portals and cursors: what is held, how it is read on, in which form its rows leave.

Knows: that a portal is read in portions, by Execute, FETCH or COPY, and lives as long as its transaction.
Must not know: decisions, which are taken for each portion before anything here is called.
"""
