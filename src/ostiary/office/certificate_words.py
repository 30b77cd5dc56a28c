"""A certificate in words.

Knows: whose name it bears, how long it lasts, its fingerprint.
Must not know: where it comes from, what it proves.
"""

from __future__ import annotations

from ostiary.directives.certificates import fingerprint, read_certificate
from ostiary.errors import ProofInvalid


def certificate_said(octets: bytes) -> str:
    """A certificate (DER) in one line; of one that cannot be understood only the fingerprint."""
    try:
        found = read_certificate(octets)
    except ProofInvalid:
        return f"a certificate that is not understood, SHA-256 {fingerprint(octets)}"
    # Whoever made it chose the name, which must not steer a terminal.
    name = "".join(mark if mark.isprintable() else "?" for mark in found.subject.rfc4514_string())
    return f"`{name}`, until {found.not_valid_after_utc:%Y-%m-%d}, SHA-256 {fingerprint(octets)}"
