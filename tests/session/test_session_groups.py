"""Class G in a session: entries that name a group, minimums, limits on what aggregates collect."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from ostiary.sql.limits import MAX_CONTRIBUTORS
from ostiary.testing.client import ROBBERY, FakeClient, error_of, letters
from ostiary.testing.example import RULES, example_snapshot
from ostiary.testing.fake_database import Answer, FakeDatabase
from ostiary.testing.world import World

GROUPED = "SELECT surname, count(*) FROM persons GROUP BY surname"
MINIMUM = RULES + '[[duty]]\nid = "D2"\ncite = "s. 5"\nwhen.record_class = "persons"\nminimum_group = 3\n'


def packed(keys: Sequence[int]) -> bytes:
    """Keys as the database sends a list of them."""
    return struct.pack(f"!{len(keys)}q", *keys)


def asking(rows: Sequence[Sequence[int]], *, rules: str = RULES, user: str = "p-1") -> FakeClient:
    """A client that has logged in, before a database that answers with one row for each group of keys."""
    answer = Answer(rows=tuple((b"name-%d" % number, packed(keys)) for number, keys in enumerate(rows)))
    client = FakeClient(World(example_snapshot(rules), database=FakeDatabase(lambda _: answer)))
    client.log_in(user, ROBBERY)
    client.world.commands.clear()
    return client


def test_an_entry_names_everybody_whom_the_rows_stand_for() -> None:
    """Once each, whatever the row shows; the entry says that rows stand for groups."""
    client = asking([[7, 8, 7], [8, 9], []])
    assert letters(client.query(GROUPED)) == "TDDDCZ"
    (entry,) = client.world.log.entries
    assert (entry["subjects"], entry["rows"], entry["accounting"]) == ([7, 8, 9], 3, "G")
    assert not any(packed([7, 8, 7]) in released for released in client.world.released)


def test_a_list_is_asked_for_in_binary() -> None:
    """Whatever formats the client wants for its own columns."""
    client = asking([[7]])
    client.query(GROUPED)
    (flight,) = client.world.database.flights
    assert [message.result_formats for message in flight if hasattr(message, "result_formats")] == [(0, 0, 1)]


def test_groups_below_the_minimum_are_left_out() -> None:
    """Neither their rows nor their subjects go anywhere, they are not counted, and a notice says the rule."""
    client = asking([[1, 2, 3], [4, 5], [], [6, 7, 8, 9]], rules=MINIMUM)
    said = client.query(GROUPED)
    assert letters(said) == "NTDDCZ"
    assert said[0].fields is not None
    assert "groups of fewer than 3 of persons" in said[0].fields["M"]
    assert "D2" in said[0].fields["D"]
    assert said[-2].text == "SELECT 2"
    (entry,) = client.world.log.entries
    assert (entry["subjects"], entry["rows"]) == ([1, 2, 3, 6, 7, 8, 9], 2)
    assert entry["decision"]["minimum_groups"] == [["persons", 3]]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT surname FROM persons",
        "SELECT p.surname, g.n FROM persons p, (SELECT count(*) AS n FROM persons) AS g",
        "SELECT surname, rank() OVER (ORDER BY surname) FROM persons",
        "SELECT surname FROM persons UNION ALL SELECT code FROM codes",
    ],
)
def test_single_records_are_refused_where_only_groups_may_be_shown(text: str) -> None:
    """With the rule, what it asks for, and the way out; nothing reaches the database."""
    client = asking([], rules=MINIMUM)
    error = error_of(client.query(text))
    assert (error["C"], error["M"], error["n"]) == (
        "42501",
        "of `persons` only groups are shown for what was declared",
        "D2",
    )
    assert error["D"].startswith("Under D2 each row stands for at least 3 different people.")
    assert "GROUP BY" in error["H"]
    assert client.world.database.flights == []
    (entry,) = client.world.log.entries
    assert (entry["outcome"], entry["decision"]["allowed"]) == ("refused", False)


def test_what_an_aggregate_collects_counts_as_rows() -> None:
    """One row that holds the values of four is past a limit of three; a count of four is not."""
    collecting = "SELECT array_agg(surname) FROM persons"
    said = asking([[1, 2, 3, 4]], user="b-1").query(collecting)
    assert error_of(said)["C"] == "54000"
    assert "collects more than 3 rows" in error_of(said)["M"]
    assert letters(asking([[1, 2, 3]], user="b-1").query(collecting)) == "NTDCZ"
    assert letters(asking([[1, 2, 3, 4]], user="b-1").query("SELECT count(*) FROM persons")) == "NTDCZ"


def test_a_row_that_stands_for_too_many_is_refused() -> None:
    """Its entry could not name them; no row leaves, and the access has its entry."""
    client = asking([range(MAX_CONTRIBUTORS), range(MAX_CONTRIBUTORS + 1)])
    said = client.query(GROUPED)
    assert error_of(said)["C"] == "54000"
    assert f"more than {MAX_CONTRIBUTORS} records" in error_of(said)["M"]
    assert client.world.log.entries[-1]["outcome"] == "failed"


def test_a_large_group_is_named_in_as_many_entries_as_it_needs() -> None:
    """All of them are durable before its one row leaves."""
    client = asking([range(40_000)])
    assert letters(client.query(GROUPED)) == "TDCZ"
    entries = client.world.log.entries
    assert [entry["part"] for entry in entries] == ["asked", "answered", "answered", "answered", "ended"]
    assert [one for entry in entries for one in entry["subjects"]] == list(range(40_000))
    assert sum(entry["rows"] for entry in entries) == 1


def test_whom_an_access_has_named_it_does_not_name_again() -> None:
    """Rows that all stand for the same people fill the log with them once; somebody new is named before the row leaves."""
    everybody = range(20_000)
    client = asking([everybody, everybody, [*everybody, 20_001], everybody, [20_002]])
    assert letters(client.query(GROUPED)) == "TDDDDDCZ"
    entries = client.world.log.entries
    assert [one for entry in entries for one in entry["subjects"]] == [*everybody, 20_001, 20_002]
    assert sum(entry["rows"] for entry in entries) == 5


def test_more_people_than_are_remembered_are_named_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered is bounded; to name somebody twice is never wrong."""
    monkeypatch.setattr("ostiary.session.answering.MAX_REMEMBERED", 10_000)
    first, second = range(20_000), range(20_000, 40_000)
    client = asking([first, second, first])
    assert letters(client.query(GROUPED)) == "TDDDCZ"
    named = [one for entry in client.world.log.entries for one in entry["subjects"]]
    assert named == [*first, *second, *first]


def test_a_union_reads_what_all_its_arms_read() -> None:
    """Each arm is decided on: one that may not be read refuses the whole."""
    client = asking([])
    error = error_of(client.query("SELECT code FROM codes UNION SELECT nothing FROM nowhere"))
    assert (error["C"], error["t"]) == ("42501", "nowhere")
