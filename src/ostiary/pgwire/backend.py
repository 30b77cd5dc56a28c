"""What a backend sends after the login, as bytes and as values.

Knows: the fields of each backend message: written where we are the server, read where we are the client.
Must not know: which message may come when, which error deserves which SQLSTATE, what is in a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from ostiary.pgwire import fields, kinds
from ostiary.pgwire.fields import Reader
from ostiary.pgwire.startup import PROTOCOL_MAJOR, verify_secret_size

TransactionStatus: TypeAlias = Literal["I", "T", "E"]
"""``I``: idle. ``T``: in a transaction. ``E``: in a transaction that failed."""


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """One column of a RowDescription. Table and column number are 0 when it is no plain column; format as in Bind."""

    name: str
    table_oid: int
    column_number: int
    type_oid: int
    type_size: int
    type_modifier: int
    format_code: int


@dataclass(frozen=True, slots=True)
class ErrorFields:
    """An error or notice. ``position`` counts characters of the statement from 1; 0 and empty text are left out."""

    severity: str
    sqlstate: str
    message: str
    detail: str = ""
    hint: str = ""
    position: int = 0
    schema: str = ""
    table: str = ""
    column: str = ""
    constraint: str = ""


def negotiate_protocol_version(minor: int, names: Sequence[str]) -> bytes:
    """The newest minor version of protocol 3 that is spoken here, and the protocol options that are not known.

    The documentation says that the number is the minor version; PostgreSQL sends, and libpq expects, major and minor.
    """
    known = b"".join(fields.text(name) for name in names)
    version = fields.uint32(PROTOCOL_MAJOR << 16 | minor)
    return fields.frame(kinds.NEGOTIATE_PROTOCOL_VERSION, version, fields.int32(len(names)), known)


_PARSE_COMPLETE: Final = fields.frame(kinds.PARSE_COMPLETE)
_BIND_COMPLETE: Final = fields.frame(kinds.BIND_COMPLETE)
_READY: Final[Mapping[TransactionStatus, bytes]] = {
    status: fields.frame(kinds.READY_FOR_QUERY, status.encode()) for status in get_args(TransactionStatus)
}


def parameter_status(name: str, value: str) -> bytes:
    """A setting that the client should know."""
    return fields.frame(kinds.PARAMETER_STATUS, fields.text(name), fields.text(value))


def backend_key_data(pid: int, secret: bytes) -> bytes:
    """What a CancelRequest has to show: 4 bytes under protocol 3.0. Raises ProtocolViolation for another than 4 to 256."""
    verify_secret_size(secret)
    return fields.frame(kinds.BACKEND_KEY_DATA, fields.uint32(pid), secret)


def ready_for_query(status: TransactionStatus) -> bytes:
    """The client may send the next query or batch."""
    return _READY[status]


def row_description(columns: Sequence[ColumnDescription]) -> bytes:
    """The shape of the rows that follow."""
    return fields.frame(kinds.ROW_DESCRIPTION, fields.several([_column(column) for column in columns]))


def data_row(values: Sequence[bytes | None]) -> bytes:
    """A row of our own; rows of records are never built, only cut."""
    return fields.frame(kinds.DATA_ROW, fields.several([fields.sized(value) for value in values]))


def command_complete(tag: str) -> bytes:
    """A statement is done; the tag is such as ``SELECT 5``."""
    return fields.frame(kinds.COMMAND_COMPLETE, fields.text(tag))


def empty_query_response() -> bytes:
    """There was no statement."""
    return fields.frame(kinds.EMPTY_QUERY_RESPONSE)


def parse_complete() -> bytes:
    """The statement is prepared."""
    return _PARSE_COMPLETE


def bind_complete() -> bytes:
    """The portal is made."""
    return _BIND_COMPLETE


def close_complete() -> bytes:
    """The statement or portal is forgotten."""
    return fields.frame(kinds.CLOSE_COMPLETE)


def no_data() -> bytes:
    """The statement or portal gives no rows."""
    return fields.frame(kinds.NO_DATA)


def portal_suspended() -> bytes:
    """The portal has given as many rows as were asked for."""
    return fields.frame(kinds.PORTAL_SUSPENDED)


def parameter_description(oids: Sequence[int]) -> bytes:
    """The types of a statement's parameters."""
    return fields.frame(kinds.PARAMETER_DESCRIPTION, fields.several([fields.uint32(oid) for oid in oids]))


