"""SQL: what a statement reads, and the text that runs in its place.

Knows: PostgreSQL's grammar (through one module), the catalogue, profiles, both walls' names.
Must not know: why something is allowed, who asks, sockets.

A statement is parsed with PostgreSQL's own grammar, *understood* into the small tree of ``tree`` (what has no place
there is refused: the allow-list is the conversion itself), and *composed* anew from that tree over the mask views of a
profile. No text of the client's ever reaches the database.
"""
