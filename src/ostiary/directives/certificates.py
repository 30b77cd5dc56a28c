"""Whether one X.509 certificate proves what another one was certified for.

Knows: X.509: who issued, for what, and from when until when.
Must not know: sockets, clocks, whose certificates they are.

The handshake has shown before that the client holds the key, and OpenSSL that the signatures lead to some anchor. Here
it is judged again, against one agency's anchors and at a given instant, and only for what an anchor itself has issued:
no certificate in between that a client brings along has a say.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID

from ostiary.errors import ProofInvalid

_NOT_UNDERSTOOD: Final = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises for a certificate that it cannot read, or compare with its issuer's."""

Extension = TypeVar("Extension", bound=x509.ExtensionType)


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate's DER, in hexadecimal digits."""
    return hashlib.sha256(certificate).hexdigest()


def read_certificate(octets: bytes) -> x509.Certificate:
    """The certificate (DER). Raises ProofInvalid for what is none, or is one that is not understood."""
    try:
        found = x509.load_der_x509_certificate(octets)
    except _NOT_UNDERSTOOD as error:
        raise ProofInvalid("the certificate cannot be understood") from error
    # RFC 5280 section 4.1.2.2. The library still takes such a number, with a warning that it will not for long.
    if found.serial_number <= 0:
        raise ProofInvalid("the certificate has no serial number")
    return found


def verify_vouched(shown: bytes, anchor: bytes, at: datetime) -> datetime:
    """Until when (exclusive, UTC) a certificate is vouched for by an anchor: one it has issued, or is.

    Raises ProofInvalid when it is not vouched for at that instant, in words for whoever showed it.
    """
    theirs = read_certificate(shown)
    if shown == anchor:
        return _verify_in_force(theirs, at)
    ours = read_certificate(anchor)
    _verify_issued(theirs, ours)
    return min(_verify_in_force(theirs, at), _verify_in_force(ours, at))


def verify_anchor(anchor: bytes, at: datetime) -> None:
    """Raises ProofInvalid for a certificate that vouches for nobody at that instant, however it is certified."""
    ours = read_certificate(anchor)
    _verify_in_force(ours, at)
    try:
        is_usable = _is_authority(ours) or _is_for_clients(ours)
    except _NOT_UNDERSTOOD as error:
        raise ProofInvalid("the certificate cannot be understood") from error
    if not is_usable:
        raise ProofInvalid("it is neither an authority's nor for clients")


def _verify_issued(theirs: x509.Certificate, ours: x509.Certificate) -> None:
    try:
        theirs.verify_directly_issued_by(ours)
        is_for_clients = _is_for_clients(theirs)
        is_authority = _is_authority(ours)
    except (InvalidSignature, *_NOT_UNDERSTOOD) as error:
        raise ProofInvalid("it was issued by somebody else") from error
    if not is_authority:
        raise ProofInvalid("it was issued by what is no authority")
    if not is_for_clients:
        raise ProofInvalid("it is not for clients")


def _verify_in_force(certificate: x509.Certificate, at: datetime) -> datetime:
    if at < certificate.not_valid_before_utc:
        raise ProofInvalid(f"it is in force from {certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC on")
    if at >= certificate.not_valid_after_utc:
        raise ProofInvalid(f"it expired at {certificate.not_valid_after_utc:%Y-%m-%d %H:%M} UTC")
    return certificate.not_valid_after_utc


def _is_authority(certificate: x509.Certificate) -> bool:
    """RFC 5280 section 4.2.1.9: whoever issues says so; and where a key's usage is said, issuing is among it."""
    basic = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    return basic is not None and basic.ca and (usage is None or usage.key_cert_sign)


def _is_for_clients(certificate: x509.Certificate) -> bool:
    """RFC 5280 section 4.2.1.12: where purposes are said, showing oneself to a server is among them."""
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    return purposes is None or ExtendedKeyUsageOID.CLIENT_AUTH in purposes


def _extension(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
