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
class Left:
    """One thing that was not given: what, why (rules with what they rest on), and the way out where the door names one."""

    what: str
    why: tuple[str, ...] = ()
    sqlstate: str = ""
    detail: str = ""
    way_out: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that came of one search."""

    typed: str
    kinds: tuple[Kind, ...]
    left: tuple[Left, ...] = ()

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
    def is_refused(self) -> bool:
        """Whether every section was refused."""
        return bool(self.kinds) and all(section.refusal is not None for section in self._sections())

    def _sections(self) -> tuple[Shown, ...]:
        return tuple(section for kind in self.kinds for section in kind.sections)


def merged(typed: str, came: Iterable[tuple[Recognised, tuple[Got, ...]]], cites: Mapping[str, str]) -> Answer:
    """The answer, from what came of each section of each kind. ``cites``: what each rule rests on, by its id."""
    kinds = tuple(
        Kind(
            found.search.label,
            tuple(_shown(section, one) for section, one in zip(found.search.sections, got, strict=True)),
        )
        for found, got in came
    )
    sections = [section for kind in kinds for section in kind.sections]
    return Answer(typed, kinds, tuple(_left(sections, cites)))


def _shown(section: Section, got: Got) -> Shown:
    told = [found for one in got.notices if (found := maybe_entries(one)) is not None]
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


def _left(sections: list[Shown], cites: Mapping[str, str]) -> Iterable[Left]:
    for section in sections:
        if (refusal := section.refusal) is not None:
            said = refusal.said
            yield Left(
                f"{section.title}: {said.message}", _cited(refusal.rules, cites), said.sqlstate, said.detail, said.hint, refusal.entry
            )  # fmt: skip
    for text, rules in _grouped(sections).items():
        yield Left(text, _cited(tuple(rules), cites))
    for said in dict.fromkeys(one for section in sections for one in section.said):
        yield Left(said.message, detail=said.detail, way_out=said.hint)


def _grouped(sections: list[Shown]) -> dict[str, dict[str, None]]:
    """What is masked or filtered, each thing once, with all the rules that any notice names for it."""
    grouped: dict[str, dict[str, None]] = {}
    for section in sections:
        for text in _texts(section.withheld):
            grouped.setdefault(text, {}).update(dict.fromkeys(section.withheld.rules))
    return grouped


def _texts(withheld: Withheld) -> Iterable[str]:
    masked: dict[str, list[str]] = {}
    for one in withheld.fields:
        masked.setdefault(one.how, []).append(f"{one.record_class}.{one.field}")
    yield from (f"{', '.join(fields)}: {how_in_words(how)}" for how, fields in masked.items())
    if withheld.rows:
        # Whether any row was left out is not known here, and the door does not say it either.
        yield f"rows of {', '.join(withheld.rows)} that the rules leave out, if there are any"
    yield from withheld.other


def _cited(rules: tuple[str, ...], cites: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{rule}: {cites[rule]}" if rule in cites else rule for rule in rules)
