"""The PostgreSQL wire protocol, versions 3.0 and 3.2, as bytes and values, for both ends of a connection.

Knows: framing and row keys, the messages, which may follow which, SCRAM-SHA-256.
Must not know: policy, sockets, clocks, what a statement means.
"""
