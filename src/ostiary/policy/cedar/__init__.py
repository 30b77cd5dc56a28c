"""A bundle as Cedar policies, entities and requests, for those who want to ask another engine.

Knows: how each of our facts, rules and needs is said in Cedar.
Must not know: any Cedar engine, files.

It is a cross-check and an export, not what runs: rules are written in TOML, and mean what the reference evaluator says.
Duties have no counterpart in Cedar; the needs of duties, which can refuse, have one. Row filters, masks and limits do not
appear.
"""
