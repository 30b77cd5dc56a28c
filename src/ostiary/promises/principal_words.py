"""A set of agencies in words: registered ones by name, those that are not registered yet by what they are like.

Knows: the words for attributes and papers of agencies.
Must not know: rules, the other axes of a region.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import prod
from typing import NamedTuple

from ostiary.model.tree import Tree
from ostiary.promises.boxes import points
from ostiary.promises.newcomers import Newcomers
from ostiary.promises.place_words import NOWHERE, Places
from ostiary.promises.sets_in_words import listed, subtrees
from ostiary.promises.space import Principal, Space

ANYBODY = "anybody except"
ANY_NEW = "any agency that is not registered yet"


_PHRASES: Sequence[tuple[str, str]] = (
    ("under `{}`", NOWHERE),
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
    codes, others = _codes(space, mask), _codes(space, possible & ~mask)
    new = _new(space, tree, mask, possible)
    below = {code for place in new.under for code in tree.under(place)}
    if below and below <= codes.keys() - others.keys():
        whole = [f"`{place}` and anything under it, registered or not yet" for place in new.under]
        left = {code: those for code, those in codes.items() if code not in below}
        return listed([*whole, *_named(left, others, tree)], last)
    return "; ".join(filter(None, [listed(_named(codes, others, tree), last), new.says]))


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
    """Agencies that are not registered yet, in words; and under which they stand, if that is all there is to say."""

    says: str
    under: Sequence[str] = ()


def _new(space: Space, tree: Tree, mask: int, possible: int) -> _New:
    """The agencies of a set that are not registered yet."""
    newcomers, every = space.principals.newcomers, space.principals.every_new
    those = (mask & possible & every) >> len(space.principals.registered)
    if not those or not possible & every & ~mask:
        return _New(ANY_NEW if those else "")
    values = [_values(newcomers, factor, those) for factor in range(len(_PHRASES))]
    restricted = [factor for factor, some in enumerate(values) if len(some) < len(newcomers.factors[factor])]
    places = Places(newcomers.places, tree)
    if those.bit_count() == prod(map(len, values)):
        said = [_phrases(places, factor, values[factor]) for factor in restricted]
        under = places.subtrees(values[0]) if restricted == [0] else ()
        return _New(f"{ANY_NEW}: {', '.join(said)}", under)
    first = those & -those
    telling = [factor for factor, every in enumerate(newcomers.factors) if len(every) > 1]
    like = [_phrases(places, factor, _values(newcomers, factor, first)) for factor in telling]
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


def _phrases(places: Places, factor: int, values: Collection[str]) -> str:
    if factor == 0:
        return places.in_words(values)
    known, other = _PHRASES[factor]
    said = [known.format(value) for value in sorted(values) if value]
    return listed([*said, *([other] if "" in values else [])])
