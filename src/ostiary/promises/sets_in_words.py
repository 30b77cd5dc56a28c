"""Sets of words and of combinations of words, said the shorter way round.

Knows: lists, subtrees, "anything except", "with" and "without".
Must not know: what the words are about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

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
    """Which of the combinations that there are lie in a set: terms of with, without and at least one of; nothing for all.

    What is said covers those in the set and no other. A word begins with its article, which goes after "no".
    """
    there = [sets[number] for number in points(mask)]
    if len(there) == len(sets):
        return ""
    if (whole := _term(sets, there)) is not None:
        return _in_words(whole, say)
    terms = [_in_words(one, say) for one in _terms(sets, there)]
    rest = [f"{len(terms) - MOST} more"] if len(terms) > MOST else []
    return " or else ".join([*terms[:MOST], *rest])


class _Term(NamedTuple):
    """Combinations with all of some words, none of others, and at least one of a third kind unless there is none of it."""

    given: frozenset[str]
    lacking: frozenset[str]
    some: frozenset[str] = frozenset()

    def has(self, one: frozenset[str]) -> bool:
        """Whether a combination is one of these."""
        return self.given <= one and not self.lacking & one and (not self.some or bool(self.some & one))


def _term(sets: Sequence[frozenset[str]], there: Sequence[frozenset[str]]) -> _Term | None:
    """The one term that has these of all combinations, and no other; None when there is none."""
    words = frozenset[str]().union(*sets)
    cube = _Term(frozenset.intersection(*there), words - frozenset[str]().union(*there))
    missing = [one for one in sets if cube.has(one) and one not in there]
    if not missing:
        return cube
    found = cube._replace(some=words - cube.given - cube.lacking - frozenset[str]().union(*missing))
    return found if found.some and all(found.has(one) == (one in there) for one in sets) else None


def _terms(sets: Sequence[frozenset[str]], there: Sequence[frozenset[str]]) -> Iterator[_Term]:
    """Terms that together have these of all combinations: each as wide as it can be around the first that is left."""
    words, left, others = (
        frozenset[str]().union(*sets),
        list(there),
        [one for one in sets if one not in there],
    )
    while left:
        term = _Term(left[0], words - left[0])
        for word in sorted(words):
            wider = _Term(term.given - {word}, term.lacking - {word})
            if not any(map(wider.has, others)):
                term = wider
        yield term
        left = [one for one in left if not term.has(one)]


def _in_words(term: _Term, say: Callable[[str], str]) -> str:
    given, some = ([say(word) for word in sorted(words)] for words in (term.given, term.some))
    lacking = [say(word).removeprefix("a ").removeprefix("an ") for word in sorted(term.lacking)]
    parts = [
        listed(given, "and"),
        f"at least one of {listed(some, 'and')}" if some else "",
        f"no {listed(lacking, 'and no')}" if lacking else "",
    ]
    return "; ".join(filter(None, parts))
