"""A decision under few and many rules.

Knows: the reference evaluator, and bundles that are made larger than anybody writes them.
Must not know: sessions, SQL.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Final, TypeVar

from bench.plan import Plan
from bench.series import Ledger
from bench.statements import agents_context
from ostiary.demo.installation import POLICY, policy_folder
from ostiary.model.bundle import Bundle
from ostiary.model.request import Decision, Deny, Request
from ostiary.model.rules import Duty, Permit, Prohibition
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.reference import decide
from ostiary.session.deciding import verdict_on
from ostiary.session.verdicts import Verdicts
from ostiary.sql.plan import Footprint
from ostiary.store.bundle_files import read_bundle

RULES: Final = (20, 200, 2_000)
SECONDS: Final = 0.2
TIMES_AGAIN: Final = 20_000

AnyRule = TypeVar("AnyRule", Permit, Prohibition, Duty)


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """The reference evaluator at each number of rules, and what a session that has asked before takes instead."""
    bundle = read_bundle(policy_folder(POLICY))
    request = Request(
        agents_context(),
        "persons",
        frozenset({"surname", "given_name", "dob", "sex"}),
        datetime.now(UTC).date(),
    )
    for number in range(plan.rounds):
        say(f"decisions, round {number + 1} of {plan.rounds}")
        for rules in RULES:
            larger = with_rules(bundle, rules)
            ledger.note(f"decisions/reference/{rules}", "us", _timed(larger, request) * 1e6)
            ledger.note(f"decisions/again/{rules}", "us", _timed_again(larger, request) * 1e6)


def with_rules(bundle: Bundle, rules: int) -> Bundle:
    """The same policy with so many rules: the first that it has, or all of them again and again under other names."""
    total = len(bundle.permits) + len(bundle.prohibitions) + len(bundle.duties)

    def share(kind: tuple[AnyRule, ...], letter: str) -> tuple[AnyRule, ...]:
        count = max(1, round(rules * len(kind) / total))
        return tuple(
            replace(one, source=replace(one.source, id=f"{letter}{number}"))
            for number, one in enumerate(islice(cycle(kind), count))
        )

    return replace(
        bundle,
        permits=share(bundle.permits, "P"),
        prohibitions=share(bundle.prohibitions, "F"),
        duties=share(bundle.duties, "D"),
    )


def _timed(bundle: Bundle, request: Request) -> float:
    # A refusal takes another path: it is told in full.
    verify_allowed(decide(bundle, request))
    times = 0
    started = time.perf_counter()
    while time.perf_counter() - started < SECONDS:
        decide(bundle, request)
        times += 1
    return (time.perf_counter() - started) / times


def _timed_again(bundle: Bundle, request: Request) -> float:
    held, policy = Verdicts(), IndexedPolicy(bundle)
    read = (Footprint(request.record_class, tuple(sorted(request.fields))),)
    verify_allowed(held.find(policy, request.context, request.day, read, verdict_on).decision)
    started = time.perf_counter()
    for _ in range(TIMES_AGAIN):
        held.find(policy, request.context, request.day, read, verdict_on)
    return (time.perf_counter() - started) / TIMES_AGAIN


def verify_allowed(decision: Decision) -> None:
    """Raises RuntimeError for a refusal."""
    match decision:
        case Deny(reasons):
            raise RuntimeError(f"the request of this measurement is refused: {reasons[0].text}")
        case _:
            return
