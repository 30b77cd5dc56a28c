"""The reviewer of this installation: what an official is shown of another policy.

Knows: which parts of Ostiary look at two policies.
Must not know: who signs, what a review must say to be signed.

INVARIANT: what no part has proved is said to be proved by nobody (``verdicts`` is None), and then nobody can confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ostiary.directives.policy_change import AnyRule, placeless
from ostiary.directives.review import Review, Reviewer
from ostiary.model.bundle import Bundle
from ostiary.server.settings import Home


def reviewer_for(home: Home) -> Reviewer:  # noqa: ARG001 - what replays reads the log of this home
    """The reviewer of a home."""
    return _review


def _review(before: Bundle, after: Bundle) -> Review:
    return Review(tuple(changed_rules(before, after)))


def changed_rules(before: Bundle, after: Bundle) -> Iterator[str]:
    """Each rule that is new, gone or written otherwise, with its citation: one line a rule, by kind and id."""
    yield from _changed("prohibition", before.prohibitions, after.prohibitions)
    yield from _changed("permit", before.permits, after.permits)
    yield from _changed("duty", before.duties, after.duties)
    yield from _changed("promise", before.promises, after.promises)


def _changed(kind: str, before: Iterable[AnyRule], after: Iterable[AnyRule]) -> Iterator[str]:
    ours = {one.source.id: one for one in placeless(before)}
    theirs = {one.source.id: one for one in placeless(after)}
    for rule in sorted(ours.keys() | theirs.keys()):
        if rule not in ours:
            yield f"new {kind} {rule} ({theirs[rule].source.cite})"
        elif rule not in theirs:
            yield f"no more {kind} {rule} ({ours[rule].source.cite})"
        elif ours[rule] != theirs[rule]:
            yield f"{kind} {rule} is another one ({theirs[rule].source.cite})"
