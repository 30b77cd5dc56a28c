"""Conditions as authors write them, expanded to finite sets.

Knows: the ways to say a set (a list, ``under``, ``not_under``, ``level``, ``kind``, ``label``, ``not_label``) and needs.
Must not know: rules, evaluation, the order in which conditions are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from ostiary.model.rules import FACTS, NEEDS, Atom, Condition, Fact, Need
from ostiary.policy.reading import CODE, Table
from ostiary.policy.words_known import WordsKnown


@dataclass(frozen=True, slots=True)
class Selector:
    """One way to say a set: what its words name, which words there are, and the values that one word covers."""

    said: str
    names: str
    vocabulary: Callable[[WordsKnown, Fact], frozenset[str]]
    covers: Callable[[WordsKnown, Fact, str], frozenset[str]]
    left_out: bool = False


_LISTED = Selector("", "", WordsKnown.values, lambda _known, _fact, word: frozenset({word}))
_UNDER = Selector("under ", "", WordsKnown.values, WordsKnown.under)
_NOT_UNDER = Selector("not under ", "", WordsKnown.values, WordsKnown.under, left_out=True)
_LABEL = Selector("labelled ", "label", WordsKnown.labels, WordsKnown.labelled)
_NOT_LABEL = Selector("not labelled ", "label", WordsKnown.labels, WordsKnown.labelled, left_out=True)


def _agencies_of(known: WordsKnown, attribute: str, value: str) -> frozenset[str]:
    return frozenset(code for code, agency in known.agencies.items() if getattr(agency, attribute) == value)


_LEVEL = Selector(
    "of level ",
    "level",
    lambda known, _: known.levels(),
    lambda known, _, word: _agencies_of(known, "level", word),
)
_KIND = Selector(
    "of kind ",
    "kind",
    lambda known, _: known.kinds(),
    lambda known, _, word: _agencies_of(known, "kind", word),
)

SELECTORS: dict[Fact, dict[str, Selector]] = {
    "agency": {"under": _UNDER, "not_under": _NOT_UNDER, "level": _LEVEL, "kind": _KIND},
    "role": {},
    "purpose": {"under": _UNDER, "not_under": _NOT_UNDER},
    "basis": {},
    "record_class": {"label": _LABEL, "not_label": _NOT_LABEL},
    "field": {"label": _LABEL, "not_label": _NOT_LABEL},
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
    needs = _read_needs(table) if with_needs else ()
    table.finish()
    if not table.values:
        table.problem("a condition without a fact would always hold")
    return Condition(atoms, needs)


def _read_fact(table: Table, fact: Fact, known: WordsKnown) -> list[Atom]:
    if not isinstance(table.values[fact], dict):
        return _read_set(table, fact, fact, _LISTED, known)
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
    said = selector.said + _alternatives(sorted(set(words)))
    return [Atom(fact, frozenset(values), said, others=selector.left_out)] if words else []


def _alternatives(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def _check_role(table: Table, word: str, path: tuple[str | int, ...]) -> None:
    if not CODE.fullmatch(word):
        table.problem(f"`{word}` is no role: small letters, digits and hyphens", *path)


def _read_needs(table: Table) -> tuple[Need, ...]:
    needs: set[str] = set()
    for word, path in table.texts("needs"):
        if word in get_args(Need):
            needs.add(word)
        else:
            table.unknown("need", word, NEEDS, *path)
    return tuple(need for need in NEEDS if need in needs)
