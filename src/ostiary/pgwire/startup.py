"""The first packet of a connection, and the settings that it may carry.

Knows: the start-up message, the requests for encryption and for cancelling, the ``options`` parameter.
Must not know: what a setting means, who may log in, or whether encryption is required.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from ostiary.errors import BadSetting, ProtocolViolation
from ostiary.pgwire import fields
from ostiary.pgwire.fields import Reader

# libpq sends about 6 parameters, drivers up to 12; each setting of ours adds one.
MAX_PARAMETERS: Final = 64
# Protocol 3.0 has cancel keys of exactly 4 bytes, 3.2 allows up to 256.
MIN_SECRET_SIZE: Final = 4
MAX_SECRET_SIZE: Final = 256
PROTOCOL_MAJOR: Final = 3
NEWEST_MINOR: Final = 2
"""3.2 is spoken here; there was never a 3.1, and what is above it does not exist yet."""

SHORT_SECRET_SIZE: Final = MIN_SECRET_SIZE
LONG_SECRET_SIZE: Final = 32
"""What this door gives: four bytes where no more can be told, and 256 bits, as PostgreSQL 18 does, where they can."""

TLS_HANDSHAKE: Final = 0x16
"""The first byte of a TLS record of a handshake. A first packet cannot begin with it: it would have 369 MB."""

_CANCEL_REQUEST: Final = 1234 << 16 | 5678
_SSL_REQUEST: Final = 1234 << 16 | 5679
_GSS_REQUEST: Final = 1234 << 16 | 5680

_OPTION_WHITESPACE: Final = " \t\n\v\f\r"
_OPTION: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*)=(.*)", re.DOTALL)
_OPTIONS_HINT: Final = (
    "write options='-c ostiary.purpose=investigation', with a backslash before a space in a value"
)


@dataclass(frozen=True, slots=True)
class StartupMessage:
    """A client introduces itself. ``version`` is (major, minor); ``parameters`` hold a non-empty ``user``."""

    version: tuple[int, int]
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SslRequest:
    """A client asks for TLS; the answer is one byte, not a message."""


@dataclass(frozen=True, slots=True)
class GssRequest:
    """A client asks for GSSAPI encryption; the answer is one byte, not a message."""


@dataclass(frozen=True, slots=True)
class CancelRequest:
    """Somebody asks to end what the backend ``pid`` is doing, and shows the secret of that session."""

    pid: int
    secret: bytes


FirstPacket: TypeAlias = StartupMessage | SslRequest | GssRequest | CancelRequest


def parse_first(body: bytes) -> FirstPacket:
    """What a first packet (its body, without the length word) says. Raises ProtocolViolation for anything else."""
    reader = Reader("startup", body)
    code = reader.uint32()
    packet: FirstPacket
    if code == _SSL_REQUEST:
        packet = SslRequest()
    elif code == _GSS_REQUEST:
        packet = GssRequest()
    elif code == _CANCEL_REQUEST:
        packet = _cancel_request(reader)
    elif code >> 16 == PROTOCOL_MAJOR:
        packet = StartupMessage((PROTOCOL_MAJOR, code & 0xFFFF), _parameters(reader))
    else:
        raise ProtocolViolation(f"protocol {code >> 16}.{code & 0xFFFF} is not spoken here")
    reader.finish()
    return packet


def parse_options(options: str) -> tuple[tuple[str, str], ...]:
    """The settings in an ``options`` parameter, in the order given: ``-c name=value``, ``-cname=value``, ``--name=value``.

    A backslash keeps the character after it; a dash in a name stands for an underscore, as in PostgreSQL. Names keep
    their case and may repeat. Raises BadSetting for everything else.
    """
    words = iter(_option_words(options))
    return tuple(_setting(word, words) for word in words)


def unsupported_protocol_parameters(parameters: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the protocol options that a client asks for. None is supported: they are named back to it."""
    return tuple(name for name in parameters if name.startswith("_pq_."))


def secret_size(minor: int) -> int:
    """How long a cancel key is under that minor version of protocol 3."""
    return LONG_SECRET_SIZE if minor >= NEWEST_MINOR else SHORT_SECRET_SIZE


def startup_message(parameters: Mapping[str, str], minor: int = 0) -> bytes:
    """A start-up message for that minor version of protocol 3. Raises ProtocolViolation for a name or value that cannot be sent."""
    pairs = b"".join(fields.text(name) + fields.text(value) for name, value in parameters.items())
    return _packet(fields.uint32(PROTOCOL_MAJOR << 16 | minor) + pairs + b"\0")


def cancel_request(pid: int, secret: bytes) -> bytes:
    """A request to cancel, with the key that the server gave. Raises ProtocolViolation for a secret of no valid size."""
    verify_secret_size(secret)
    return _packet(fields.uint32(_CANCEL_REQUEST) + fields.uint32(pid) + secret)


def ssl_request() -> bytes:
    """A request for TLS."""
    return _packet(fields.uint32(_SSL_REQUEST))


def verify_secret_size(secret: bytes) -> None:
    """Raise ProtocolViolation unless a cancel key has 4 to 256 bytes."""
    if not MIN_SECRET_SIZE <= len(secret) <= MAX_SECRET_SIZE:
        raise ProtocolViolation(
            f"a cancel key of {len(secret)} bytes is outside {MIN_SECRET_SIZE} to {MAX_SECRET_SIZE}"
        )


def _packet(body: bytes) -> bytes:
    return fields.uint32(4 + len(body)) + body


def _cancel_request(reader: Reader) -> CancelRequest:
    pid, secret = reader.uint32(), reader.rest()
    verify_secret_size(secret)
    return CancelRequest(pid, secret)


def _parameters(reader: Reader) -> Mapping[str, str]:
    parameters: dict[str, str] = {}
    while name := reader.text():
        if name in parameters:
            raise reader.violation(f"the parameter `{fields.shown(name)}` is given twice")
        if len(parameters) == MAX_PARAMETERS:
            raise reader.violation(f"more than {MAX_PARAMETERS} parameters")
        parameters[name] = reader.text()
    if not parameters.get("user"):
        raise reader.violation("no user is named")
    return MappingProxyType(parameters)


def _option_words(options: str) -> list[str]:
    words: list[str] = []
    word: str | None = None
    characters = iter(options)
    for character in characters:
        if character in _OPTION_WHITESPACE:
            words += [] if word is None else [word]
            word = None
            continue
        kept = next(characters, "") if character == "\\" else character
        if not kept:
            raise BadSetting("the options end in a backslash", hint=_OPTIONS_HINT)
        word = (word or "") + kept
    return words if word is None else [*words, word]


def _setting(word: str, following: Iterator[str]) -> tuple[str, str]:
    if word == "-c":
        assignment = next(following, "")
    elif word.startswith(("-c", "--")):
        assignment = word[2:]
    else:
        raise BadSetting(f"the option `{fields.shown(word)}` is not understood", hint=_OPTIONS_HINT)
    parts = _OPTION.fullmatch(assignment)
    if parts is None:
        raise BadSetting(
            f"the option `{fields.shown(word)}` names no setting with a value", hint=_OPTIONS_HINT
        )
    return parts[1].replace("-", "_"), parts[2]
