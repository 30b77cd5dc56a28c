"""The client's line: bytes in and out, with or without TLS, and the certificates that it is made with.

Knows: TLS on bytes in memory, files of certificates, handshakes that fail.
Must not know: sessions, what any byte means, who may log in.
"""
