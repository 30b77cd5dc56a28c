"""Needs that others vouch for, at a gateway that runs: a case that is open, an approval of two officials."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from ostiary.demo.officials import bring_into_force
from ostiary.demo.people import AGENT
from ostiary.model.directive import Approval
from server.gateway_world import CASE, World, running_world, wait_until
from server.policy_world import apply_walls_with, confirm_policy, made, order_policy, ready, serves_under

NEEDS = """
[[duty]]
id = "X91"
cite = "A rule of the tests"
when.agency.under = "doj"
when.record_class = "persons"
needs = ["open-case"]

[[duty]]
id = "X92"
cite = "A rule of the tests"
when.agency.under = "doj"
when.record_class = "warrants"
needs = ["approval"]
"""
PERSONS = "SELECT surname FROM persons ORDER BY person_id LIMIT 1"
WARRANTS = "SELECT warrant_number FROM warrants ORDER BY warrant_number LIMIT 1"
CLOSED, MISSING, OPEN = "ZZ000001", "ZZ000002", "ZZ000003"
CASES = """
INSERT INTO city.cases (case_number, opened_on, closed_on, unit, lead_member, offence)
    SELECT made.number, made.opened, made.closed, unit, lead_member, offence
    FROM (VALUES (%(closed)s, date '2020-01-01', date '2020-02-01'), (%(open)s, date '2020-01-01', NULL))
        AS made(number, opened, closed), LATERAL (SELECT * FROM city.cases LIMIT 1) AS one
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A gateway under a policy that asks for both, brought by a directive."""
    with running_world(tmp_path_factory.mktemp("home")) as running:
        running.admin().execute(CASES, {"closed": CLOSED, "open": OPEN})
        policy = made(running.home, NEEDS)
        directive = order_policy(running.home, policy)
        ready(running, policy.bundle.version, 1)
        apply_walls_with(running, directive, 1)
        confirm_policy(running.home, directive)
        serves_under(running, policy.bundle.version, 1)
        wait_until(
            lambda: said(running.connect(AGENT, case=OPEN), PERSONS) == "answered", "all walls are seen"
        )
        running.close_clients()
        yield running


@pytest.fixture(autouse=True)
def close_clients(world: World) -> Iterator[None]:
    yield
    world.close_clients()


def said(connection: psycopg.Connection[object], statement: str) -> str:
    """`answered`, or the SQLSTATE of the refusal and its words."""
    try:
        rows = connection.execute(statement.encode()).fetchall()
    except psycopg.Error as error:
        return f"{error.sqlstate}: {error} {error.diag.message_detail}"
    return "answered" if rows else "no rows"


def test_only_a_case_that_is_open_opens_anything(world: World) -> None:
    """One that is closed and one that there is not are refused in the same words, but for the entry's number."""
    connection = world.connect(AGENT, case=OPEN)
    assert said(connection, PERSONS) == "answered"
    refusals = []
    for case in (CLOSED, MISSING):
        connection.execute(f"SET ostiary.case = '{case}'".encode())
        refusals.append(said(connection, PERSONS).split("Access log entry")[0])
    assert refusals[0] == refusals[1]
    assert "X91" in refusals[0]
    assert "a case that is known to be open" in refusals[0]
    assert "cannot be asked" not in refusals[0]
    tried = [entry["case"] for entry in world.entries() if entry["outcome"] == "refused"]
    assert tried[-2:] == [CLOSED, MISSING]
    connection.execute(f"SET ostiary.case = '{OPEN}'".encode())
    assert said(connection, PERSONS) == "answered"
    last = world.entries()[-1]
    assert (last["case"], last["vouched"]) == (OPEN, {"approval": False, "open-case": True})


def test_an_approval_opens_what_a_session_that_runs_was_refused(world: World) -> None:
    """It ends a transaction that was begun without it, and holds for this member and case alone."""
    session, other = world.connect(AGENT, case=CASE), world.connect(AGENT, case=OPEN)
    transaction = world.connect(AGENT, case=CASE)
    transaction.execute("BEGIN")
    assert "X92" in said(session, WARRANTS)
    until = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    bring_into_force(world.home, Approval(AGENT.member.code, CASE, until, "a test"))
    wait_until(lambda: said(session, WARRANTS) == "answered", "the approval is in force")
    assert "X92" in said(other, WARRANTS)
    assert said(transaction, "SELECT iucr FROM offence_codes LIMIT 1").startswith("40001")
    approved = [entry for entry in world.entries() if entry.get("vouched", {}).get("approval")]
    assert approved[-1]["case"] == CASE


def test_a_case_table_that_cannot_be_asked_refuses_and_is_told(world: World) -> None:
    """The member is told that it cannot be asked now, the operator why."""
    owner = world.admin()
    owner.execute("BEGIN")
    owner.execute("LOCK TABLE city.cases IN ACCESS EXCLUSIVE MODE")
    connection = world.connect(AGENT, case=OPEN)
    refusal = said(connection, PERSONS)
    owner.execute("ROLLBACK")
    assert refusal.startswith("42501")
    assert "The case table cannot be asked now." in refusal
    assert world.gateway.events("cases_lost")
    wait_until(lambda: said(connection, PERSONS) == "answered", "the case table answers again")
    assert world.gateway.events("cases_back")
