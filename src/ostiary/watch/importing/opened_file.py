"""A stranger's file, opened: its bytes, its lines, and how far they were read.

Knows: gzip, byte order marks, and the files that are mistaken for delimited text.
Must not know: cells, columns.
"""

from __future__ import annotations

import codecs
import contextlib
import gzip
import hashlib
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final, Self, cast

from ostiary.errors import ImportRefused
from ostiary.watch.importing.records import MAX_RECORD, OVERLONG

MAX_SKIPPED: Final = 2**30
"""Characters of one line: a gigabyte in a line is no log but a file that unpacks without end."""
MAX_LINES: Final = 1_000_000_000
"""Lines: ten for each row that a file may have; empty ones are no rows and would never end."""
_AT_ONCE: Final = 2**20
_EVERY: Final = 4_096
"""Lines between two words about how far it is."""

_OTHERS: Final = {
    b"PK\x03\x04": "a spreadsheet or an archive; save it as CSV, one sheet a file",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of the old form; save it as CSV, one sheet a file",
    b"%PDF": "a PDF; ask for the log as it is exported, which is a right in most states",
    b"SQLite": "a database; export the table as CSV",
    b"PAR1": "Parquet, which only our own folders hold",
    b"{": "JSON; the formats here are delimited text",
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Told = Callable[[int, int], None]
"""Takes how many bytes are done, and how many there are."""


class OpenedFile:
    """One regular file, which may be read from its beginning any number of times."""

    def __init__(self, path: Path, encoding: str = "") -> None:
        """Raises ImportRefused for what is no file of delimited text, or in an encoding that there is not."""
        self.name = path.name
        try:
            self._raw: IO[bytes] = path.open("rb")
        except OSError as error:
            raise ImportRefused(f"`{path}` cannot be read: {error.strerror}") from error
        with self._closed_on_failure():
            self._state = os.fstat(self._raw.fileno())
            if not stat.S_ISREG(self._state.st_mode):
                raise ImportRefused(f"`{path}` is no file, and a log is read twice: write it to one first")
            self._is_packed = self._raw.read(2) == b"\x1f\x8b"
            self._encoding = self._encoding_of(encoding)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._raw.close()

    def digest(self) -> str:
        """SHA-256 of its bytes, in hex."""
        found = hashlib.sha256()
        self._raw.seek(0)
        while chunk := self._raw.read(_AT_ONCE):
            found.update(chunk)
        return found.hexdigest()

    def lines(self, tell: Told = lambda _done, _all: None) -> Iterator[str]:
        """Its lines with their ends, from the beginning; OVERLONG for one that is too long.

        Bytes that are no text come as lone surrogates. Raises ImportRefused where it is damaged, and when it has changed meanwhile.
        """
        text = self._text()
        try:
            yield from self._each(text, tell)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ImportRefused(
                f"`{self.name}` is a damaged gzip file, or not all of it: {error}", hint="get it once more"
            ) from error
        except UnicodeError as error:
            raise ImportRefused(f"`{self.name}` is not in `{self._encoding}`: {error}") from error
        finally:
            # The raw file stays open, for another reading.
            with contextlib.suppress(ValueError, OSError):
                text.detach()
        if (
            now := os.fstat(self._raw.fileno())
        ).st_size != self._state.st_size or now.st_mtime_ns != self._state.st_mtime_ns:
            raise ImportRefused(f"`{self.name}` changed while it was read", hint="wait until it is whole")

    def _each(self, text: io.TextIOWrapper, tell: Told) -> Iterator[str]:
        number = 0
        while line := text.readline(MAX_RECORD + 1):
            number += 1
            if number > MAX_LINES:
                raise ImportRefused(f"`{self.name}` has more than {MAX_LINES} lines", hint="split it")
            if number % _EVERY == 0:
                tell(self._raw.tell(), self._state.st_size)
            if len(line) > MAX_RECORD and not line.endswith(("\n", "\r")):
                self._skip(text, line)
                line = OVERLONG
            yield line

    def _skip(self, text: io.TextIOWrapper, line: str) -> None:
        skipped = len(line)
        while line and not line.endswith(("\n", "\r")):
            line = text.readline(MAX_RECORD)
            skipped += len(line)
            if skipped > MAX_SKIPPED:
                raise ImportRefused(f"`{self.name}` has a line of more than {MAX_SKIPPED} characters")

    def _text(self) -> io.TextIOWrapper:
        self._raw.seek(0)
        errors = "strict" if self._encoding == "utf-16" else "surrogateescape"
        return io.TextIOWrapper(self._bytes(), encoding=self._encoding, errors=errors, newline="")

    def _bytes(self) -> io.BufferedReader:
        # Typed as what a text is made of: both have what it asks for.
        return cast("io.BufferedReader", gzip.GzipFile(fileobj=self._raw) if self._is_packed else self._raw)

    def _encoding_of(self, said: str) -> str:
        self._raw.seek(0)
        try:
            head = self._bytes().read(8)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ImportRefused(f"`{self.name}` is a damaged gzip file: {error}") from error
        for start, what in _OTHERS.items():
            if head.startswith(start):
                raise ImportRefused(f"`{self.name}` is {what}")
        marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "utf-8")
        try:
            return codecs.lookup(said).name if said else marked
        except LookupError:
            raise ImportRefused(f"`{said}` is no encoding", hint="such as utf-8 or cp1252") from None

    @contextlib.contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._raw.close()
            raise
