"""The tables of SQLSTATEs and events hold what the code sends, no more and no less."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from docs.documents import ROOT
from ostiary.door.events import Event

_SQLSTATE = re.compile(r"(?=.*\d)[0-9A-Z]{5}")


def _sqlstates_in_code() -> set[str]:
    """Every literal in the session's modules that has the form of an SQLSTATE: five characters, one a digit."""
    return {
        node.value
        for path in sorted((ROOT / "src" / "ostiary" / "session").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQLSTATE.fullmatch(node.value)
    }


def _first_cells(document: Path) -> list[list[str]]:
    """The code spans of each row's cells, of all tables of a document."""
    rows = [line for line in document.read_text("utf-8").splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]


def test_every_sqlstate_is_explained_and_none_is_invented() -> None:
    """docs/sqlstates.md has one row for each SQLSTATE that the session can send."""
    explained = [row[0] for row in _first_cells(ROOT / "docs" / "sqlstates.md")]
    assert sorted(explained) == sorted(_sqlstates_in_code())


def test_each_sqlstate_says_when_and_what_to_do() -> None:
    """No row has an empty cell."""
    rows = _first_cells(ROOT / "docs" / "sqlstates.md")
    assert [row for row in rows if len(row) != 3 or not all(row)] == []


def test_no_sqlstate_is_sent_from_outside_the_session() -> None:
    """Refusals are worded in one room: an SQLSTATE elsewhere would miss the table."""
    sent = _sqlstates_in_code()
    elsewhere = {
        str(path.relative_to(ROOT)): node.value
        for room in ("door", "server", "sql", "policy", "directives", "evidence", "model")
        for path in sorted((ROOT / "src" / "ostiary" / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in sent
    }
    assert elsewhere == {}


def test_every_event_is_explained_and_none_is_invented() -> None:
    """docs/events.md has the code and the name of each event."""
    explained = [(row[0], row[1]) for row in _first_cells(ROOT / "docs" / "events.md")]
    assert explained == [(event.value, event.name.lower()) for event in Event]


def test_reserved_events_are_those_that_nothing_tells() -> None:
    """An event that the code does not tell is called reserved, and no other is."""
    sources = [path.read_text("utf-8") for path in (ROOT / "src" / "ostiary").rglob("*.py")]
    told = {
        event.value
        for event in Event
        if any(f"Event.{event.name}," in text or f"Event.{event.name})" in text for text in sources)
    }
    reserved = {row[0] for row in _first_cells(ROOT / "docs" / "events.md") if "reserved" in row[2]}
    assert reserved == {event.value for event in Event} - told
