"""What a backend sends to settle who the frontend is, as bytes and as values.

Knows: the Authentication messages that SCRAM needs: written where we are the server, read where we are the client.
Must not know: what is inside a SASL message, who may log in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from ostiary.pgwire import fields, kinds
from ostiary.pgwire.fields import Reader


class Request(IntEnum):
    """The number that opens an Authentication message."""

    OK = 0
    SASL = 10
    SASL_CONTINUE = 11
    SASL_FINAL = 12


@dataclass(frozen=True, slots=True)
class AuthenticationOk:
    """The server is satisfied."""


@dataclass(frozen=True, slots=True)
class AuthenticationSasl:
    """The server offers SASL mechanisms, the one it prefers first."""

    mechanisms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthenticationSaslContinue:
    """A SASL challenge."""

    data: bytes


@dataclass(frozen=True, slots=True)
class AuthenticationSaslFinal:
    """The server's own proof."""

    data: bytes


@dataclass(frozen=True, slots=True)
class AuthenticationOther:
    """A request for something that is not spoken here, such as a password in the clear (3) or MD5 (5)."""

    code: int


Authentication: TypeAlias = (
    AuthenticationOk
    | AuthenticationSasl
    | AuthenticationSaslContinue
    | AuthenticationSaslFinal
    | AuthenticationOther
)


def authentication_ok() -> bytes:
    """The client is logged in."""
    return fields.frame(kinds.AUTHENTICATION, fields.int32(Request.OK))


def authentication_sasl(mechanisms: Sequence[str]) -> bytes:
    """Offer SASL mechanisms."""
    names = b"".join(fields.text(name) for name in mechanisms)
    return fields.frame(kinds.AUTHENTICATION, fields.int32(Request.SASL), names, b"\0")


def sasl_continue(data: bytes) -> bytes:
    """A SASL challenge."""
    return fields.frame(kinds.AUTHENTICATION, fields.int32(Request.SASL_CONTINUE), data)


def sasl_final(data: bytes) -> bytes:
    """Our own proof, before AuthenticationOk."""
    return fields.frame(kinds.AUTHENTICATION, fields.int32(Request.SASL_FINAL), data)


def parse_authentication(body: bytes) -> Authentication:
    """What the server asks for or says. Raises ProtocolViolation for what is not an authentication message."""
    reader = Reader("Authentication", body)
    authentication: Authentication
    match reader.int32():
        case Request.OK:
            authentication = AuthenticationOk()
        case Request.SASL:
            authentication = AuthenticationSasl(reader.texts())
        case Request.SASL_CONTINUE:
            authentication = AuthenticationSaslContinue(reader.rest())
        case Request.SASL_FINAL:
            authentication = AuthenticationSaslFinal(reader.rest())
        case code:
            reader.rest()
            authentication = AuthenticationOther(code)
    reader.finish()
    return authentication
