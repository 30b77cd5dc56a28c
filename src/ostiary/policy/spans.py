"""Where each key of a TOML text stands.

Knows: the places of keys, tables and array items in TOML 1.0, by line.
Must not know: values (``tomllib`` gives those), or what a key means.

The scanner walks a text that ``tomllib`` has accepted, so it checks nothing a second time; on any other text it may
find too few keys, but it ends.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

# A rule nests five deep (prohibit, item, unless, item, list); 16 leaves room and keeps the scanner's own recursion,
# two Python frames a level, far below the interpreter's limit of 1,000.
MAX_NESTING = 16
# The longest key of a rule has three parts (when, agency, under).
MAX_KEY_PARTS = 16
# A rule's longest path has seven steps (prohibit, item, unless, item, field, label, item); eight times that is room.
# With it, the 50,000 shortest keys of the largest file take at most 50,000 * 64 * 8 bytes = 26 MB.
MAX_PATH = 64

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
# Up to two quotation marks may stand before the three that close a multi-line string.
_TEXT = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^']|'(?!''))*'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''',
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}\n#]*")
# What may have a dot in it, for a text that may be anything: comments, texts of many lines, and keys. A text that does
# not end goes as far as it can, and no repeat is ever tried a second time, so that the time is linear in the text.
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"?+|'[^'\n]*+'?+)"""
_DOTTED = re.compile(
    r'''#[^\n]*+|"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5})?+|\'\'\'(?:[^']|'(?!''))*+(?:'{3,5})?+|'''
    rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{0,{MAX_KEY_PARTS - 1}}}+(?P<more>[ \t]*+\.[ \t]*+{_PART})?+",
    re.DOTALL,
)


class NestedTooDeeply(ValueError):
    """Lists and inline tables more than ``MAX_NESTING`` deep in each other, or a path of more than ``MAX_PATH`` steps."""


def long_key_line(text: str) -> int:
    """The line, from 1, of the first key with more than ``MAX_KEY_PARTS`` parts; 0 when there is none.

    The text need not be TOML. Up to its first syntax error it is read as ``tomllib`` reads it.
    """
    more = next((match for match in _DOTTED.finditer(text) if match["more"]), None)
    return text.count("\n", 0, more.start()) + 1 if more else 0


class Spans:
    """The line of every key path of one TOML text. Raises NestedTooDeeply."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._items: dict[Path, int] = {}
        self._at = 0
        self._read(())

    @property
    def paths(self) -> frozenset[Path]:
        """Every key path found; an array's items are numbered from 0."""
        return frozenset(self._lines)

    def line(self, path: Path) -> int:
        """The line, from 1, where a path is first written; for a path not in the text that of its nearest parent."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _read(self, table: Path) -> None:
        while self._skip(_BLANK) and self._at < len(self._text):
            start = self._at
            if self._text[start] == "[":
                table = self._header()
            else:
                self._pair(table, 0)
            if self._at == start:
                return

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        """Steps over a match at this point, if there is one; also true for an empty match."""
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return match is not None

    def _sees(self, mark: str) -> bool:
        if not self._text.startswith(mark, self._at):
            return False
        self._at += len(mark)
        return True

    def _note(self, path: Path) -> None:
        if len(path) > MAX_PATH:
            raise NestedTooDeeply(f"a key stands more than {MAX_PATH} steps deep")
        if path and path not in self._lines:
            self._lines[path] = bisect_left(self._ends, self._at) + 1

    def _key(self) -> list[str]:
        """The parts of a dotted key that begins here; the last part need not end where it is noted."""
        parts: list[str] = []
        while match := _KEY.match(self._text, self._at):
            self._at = match.end()
            parts.append(_plain(match.group()))
            if not self._skip(_DOT):
                break
        return parts

    def _header(self) -> Path:
        many = self._sees("[[")
        self._at += not many
        self._skip(_BLANK)
        *above, last = self._key() or [""]
        path: Path = ()
        for part in above:
            path = self._newest((*path, part))
        path = (*path, last)
        self._note(path)
        if many:
            self._items[path] = self._items.get(path, 0) + 1
        self._skip(_BLANK)
        self._at += 2 if many else 1
        return self._newest(path)

    def _newest(self, path: Path) -> Path:
        """The path itself or, for an array of tables, that of its newest item."""
        self._note(path)
        if path in self._items:
            path = (*path, self._items[path] - 1)
            self._note(path)
        return path

    def _pair(self, table: Path, depth: int) -> None:
        path = table
        for part in self._key():
            path = (*path, part)
            self._note(path)
        self._skip(_BLANK)
        if self._sees("="):
            self._skip(_BLANK)
            self._value(path, depth)

    def _value(self, path: Path, depth: int) -> None:
        if depth > MAX_NESTING:
            raise NestedTooDeeply(f"lists and tables stand in each other more than {MAX_NESTING} deep")
        if self._sees("["):
            self._list(path, depth)
        elif self._sees("{"):
            self._inline(path, depth)
        elif not self._skip(_TEXT):
            self._skip(_BARE)

    def _list(self, path: Path, depth: int) -> None:
        index = 0
        while self._skip(_BLANK) and self._at < len(self._text) and not self._sees("]"):
            start = self._at
            self._note((*path, index))
            self._value((*path, index), depth + 1)
            index += 1
            self._skip(_BLANK)
            self._sees(",")
            if self._at == start:
                return

    def _inline(self, path: Path, depth: int) -> None:
        while self._skip(_BLANK) and self._at < len(self._text) and not self._sees("}"):
            start = self._at
            self._pair(path, depth + 1)
            self._skip(_BLANK)
            self._sees(",")
            if self._at == start:
                return


def _plain(key: str) -> str:
    """A key part without its quotation marks and escapes."""
    if key[0] == "'":
        return key[1:-1]
    return next(iter(tomllib.loads(f"{key} = 0"))) if key[0] == '"' else key
