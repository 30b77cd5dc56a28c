"""A box in words: only what is restricted, and said the shorter way round.

Knows: the words for who asks, why, with what, for what, and when.
Must not know: how the box was found, what is allowed in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ostiary.promises.boxes import Box, points
from ostiary.promises.layout import Layout
from ostiary.promises.principal_words import ANYBODY, principals_in_words
from ostiary.promises.sets_in_words import combinations, listed, some, subtrees
from ostiary.promises.space import ANY_ROLE, Axis, Days, Space

NEEDS: dict[str, str] = {
    "case-number": "a case number",
    "open-case": "a case that is open",
    "approval": "a supervisor's approval",
    "agreement": "an agreement",
    "declaration": "a declaration",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is restricted: what it is about, and the restriction."""

    about: str
    says: str


def region_in_words(layout: Layout, box: Box) -> tuple[Line, ...]:
    """The lines of a region, in the order in which people ask; nothing for what does not matter."""
    space = layout.space
    roles = ["any role that no rule names" if role == ANY_ROLE else f"`{role}`" for role in space.roles]
    needs = [frozenset[str](one) for one in space.needs]
    said = [
        ("who", _asker(layout, box[Axis.ASKER])),
        ("employed by", _affiliation(layout, box[Axis.AFFILIATION])),
        ("in the role", some(roles, box[Axis.ROLE], "any role")),
        ("why they ask", _purposes(layout, box[Axis.PURPOSE])),
        ("what they show", combinations(space.bases, box[Axis.BASES], lambda word: f"`{word}`")),
        ("what they meet", combinations(needs, box[Axis.NEEDS], NEEDS.__getitem__)),
        ("what they see", _fields(space, box[Axis.FIELD])),
        ("when", _days(space.days, box[Axis.DAY])),
    ]
    return tuple(Line(about, says) for about, says in said if says)


def _asker(layout: Layout, mask: int) -> str:
    tree = layout.bundle.agency_tree
    return principals_in_words(layout.space, tree, mask, layout.known_principals) or "anybody"


def _affiliation(layout: Layout, mask: int) -> str:
    """For whom the asker works beside the agency that asks; nobody else counts as anybody."""
    nobody, possible = layout.space.nobody, layout.known_principals
    if not possible & ~mask:
        return "" if mask & nobody else "somebody else"
    said = principals_in_words(layout.space, layout.bundle.agency_tree, mask, possible)
    stranger = "an agency that is not active, or that nobody knows" if mask & nobody >> 1 else ""
    if mask & nobody:
        return said if said.startswith(ANYBODY) else listed(["nobody else", *filter(None, [said])])
    return said.replace(ANYBODY, "somebody, but not", 1) or stranger


def _purposes(layout: Layout, mask: int) -> str:
    space, tree = layout.space, layout.bundle.purpose_tree
    there = {space.purposes[number] for number in points(mask)}
    missing = set(space.purposes) - there
    if not missing:
        return ""
    said, unsaid = subtrees(there, tree), subtrees(missing, tree)
    return listed(said) if len(said) <= len(unsaid) else f"anything except {listed(unsaid, 'and')}"


def _fields(space: Space, mask: int) -> str:
    """Record classes as a whole, or the fields of them, or the fields of them that are left out."""
    there, every = _by_class(space, mask), _by_class(space, space.everything[Axis.FIELD])
    if there == every:
        return ""
    return listed([_of_class(name, columns, every[name]) for name, columns in there.items()], "and")


def _by_class(space: Space, mask: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for number in points(mask):
        name, _, column = space.fields[number].partition(".")
        found[name].append(column)
    return dict(found)


def _of_class(name: str, columns: Sequence[str], every: Sequence[str]) -> str:
    missing = [f"`{column}`" for column in every if column not in columns]
    if not missing:
        return f"`{name}`"
    if len(missing) < len(columns):
        return f"`{name}` except {listed(missing, 'and')}"
    return listed([f"`{name}.{column}`" for column in columns], "and")


def _days(days: Sequence[Days], mask: int) -> str:
    """The spans of days in a set; spans that follow each other are one."""
    spans: list[Days] = []
    for number in points(mask):
        day = days[number]
        if spans and spans[-1].end == day.first:
            spans[-1] = Days(spans[-1].first, day.end)
        else:
            spans.append(day)
    said = [_span(one, days[0].first) for one in spans]
    return "" if said == ["ever"] else listed(said, "and")


def _span(span: Days, first: date) -> str:
    start = "" if span.first == first else f"from {span.first}"
    end = "" if span.end is None else f"until before {span.end}"
    return " ".join(filter(None, [start, end])) or "ever"
