"""How the gateway stands, for whoever watches it: figures, health, and the pages that show them.

Knows: counts of all workers, what makes a gateway ready, how metrics are written, the listener that shows them.
Must not know: who was counted, statements, decisions.
"""
