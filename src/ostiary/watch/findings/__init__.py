"""Findings: what became of the leads that detectors gave, as acts that nobody changes unseen.

Knows: acts, their chain, the life of a finding, the queue, the reviewers' effort, the notice to an officer.
Must not know: events' columns, engines, how a lead was computed, pages.
"""
