"""The door: sessions driven, the database reached, cut-offs carried out.

Knows: event loop, backends, the parser's process, the registry of sessions, the clock, randomness.
Must not know: decisions; there is no `if` about policy in this room.
"""
