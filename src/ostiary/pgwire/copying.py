"""Rows become what COPY TO STDOUT sends.

Knows: PostgreSQL 18 documentation, "COPY", "File Formats"; the messages of a copy out.
Must not know: which query the rows are of, whose they are, whether they may leave.

The server writes each value by the output function of its type and COPY dresses it; the rows of a query hold the same
texts (or, in binary, the same bytes), so what is left to do is the dressing. Tests hold it equal to the server's own.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import fields, kinds
from ostiary.pgwire.fields import Reader
from ostiary.pgwire.framing import HEADER_SIZE

CopyFormat: TypeAlias = Literal["text", "csv", "binary"]

_HEADER: Final = struct.Struct("!BI")
_BINARY_OPENING: Final = b"PGCOPY\n\xff\r\n\0" + fields.int32(0) + fields.int32(0)
"""The signature, no flags, no extension."""
_BINARY_END: Final = fields.int16(-1)

# Bytes that text format writes as a backslash and a letter.
_LETTERS: Final = {8: b"\\b", 9: b"\\t", 10: b"\\n", 11: b"\\v", 12: b"\\f", 13: b"\\r"}


@dataclass(frozen=True, slots=True)
class CopyForm:
    """The options of one COPY; single characters where PostgreSQL asks for single bytes.

    ``force_quote`` are the columns whose values are always quoted; None: all.
    """

    format: CopyFormat = "text"
    header: bool = False
    delimiter: str = "\t"
    null: str = "\\N"
    quote: str = '"'
    escape: str = '"'
    force_quote: tuple[str, ...] | None = ()

    @property
    def format_code(self) -> int:
        """The format in which the rows are wanted: 1 for binary."""
        return int(self.format == "binary")


class CopyWriter:
    """Writes one copy out, of columns with these names."""

    def __init__(self, form: CopyForm, names: Sequence[str]) -> None:
        self._form = form
        self._names = names
        self._null = form.null.encode()
        self._forced = [form.force_quote is None or name in form.force_quote for name in names]
        # What binary format puts before the first row stands in one message with it: some clients expect it there.
        self._opening = _BINARY_OPENING if form.format == "binary" else b""
        self._delimiter = form.delimiter.encode()
        self._escapes = _escapes(form.delimiter)
        self._doubled = {ord(one): form.escape + one for one in (form.quote, form.escape)}

    def opening(self) -> bytes:
        """CopyOutResponse, and the line of names where there is one."""
        codes = fields.int16s((self._form.format_code,) * len(self._names))
        response = fields.frame(kinds.COPY_OUT_RESPONSE, bytes((self._form.format_code,)), codes)
        if not self._form.header:
            return response
        line = self._line([name.encode() for name in self._names], [False] * len(self._names))
        return response + fields.frame(kinds.COPY_DATA, line)

    def rows(self, rows: bytes) -> bytes:
        """One CopyData for each of these complete DataRow messages. Raises ProtocolViolation for what is none of its rows."""
        if self._form.format == "binary":
            return b"".join(map(self._binary_row, self._bodies(rows)))
        return b"".join(
            fields.frame(kinds.COPY_DATA, self._line(_values(body), self._forced))
            for body in self._bodies(rows)
        )

    def closing(self) -> bytes:
        """What ends the copy."""
        end = b""
        if self._form.format == "binary":
            end = self._binary_row(_BINARY_END)
        return end + fields.frame(kinds.COPY_DONE)

    def _binary_row(self, body: bytes) -> bytes:
        """A row of COPY is laid out as the body of a DataRow."""
        opening, self._opening = self._opening, b""
        return fields.frame(kinds.COPY_DATA, opening, body)

    def _line(self, values: Sequence[bytes | None], forced: Sequence[bool]) -> bytes:
        dressed = self._csv if self._form.format == "csv" else self._text
        cells = (
            self._null if value is None else dressed(value, is_forced=is_forced)
            for value, is_forced in zip(values, forced, strict=True)
        )
        return self._delimiter.join(cells) + b"\n"

    # All that is looked for is ASCII, and in UTF-8 no other character has such a byte: what stands in between passes as it is.

    def _text(self, value: bytes, *, is_forced: bool) -> bytes:  # noqa: ARG002 - both forms are called alike
        return value.decode("latin-1").translate(self._escapes).encode("latin-1")

    def _csv(self, value: bytes, *, is_forced: bool) -> bytes:
        form, text = self._form, value.decode("latin-1")
        is_special = value == self._null or (value == b"\\." and len(self._names) == 1)
        if not (
            is_forced or is_special or any(one in text for one in (form.delimiter, form.quote, "\n", "\r"))
        ):
            return value
        return (form.quote + text.translate(self._doubled) + form.quote).encode("latin-1")

    def _bodies(self, rows: bytes) -> list[bytes]:
        """The bodies of the rows, each of which has as many columns as there are names."""
        bodies, position, columns = [], 0, fields.int16(len(self._names))
        while position < len(rows):
            if len(rows) - position < HEADER_SIZE:
                raise ProtocolViolation("a row ends before its header does")
            kind, length = _HEADER.unpack_from(rows, position)
            end = position + 1 + length
            body = rows[position + HEADER_SIZE : end]
            if kind != kinds.DATA_ROW or end > len(rows) or body[:2] != columns:
                raise ProtocolViolation("what is to be copied is not a run of whole rows of these columns")
            bodies.append(body)
            position = end
        return bodies


def _escapes(delimiter: str) -> dict[int, str]:
    """What text format writes for each character that would be read as something else."""
    escapes = {code: letter.decode() for code, letter in _LETTERS.items()}
    return escapes | {ord(one): "\\" + one for one in ("\\", delimiter) if ord(one) not in _LETTERS}


def _values(body: bytes) -> tuple[bytes | None, ...]:
    reader = Reader("DataRow", body)
    values = reader.several(reader.sized)
    reader.finish()
    return values
