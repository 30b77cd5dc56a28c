"""The policy in force: found, verified, proved, and brought to every worker.

Knows: what makes a policy one that a gateway serves under.
Must not know: clients, statements, decisions.
"""
