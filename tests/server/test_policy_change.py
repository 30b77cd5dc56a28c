"""A gateway that runs while officials change the policy."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from ostiary.demo.people import AGENT, DETECTIVE
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.store.log.reader import read_entries
from server.gateway_world import World, running_world, wait_until
from server.policy_world import (
    NO_FBI,
    apply_walls_with,
    confirm_policy,
    made,
    order_policy,
    ready,
    serves_under,
)
from server.worker_world import one_at_each

WORKERS = 2
ASKED = "SELECT surname FROM persons ORDER BY person_id LIMIT 2"
ARRESTS = "SELECT arrest_id FROM arrests ORDER BY arrest_id LIMIT 2"


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_world(tmp_path_factory.mktemp("home"), "workers = 2") as running:
        yield running


def refused(connection: psycopg.Connection[object], statement: str = ASKED) -> str | None:
    """The SQLSTATE of a refusal, None for an answer."""
    try:
        connection.execute(statement.encode()).fetchall()
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_a_change_of_policy_is_in_force_everywhere_at_once(world: World) -> None:
    """Before and after the confirmation the same statement has different answers, each entry with its version."""
    home, before = world.home, made(world.home, "")
    agents, detective = one_at_each(world, WORKERS), world.connect(DETECTIVE)
    assert [refused(each) for each in (*agents, detective)] == [None, None, None]
    after = made(home, NO_FBI)
    directive = order_policy(home, after)
    ready(world, after.bundle.version, WORKERS)
    apply_walls_with(world, directive, WORKERS)
    assert [refused(each) for each in (*agents, detective)] == [None, None, None]
    reading, asking = world.connect(AGENT), world.connect(AGENT)
    for each in (reading, asking):
        each.execute("BEGIN")
        each.execute(f"DECLARE one CURSOR FOR {ARRESTS}".encode())
    assert len(reading.execute("FETCH 1 FROM one").fetchall()) == 1
    confirm_policy(home, directive)
    serves_under(world, after.bundle.version, WORKERS)
    assert [refused(each) for each in (*agents, detective)] == ["42501", "42501", None]
    assert refused(reading, "FETCH 1 FROM one") == "40001"
    assert refused(asking, ARRESTS) == "40001"
    for each in (reading, asking):
        each.execute("ROLLBACK")
        assert refused(each, ARRESTS) is None
    verify_entries(world, before.bundle.version, after.bundle.version, directive)


def verify_entries(world: World, before: str, after: str, directive: str) -> None:
    """Each entry has the version whose rules decided it, and none of the older one's answers stands behind its end."""
    ended_at = step_index(world, directive, "confirmed")
    seen = set()
    for entry in world.entries():
        seen.add(entry["policy"])
        rules = [reason["rule"] for reason in entry.get("decision", {}).get("reasons", ())]
        assert "X90" not in rules or entry["policy"] == after
        if entry["index"] > ended_at and entry["outcome"] not in {"failed", "cancelled"}:
            assert entry["policy"] == after
    assert seen == {before, after}


def step_index(world: World, directive: str, kind: str) -> int:
    """Where the log has a step of a directive; it is waited for."""

    def found() -> list[int]:
        steps = [one for one in read_entries(world.log_dir) if one.kind == DIRECTIVE]
        words = (f'"directive":"{directive}"', f'"kind":"{kind}"')
        return [one.index for one in steps if all(word.encode() in one.payload for word in words)]

    return wait_until(found, f"{directive} {kind} is in the log")[0]
