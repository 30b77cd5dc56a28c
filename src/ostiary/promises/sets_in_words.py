"""Sets of words and of combinations of words, said the shorter way round.

Knows: lists, subtrees, "anything except", "with" and "without".
Must not know: what the words are about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ostiary.model.tree import Tree
from ostiary.promises.boxes import points

MOST = 6
"""So many words of a kind are listed; of more, the rest is counted. A line of a report stays a line."""


def listed(words: Collection[str], last: str = "or") -> str:
    """The words with commas, the first of them when there are many."""
    every = list(words)
    if len(every) > MOST + 1:
        return f"{', '.join(every[:MOST])} {last} {len(every) - MOST} more"
    return f" {last} ".join(filter(None, [", ".join(every[:-1]), *every[-1:]]))


def some(words: Sequence[str], mask: int, everything: str) -> str:
    """Those of some words that are in a set, or everything except the others; nothing when there are no others."""
    there = [words[number] for number in points(mask)]
    missing = [word for number, word in enumerate(words) if not mask >> number & 1]
    if not missing:
        return ""
    return listed(there) if len(there) <= len(missing) else f"{everything} except {listed(missing, 'and')}"


def subtrees(codes: Collection[str], tree: Tree) -> list[str]:
    """Codes in words, those that stand under one of them, all of them, as one.

    Single codes come first: what follows "anything under" would be taken to be meant with all that stands under it.
    """
    left, said = set(codes), list[str]()
    for code in sorted(codes, key=lambda one: (len(tree.line(one)) if one in tree else 0, one)):
        below = tree.under(code)
        if len(below) > 1 and below <= left:
            said.append(f"anything under `{code}`")
            left -= below
    return [*(f"`{code}`" for code in sorted(left)), *said]


def combinations(sets: Sequence[frozenset[str]], mask: int, say: Callable[[str], str]) -> str:
    """Which combinations of words are in a set: with some, without others, at least one of some, or one by one."""
    there = [sets[number] for number in points(mask)]
    missing = [one for number, one in enumerate(sets) if not mask >> number & 1]
    if not missing:
        return ""
    words = sorted(frozenset[str]().union(*sets))
    given = [word for word in words if all(word in one for one in there)]
    lacking = [word for word in words if not any(word in one for one in there)]
    if [one for one in sets if one.issuperset(given) and one.isdisjoint(lacking)] == there:
        return _with_and_without(given, lacking, say)
    telling = [word for word in words if not any(word in one for one in missing)]
    if telling and [one for one in sets if not one.isdisjoint(telling)] == there:
        return f"at least one of {listed([say(word) for word in telling], 'and')}"
    return listed([_all_of(one, say) for one in there])


def _with_and_without(given: Sequence[str], lacking: Sequence[str], say: Callable[[str], str]) -> str:
    none = [f"no {_bare(say(word))}" for word in lacking]
    return "; ".join(filter(None, [listed([say(word) for word in given], "and"), listed(none, "and")]))


def _bare(words: str) -> str:
    """Without the article, which `no` stands for."""
    return words.removeprefix("a ").removeprefix("an ")


def _all_of(words: frozenset[str], say: Callable[[str], str]) -> str:
    return " with ".join(say(word) for word in sorted(words)) or "nothing"
