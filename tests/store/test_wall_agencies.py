"""Two hundred agencies share the walls of ten."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest

from bench.agencies import make_tables, suburbs_context, with_suburbs
from ostiary.door.planning.planner import Planner
from ostiary.model.bundle import Bundle
from ostiary.model.profile import Profile
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.profiles import all_profiles, profile_of
from ostiary.sql.plan import Plan, Select
from ostiary.sql.wall import wall_statements
from ostiary.store.wall import apply_walls, check_walls
from store.wall_world import Server, owner_of, running_server

DAY: Final = date(2026, 11, 26)
FEW, MANY = 10, 200
QUESTION: Final = "SELECT surname FROM persons WHERE person_id = 10000001"

BUILT: Final = """SELECT (SELECT count(*) FROM pg_roles WHERE starts_with(rolname, 'ostiary_')),
    (SELECT count(*) FROM pg_policy), (SELECT count(*) FROM pg_class WHERE relkind = 'v' AND relnamespace IN
        (SELECT oid FROM pg_namespace WHERE starts_with(nspname, 'ostiary_'))), (SELECT count(*) FROM pg_shdepend)"""

MADE: Final = (
    "SELECT oid, xmin::text FROM pg_policy UNION ALL SELECT oid, xmin::text FROM pg_rewrite ORDER BY 1"
)


@pytest.fixture(scope="module")
def bundles() -> dict[int, Bundle]:
    """The demonstration's policy with few and with many suburbs, each with its own agreement and its own permit."""
    return {number: with_suburbs(number) for number in (FEW, MANY)}


@pytest.fixture(scope="module")
def profiles(bundles: dict[int, Bundle]) -> dict[int, tuple[Profile, ...]]:
    """What either policy needs."""
    return {number: all_profiles(bundle, DAY) for number, bundle in bundles.items()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, bundles: dict[int, Bundle]) -> Iterator[Server]:
    """A server with the tables of the catalogue."""
    with running_server(tmp_path_factory.mktemp("agencies"), "18") as running:
        make_tables(running.admin_dsn(), bundles[FEW].catalogue)
        yield running


def test_many_agencies_need_the_profiles_of_few(
    bundles: dict[int, Bundle], profiles: dict[int, tuple[Profile, ...]]
) -> None:
    """The same profiles, and so the same statements to build them, word for word."""
    assert profiles[FEW] == profiles[MANY]
    few, many = (
        [wall_statements(one, bundles[number].catalogue, "") for one in profiles[number]]
        for number in (FEW, MANY)
    )
    assert few == many


def test_every_agency_has_one_of_them(
    bundles: dict[int, Bundle], profiles: dict[int, tuple[Profile, ...]]
) -> None:
    """Two hundred members of as many agencies, one profile."""
    policy = IndexedPolicy(bundles[MANY])
    found = {profile_of(policy, suburbs_context(number), DAY).id for number in range(MANY)}
    assert len(found) == 1
    assert found <= {profile.id for profile in profiles[MANY]}


def test_a_wall_for_many_is_the_wall_for_few(
    server: Server, bundles: dict[int, Bundle], profiles: dict[int, tuple[Profile, ...]]
) -> None:
    """After ten agencies have become two hundred, the walls that stand are those that are needed: nothing is built."""
    built = []
    for number in (FEW, MANY):
        apply_walls(server.admin_dsn(), profiles[number], bundles[number].catalogue)
        assert check_walls(server.admin_dsn(), profiles[number], bundles[number].catalogue).differences == ()
        with owner_of(server) as owner:
            built.append([owner.execute(query.encode()).fetchall() for query in (BUILT, MADE)])
    assert built[0] == built[1]


@pytest.mark.parametrize("number", [FEW, MANY])
def test_a_statement_is_understood_once_for_all_of_them(bundles: dict[int, Bundle], number: int) -> None:
    """The first member to ask waits for the parser; the others of the other agencies find the plan."""

    async def ask_all() -> tuple[int, int, set[str]]:
        planner = Planner(bundles[number].catalogue, 18)
        await planner.start()
        texts = set()
        try:
            for member in range(number):
                profile = profile_of(IndexedPolicy(bundles[number]), suburbs_context(member), DAY)
                answer: asyncio.Future[Plan] = asyncio.get_running_loop().create_future()
                planner.plan(QUESTION, profile, answer.set_result)
                plan = await answer
                assert isinstance(plan, Select)
                texts.add(plan.text)
        finally:
            await planner.close()
        return planner.misses, planner.hits, texts

    misses, hits, texts = asyncio.run(ask_all())
    assert (misses, hits, len(texts)) == (1, number - 1, 1)