def error_response(error: ErrorFields) -> bytes:
    """An error. A NUL inside a field is replaced, as is text without a UTF-8 form: a refusal is never lost to its words."""
    return fields.frame(kinds.ERROR_RESPONSE, _error_fields(error))


def notice_response(notice: ErrorFields) -> bytes:
    """A notice; as ``error_response``."""
    return fields.frame(kinds.NOTICE_RESPONSE, _error_fields(notice))


def _column(column: ColumnDescription) -> bytes:
    return b"".join(
        (
            fields.text(column.name),
            fields.uint32(column.table_oid),
            fields.int16(column.column_number),
            fields.uint32(column.type_oid),
            fields.int16(column.type_size),
            fields.int32(column.type_modifier),
            fields.int16(column.format_code),
        )
    )


def _error_fields(error: ErrorFields) -> bytes:
    # S may be translated, V never is; both are sent because clients of before 2016 look at S only.
    lettered = (
        (b"S", error.severity),
        (b"V", error.severity),
        (b"C", error.sqlstate),
        (b"M", error.message),
        (b"D", error.detail),
        (b"H", error.hint),
        (b"P", str(error.position) if error.position else ""),
        (b"s", error.schema),
        (b"t", error.table),
        (b"c", error.column),
        (b"n", error.constraint),
    )
    sent = (
        letter + value.encode(errors="replace").replace(b"\0", b"?") + b"\0"
        for letter, value in lettered
        if value
    )
    return b"".join(sent) + b"\0"


def parse_parameter_status(body: bytes) -> tuple[str, str]:
    """A setting's name and value. This and all parsers below raise ProtocolViolation for what is not the message."""
    reader = Reader("ParameterStatus", body)
    setting = reader.text(), reader.text()
    reader.finish()
    return setting


def parse_backend_key_data(body: bytes) -> tuple[int, bytes]:
    """The process id and the secret that a CancelRequest has to show."""
    reader = Reader("BackendKeyData", body)
    pid, secret = reader.uint32(), reader.rest()
    verify_secret_size(secret)
    return pid, secret


def parse_ready_for_query(body: bytes) -> TransactionStatus:
    """The status of the transaction."""
    match body:
        case b"I":
            return "I"
        case b"T":
            return "T"
        case b"E":
            return "E"
        case _:
            raise Reader("ReadyForQuery", body).violation("the transaction status is not I, T or E")


def parse_row_description(body: bytes) -> tuple[ColumnDescription, ...]:
    """The shape of the rows that follow."""
    reader = Reader("RowDescription", body)
    columns = reader.several(lambda: _parse_column(reader))
    reader.finish()
    return columns


def parse_parameter_description(body: bytes) -> tuple[int, ...]:
    """The type OIDs of a statement's parameters."""
    reader = Reader("ParameterDescription", body)
    oids = reader.several(reader.uint32)
    reader.finish()
    return oids


def parse_command_complete(body: bytes) -> str:
    """The command tag."""
    reader = Reader("CommandComplete", body)
    tag = reader.text()
    reader.finish()
    return tag


def parse_error_fields(body: bytes) -> dict[str, str]:
    """An error's or notice's fields by their letter, such as ``C`` for the SQLSTATE."""
    reader = Reader("ErrorResponse", body)
    found: dict[str, str] = {}
    for item in reader.texts():
        if item[0] in found:
            raise reader.violation(f"the field `{fields.shown(item[0])}` is given twice")
        found[item[0]] = item[1:]
    reader.finish()
    return found


def _parse_column(reader: Reader) -> ColumnDescription:
    return ColumnDescription(
        name=reader.text(),
        table_oid=reader.uint32(),
        column_number=reader.int16(),
        type_oid=reader.uint32(),
        type_size=reader.int16(),
        type_modifier=reader.int32(),
        format_code=reader.format_code(),
    )
