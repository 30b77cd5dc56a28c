"""A set of agencies in words: registered ones by name, those that are not registered yet by what they are like.

Knows: the words for attributes and papers of agencies.
Must not know: rules, the other axes of a region.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import NamedTuple

from ostiary.model.tree import Tree
from ostiary.promises.boxes import points
from ostiary.promises.newcomers import Newcomers
from ostiary.promises.sets_in_words import listed, subtrees
from ostiary.promises.space import Principal, Space

ANYBODY = "anybody except"
ANY_NEW = "any agency that is not registered yet"


_PHRASES: Sequence[tuple[str, str]] = (
    ("under `{}`", "under no agency that rules name"),
    ("of level `{}`", "of another level"),
    ("of kind `{}`", "of another kind"),
    ("of state `{}`", "of another state or of none"),
    ("labelled `{}`", "without these labels"),
    ("with a registered {}", "without papers"),
)
"""What is said of a value of each attribute, in the order of `Newcomers.factors`, and of one that no rule names."""


def principals_in_words(space: Space, tree: Tree, mask: int, possible: int) -> str:
    """The agencies of a set, of those that are possible at all, said the shorter way; nothing when it is all of them."""
    if not possible & ~mask:
        return ""
    there = _set_in_words(space, tree, mask & possible, possible, "or")
    missing = f"{ANYBODY} {_set_in_words(space, tree, possible & ~mask, possible, 'and')}"
    return min(filter(None, [there, missing]), key=len) if there else ""


def _set_in_words(space: Space, tree: Tree, mask: int, possible: int, last: str) -> str:
    registered = _named(_codes(space, mask), _codes(space, possible & ~mask), tree)
    new = _new(space, tree, mask, possible)
    if new.is_exactly and {f"anything {one}" for one in new.is_exactly} <= set(registered):
        return f"{listed(registered, last)}, registered or not yet"
    return "; ".join(filter(None, [listed(registered, last), new.says]))


def _codes(space: Space, mask: int) -> Mapping[str, list[Principal]]:
    found: dict[str, list[Principal]] = {}
    registered = space.principals.registered
    for number in points(mask & ((1 << len(registered)) - 1)):
        found.setdefault(registered[number].code or "", []).append(registered[number])
    return found


def _named(
    codes: Mapping[str, list[Principal]], others: Mapping[str, list[Principal]], tree: Tree
) -> list[str]:
    """Agencies by code; those of which others are only other papers, with the papers."""
    parted = [f"`{code}` {_papers(codes[code])}" for code in sorted(codes) if code in others]
    return [*subtrees([code for code in codes if code not in others], tree), *parted]


def _papers(several: Iterable[Principal]) -> str:
    held = sorted({_held(one) for one in several})
    return listed(held)


def _held(one: Principal) -> str:
    known, other = _PHRASES[-1]
    return known.format(" and ".join(sorted(one.holds))) if one.holds else other


class _New(NamedTuple):
    """Agencies that are not registered yet, in words; and, if that is all, the attributes that are restricted."""

    says: str
    is_exactly: Sequence[str] = ()


def _new(space: Space, tree: Tree, mask: int, possible: int) -> _New:
    """The agencies of a set that are not registered yet."""
    newcomers, every = space.principals.newcomers, space.principals.every_new
    those = (mask & possible & every) >> len(space.principals.registered)
    if not those or not possible & every & ~mask:
        return _New(ANY_NEW if those else "")
    values = [_values(newcomers, factor, those) for factor in range(len(_PHRASES))]
    restricted = [factor for factor, some in enumerate(values) if len(some) < len(newcomers.factors[factor])]
    if those.bit_count() == prod(map(len, values)):
        said = [_phrases(newcomers, tree, factor, values[factor]) for factor in restricted]
        return _New(f"{ANY_NEW}: {', '.join(said)}", said)
    first = those & -those
    telling = [factor for factor, every in enumerate(newcomers.factors) if len(every) > 1]
    like = [_phrases(newcomers, tree, factor, _values(newcomers, factor, first)) for factor in telling]
    return _New(
        f"{those.bit_count()} kinds of agencies that are not registered yet, such as one {', '.join(like)}"
    )


def _values(newcomers: Newcomers, factor: int, mask: int) -> list[str]:
    """The values that an attribute has somewhere in a set, in words."""
    every = newcomers.factors[factor]
    return [
        _value(value)
        for number, value in enumerate(every)
        if newcomers.having(factor, [number == other for other in range(len(every))]) & mask
    ]


def _value(value: object) -> str:
    return "` and `".join(sorted(value)) if isinstance(value, frozenset) else str(value or "")


def _phrases(newcomers: Newcomers, tree: Tree, factor: int, values: Collection[str]) -> str:
    known, other = _PHRASES[factor]
    if newcomers.factors[factor] is newcomers.places:
        said = list(_places(sorted(filter(None, newcomers.places)), tree, values))
    else:
        said = [known.format(value) for value in sorted(values) if value]
    return listed([*said, *([other] if "" in values else [])])


def _places(every: Sequence[str], tree: Tree, chosen: Collection[str]) -> Iterator[str]:
    """Where agencies of some places stand. Whoever stands under one and under none of those below it is of that place."""
    above = {one: _nearest(one, every, tree) for one in every}
    for top in every:
        if top in chosen and above[top] not in chosen:
            within = [one for one in every if _reaches(one, top, above, chosen)]
            others = [f"`{one}`" for one in every if above[one] in within and one not in chosen]
            yield f"under `{top}`" + (f" (but not under {listed(others)})" if others else "")


def _nearest(one: str, every: Sequence[str], tree: Tree) -> str | None:
    line = tree.line(one)[1:] if one in tree else ()
    return next((code for code in line if code in every), None)


def _reaches(one: str | None, top: str, above: Mapping[str, str | None], chosen: Collection[str]) -> bool:
    """Whether one is the top, or stands under it with nothing between them that is not chosen."""
    while one is not None and one in chosen and one != top:
        one = above[one]
    return one == top
