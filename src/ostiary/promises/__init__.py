"""Promises about a policy, proved twice: by set algebra and by a solver.

Knows: what rules allow in every case there can be, also for agencies that are not registered yet and for days to come.
Must not know: files, the wire, the log, rows.
"""
