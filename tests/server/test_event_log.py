"""Events are lines for machines, and hold nothing of what was asked."""

from __future__ import annotations

import ast
import io
import json
from pathlib import Path

import psycopg
import pytest

from ostiary.door.events import FACTS, Event
from ostiary.server.event_log import LEVELS, MAX_FACT, EventLog
from server.gateway_world import World

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.xdist_group("server_event_log")

MARK = "Xq7Marker"


def told(event: Event, **facts: str | int) -> dict[str, object]:
    stream = io.StringIO()
    EventLog(stream, gateway="gw", worker=3).tell(event, **facts)
    (line,) = stream.getvalue().splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def test_a_line_says_when_how_bad_what_and_where() -> None:
    """Each event has the same fields; its own facts come after them."""
    line = told(Event.LOG_LOST, said="disk full")
    assert str(line.pop("timestamp")).endswith("Z")
    assert line == {
        "event": "log_lost",
        "level": "error",
        "code": "OST4000E",
        "gateway": "gw",
        "worker": 3,
        "said": "disk full",
    }


def test_every_code_says_its_level() -> None:
    """The last letter does, and codes are all different."""
    assert {event.value[-1] for event in Event} == set(LEVELS)
    assert len({event.value for event in Event}) == len(Event)


def test_one_event_is_one_line_of_bounded_length() -> None:
    """Whatever is in a fact."""
    assert len(str(told(Event.WALL_DIFFERS, why="a\nb" * 10_000)["why"])) == MAX_FACT


def test_a_line_that_cannot_be_written_stops_nobody() -> None:
    """Whoever reads the lines may be gone, or the disk full: a watch that tells something goes on watching."""

    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    EventLog(Gone(), gateway="gw").tell(Event.WALL_DIFFERS, why="another column")


def test_no_event_is_told_with_a_fact_that_nobody_has_thought_of() -> None:
    """Each place that tells an event names its facts, and each name is on the list."""
    unknown = [
        f"{path.name}:{node.lineno}: {keyword.arg}"
        for path in sorted((ROOT / "src" / "ostiary").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.args[0]).startswith("Event.")
        for keyword in node.keywords
        if keyword.arg not in FACTS
    ]
    assert unknown == []


def test_nothing_of_what_is_asked_reaches_an_event(module_world: World) -> None:
    """Statements, parameters, declared cases, names that log in, passwords and rows: a mark in each, and none is told."""
    world = module_world
    with world.connect() as connection:
        for statement in (
            f"SELECT surname FROM persons WHERE surname = '{MARK}'",
            f"SELECT {MARK} FROM persons",
            f"SELECT '{MARK}'::int",
            f"SET ostiary.case = '{MARK}'",
            f"/* {MARK} */ DELETE FROM persons",
            f"SELECT ({MARK}",
        ):
            try:
                connection.execute(statement.encode())
            except psycopg.Error:
                continue
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT surname FROM persons WHERE surname = %s AND 1/0 = 1", [MARK])
    for attempt in (
        f"user={MARK}",
        f"password={MARK} passfile=/dev/null",
        f"application_name={MARK}",
        f"options='-c ostiary.case={MARK}'",
    ):
        try:
            psycopg.connect(f"{world.conninfo()} {attempt}").close()
        except psycopg.OperationalError:
            continue
    surnames = [
        name for (name,) in world.admin().execute("SELECT DISTINCT surname FROM city.persons").fetchall()
    ]
    text = world.gateway.stderr.read_text()
    assert '"admitted"' in text
    assert MARK not in text
    assert [name for name in surnames if f'"{name}"' in text or f" {name} " in text] == []
