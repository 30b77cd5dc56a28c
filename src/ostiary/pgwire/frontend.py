"""What a frontend sends after the first packet, as values and as bytes.

Knows: the fields of each frontend message: read where we are the server, written where we are the client.
Must not know: which message may come when, what a statement or a parameter means.

Text is UTF-8: the session announces it and refuses any other ``client_encoding``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import fields, kinds
from ostiary.pgwire.fields import Reader

Target: TypeAlias = Literal["S", "P"]
"""``S``: a prepared statement. ``P``: a portal."""


@dataclass(frozen=True, slots=True)
class Query:
    """A simple query, which may hold several statements."""

    text: str


@dataclass(frozen=True, slots=True)
class Parse:
    """Prepare a statement (unnamed: empty) with the OIDs of its parameter types, 0 for one to be inferred."""

    name: str
    text: str
    parameter_types: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bind:
    """Make a portal from a statement. Formats: 0 text, 1 binary; none, one for all, or one each. None is NULL."""

    portal: str
    statement: str
    parameter_formats: tuple[int, ...] = ()
    parameters: tuple[bytes | None, ...] = ()
    result_formats: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Describe:
    """Ask for the shape of a statement or portal."""

    kind: Target
    name: str


@dataclass(frozen=True, slots=True)
class Execute:
    """Run a portal; ``max_rows`` 0 means all."""

    portal: str
    max_rows: int = 0


@dataclass(frozen=True, slots=True)
class Close:
    """Forget a statement or portal."""

    kind: Target
    name: str


@dataclass(frozen=True, slots=True)
class Sync:
    """The end of a batch of extended messages."""


@dataclass(frozen=True, slots=True)
class Flush:
    """Ask for the answers so far."""


@dataclass(frozen=True, slots=True)
class Terminate:
    """The client leaves."""


@dataclass(frozen=True, slots=True)
class PasswordResponse:
    """Any answer to an authentication request; only the exchange under way knows which. Never shown in a repr."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CopyData:
    """A piece of a COPY."""

    data: bytes


@dataclass(frozen=True, slots=True)
class CopyDone:
    """The end of a COPY."""


@dataclass(frozen=True, slots=True)
class CopyFail:
    """The end of a COPY that the client gives up, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A call of a function by its OID, past any statement: parsed so that it can be refused in words."""

    function: int
    argument_formats: tuple[int, ...]
    arguments: tuple[bytes | None, ...]
    result_format: int


FrontendMessage: TypeAlias = (
    Query | Parse | Bind | Describe | Execute | Close | Sync | Flush | Terminate
    | PasswordResponse | CopyData | CopyDone | CopyFail | FunctionCall
)  # fmt: skip


def parse_frontend(kind: int, body: bytes) -> FrontendMessage:
    """The message with that kind byte and body. Raises ProtocolViolation for whatever is not exactly one message."""
    if kind in _NAMING and len(body) <= MAX_NAMING_BYTES:
        return _parse_naming(kind, body)
    return _parse(kind, body)


@lru_cache(256)
def _parse_naming(kind: int, body: bytes) -> FrontendMessage:
    """The same for short messages that hold names only: those of a driver are the same again and again."""
    return _parse(kind, body)


def _parse(kind: int, body: bytes) -> FrontendMessage:
    parse = _PARSERS.get(kind)
    if parse is None:
        raise ProtocolViolation(f"no message has the kind byte {kind:#04x}")
    reader = Reader(kinds.FRONTEND_NAMES[kind], body)
    message = parse(reader)
    reader.finish()
    return message


def parse_sasl_initial(body: bytes) -> tuple[str, bytes | None]:
    """A SASLInitialResponse: the chosen mechanism, and its first message if there is one. Raises ProtocolViolation."""
    reader = Reader("SASLInitialResponse", body)
    chosen = reader.text(), reader.sized()
    reader.finish()
    return chosen


def build_query(text: str) -> bytes:
    """A simple query. Raises ProtocolViolation, as all builders do, for text that holds a NUL."""
    return fields.frame(kinds.QUERY, fields.text(text))


def build_parse(name: str, text: str, parameter_types: Sequence[int] = ()) -> bytes:
    """Prepare ``text`` as ``name`` with these parameter types (OIDs)."""
    types = fields.several([fields.uint32(oid) for oid in parameter_types])
    return fields.frame(kinds.PARSE, fields.text(name), fields.text(text), types)


