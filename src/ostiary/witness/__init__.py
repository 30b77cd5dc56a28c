"""A complete small witness: it sees to it that a log only ever grows, and signs what it has seen.

Knows: C2SP tlog-witness and tlog-cosignature, one folder with a key, a list of logs and the state that must not be lost.
Must not know: what any entry means, or any other room but `tlog` and `errors`.

It needs the standard library, ``cryptography`` and ``click``, so that an ombudsman runs and reads it on a small machine.
"""
