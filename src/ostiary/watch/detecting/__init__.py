"""Detectors M1 to M15: expressions that say which events a reviewer should look at, and why that may be nothing.

Knows: the tables of events, thresholds, what each detector needs, the words in which a lead is told; ``engine`` and ``running``
alone know DuckDB.
Must not know: what became of a lead.
"""