def build_bind(
    portal: str,
    statement: str,
    parameter_formats: Sequence[int] = (),
    parameters: Sequence[bytes | None] = (),
    result_formats: Sequence[int] = (),
) -> bytes:
    """Make a portal from a statement; the fields are those of ``Bind``."""
    return fields.frame(
        kinds.BIND,
        fields.text(portal),
        fields.text(statement),
        fields.int16s(parameter_formats),
        fields.several([fields.sized(value) for value in parameters]),
        fields.int16s(result_formats),
    )


def build_describe(kind: Target, name: str) -> bytes:
    """Ask for the shape of a statement or portal."""
    return fields.frame(kinds.DESCRIBE, kind.encode(), fields.text(name))


def build_execute(portal: str, max_rows: int = 0) -> bytes:
    """Run a portal for at most ``max_rows`` rows, 0 for all."""
    return fields.frame(kinds.EXECUTE, fields.text(portal), fields.int32(max_rows))


def build_close(kind: Target, name: str) -> bytes:
    """Forget a statement or portal."""
    return fields.frame(kinds.CLOSE, kind.encode(), fields.text(name))


def build_sync() -> bytes:
    """End a batch of extended messages."""
    return fields.frame(kinds.SYNC)


def build_flush() -> bytes:
    """Ask for the answers so far."""
    return fields.frame(kinds.FLUSH)


def build_terminate() -> bytes:
    """Leave."""
    return fields.frame(kinds.TERMINATE)


def build_sasl_initial(mechanism: str, data: bytes) -> bytes:
    """Choose a SASL mechanism and send its first message."""
    return fields.frame(kinds.PASSWORD, fields.text(mechanism), fields.sized(data))


def build_sasl_response(data: bytes) -> bytes:
    """Send a later SASL message."""
    return fields.frame(kinds.PASSWORD, data)


def _bind(reader: Reader) -> Bind:
    portal, statement = reader.text(), reader.text()
    formats, parameters = _formatted(reader)
    return Bind(portal, statement, formats, parameters, reader.several(reader.format_code))


def _function_call(reader: Reader) -> FunctionCall:
    function = reader.uint32()
    formats, arguments = _formatted(reader)
    return FunctionCall(function, formats, arguments, reader.format_code())


def _formatted(reader: Reader) -> tuple[tuple[int, ...], tuple[bytes | None, ...]]:
    formats = reader.several(reader.format_code)
    values = reader.several(reader.sized)
    if len(formats) not in {0, 1, len(values)}:
        raise reader.violation(f"{len(formats)} format codes for {len(values)} values")
    return formats, values


def _execute(reader: Reader) -> Execute:
    portal, max_rows = reader.text(), reader.int32()
    if max_rows < 0:
        raise reader.violation(f"a limit of {max_rows} rows")
    return Execute(portal, max_rows)


def _target(reader: Reader) -> Target:
    match reader.octets(1):
        case b"S":
            return "S"
        case b"P":
            return "P"
        case _:
            raise reader.violation("neither a statement (S) nor a portal (P) is meant")


_NAMING: Final = frozenset({kinds.DESCRIBE, kinds.EXECUTE, kinds.SYNC, kinds.FLUSH, kinds.CLOSE})
MAX_NAMING_BYTES: Final = 32
"""Names of drivers are shorter: a kind byte or a row limit, and 27 characters."""

_PARSERS: Final[Mapping[int, Callable[[Reader], FrontendMessage]]] = {
    kinds.BIND: _bind,
    kinds.CLOSE: lambda reader: Close(_target(reader), reader.text()),
    kinds.COPY_DATA: lambda reader: CopyData(reader.rest()),
    kinds.COPY_DONE: lambda _: CopyDone(),
    kinds.COPY_FAIL: lambda reader: CopyFail(reader.text()),
    kinds.DESCRIBE: lambda reader: Describe(_target(reader), reader.text()),
    kinds.EXECUTE: _execute,
    kinds.FLUSH: lambda _: Flush(),
    kinds.FUNCTION_CALL: _function_call,
    kinds.PARSE: lambda reader: Parse(reader.text(), reader.text(), reader.several(reader.uint32)),
    kinds.PASSWORD: lambda reader: PasswordResponse(reader.rest()),
    kinds.QUERY: lambda reader: Query(reader.text()),
    kinds.SYNC: lambda _: Sync(),
    kinds.TERMINATE: lambda _: Terminate(),
}
