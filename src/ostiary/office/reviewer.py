"""The reviewer of this installation: what an official is shown of another policy.

Knows: which parts of Ostiary look at two policies, and that one which cannot is said to have found nothing.
Must not know: who signs, what a review must say to be signed.

INVARIANT: what no part has proved is said to be proved by nobody (``verdicts`` is None), and then nobody can confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from ostiary.directives.policy_change import AnyRule, placeless
from ostiary.directives.review import Review, Reviewer
from ostiary.errors import OstiaryError
from ostiary.model.bundle import Bundle
from ostiary.office.replay_words import report as replay_report
from ostiary.office.replaying import ReplayedLog
from ostiary.promises.difference.finding import differ
from ostiary.promises.difference.report import report as difference_report
from ostiary.promises.difference.settling import settle_rest
from ostiary.promises.proving import prove
from ostiary.promises.replay.counting import Replay, Scope
from ostiary.promises.replay.deciding import decider
from ostiary.promises.report import heading, summary
from ostiary.promises.signing import verdicts_of
from ostiary.store.log.unlocking import log_keys
from ostiary.store.replaying import replay_log


def reviewer_for(log: ReplayedLog) -> Reviewer:
    """The reviewer that replays this log. An official who has no log at hand, or no key to it, is shown no replay."""

    def review(before: Bundle, after: Bundle, /) -> Review:
        difference, unsettled = _difference(before, after)
        proofs = prove(after)
        replay, lacks = _replayed(log, before, after)
        return Review(
            difference,
            verdicts_of(proofs, after),
            replay,
            lacks,
            unsettled=unsettled,
            proved=(*heading(proofs).splitlines(), summary(proofs)),
        )

    return review


def _difference(before: Bundle, after: Bundle) -> tuple[tuple[str, ...], str]:
    """The rules that were changed and what comes of it, in lines; and why that is not known to be all, or nothing."""
    rules = tuple(changed_rules(before, after))
    try:
        found = differ(before, after, after.effective or date.min)
    except OstiaryError as fault:
        return rules, f"the difference was not worked out: {fault.message}"
    settled = settle_rest(found)
    unsettled = "" if settled.is_proved else f"not settled whether anything else changes: {settled.why}"
    return (*rules, *difference_report(found, settled).splitlines()), unsettled


def _replayed(
    log: ReplayedLog, before: Bundle, after: Bundle
) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """The replay in lines, and why there is none."""
    try:
        return _replay(log, before, after), ()
    except OstiaryError as fault:
        return None, (f"the log was not replayed: {fault.message}",)
    except OSError as fault:
        return None, (f"the log was not replayed: {fault.strerror}",)


def _replay(log: ReplayedLog, before: Bundle, after: Bundle) -> tuple[str, ...]:
    rules_of = max(datetime.now(UTC).date(), after.effective or date.min)
    replay = Replay(before, after, Scope(rules_of), decider(after))
    with log_keys(log.directory, log.master_key) as keys, log.progress("replaying the log") as progress:
        found = replay_log(log.directory, replay, progress, keys)
    return tuple(replay_report(found))


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
