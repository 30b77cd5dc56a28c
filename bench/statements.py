"""From a statement's text to its plan: seen before, not seen before, and as the door does it in its parser's process.

Knows: the planner and the plan cache.
Must not know: sockets, sessions.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import uvloop

from bench.plan import Plan
from bench.series import Ledger
from ostiary.demo.installation import POLICY, policy_folder
from ostiary.demo.people import AGENT
from ostiary.door.planning.planner import Planner
from ostiary.model.bundle import Bundle
from ostiary.model.profile import Profile
from ostiary.model.request import Context
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.profiles import profile_of
from ostiary.sql.plan import Plan as StatementPlan
from ostiary.sql.plan import Select
from ostiary.sql.statement import Ground, plan_statement
from ostiary.store.bundle_files import read_bundle

MAJOR: Final = 18
TIMES: Final = 200
CACHED_TIMES: Final = 20_000
QUERY: Final = (
    "SELECT p.surname, p.given_name, p.dob, a.charge, a.arrested_at, a.district FROM persons p"
    " JOIN arrests a ON a.person_id = p.person_id WHERE p.person_id = {person}{charges}"
    " ORDER BY a.arrested_at DESC LIMIT 50"
)


def kilobyte(number: int) -> str:
    """A join of two tables of 1,000 bytes, another one for each number."""
    charges = "".join(f" AND a.charge <> 'CHARGE NUMBER {n:04}'" for n in range(21))
    return QUERY.format(person=10_000_000 + number, charges=charges).ljust(1_000)


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Uncached in this process, uncached through the parser's process, cached."""
    bundle = read_bundle(policy_folder(POLICY))
    profile = profile_of(IndexedPolicy(bundle), agents_context(), datetime.now(UTC).date())
    for number in range(plan.rounds):
        say(f"statements, round {number + 1} of {plan.rounds}")
        ledger.note("statements/uncached", "us", _uncached(Ground(bundle.catalogue, profile, MAJOR), number))
        through, cached = uvloop.run(_through_planner(bundle, profile, number))
        ledger.note("statements/uncached-in-door", "us", through)
        ledger.note("statements/cached", "us", cached)


def agents_context() -> Context:
    """The context of the member who looks up."""
    member = AGENT.member
    return Context(member.code, member.agency, member.role, AGENT.purpose, member.agency, case="JK123456")


def _uncached(ground: Ground, number: int) -> float:
    texts = [kilobyte(number * TIMES + n) for n in range(TIMES)]
    started = time.perf_counter()
    plans = [plan_statement(text, ground) for text in texts]
    took = time.perf_counter() - started
    if not all(isinstance(plan, Select) and plan.text for plan in plans):
        raise RuntimeError("the statement of this measurement is refused")
    return took / TIMES * 1e6


async def _through_planner(bundle: Bundle, profile: Profile, number: int) -> tuple[float, float]:
    planner = Planner(bundle.catalogue, MAJOR)
    await planner.start()
    try:
        started = time.perf_counter()
        for n in range(TIMES):
            await _planned(planner, kilobyte(number * TIMES + n), profile)
        through = (time.perf_counter() - started) / TIMES
        return through * 1e6, _cached(planner, kilobyte(number * TIMES), profile) * 1e6
    finally:
        await planner.close()


async def _planned(planner: Planner, text: str, profile: Profile) -> StatementPlan:
    done: asyncio.Future[StatementPlan] = asyncio.get_running_loop().create_future()
    planner.plan(text, profile, done.set_result)
    return await done


def _cached(planner: Planner, text: str, profile: Profile) -> float:
    found: list[StatementPlan] = []
    started = time.perf_counter()
    for _ in range(CACHED_TIMES):
        planner.plan(text, profile, found.append)
    took = time.perf_counter() - started
    if len(found) != CACHED_TIMES:
        raise RuntimeError("a statement seen before was planned again")
    return took / CACHED_TIMES
