"""How the policy in force came to be: every confirmed change of policy since the founding one, each judged anew.

Knows: the order of confirmed changes, that each must be one that officials may make, which of them was the last good one.
Must not know: where texts come from, what a policy promises, whether a promise holds.

A change that officials may not make counts for nothing, whoever confirmed it: the next one is judged against the policy
before it. So two officials can mend what two officials have done, and a promise that was dropped without its law is
missing until it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ostiary.directives.cut_off_stays import verify_cut_off_stays
from ostiary.directives.holdings import Holdings
from ostiary.directives.instants import read_instant
from ostiary.directives.life_cycle import Directive
from ostiary.directives.policy_change import verify_change
from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.directive import CutOff, PolicyChange, UrgentCutOff


@dataclass(frozen=True, slots=True)
class Change:
    """A change of policy, its directive's id, and the agencies that were cut off for good when it was confirmed."""

    directive: str
    act: PolicyChange
    cut_off: frozenset[str] = frozenset()

    @property
    def ground(self) -> str:
        """All that a judgement of it rests on besides the two policies, in one line."""
        return " ".join((self.directive, *sorted(self.cut_off)))


def change_now(holdings: Holdings, directive: str, act: PolicyChange) -> Change:
    """The change as it is judged when it is confirmed next."""
    return Change(directive, act, _cut_off_for_good(holdings, ""))


def grounds_of(holdings: Holdings) -> tuple[str, ...]:
    """What the policy in force rests on: a policy that was judged on other grounds was not judged."""
    return tuple(one.ground for one in changes_of(holdings))


def changes_of(holdings: Holdings) -> tuple[Change, ...]:
    """The confirmed changes of policy, in the order of their confirmations: each ended the one before it."""
    confirmed = {one.id: one for one in holdings.directives.values() if one.status == "confirmed"}
    before = {one.ended_by: one for one in confirmed.values() if isinstance(one.act, PolicyChange)}
    found: list[Change] = []
    latest = confirmed.get(holdings.changed_by)
    while latest is not None and isinstance(latest.act, PolicyChange):
        found.append(Change(latest.id, latest.act, _cut_off_for_good(holdings, latest.settled_at)))
        latest = before.get(latest.id)
    return tuple(reversed(found))


def open_changes(holdings: Holdings, in_force: str) -> tuple[Change, ...]:
    """The changes that are ordered and could be confirmed now: those that follow the version in force."""
    return tuple(
        change_now(holdings, one.id, one.act)
        for one in holdings.directives.values()
        if isinstance(one.act, PolicyChange) and _is_open(one) and one.act.parent == in_force
    )


def verify_lineage(founding: Bundle, changes: Sequence[Change], bundle_of: Callable[[str], Bundle]) -> Bundle:
    """The bundle that the last of the changes puts in force, the founding one without any.

    Raises DirectiveRefused when the last change is one that officials may not make, or the first one did not change the
    founding policy; and what ``bundle_of`` raises for a version that is not to be had.
    """
    _verify_founding(founding, changes)
    good, refused = founding, None
    for change in changes:
        after = bundle_of(change.act.version)
        refused = _why_not(change, good, after)
        good = good if refused is not None else after
    if refused is not None:
        raise refused
    return good


def _why_not(change: Change, good: Bundle, after: Bundle) -> DirectiveRefused | None:
    try:
        verify_change(replace(change.act, parent=good.version), good, after)
        verify_cut_off_stays(change.cut_off, good, after)
    except DirectiveRefused as error:
        return DirectiveRefused(
            f"directive {change.directive} may not change the policy: {error.message}", hint=error.hint
        )
    return None


def _verify_founding(founding: Bundle, changes: Sequence[Change]) -> None:
    if changes and changes[0].act.parent != founding.version:
        raise DirectiveRefused(
            f"the policy folder holds {founding.version[:12]}, and directive {changes[0].directive} changed"
            f" {changes[0].act.parent[:12]}",
            hint="put the founding policy back: once a directive has changed it, the folder stays as it was",
        )


def _cut_off_for_good(holdings: Holdings, by: str) -> frozenset[str]:
    """The agencies that confirmed cut-offs without an end name; only those confirmed by that instant, if one is given."""
    found = (holdings.directives[directive] for directive in holdings.cut_off_ids)
    return frozenset(
        one.act.agency
        for one in found
        if isinstance(one.act, CutOff | UrgentCutOff)
        and one.act.is_permanent
        and one.confirmed_at is not None
        and (not by or read_instant(one.confirmed_at) <= read_instant(by))
    )


def _is_open(directive: Directive) -> bool:
    return directive.status == "ordered"
