"""A set of agencies in words: registered ones by name, those that are not registered yet by what they are like.

Knows: the words for attributes and papers of agencies.
Must not know: rules, the other axes of a region.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import prod

from ostiary.model.tree import Tree
from ostiary.promises.boxes import points
from ostiary.promises.sets_in_words import listed, subtrees
from ostiary.promises.space import Principal, Space

ANYBODY = "anybody except"
ANY = "any"
ANY_NEW = "any agency that is not registered yet"


_PHRASES: Mapping[str, tuple[str, str]] = {
    "under": ("under `{}`", "under no agency that rules name"),
    "level": ("of level `{}`", "of another level"),
    "kind": ("of kind `{}`", "of another kind"),
    "state": ("of state `{}`", "of another state or of none"),
    "labels": ("labelled `{}`", "without these labels"),
    "papers": ("with a registered {}", "without papers"),
}
"""What is said of a value of an attribute, and of one that no rule names."""


def principals_in_words(space: Space, tree: Tree, mask: int, possible: int) -> str:
    """The agencies of a set, of those that are possible at all, said the shorter way; nothing when it is all of them."""
    if not possible & ~mask:
        return ""
    there = _set_in_words(space, tree, mask & possible, possible, "or")
    missing = f"{ANYBODY} {_set_in_words(space, tree, possible & ~mask, possible, 'and')}"
    return min(filter(None, [there, missing]), key=len) if there else ""


def _set_in_words(space: Space, tree: Tree, mask: int, possible: int, last: str) -> str:
    registered = _named(_codes(space, mask), _codes(space, possible & ~mask), tree)
    new = _new(space, mask, possible)
    if new and {f"anything {one}" for one in new} <= set(registered):
        return f"{listed(registered, last)}, registered or not yet"
    like = f"{ANY_NEW}: {', '.join(new)}" if new != [ANY] else ANY_NEW
    return "; ".join(filter(None, [listed(registered, last), like if new else ""]))


def _codes(space: Space, mask: int) -> Mapping[str, list[Principal]]:
    found: dict[str, list[Principal]] = {}
    for number in points(mask):
        if number < len(space.principals) and (code := space.principals[number].code) is not None:
            found.setdefault(code, []).append(space.principals[number])
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
    known, other = _PHRASES["papers"]
    return known.format(" and ".join(sorted(one.holds))) if one.holds else other


def _new(space: Space, mask: int, possible: int) -> list[str]:
    """What the agencies of a set are like that are not registered yet: one phrase for each attribute that is restricted."""
    every = [space.principals[n] for n in points(possible) if _is_new(space, n)]
    those = [space.principals[n] for n in points(mask & possible) if _is_new(space, n)]
    if not those or len(those) == len(every):
        return [ANY] if those else []
    values = {
        name: ({_traits(one)[name] for one in those}, {_traits(one)[name] for one in every})
        for name in _PHRASES
    }
    if len(those) == prod(len(some) for some, _ in values.values()):
        return [_phrases(name, some) for name, (some, all_) in values.items() if some != all_]
    telling = [name for name, (_, all_) in values.items() if len(all_) > 1]
    like = [_phrases(name, {_traits(those[0])[name]}) for name in telling]
    return [f"some of {len(those)} kinds, such as", *like]


def _traits(one: Principal) -> Mapping[str, str]:
    if one.newcomer is None:
        return dict.fromkeys(_PHRASES, "")
    return {
        "under": one.newcomer.parent or "",
        "level": one.newcomer.level,
        "kind": one.newcomer.kind,
        "state": one.newcomer.state or "",
        "labels": "` and `".join(sorted(one.newcomer.labels)),
        "papers": " and ".join(sorted(one.holds or ())),
    }


def _phrases(name: str, values: Collection[str]) -> str:
    known, other = _PHRASES[name]
    said = [known.format(value) for value in sorted(values) if value]
    return listed([*said, *([other] if "" in values else [])])


def _is_new(space: Space, number: int) -> bool:
    return number < len(space.principals) and space.principals[number].newcomer is not None
