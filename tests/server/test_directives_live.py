"""Directives at a gateway that people are using: urgent cut-offs, suspensions, lifts, the public register."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import psycopg
import pytest

from ostiary.demo.people import AGENT, DETECTIVE, OFFICER, Person
from ostiary.directives import acts
from ostiary.directives.envelope import open_step, sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.model.directive import UrgentCutOff
from ostiary.server.entries import entries_of
from ostiary.store.bundle_files import read_bundle
from ostiary.store.control import append_step, control_connection, read_steps
from ostiary.store.endings import Ending, read_endings
from ostiary.store.key_files import read_key
from server.gateway_world import PATIENCE, GatewayProcess, World, install, wait_until

pytestmark = pytest.mark.xdist_group("server_directives_live")

NEXT_YEAR = f"{datetime.now(UTC).year + 1}-01-01"
SECONDS_LEFT = 5


def control(world: World) -> str:
    return world.installation.postgres.admin_dsn("control")


def date_back(world: World) -> None:
    """Sign the steps of the installation again, as of two hours ago, before any gateway has seen them."""
    register = Register.empty(read_bundle(world.home / "policy").officials)
    at = write_instant(datetime.now(UTC) - timedelta(hours=2))
    with control_connection(control(world)) as connection:
        steps = [open_step(raw, register.keys) for raw in read_steps(connection)]
        connection.execute("TRUNCATE ostiary.directive_step")
        previous = register.head.hash
        for step in steps:
            signer = read_key(world.installation.key_file(step.by))
            raw = sign_step(replace(step, at=at, previous=previous), signer)
            previous = step_hash(raw)
            append_step(connection, raw, step.sequence, previous)


def order_an_hour_ago(world: World, act: UrgentCutOff, by: str) -> datetime:
    """Order it as if an hour but some seconds ago; when it lapses."""
    ordered_at = datetime.now(UTC) - timedelta(hours=1) + timedelta(seconds=SECONDS_LEFT)
    register = Register.empty(read_bundle(world.home / "policy").officials)
    with control_connection(control(world)) as connection:
        for raw in read_steps(connection):
            register = register.apply(raw)
        step = acts.order(register, act, by, write_instant(ordered_at))
        raw = sign_step(step, read_key(world.installation.key_file(by)))
        append_step(connection, raw, step.sequence, step_hash(raw))
    return ordered_at + timedelta(hours=act.hours)


@pytest.fixture(scope="module")
def module_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An installation whose officials took their first steps two hours ago, and its gateway."""
    folder = tmp_path_factory.mktemp("world") / "home"
    with install(folder) as installation:
        world = World(installation, GatewayProcess(folder))
        date_back(world)
        try:
            world.gateway.start()
            yield world
        finally:
            world.end()


def signed(world: World, by: str, *words: str) -> None:
    done = world.ostiary(*words, "--key", str(world.installation.key_file(by)))
    assert done.returncode == 0, done.stderr


def refusal(world: World, person: Person, **options: str) -> str:
    """Why a log-in is refused; empty when it is not."""
    try:
        psycopg.connect(world.conninfo(person, **options)).close()
    except psycopg.OperationalError as error:
        return str(error)
    return ""


def endings_told(world: World, directive: str) -> tuple[Ending, ...]:
    """What the console's account can read of it."""
    dsn = (world.home / "secrets" / "console.dsn").read_text().strip()
    with control_connection(dsn) as connection:
        return read_endings(connection, directive)


def is_served(world: World) -> bool:
    return not refusal(world, OFFICER)


def how_it_ends(connection: psycopg.Connection[Any]) -> str | None:
    """The SQLSTATE with which a session that waits has been ended."""
    with contextlib.suppress(psycopg.OperationalError):
        connection.pgconn.send_query_params(b"SELECT iucr FROM offence_codes", [])
    result = connection.pgconn.get_result()
    assert result is not None
    return (result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) or b"").decode()


