"""Attacks on the door: a small world whose hidden values can be told from all others, and a judge of what comes back.

Knows: corpora of attacks, how each is sent, and what a correct door does with it.
Must not know: the demonstration's city, terminals.
"""
