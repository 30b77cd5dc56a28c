"""Whether a SCRAM exchange is bound to its TLS channel: the GS2 header, and the binding itself.

Knows: RFC 5802 sections 5.1 and 7 (the flags ``n``, ``y`` and ``p=``), and ``tls-server-end-point`` of RFC 5929.
Must not know: passwords, proofs, how a channel is made.
"""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import MD5, SHA1

from ostiary.errors import ChannelNotBound, ProtocolViolation

MECHANISM: Final = "SCRAM-SHA-256"
PLUS: Final = "SCRAM-SHA-256-PLUS"
END_POINT_FLAG: Final = "p=tls-server-end-point"


def end_point_of(certificate: bytes) -> bytes | None:
    """The ``tls-server-end-point`` binding of a channel whose server showed this certificate (DER); None: it has none.

    RFC 5929 section 4.1: the certificate's hash by the hash function of its signature, and SHA-256 in place of MD5 and
    SHA-1. It is undefined where the signature has no such function, as with Ed25519. Raises ValueError for bytes that
    are no certificate.
    """
    try:
        function = x509.load_der_x509_certificate(certificate).signature_hash_algorithm
    except UnsupportedAlgorithm:
        return None
    except x509.InvalidVersion as error:
        raise ValueError("a certificate of no known version") from error
    if function is None:
        return None
    name = "sha256" if isinstance(function, MD5 | SHA1) else function.name
    return hashlib.new(name, certificate).digest()


def mechanisms_for(end_point: bytes | None) -> tuple[str, ...]:
    """What is offered over a channel with this binding, the better one first."""
    return (MECHANISM,) if end_point is None else (PLUS, MECHANISM)


def split_gs2(text: str, mechanism: str, end_point: bytes | None) -> tuple[str, str]:
    """The GS2 header at the front of a client-first-message, and what follows it.

    Raises ChannelNotBound and ProtocolViolation when the flag does not go with the mechanism that the client chose.
    """
    flag, authorisation, bare = (*text.split(",", 2), "", "")[:3]
    _verify_flag(flag, mechanism, end_point)
    if authorisation:
        raise ProtocolViolation("an authorisation identity is not accepted")
    return f"{flag},{authorisation},", bare


def _verify_flag(flag: str, mechanism: str, end_point: bytes | None) -> None:
    match flag:
        case "n" | "y" if mechanism == PLUS:
            raise ProtocolViolation(f"{PLUS} was chosen, and the SCRAM message does not bind the channel")
        case "y" if end_point is not None:
            # RFC 5802 section 6: "If the flag is set to "y" and the server supports channel binding, the server MUST
            # fail authentication": somebody in between has taken PLUS out of our offer.
            raise ChannelNotBound(
                "the client could bind the channel and was not told that this door can",
                hint="Somebody may stand between you and the door: tell its operator.",
            )
        case "n" | "y":
            return
        case _ if not flag.startswith("p="):
            raise ProtocolViolation("the SCRAM message does not say whether the channel is bound")
        case _ if mechanism != PLUS:
            raise ProtocolViolation(f"{MECHANISM} has no channel binding")
        case _ if flag != END_POINT_FLAG:
            raise ProtocolViolation("the only channel binding here is tls-server-end-point")
