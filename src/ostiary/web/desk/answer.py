"""The merged answer to a search: sections with their rows, and what was not given and why.

Knows: how what came of each statement becomes what is shown.
Must not know: connections, pages, HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ostiary.web.desk.line import Got
from ostiary.web.desk.searches import Recognised, Section
from ostiary.web.desk.words import Refusal, Said, Withheld, maybe_entries, maybe_withheld, refusal_of

HIDDEN: Final = "hidden"

_HOW: Final[Mapping[str, str]] = {
    HIDDEN: "not shown",
    "last-4": "last four digits only",
    "year": "year only",
    "month": "month only",
    "block": "block only",
}
"""The masks in words; one that is not here is shown by its own name."""

_DATE_PARTS: Final[Mapping[str, int]] = {"year": 4, "month": 7}
"""How much of a date holds under these masks: the rest is always 01, and nobody should take it for a birthday."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. ``typed`` is the search that it leads to, empty for none."""

    text: str
    typed: str = ""
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's label, and how its values are masked, in words (empty: not at all)."""

    label: str
    masked: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of one section: its rows, or the refusal. ``entries`` are the numbers under which it stands in the log."""

    title: str
    headings: tuple[Heading, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    entries: str = ""
    refusal: Refusal | None = None
    has_more: bool = False
    withheld: Withheld = field(default_factory=Withheld)
    said: tuple[Said, ...] = ()
    """Other notices, as the door says them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What was typed, searched as one kind."""

    label: str
    sections: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    """What was refused for one reason: each section with the door's message, why, and the way out that the door names."""

    what: tuple[str, ...]
    sqlstate: str
    detail: str
    ways_out: tuple[str, ...]
    entries: str


@dataclass(frozen=True, slots=True)
class Left:
    """What was not given. ``fields`` are groups of fields under how they are masked; ``rules`` come with what they rest on."""

    denied: tuple[Denied, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    rows: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether all was given that was asked for."""
        return not (self.denied or self.fields or self.rows or self.other or self.said)


@dataclass(frozen=True, slots=True)
class Answer:
    """All that came of one search."""

    typed: str
    kinds: tuple[Kind, ...]
    left: Left = field(default_factory=Left)

    @property
    def is_ambiguous(self) -> bool:
        """Whether what was typed could be several things; it was searched as each."""
        return len(self.kinds) > 1

    @property
    def rows(self) -> int:
        """How many rows are shown."""
        return sum(len(section.rows) for section in self._sections())

    @property
    def entries(self) -> str:
        """The numbers of all entries, in the order of the log."""
        named = [section.entries for section in self._sections()]
        refused = [section.refusal.entry for section in self._sections() if section.refusal is not None]
        every = {int(one) for part in (*named, *refused) for one in part.split(",") if one.isdecimal()}
        return ", ".join(map(str, sorted(every)))

    @property
    def empty(self) -> tuple[Shown, ...]:
        """The sections that were answered with no row."""
        return tuple(one for one in self._sections() if not one.rows and one.refusal is None)

    @property
    def is_refused(self) -> bool:
        """Whether every section was refused."""
        return bool(self.kinds) and all(section.refusal is not None for section in self._sections())

    def _sections(self) -> tuple[Shown, ...]:
        return tuple(section for kind in self.kinds for section in kind.sections)


def merged(
    typed: str, came: Iterable[tuple[Recognised, tuple[Got, ...]]], cites: Mapping[str, str]
) -> Answer:
    """The answer, from what came of each section of each kind. ``cites``: what each rule rests on, by its id."""
    kinds = tuple(
        Kind(
            found.search.label,
            tuple(_shown(section, one) for section, one in zip(found.search.sections, got, strict=True)),
        )
        for found, got in came
    )
    sections = [section for kind in kinds for section in kind.sections]
    return Answer(typed, kinds, _left(sections, cites))


def _shown(section: Section, got: Got) -> Shown:
    told = [numbers for one in got.notices if (numbers := maybe_entries(one)) is not None]
    withheld = _together([found for one in got.notices if (found := maybe_withheld(one)) is not None])
    said = tuple(one for one in got.notices if maybe_entries(one) is None and maybe_withheld(one) is None)
    if got.error is not None:
        return Shown(section.title, entries=",".join(told), refusal=refusal_of(got.error), said=said)
    masks = {one.field: one.how for one in withheld.fields}
    shown = [(got.columns.index(name), name) for name in section.columns if name in got.columns]
    links = {link.column: link.typed for link in section.links}
    return Shown(
        section.title,
        tuple(Heading(section.columns[name], how_in_words(masks.get(name, ""))) for _, name in shown),
        tuple(
            tuple(_cell(row[at], masks.get(name, ""), links.get(name, "")) for at, name in shown)
            for row in got.rows
        ),
        ",".join(told),
        has_more=got.has_more,
        withheld=withheld,
        said=said,
    )


def _cell(value: str | None, mask: str, link: str) -> Cell:
    if value is None:
        return Cell("", is_withheld=mask == HIDDEN)
    # A masked value is no longer what it stands for, so nothing is searched by it.
    if mask in _DATE_PARTS:
        return Cell(value[: _DATE_PARTS[mask]])
    return Cell(value, typed=link.replace("{}", value) if link and not mask and value else "")


def how_in_words(mask: str) -> str:
    """A mask as people say it."""
    return _HOW.get(mask, mask)


def _together(parts: list[Withheld]) -> Withheld:
    return Withheld(
        tuple(dict.fromkeys(one for part in parts for one in part.fields)),
        tuple(dict.fromkeys(one for part in parts for one in part.rows)),
        tuple(dict.fromkeys(one for part in parts for one in part.other)),
        tuple(dict.fromkeys(one for part in parts for one in part.rules)),
    )


def _left(sections: list[Shown], cites: Mapping[str, str]) -> Left:
    withheld = _together([section.withheld for section in sections])
    return Left(
        denied=_denied(sections),
        fields=tuple(_by_mask(withheld)),
        rows=withheld.rows,
        other=withheld.other,
        rules=tuple(f"{rule}: {cites[rule]}" if rule in cites else rule for rule in sorted(withheld.rules)),
        said=tuple(dict.fromkeys(one for section in sections for one in section.said)),
    )


def _by_mask(withheld: Withheld) -> Iterable[tuple[str, str]]:
    masked: dict[str, list[str]] = {}
    for one in withheld.fields:
        masked.setdefault(one.how, []).append(f"{one.record_class}.{one.field}")
    return ((how_in_words(how), ", ".join(fields)) for how, fields in masked.items())


def _denied(sections: list[Shown]) -> tuple[Denied, ...]:
    """Sections that were refused for one reason are told together: twelve copies of one sentence are not read."""
    alike: dict[tuple[str, str], list[tuple[str, Refusal]]] = {}
    for section in sections:
        if (refusal := section.refusal) is not None:
            key = (refusal.said.sqlstate, refusal.said.detail)
            alike.setdefault(key, []).append((section.title, refusal))
    return tuple(
        Denied(
            tuple(f"{title}: {refusal.said.message}" for title, refusal in members),
            sqlstate,
            detail,
            tuple(dict.fromkeys(refusal.said.hint for _, refusal in members if refusal.said.hint)),
            ", ".join(refusal.entry for _, refusal in members if refusal.entry),
        )
        for (sqlstate, detail), members in alike.items()
    )
