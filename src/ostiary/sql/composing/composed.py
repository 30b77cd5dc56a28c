"""Composed queries as values: their parts stay apart until it is known which hidden keys they must show.

Knows: how SELECT and UNION ALL are written, and how arms with different keys are lined up.
Must not know: the tree, names in scope, profiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ostiary.sql.composing.keys import Key, absent
from ostiary.sql.composing.scope import Shown, Visible
from ostiary.sql.plan import Hidden
from ostiary.sql.text import quoted


@dataclass(frozen=True, slots=True)
class Arm:
    """One SELECT. ``head`` is all up to its columns, ``outputs`` are those of the client, ``rest`` is FROM and on."""

    head: str
    outputs: tuple[tuple[str, str], ...]
    keys: tuple[Key, ...]
    rest: str

    def text(self, layout: Sequence[Key], *, capped: bool) -> str:
        """The SELECT with its keys in the places of the layout, and NULL in those that it has none for."""
        columns = [*self.outputs, *self._lined_up(layout, capped=capped)]
        shown = ", ".join(f"{sql} AS {quoted(name)}" for sql, name in columns)
        return f"{self.head} {shown} {self.rest}".strip()

    def _lined_up(self, layout: Sequence[Key], *, capped: bool) -> Iterable[tuple[str, str]]:
        left = list(self.keys)
        for place in layout:
            found = next((key for key in left if key.holds == place.holds), None)
            if found is not None:
                left.remove(found)
                yield found.capped if capped else found.sql, place.name
            else:
                yield absent(place.holds), place.name


@dataclass(frozen=True, slots=True)
class Composed:
    """A query: its SELECTs under UNION ALL, what they show together, and what comes before and after all of them."""

    arms: tuple[Arm, ...]
    shown: Shown
    opening: str = ""
    closing: str = ""

    def text(self, *, capped: bool = False) -> str:
        """The query as SQL. ``capped``: lists of contributors are cut off where they become too long to be sent."""
        texts = [arm.text(self.shown.keys, capped=capped) for arm in self.arms]
        body = texts[0] if len(texts) == 1 else " UNION ALL ".join(f"({text})" for text in texts)
        return " ".join(part for part in (self.opening, body, self.closing) if part)

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but its arms, so that they may stand among others."""
        return not self.opening and not self.closing

    def within(self, relation: str) -> tuple[str, tuple[str, ...], tuple[Key, ...]]:
        """As the only source of another query: the text of that source, the SQL of its columns, and its keys.

        Its columns get names of ours, because those of the client may repeat.
        """
        names = [f"__column{number}" for number, _ in enumerate(self.shown.columns, 1)]
        listed = ", ".join(quoted(name) for name in (*names, *(key.name for key in self.shown.keys)))
        text = f"({self.text()}) AS {quoted(relation)} ({listed})"
        columns = tuple(f"{quoted(relation)}.{quoted(name)}" for name in names)
        return text, columns, tuple(key.within(relation) for key in self.shown.keys)


def layout_of(arms: Iterable[tuple[Key, ...]]) -> list[Hidden]:
    """The keys that all arms together need: each kind as often as the arm that has most of it."""
    layout: list[Hidden] = []
    for keys in arms:
        left = list(layout)
        for key in keys:
            if key.holds in left:
                left.remove(key.holds)
            else:
                layout.append(key.holds)
    return layout


def together(left: Visible, right: Visible) -> Visible:
    """The column that two arms of a UNION make: it has the name of the first, and is made of both."""
    leaves = tuple(dict.fromkeys(left.leaves + right.leaves))
    origin = left.origin if left.origin == right.origin else None
    plain = left.is_plain and right.is_plain
    return Visible(left.name, left.sql, origin, leaves, max(left.inlined, right.inlined), plain)
