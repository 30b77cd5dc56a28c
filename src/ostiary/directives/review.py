"""What officials are shown before they sign for another policy, and what it must say for them to be able to.

Knows: verdicts on promises, the difference in words, the replay in words; what may be ordered and what confirmed.
Must not know: how anything is proved, compared or replayed.

INVARIANT: nothing here says that a promise holds; only verdicts that somebody else has reached do. Where there are none,
nothing is known to be kept, and the signature is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Promise

Finding: TypeAlias = Literal["KEPT", "KEPT TODAY", "BROKEN", "NOT SETTLED"]
"""KEPT: prohibitions alone see to it. KEPT TODAY: nobody is permitted it. Whatever is not settled counts as broken."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about one promise of the new policy. ``said``: lines for people, with the example if there is one."""

    promise: str
    finding: Finding
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What another policy would change, in lines for people.

    ``difference`` is the change in English. ``verdicts`` are on each promise of the new policy, None where nothing has
    been proved; ``proved`` says of which policy, by how many of its rules, and what a proof is not. ``replay`` is what would have become of the accesses in the log, None where nothing has been replayed.
    ``lacks`` says why what is missing is missing. ``unsettled`` says why it is not proved that nothing else changes than
    ``difference`` says; empty where it is.
    """

    difference: tuple[str, ...]
    verdicts: tuple[Verdict, ...] | None = None
    replay: tuple[str, ...] | None = None
    lacks: tuple[str, ...] = ()
    proved: tuple[str, ...] = ()
    unsettled: str = ""


class Reviewer(Protocol):
    """Looks at two policies for those who sign."""

    def __call__(self, before: Bundle, after: Bundle, /) -> Review:
        """The review of ``after`` in the place of ``before``."""


def verify_orderable(review: Review, after: Bundle) -> None:
    """Raises DirectiveRefused when the new policy breaks a permanent promise, or nobody knows whether it does."""
    permanent = [one for one in after.promises if one.is_permanent]
    if not permanent:
        return
    broken = _not_kept(_verdicts(review), permanent)
    if broken:
        raise DirectiveRefused(
            f"permanent promises would be broken: {_listed(broken)}",
            hint="a permanent promise is withdrawn first, by a directive of its own that names the law",
        )


def verify_confirmable(review: Review, after: Bundle) -> None:
    """Raises DirectiveRefused when the new policy breaks any promise, or nobody knows whether it does or what else changes."""
    if review.unsettled:
        raise DirectiveRefused(
            f"it is not proved what this policy changes: {review.unsettled}",
            hint="refuse the directive, and order the change in smaller steps",
        )
    broken = _not_kept(_verdicts(review), after.promises)
    if broken:
        raise DirectiveRefused(
            f"promises would be broken: {_listed(broken)}",
            hint="refuse the directive, and order a policy that keeps them",
        )


def _verdicts(review: Review) -> tuple[Verdict, ...]:
    if review.verdicts is None:
        raise DirectiveRefused(
            "nothing has been proved about this policy, so it is not known to keep its promises",
            hint="it takes the prover: pip install 'ostiary[promises]'",
        )
    return review.verdicts


def _not_kept(verdicts: tuple[Verdict, ...], promises: Iterable[Promise]) -> list[str]:
    """Those of the promises that have no verdict, or one by which they are not kept as they were made."""
    found: dict[str, set[Finding]] = {}
    for one in verdicts:
        found.setdefault(one.promise, set()).add(one.finding)
    return sorted(
        one.source.id
        for one in promises
        if not found.get(one.source.id) or not found[one.source.id] <= _keeping(one)
    )


def _keeping(promise: Promise) -> set[Finding]:
    """What keeps a promise; a permanent one must follow from prohibitions alone."""
    return {"KEPT"} if promise.is_permanent else {"KEPT", "KEPT TODAY"}


def _listed(ids: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids)
