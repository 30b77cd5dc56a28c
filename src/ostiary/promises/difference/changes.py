"""What was written otherwise: rules, and everything else in a bundle, by its code.

Knows: when a rule means something else, and when only its words differ.
Must not know: what follows from a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Condition, Duty, Permit, Prohibition, Promise, Rule, Source

How: TypeAlias = Literal["added", "removed", "changed", "reworded"]

_HEAD: Final = ("name", "title", "custodian", "effective")
_CASES: Final = ("case_form", "case_example", "case_table")


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a kind, by its code, that only the new bundle has, only the old one, or that both have otherwise.

    ``reworded``: a rule that says the same, with another citation, quotation or choice of words.
    """

    kind: str
    code: str
    how: How
    cite: str = ""


def rule_changes(old: Bundle, new: Bundle) -> tuple[Change, ...]:
    """The rules that differ, by id; promises too."""
    before, after = _rules(old), _rules(new)
    return tuple(
        Change(_KINDS[type(one)], code, how, one.source.cite)
        for code in sorted(before.keys() | after.keys())
        if (how := _how(before.get(code), after.get(code))) is not None
        for one in [after.get(code) or before[code]]
    )


def changed(changes: Iterable[Change]) -> frozenset[str]:
    """The rules among these that mean something else, or are in one policy alone."""
    return frozenset(one.code for one in changes if one.how != "reworded")


def other_changes(old: Bundle, new: Bundle) -> tuple[Change, ...]:
    """Everything else that differs: agencies, purposes, bases, agreements, officials, record classes, the head."""
    found = [Change("policy", name, "changed") for name in _HEAD if getattr(old, name) != getattr(new, name)]
    found += [Change("cases", name, "changed") for name in _CASES if getattr(old, name) != getattr(new, name)]
    for kind, before, after in (
        ("agency", old.agencies, new.agencies),
        ("purpose", old.purposes, new.purposes),
        ("basis", old.bases, new.bases),
        ("agreement", _by_code(old), _by_code(new)),
        ("official", old.officials, new.officials),
        ("record class", old.catalogue.classes, new.catalogue.classes),
    ):
        found += _keyed(kind, before, after)
    return tuple(found)


def _by_code(bundle: Bundle) -> Mapping[str, object]:
    return {one.code: one for one in bundle.agreements}


def _keyed(kind: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[Change]:
    for code in sorted(before.keys() | after.keys()):
        if code not in before:
            yield Change(kind, code, "added")
        elif code not in after:
            yield Change(kind, code, "removed")
        elif before[code] != after[code]:
            yield Change(kind, code, "changed")


_KINDS: Final[dict[type[Rule | Promise], str]] = {
    Permit: "permit",
    Prohibition: "prohibition",
    Duty: "duty",
    Promise: "promise",
}


def _rules(bundle: Bundle) -> dict[str, Rule | Promise]:
    rules: tuple[Rule | Promise, ...] = (
        *bundle.permits,
        *bundle.prohibitions,
        *bundle.duties,
        *bundle.promises,
    )
    return {one.source.id: one for one in rules}


def _how(before: Rule | Promise | None, after: Rule | Promise | None) -> How | None:
    if before is None or after is None:
        return "added" if before is None else "removed"
    if _meaning(before) != _meaning(after):
        return "changed"
    return None if _unplaced(before) == _unplaced(after) else "reworded"


def _unplaced(rule: Rule | Promise) -> Rule | Promise:
    """Where a rule stands in its file is no change."""
    return replace(rule, source=replace(rule.source, place=""))


def _meaning(rule: Rule | Promise) -> object:
    """A rule without the words for it: what it covers, when, with what."""
    source = Source("", "", effective=rule.source.effective, expires=rule.source.expires)
    match rule:
        case Promise():
            return replace(
                rule, source=source, never=_bare(rule.never), unless=tuple(map(_bare, rule.unless))
            )
        case Prohibition():
            return replace(rule, source=source, when=_bare(rule.when), unless=tuple(map(_bare, rule.unless)))
        case Permit() | Duty():
            return replace(rule, source=source, when=_bare(rule.when))


def _bare(condition: Condition) -> Condition:
    # How an author put it counts where agencies are meant that are not registered yet, so ways and words stay.
    atoms = sorted(condition.atoms, key=lambda one: (one.fact, one.way, one.words))
    return replace(condition, atoms=tuple(atoms), needs=tuple(sorted(condition.needs)))
