"""Conditions as authors write them, expanded to finite sets.

Knows: the ways to say a set (a list, ``under``, ``level``, ``kind``, ``state``, ``label``, and what is not so) and needs.
Must not know: rules, evaluation, the order in which conditions are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from ostiary.model.rules import FACTS, NEEDS, Atom, Condition, Fact, Need, Way
from ostiary.policy.reading import CODE, Table
from ostiary.policy.words_known import WordsKnown


@dataclass(frozen=True, slots=True)
class Selector:
    """One way to say a set: what its words name, which there are, and the values that one covers."""

    way: Way
    names: str
    vocabulary: Callable[[WordsKnown, Fact], frozenset[str]]
    covers: Callable[[WordsKnown, Fact, str], frozenset[str]]
    left_out: bool = False


LISTED = Selector("listed", "", WordsKnown.values, lambda _known, _fact, word: frozenset({word}))
_UNDER = Selector("under", "", WordsKnown.values, WordsKnown.under)
_NOT_UNDER = Selector("not_under", "", WordsKnown.values, WordsKnown.under, left_out=True)
_LABEL = Selector("label", "label", WordsKnown.labels, WordsKnown.labelled)
_NOT_LABEL = Selector("not_label", "label", WordsKnown.labels, WordsKnown.labelled, left_out=True)


def _agencies_of(known: WordsKnown, attribute: str, value: str) -> frozenset[str]:
    return frozenset(code for code, agency in known.agencies.items() if getattr(agency, attribute) == value)


def _by(
    attribute: Literal["level", "kind", "state"], vocabulary: Callable[[WordsKnown], frozenset[str]]
) -> tuple[Selector, Selector]:
    """The agencies of a level, kind or state, and those that are of another or of none."""

    def words(known: WordsKnown, _: Fact) -> frozenset[str]:
        return vocabulary(known)

    def covers(known: WordsKnown, _: Fact, word: str) -> frozenset[str]:
        return _agencies_of(known, attribute, word)

    of = Selector(attribute, attribute, words, covers)
    other = _NOT[attribute]
    return of, Selector(other, attribute, words, covers, left_out=True)


_NOT: dict[Literal["level", "kind", "state"], Way] = {
    "level": "not_level",
    "kind": "not_kind",
    "state": "not_state",
}
_LEVEL, _NOT_LEVEL = _by("level", WordsKnown.levels)
_KIND, _NOT_KIND = _by("kind", WordsKnown.kinds)
_STATE, _NOT_STATE = _by("state", WordsKnown.states)


def _by_way(*selectors: Selector) -> dict[str, Selector]:
    return {selector.way: selector for selector in selectors}


SELECTORS: dict[Fact, dict[str, Selector]] = {
    "agency": _by_way(
        _UNDER, _NOT_UNDER, _LEVEL, _NOT_LEVEL, _KIND, _NOT_KIND, _STATE, _NOT_STATE, _LABEL, _NOT_LABEL
    ),
    "role": {},
    "purpose": _by_way(_UNDER, _NOT_UNDER),
    "basis": {},
    "record_class": _by_way(_LABEL, _NOT_LABEL),
    "field": _by_way(_LABEL, _NOT_LABEL),
}

_NAMES: dict[Fact, str] = {
    "agency": "agency",
    "role": "role",
    "purpose": "purpose",
    "basis": "basis",
    "record_class": "record class",
    "field": "field",
}


def read_condition(table: Table, known: WordsKnown, *, with_needs: bool) -> Condition:
    """The condition that a table writes; needs only where a permit or an exception asks for them.

    Every word must be known, every set must have a member, and a table without any condition is a problem.
    """
    atoms = tuple(atom for fact in FACTS if table.has(fact) for atom in _read_fact(table, fact, known))
    needs = read_needs(table) if with_needs else ()
    table.finish()
    if not table.values:
        table.problem("a condition without a fact would always hold")
    return Condition(atoms, needs)


def _read_fact(table: Table, fact: Fact, known: WordsKnown) -> list[Atom]:
    if not isinstance(table.values[fact], dict):
        return _read_set(table, fact, fact, LISTED, known)
    inner = table.table(fact)
    if inner is None:
        return []
    atoms = [
        atom
        for key, selector in SELECTORS[fact].items()
        if inner.has(key)
        for atom in _read_set(inner, key, fact, selector, known)
    ]
    inner.finish()
    if not inner.values:
        inner.problem(f"`{fact}` says no set")
    return atoms


def _read_set(table: Table, key: str, fact: Fact, selector: Selector, known: WordsKnown) -> list[Atom]:
    vocabulary = selector.vocabulary(known, fact)
    values: set[str] = set()
    words = []
    for word, path in table.texts(key):
        if fact == "role":
            _check_role(table, word, path)
        elif word not in vocabulary:
            table.unknown(selector.names or _NAMES[fact], word, vocabulary, *path)
            continue
        words.append(word)
        values |= selector.covers(known, fact, word)
    if words and selector.left_out:
        values = set(known.values(fact) - values)
    if words and not values:
        table.problem(f"`{key}` covers nothing, so the rule would never apply", key)
    if not words:
        return []
    distinct = tuple(sorted(set(words)))
    return [Atom(fact, frozenset(values), selector.left_out, selector.way, distinct)]


def _check_role(table: Table, word: str, path: tuple[str | int, ...]) -> None:
    if not CODE.fullmatch(word):
        table.problem(f"`{word}` is no role: small letters, digits and hyphens", *path)


def read_needs(table: Table) -> tuple[Need, ...]:
    """The needs under ``needs``, in the order in which they are told."""
    needs: set[str] = set()
    for word, path in table.texts("needs"):
        if word in get_args(Need):
            needs.add(word)
        else:
            table.unknown("need", word, NEEDS, *path)
    return tuple(need for need in NEEDS if need in needs)
