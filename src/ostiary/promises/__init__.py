"""What a policy means for every request: promises proved twice, differences, and replays of what was asked.

Knows: what rules allow in every case there can be, also for agencies that are not registered yet and for days to come.
Must not know: files, the wire, how a log keeps its entries, rows.
"""
