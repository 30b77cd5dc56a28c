"""The review of a change of policy at an official's desk: made, shown, and judged before anything is signed.

Knows: which two policies a directive is about, what their review must say, how it is printed.
Must not know: how anything is proved, compared or replayed: a ``Reviewer`` does that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ostiary.directives.life_cycle import Directive
from ostiary.directives.lineage import Change, change_now, changes_of, verify_lineage
from ostiary.directives.review import Review, Verdict, verify_confirmable, verify_orderable
from ostiary.errors import BundleError, DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import Plain
from ostiary.model.directive import PolicyChange
from ostiary.office.desk import Desk, Signatory
from ostiary.office.ordering import order_act
from ostiary.policy.profiles import all_profiles


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A change as it was judged, the policy that it would put in force, and what its review says."""

    change: Change
    after: Bundle
    review: Review


def review_change(desk: Desk, directive: str, act: PolicyChange) -> Reviewed:
    """The review of what a directive has ordered, against the policy in force.

    Raises DirectiveRefused when that is not the one that the change was written against, or when no directive may make
    the change; ControlDown, and BundleError when its texts are not there or compile to something else.
    """
    if act.parent != desk.in_force.version:
        raise DirectiveRefused(
            f"it was written against policy {act.parent[:12]}, and {desk.in_force.version[:12]} is in force",
            hint="refuse it, and order the change anew",
        )
    after = desk.policy(act.version)
    change = change_now(desk.register(), directive, act)
    _verify_change(desk, change, after)
    return Reviewed(change, after, desk.reviewer(desk.in_force, after))


def verify_reviewed(reviewed: Reviewed) -> None:
    """Raises DirectiveRefused unless it may be confirmed today, as far as its review says."""
    verify_confirmable(reviewed.review, reviewed.after)
    first = reviewed.after.effective
    # Confirmed earlier, it would be in force by directive and not by its own words: gateways would serve nobody until then.
    if first is not None and datetime.now(UTC).date() < first:
        raise DirectiveRefused(
            f"this policy is in force from {first} on, and a confirmation puts it in force at once",
            hint="confirm it on that day (UTC)",
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A change of policy that waits: its review, None where there can be none; why it cannot be confirmed, or empty."""

    review: Review | None
    why_not: str = ""


def judge_open(desk: Desk, directive: Directive) -> Judged | None:
    """What a second official would meet with a change of policy; None for all that is none, or is settled.

    Raises ControlDown.
    """
    if not isinstance(directive.act, PolicyChange) or directive.status != "ordered":
        return None
    review = None
    try:
        reviewed = review_change(desk, directive.id, directive.act)
        review = reviewed.review
        verify_reviewed(reviewed)
    except (DirectiveRefused, BundleError) as fault:
        return Judged(review, fault.message)
    return Judged(review)


def order_policy(
    desk: Desk, signatory: Signatory, act: PolicyChange, after: Bundle, texts: Mapping[str, str]
) -> tuple[Directive, Review]:
    """Order that ``after``, which the texts say, takes the place of the policy in force; what was reviewed for it.

    Raises DirectiveRefused also for a change that no directive may make, and for one that breaks a permanent promise.
    """
    register = desk.register()
    _verify_change(desk, change_now(register, register.next_id(act), act), after)
    review = desk.reviewer(desk.in_force, after)
    verify_orderable(review, after)
    desk.keep_policy(after, texts)
    return order_act(desk, signatory, act), review


def _verify_change(desk: Desk, change: Change, after: Bundle) -> None:
    """Raises DirectiveRefused where gateways would not serve under the change, if it were confirmed next."""
    changes = (*changes_of(desk.register()), change)
    # Gateways build no walls for a policy with too many profiles.
    all_profiles(after, max(datetime.now(UTC).date(), after.effective or date.min))
    verify_lineage(desk.founding, changes, lambda one: after if one == after.version else desk.policy(one))


def review_lines(review: Review) -> list[str]:
    """The review for people: what changes, what is known of each promise, what the log's accesses would have met."""
    return [
        "what changes:",
        *_indented(review.difference or ("nothing that a rule says",)),
        *_indented((review.unsettled,) if review.unsettled else ()),
        "promises:",
        *_indented([*review.proved, *_promise_lines(review.verdicts)]),
        "replay of the log:",
        *_indented(review.replay if review.replay is not None else ("nothing was replayed",)),
        *review.lacks,
    ]


def review_object(review: Review) -> dict[str, Plain]:
    """The review for programs: null for what has not been proved or replayed."""
    verdicts = review.verdicts
    return {
        "difference": list(review.difference),
        "promises": None if verdicts is None else [_verdict_object(one) for one in verdicts],
        "proved": list(review.proved),
        "replay": None if review.replay is None else list(review.replay),
        "lacks": list(review.lacks),
        "unsettled": review.unsettled,
    }


def _promise_lines(verdicts: tuple[Verdict, ...] | None) -> list[str]:
    if verdicts is None:
        return ["nothing has been proved about this policy"]
    lines = [line for one in verdicts for line in (f"{one.promise}: {one.finding}", *_indented(one.said))]
    return lines or ["the policy makes none"]


def _verdict_object(verdict: Verdict) -> dict[str, Plain]:
    return {"promise": verdict.promise, "finding": verdict.finding, "said": list(verdict.said)}


def _indented(lines: tuple[str, ...] | list[str]) -> list[str]:
    return [f"    {line}".rstrip() for line in lines]
