"""The public site: what a log, a register and a policy come to for everybody, as plain files.

Knows: nothing itself; each module says what it knows.
Must not know: files, clocks, frameworks, what an entry says beside its agency, purpose and outcome.
"""
