"""Files of attacks: one heading line before each statement, ``-- [ID] class | expected | why``.

Knows: the form of such a file, and what may be expected.
Must not know: how a statement is sent or judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast, get_args

from ostiary.errors import SettingsError

Expected: TypeAlias = Literal["deny", "filtered", "masked", "group", "scrub"]
"""What a correct door does: ``deny`` sends nothing to the database. ``filtered``, ``masked`` and ``group`` answer with
what may be seen, ``group`` with rows that stand for several people. ``scrub`` may fail or be refused, and tells nothing."""

MAX_FILE_BYTES: Final = 4 * 2**20
"""A statement that the door reads has at most 64 kB; 4 MB hold thousands of those that anybody writes."""
MAX_ATTACKS: Final = 10_000
"""Each takes some 50 ms: this many take nearly ten minutes."""

_BEGINS: Final = re.compile(r"--\s*\[")
"""What begins so means to be a heading: one that is not quite one must not be taken for a comment."""
_HEADING: Final = re.compile(
    r"-- \[(?P<id>\w{1,40})\] (?P<kind>[^|]{1,120})\|(?P<expected>[^|]*)\|(?P<why>.*)"
)


@dataclass(frozen=True, slots=True)
class Attack:
    """One statement of a corpus, and the line that its heading stands on."""

    id: str
    kind: str
    expected: Expected
    why: str
    text: str
    line: int = 0


def read_attacks(path: Path) -> tuple[Attack, ...]:
    """The attacks of a file, in its order. Raises SettingsError for a file that has none, with every line that is wrong."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(f"`{path}` cannot be read: {why}") from error
    if len(content) > MAX_FILE_BYTES:
        raise SettingsError(f"`{path}` has more than {MAX_FILE_BYTES} bytes")
    try:
        return parse_attacks(content.decode(), path.name)
    except UnicodeDecodeError as error:
        raise SettingsError(f"`{path}` is not UTF-8 at byte {error.start}") from error


def parse_attacks(text: str, name: str) -> tuple[Attack, ...]:
    """The attacks of a text. What stands before the first heading is a preface. Raises SettingsError as `read_attacks`."""
    problems: list[str] = []
    found: dict[str, Attack] = {}
    for number, lines in _sections(text):
        try:
            attack = _attack(number, lines)
        except ValueError as error:
            problems.append(f"{name}:{number}: {error}")
            continue
        if attack.id in found:
            problems.append(f"{name}:{number}: `{attack.id}` is already at line {found[attack.id].line}")
        found[attack.id] = attack
    if problems:
        many = "1 attack" if len(problems) == 1 else f"{len(problems)} attacks"
        raise SettingsError(f"{many} of `{name}` cannot be read", problems=tuple(problems))
    if not 1 <= len(found) <= MAX_ATTACKS:
        raise SettingsError(
            f"`{name}` has {len(found)} attacks; a corpus has from 1 to {MAX_ATTACKS}",
            hint="before each statement stands a line `-- [ID] class | expected | why`",
        )
    return tuple(found.values())


def _sections(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each heading with the lines up to the next one, and its line number."""
    lines = text.replace("\r\n", "\n").split("\n")
    starts = [number for number, line in enumerate(lines) if _BEGINS.match(line)]
    for start, end in pairwise([*starts, len(lines)]):
        yield start + 1, lines[start:end]


def _attack(number: int, lines: list[str]) -> Attack:
    """Raises ValueError with what is wrong."""
    parts = _HEADING.fullmatch(lines[0])
    if parts is None:
        raise ValueError("a heading has the form `-- [ID] class | expected | why`")
    expected, text = parts["expected"].strip(), "\n".join(lines[1:]).strip()
    if expected not in get_args(Expected):
        raise ValueError(f"`{expected}` cannot be expected, only {', '.join(get_args(Expected))}")
    if not text:
        raise ValueError("no statement follows")
    return Attack(
        parts["id"],
        parts["kind"].strip(),
        cast("Expected", expected),
        parts["why"].strip(),
        text,
        number,
    )
