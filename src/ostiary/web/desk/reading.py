"""The searches of an installation, read from ``desk.toml``.

Knows: the keys of the file, and what is wrong with it, said with its place.
Must not know: where the file lies, what is searched for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Final

import msgspec

from ostiary.errors import SettingsError
from ostiary.web.desk.searches import Letters, Link, Search, Section

MAX_BYTES: Final = 262_144
"""A hundred statements of two kilobytes each, with their labels."""

_PARAMETER: Final = re.compile(r"\$([0-9]+)")


class _LinkTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    column: str
    typed: str


class _SectionTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    sql: str
    columns: dict[str, str]
    link: tuple[_LinkTable, ...] = ()
    parameters: tuple[str, ...] = ()


class _SearchTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    label: str
    example: str
    patterns: tuple[str, ...]
    parameters: tuple[str, ...]
    section: tuple[_SectionTable, ...]
    letters: Letters = "as typed"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    search: tuple[_SearchTable, ...]


def read_searches(text: bytes, file: str) -> tuple[Search, ...]:
    """The searches that a file declares. Raises SettingsError with everything that is wrong with it."""
    if len(text) > MAX_BYTES:
        raise SettingsError(f"`{file}` has more than {MAX_BYTES} bytes")
    try:
        tables = msgspec.convert(tomllib.loads(text.decode()), _File).search
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"`{file}`: {str(error).partition(chr(10))[0]}") from error
    if problems := [f"`{file}`: search `{one.kind}`: {what}" for one in tables for what in _problems(one)]:
        raise SettingsError("; ".join(problems), hint="docs/desk.md says what each key means.")
    if not tables or len({one.kind for one in tables}) < len(tables):
        raise SettingsError(f"`{file}` declares no search, or two of one kind")
    return tuple(map(_search, tables))


def _problems(table: _SearchTable) -> Iterator[str]:
    if not table.patterns or not table.section:
        yield "it needs a pattern and a section"
    for pattern in table.patterns:
        yield from _pattern_problems(pattern, table)
    for section in table.section:
        yield from _section_problems(section, table)


def _pattern_problems(pattern: str, table: _SearchTable) -> Iterator[str]:
    try:
        groups = re.compile(pattern).groupindex
    except re.error as error:
        yield f"the pattern `{pattern}` is none: {error}"
        return
    if strange := groups.keys() - set(table.parameters):
        yield f"the pattern `{pattern}` names {', '.join(sorted(strange))}, which are no parameters"


def _section_problems(section: _SectionTable, table: _SearchTable) -> Iterator[str]:
    where = f"section `{section.title}`"
    names = section.parameters or table.parameters
    if strange := set(names) - set(table.parameters):
        yield f"{where} binds {', '.join(sorted(strange))}, which are no parameters"
    if {int(number) for number in _PARAMETER.findall(section.sql)} != set(range(1, len(names) + 1)):
        # A statement that binds nothing would answer the same whatever was typed.
        yield f"{where}: its statement must use ${1} to ${len(names)}, each of them"
    for link in section.link:
        if link.column not in section.columns:
            yield f"{where} has a link from `{link.column}`, which it does not show"
        if link.typed.count("{}") != 1:
            yield f"{where}: the link from `{link.column}` has not exactly one {{}}"


def _search(table: _SearchTable) -> Search:
    return Search(
        table.kind,
        table.label,
        table.example,
        tuple(re.compile(pattern) for pattern in table.patterns),
        table.parameters,
        table.letters,
        tuple(map(_section, table.section)),
    )


def _section(table: _SectionTable) -> Section:
    links = tuple(Link(link.column, link.typed) for link in table.link)
    return Section(table.title, table.sql.strip(), table.columns, links, table.parameters)
