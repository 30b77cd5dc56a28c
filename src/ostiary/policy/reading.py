"""Typed reading of one table of a TOML text, with every problem noted at its line.

Knows: kinds of value, shapes of names, unknown and missing keys.
Must not know: what any key means.

A reader never stops at a problem: it notes it and goes on with an empty value, so that an author sees everything that
is wrong at once. Whoever reads must ask ``Problems`` before using what was read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar, cast

from ostiary.policy.spans import Path, Spans
from ostiary.policy.words_known import did_you_mean

T = TypeVar("T")

_KINDS: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a fraction",
    bool: "true or false",
    date: "a date",
    datetime: "a date with a time",
    time: "a time",
    list: "a list",
    dict: "a table",
}

# A code is what people type; a name is a PostgreSQL identifier that needs no quotation marks, so at most 63 bytes.
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
RULE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
# A postal code of a state, or ISO 3166-2 without its country, or with it.
STATE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_SHAPES = {
    CODE: "small letters, digits and hyphens",
    NAME: "small letters, digits and underscores, not a digit first",
    RULE_ID: "letters, digits, dots, hyphens and underscores",
    STATE: "two capital letters, such as IL, or a code of ISO 3166-2",
}


class Problems:
    """Everything that is wrong with a bundle, each with its file and line."""

    def __init__(self) -> None:
        self._found: set[tuple[str, int, str]] = set()

    def add(self, file: str, line: int, message: str) -> None:
        """Notes one problem; the same one twice counts once."""
        self._found.add((file, line, message))

    def found(self) -> tuple[tuple[str, int, str], ...]:
        """File, line and message of each, in the order of files and lines."""
        return tuple(sorted(self._found))

    def lines(self) -> tuple[str, ...]:
        """``file:line: message`` for each, in the same order."""
        return tuple(f"{file}:{line}: {message}" for file, line, message in self.found())


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a bundle: its name, where its keys stand, and where its problems go."""

    name: str
    spans: Spans
    problems: Problems


@dataclass(slots=True)
class Table:
    """One table of a file. Every method that takes a key makes that key known; ``finish`` refuses all others."""

    file: SourceFile
    path: Path
    values: Mapping[str, object]
    _known: set[str] = field(default_factory=set)

    def place(self, *inner: str | int) -> str:
        """``file:line`` of the table, or of a path inside it."""
        return f"{self.file.name}:{self.file.spans.line(self.path + inner)}"

    def problem(self, message: str, *inner: str | int) -> None:
        """Notes a problem at the table, or at a path inside it."""
        self.file.problems.add(self.file.name, self.file.spans.line(self.path + inner), message)

    def unknown(self, what: str, word: str, known: Collection[str], *inner: str | int) -> None:
        """Notes that a word is not a known one, and which is nearest."""
        self.problem(f"unknown {what} `{word}`{did_you_mean(word, known)}", *inner)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        self._known.add(key)
        return key in self.values

    def get(self, key: str, kind: type[T], *, needed: bool = False) -> T | None:
        """The value if it is exactly of that kind (``true`` is no number, a moment is no date), else None."""
        self._known.add(key)
        value = self.values.get(key)
        if value is None:
            if needed:
                self.problem(f"`{key}` is missing")
            return None
        if type(value) is not kind:
            self.problem(f"`{key}` must be {_KINDS[kind]}, not {_KINDS[type(value)]}", key)
            return None
        return value

    def text(self, key: str, *, needed: bool = True) -> str:
        """One line of printable text; empty when it is missing."""
        value = self.get(key, str, needed=needed)
        if value is not None and not (value.strip() and value.isprintable()):
            self.problem(f"`{key}` must be one line of printable text", key)
        return value or ""

    def word(self, key: str, shape: re.Pattern[str] = CODE, *, needed: bool = True) -> str:
        """A code, name or rule id of the given shape; empty when it is missing."""
        value = self.get(key, str, needed=needed)
        if value is not None and not shape.fullmatch(value):
            self.problem(f"`{key}` must be {_SHAPES[shape]} (at most 63)", key)
        return value or ""

    def flag(self, key: str) -> bool:
        """True or false; false when it is missing."""
        return self.get(key, bool) or False

    def texts(self, key: str) -> tuple[tuple[str, Path], ...]:
        """A text or a list of texts, each with its path inside the table; none when the key is missing."""
        self._known.add(key)
        value = self.values.get(key)
        if isinstance(value, str):
            return ((value, (key,)),)
        items = cast("list[object]", self.get(key, list) or [])
        if value == []:
            self.problem(f"`{key}` is an empty list, which nothing could ever meet", key)
        for index, item in enumerate(items):
            if not isinstance(item, str):
                self.problem(f"`{key}` must hold text, not {_KINDS[type(item)]}", key, index)
        return tuple((item, (key, index)) for index, item in enumerate(items) if isinstance(item, str))

    def table(self, key: str, *, needed: bool = False) -> Table | None:
        """A table inside this one, or None."""
        value = self.get(key, dict, needed=needed)
        return None if value is None else Table(self.file, (*self.path, key), value)

    def tables(self, key: str) -> list[Table]:
        """The tables of an array of tables; none when the key is missing."""
        items = cast("list[object]", self.get(key, list) or [])
        found = []
        for index, item in enumerate(items):
            if isinstance(item, dict):
                found.append(Table(self.file, (*self.path, key, index), item))
            else:
                self.problem(f"`{key}` must hold tables, not {_KINDS[type(item)]}", key, index)
        return found

    def finish(self) -> None:
        """Notes every key that nobody asked for."""
        for key in self.values.keys() - self._known:
            self.unknown("key", key, self._known, key)


def read_labels(table: Table) -> frozenset[str]:
    """The labels under ``labels``: of an agency, a record class or a column."""
    labels = table.texts("labels")
    for label, path in labels:
        if not CODE.fullmatch(label):
            table.problem(f"`{label}` is no label: small letters, digits and hyphens", *path)
    return frozenset(label for label, _ in labels)
