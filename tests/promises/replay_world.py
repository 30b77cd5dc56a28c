"""Past questions for tests of replays: entries as sessions write them, in today's form and in older ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.bundle import Bundle
from ostiary.model.entry_form import entry_object
from ostiary.model.request import Allow, Context, Decision, Request
from ostiary.model.rules import VOUCHED
from ostiary.policy.agency_facts import facts_of_agencies
from ostiary.policy.reference import decide
from ostiary.promises.replay.counting import Replay, Scope
from ostiary.promises.replay.judging import Outcome
from ostiary.promises.replay.result import LogHead, Replayed

DAY = date(2026, 5, 1)
SCOPE = Scope(DAY)
HEAD = LogHead(1, "00")


def asked_of(bundle: Bundle, request: Request, decision: Decision | None = None) -> Asked:
    """A request as a session under that policy records it, decided by the reference evaluator unless given."""
    context, name = request.context, request.record_class
    return Asked(
        access="a-1",
        gateway="g",
        session="s",
        client="c",
        context=context,
        statement="SELECT 'a secret literal'",
        parameters=("another secret",),
        asked_about=(("persons.surname", "Salter"),),
        record_classes=(name,) if name in bundle.catalogue.classes else (),
        fields=tuple(f"{name}.{field}" for field in sorted(request.fields)),
        decision=decide(bundle, request) if decision is None else decision,
        policy=bundle.version,
        profile="p",
        directive_head="h",
        agencies=facts_of_agencies(bundle, context.principals, request.day),
        vouched={need: need in context.vouched for need in VOUCHED},
    )


def entry_of(bundle: Bundle, request: Request, *, without: Iterable[str] = (), **other: object) -> bytes:
    """The entry of a request, without some members and with others put in their place."""
    asked = asked_of(bundle, request)
    outcome = Answered("answered", 1, (7,)) if isinstance(asked.decision, Allow) else Answered("refused")
    payload = entry_payload("whole", f"{request.day}T10:00:00.000000+00:00", asked, outcome)
    members = {**entry_object(payload), **other}
    return json.dumps({name: value for name, value in members.items() if name not in without}).encode()


OLD_FORM = ("agencies", "vouched")
"""The members that entries did not have at first."""


def replayed(old: Bundle, new: Bundle, entries: Iterable[bytes], scope: Scope = SCOPE) -> Replayed:
    """The result of a replay of these entries."""
    replay = Replay(old, new, scope, decide)
    for number, entry in enumerate(entries):
        replay.take(number, entry)
    return replay.finish(HEAD)


def outcome(old: Bundle, new: Bundle, entry: bytes, scope: Scope = SCOPE) -> Outcome:
    """What becomes of one entry, by the rules of its own day."""
    groups = replayed(old, new, [entry], scope).then
    return next(name for name, group in groups.items() if group.count)


def changed(old: Bundle, new: Bundle, request: Request) -> Outcome:
    """What the reference evaluator says of one request under two policies that know the same agencies."""
    before, after = (isinstance(decide(bundle, request), Allow) for bundle in (old, new))
    if before is after:
        return "same"
    return "now-allowed" if after else "now-refused"


def with_context(request: Request, **facts: object) -> Request:
    """The request with other facts of its context."""
    context: Context = replace(request.context, **facts)  # type: ignore[arg-type]  # named by the test
    return replace(request, context=context)