def test_an_urgent_cut_off_lapses_at_a_gateway_that_runs(world: World) -> None:
    """Nobody takes a further step; members are let in again, and never before the lapse."""
    heard = len(world.gateway.events("directive"))
    lapse = order_an_hour_ago(world, UrgentCutOff("ice", "danger of delay", None, 1), "superintendent")
    wait_until(lambda: len(world.gateway.events("directive")) > heard, "the worker has the order")
    steps = world.ostiary("directive", "list", "--json").stdout
    while why := refusal(world, OFFICER):
        assert "cut off by directive D-1" in why
        assert datetime.now(UTC) < lapse + timedelta(seconds=PATIENCE)
    assert datetime.now(UTC) >= lapse
    after = json.loads(world.ostiary("directive", "list", "--json").stdout)
    assert after["head"] == json.loads(steps)["head"]
    (directive,) = (one for one in after["directives"] if one["id"] == "D-1")
    assert (directive["status"], directive["in_force"]) == ("ordered", False)
    late = world.ostiary("cutoff", "confirm", "D-1", "--key", str(world.installation.key_file("mayor")))
    assert (late.returncode, "has lapsed" in late.stderr) == (1, True)


def test_an_urgent_cut_off_bites_on_one_signature(world: World) -> None:
    """Live sessions end, log-ins are refused, siblings go on; refused by its author it ends at once."""
    live, sibling = world.connect(OFFICER), world.connect(AGENT)
    signed(world, "mayor", "cutoff", "order", "ice", "--permanent", "--reason", "raid", "--now")
    wait_until(lambda: not is_served(world), "the agency is refused")
    assert how_it_ends(live) == "57P01"
    assert "cut off by directive D-2" in refusal(world, OFFICER)
    assert "cut off by directive D-2" in refusal(world, DETECTIVE, beneficiary="ice-hsi")
    (told,) = wait_until(lambda: endings_told(world, "D-2"), "the gateway says what it ended")
    assert (told.gateway, told.directives, told.ended) == ("demo-1", ("D-2",), 1)
    assert sibling.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()
    signed(world, "mayor", "cutoff", "refuse", "D-2", "--reason", "a mistake")
    wait_until(lambda: is_served(world), "the agency is served again")


def test_a_suspension_and_its_end_are_live(world: World) -> None:
    """Both when the second official has signed; the live session ends with 57P01, log-ins with the directive's number."""
    live = world.connect(OFFICER)
    signed(world, "mayor", "directive", "order", "suspend", "ice", "--reason", "audit")
    assert live.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()
    signed(world, "superintendent", "directive", "confirm", "S-1")
    wait_until(lambda: not is_served(world), "the agency is refused")
    assert how_it_ends(live) == "57P01"
    assert "suspended by directive S-1" in refusal(world, OFFICER)
    signed(world, "superintendent", "directive", "order", "reinstate", "ice", "--reason", "done")
    assert not is_served(world)
    signed(world, "mayor", "directive", "confirm", "S-2")
    wait_until(lambda: is_served(world), "the agency is served again")


def test_a_lift_is_live(world: World) -> None:
    """A cut-off with an end is lifted before it by two officials."""
    signed(world, "mayor", "cutoff", "order", "ice", "--until", NEXT_YEAR, "--reason", "why")
    signed(world, "superintendent", "cutoff", "confirm", "D-3")
    wait_until(lambda: not is_served(world), "the agency is refused")
    signed(world, "superintendent", "cutoff", "lift", "D-3", "--reason", "ruled on")
    assert not is_served(world)
    signed(world, "mayor", "cutoff", "confirm", "L-1")
    wait_until(lambda: is_served(world), "the agency is served again")


def published(world: World) -> dict[str, Any]:
    file = Path(world.home / "register" / "directives.json")
    found: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return {one["id"]: one for one in found.get("directives", ())}


def test_the_public_register_follows(world: World) -> None:
    """The gateway writes both files; everything that was ordered above stands there, and nobody's code."""
    wait_until(lambda: published(world).get("L-1", {}).get("status") == "confirmed", "the lift is published")
    assert list(published(world)) == ["E-1", "D-1", "D-2", "S-1", "S-2", "D-3", "L-1"]
    feed = (world.home / "register" / "directives.atom").read_bytes()
    assert len(ET.fromstring(feed).findall("{http://www.w3.org/2005/Atom}entry")) == 7
    text = feed + (world.home / "register" / "directives.json").read_bytes()
    assert not any(person.member.code.encode() in text for person in (OFFICER, AGENT, DETECTIVE))


def test_every_step_is_in_the_log(world: World) -> None:
    """As the bytes that were signed, each once."""
    with control_connection(control(world)) as connection:
        steps = read_steps(connection)
    wait_until(lambda: len(logged(world)) >= len(steps), "the log has all steps")
    assert logged(world) == steps


def logged(world: World) -> list[bytes]:
    return [entry.payload for entry in entries_of(world.home) if entry.kind == DIRECTIVE]


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []
    assert world.gateway.events("register_not_written") == []
