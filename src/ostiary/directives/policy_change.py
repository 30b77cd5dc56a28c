"""Whether one policy may follow another by a directive: what no change may touch, and what a withdrawal alone may.

Knows: officials stay; promises stay as written, unless a directive that does nothing else names them and the law.
Must not know: whether a promise holds (``promises`` judges that), the chain, files.

A promise is weakened by other words, by a later beginning or an earlier end, by not being permanent any more, and where the
same words come to cover less: a code that both policies know leaves the promise, or enters an exception. Codes that are
new, or are gone, weaken nothing: about what is gone nobody can ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.directive import PolicyChange
from ostiary.model.rules import Atom, Condition, Duty, Fact, Permit, Prohibition, Promise

AnyRule = TypeVar("AnyRule", Permit, Prohibition, Duty, Promise)


def verify_change(act: PolicyChange, before: Bundle, after: Bundle) -> None:
    """Raises DirectiveRefused unless the act may put ``after`` in the place of ``before``."""
    if (before.version, after.version) != (act.parent, act.version):
        raise DirectiveRefused("these are not the two policies that the directive names")
    if before.officials != after.officials:
        raise DirectiveRefused(
            "the officials are not the same: who signs is not changed by those who sign",
            hint="a change of officials needs a new installation of the policy, under a chain of its own",
        )
    weaker = weakened(before, after)
    if act.withdraws:
        _verify_withdrawal(frozenset(act.withdraws), weaker, before, after)
    elif weaker:
        raise DirectiveRefused(
            f"promises would be withdrawn or weakened: {_listed(weaker)}",
            hint="a promise is withdrawn by a directive of its own, which does nothing else and names the law:"
            f" --withdraw {min(weaker)} --law TEXT",
        )


def weakened(before: Bundle, after: Bundle) -> frozenset[str]:
    """The ids of the promises of ``before`` that ``after`` does not make as strongly."""
    now = {promise.source.id: promise for promise in after.promises}
    return frozenset(
        promise.source.id
        for promise in before.promises
        if promise.source.id not in now or not _is_as_strong(promise, now[promise.source.id], before, after)
    )


def _verify_withdrawal(named: frozenset[str], weaker: frozenset[str], before: Bundle, after: Bundle) -> None:
    if named - weaker:
        raise DirectiveRefused(f"the policy does not withdraw what is named: {_listed(named - weaker)}")
    if weaker - named:
        raise DirectiveRefused(f"more promises would be withdrawn than are named: {_listed(weaker - named)}")
    if _rest(before, named) != _rest(after, named):
        raise DirectiveRefused(
            "a directive that withdraws a promise does nothing else",
            hint="order what else the policy changes as a directive of its own, before it or after it",
        )


def _rest(bundle: Bundle, without: frozenset[str]) -> Bundle:
    """The bundle without these promises, without its version, and without places and an order that mean nothing."""
    return replace(
        bundle,
        version="",
        agreements=tuple(sorted(bundle.agreements, key=lambda one: one.code)),
        permits=placeless(bundle.permits),
        prohibitions=placeless(bundle.prohibitions),
        duties=placeless(bundle.duties),
        promises=placeless(one for one in bundle.promises if one.source.id not in without),
    )


def placeless(rules: Iterable[AnyRule]) -> tuple[AnyRule, ...]:
    """The rules as they mean something: without the places where they are written, sorted by id."""
    moved = (replace(one, source=replace(one.source, place="")) for one in rules)
    return tuple(sorted(moved, key=lambda one: one.source.id))


def _is_as_strong(old: Promise, new: Promise, before: Bundle, after: Bundle) -> bool:
    return (
        (new.is_permanent or not old.is_permanent)
        and _is_in_force_as_long(old, new)
        and _is_within(old.never, new.never, after)
        and len(old.unless) == len(new.unless)
        and all(
            _is_within(later, earlier, before) for earlier, later in zip(old.unless, new.unless, strict=True)
        )
    )


def _is_in_force_as_long(old: Promise, new: Promise) -> bool:
    ours, theirs = old.source, new.source
    begins = theirs.effective is None or (ours.effective is not None and theirs.effective <= ours.effective)
    ends = theirs.expires is None or (ours.expires is not None and theirs.expires >= ours.expires)
    return begins and ends


def _is_within(less: Condition, more: Condition, bundle: Bundle) -> bool:
    """Whether both say the same words, and ``more`` covers all of ``less`` that its bundle knows."""
    return (
        less.needs == more.needs
        and [_words(atom) for atom in less.atoms] == [_words(atom) for atom in more.atoms]
        and all(
            _known_of(small, bundle) <= large.values
            for small, large in zip(less.atoms, more.atoms, strict=True)
        )
    )


def _words(atom: Atom) -> tuple[object, ...]:
    return atom.fact, atom.way, atom.words, atom.others


def _known_of(atom: Atom, bundle: Bundle) -> frozenset[str]:
    known = _known(atom.fact, bundle)
    return atom.values if known is None else atom.values & known


def _known(fact: Fact, bundle: Bundle) -> frozenset[str] | None:
    """The codes that a bundle has for a fact; None for roles, which no bundle lists."""
    match fact:
        case "agency":
            return frozenset(bundle.agencies)
        case "purpose":
            return frozenset(bundle.purposes)
        case "basis":
            return bundle.known_bases
        case "record_class":
            return frozenset(bundle.catalogue.classes)
        case "field":
            return frozenset(_fields(bundle))
        case _:
            return None


def _fields(bundle: Bundle) -> Iterable[str]:
    for name, record_class in bundle.catalogue.classes.items():
        yield from (f"{name}.{column.name}" for column in record_class.columns)


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(sorted(ids))
