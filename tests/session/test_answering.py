"""From a question to its rows: entries first, in parts when there are many, whatever goes wrong."""

from __future__ import annotations

import pytest

from ostiary.pgwire.rowkeys import CutRows
from ostiary.session.commands import AnyCommand, Release
from ostiary.session.portals.portions import BATCH_BYTES, MAX_SUBJECTS, Batch
from ostiary.session.upstream import Rows
from ostiary.testing.client import ROBBERY, FakeClient, error_of, letters
from ostiary.testing.fake_database import SECRET, Answer, FakeDatabase, people
from ostiary.testing.world import World

SELECT = "SELECT surname FROM persons"
MANY = 8_000
"""Rows of about 20 bytes: two full batches and a rest."""


def asking(answer: Answer, user: str = "p-1") -> FakeClient:
    """A client that has logged in, before a database that gives one answer to everything."""
    client = FakeClient(World(database=FakeDatabase(lambda _: answer)))
    client.log_in(user, ROBBERY)
    client.world.commands.clear()
    return client


def parts_of(client: FakeClient) -> list[str]:
    """The parts of all entries, in order."""
    return [entry["part"] for entry in client.world.log.entries]


@pytest.mark.parametrize("chunk", [1, 7, 100, 65_536])
def test_an_answer_is_the_same_however_it_arrives(chunk: int) -> None:
    """Pieces of any size of the database's bytes give the same messages and the same entry."""
    client = asking(Answer(rows=people(*range(20)).rows, chunk=chunk))
    said = client.query(SELECT)
    assert letters(said) == "T" + "D" * 20 + "CZ"
    assert client.world.log.entries[0]["subjects"] == list(range(20))


def test_rows_lose_their_keys() -> None:
    """The hidden subject key is in the entry and in no released byte; nor are the numbers of our views."""
    client = asking(people(0x1122334455667788))
    assert client.query(SELECT)[1].values == (b"name-1234605616436508552",)
    released = b"".join(client.world.released)
    assert (0x1122334455667788).to_bytes(8) not in released
    assert (4711).to_bytes(4) not in released


def test_a_stream_is_asked_answered_and_ended() -> None:
    """Parts join by the access id, count all rows and name all subjects, each before its rows leave."""
    client = asking(Answer(rows=people(*range(MANY)).rows, chunk=4_096))
    said = client.query(SELECT)
    entries = client.world.log.entries
    assert letters(said) == "T" + "D" * MANY + "CZ"
    assert parts_of(client) == ["asked", "answered", "answered", "ended"]
    assert {entry["access"] for entry in entries} == {"s1-1"}
    assert [entry["outcome"] for entry in entries] == ["open", "open", "open", "answered"]
    assert sum(entry["rows"] for entry in entries) == MANY
    assert [one for entry in entries for one in entry["subjects"]] == list(range(MANY))
    assert ["statement" in entry for entry in entries] == [True, False, False, False]


def test_each_batch_waits_for_its_own_entry() -> None:
    """Whenever rows leave, everything that was appended until then is durable."""
    client = asking(Answer(rows=people(*range(MANY)).rows, chunk=4_096))
    log, releases = client.world.log, []

    def look(command: AnyCommand) -> None:
        if isinstance(command, Release):
            releases.append(log.durable)
            assert log.durable == len(log.payloads)

    client.world.before = look
    client.query(SELECT)
    assert releases == [2, 3, 4]


def test_a_log_that_never_syncs_means_no_row() -> None:
    """The session waits at AwaitDurable, and nothing has left."""
    client = asking(people(1))
    client.world.log.syncs_left = 0
    said = client.query(SELECT)
    assert (letters(said), error_of(said)["C"], error_of(said)["S"]) == ("E", "58030", "FATAL")
    assert client.is_over


@pytest.mark.parametrize("good", range(4))
def test_a_log_that_fails_in_a_stream_ends_it_there(good: int) -> None:
    """Rows of the batches whose entries are durable have left, no others; then 58030 and the end."""
    client = asking(Answer(rows=people(*range(MANY)).rows, chunk=4_096))
    client.world.log.appends_left = good
    said = client.query(SELECT)
    rows = [one for one in said if one.values]
    assert error_of(said)["C"] == "58030"
    assert len(rows) == sum(entry["rows"] for entry in client.world.log.entries)
    assert client.is_over


@pytest.mark.parametrize(
    ("count", "outcome"), [(2, "answered"), (3, "answered"), (4, "failed"), (9, "failed")]
)
def test_the_row_limit_is_reached_and_not_passed(count: int, outcome: str) -> None:
    """Exactly as many rows as the limit are an answer; one more is 54000 and no row at all."""
    client = asking(people(*range(count)), "b-1")
    said = client.query(SELECT)
    (entry,) = client.world.log.entries
    assert entry["outcome"] == outcome
    if outcome == "answered":
        assert letters(said) == "NT" + "D" * count + "CZ"
    else:
        assert letters(said) == "EZ"
        assert error_of(said)["C"] == "54000"
        assert error_of(said)["D"] == "Under D1 one question has at most 3 rows here. Access log entry 0."
        assert "LIMIT 3" in error_of(said)["H"]
        assert (entry["rows"], entry["subjects"], entry["sqlstate"]) == (0, [], "54000")


@pytest.mark.parametrize(
    ("sqlstate", "told", "outcome"),
    [("22012", "22000", "failed"), ("57014", "57014", "cancelled"), ("42804", "42804", "failed")],
)
def test_an_error_of_the_database_is_replaced_and_recorded(sqlstate: str, told: str, outcome: str) -> None:
    """A fixed text, never the server's, whose texts may quote rows; the session goes on."""
    client = asking(Answer(sqlstate=sqlstate))
    said = client.query(SELECT)
    assert (letters(said), error_of(said)["C"]) == ("EZ", told)
    assert error_of(said)["D"] == "Access log entry 0."
    assert [(entry["outcome"], entry["sqlstate"]) for entry in client.world.log.entries] == [(outcome, told)]
    assert SECRET.encode() not in b"".join(client.world.released)


@pytest.mark.parametrize("after", [0, 1, 40, 90, 130])
def test_a_database_that_dies_is_an_access_that_failed(after: int) -> None:
    """Wherever the connection breaks: one entry, no row, 57P03 and the end."""
    client = asking(Answer(rows=people(1, 2).rows, dies_after=after))
    said = client.query(SELECT)
    assert (letters(said), error_of(said)["C"]) == ("E", "57P03")
    assert [entry["outcome"] for entry in client.world.log.entries] == ["failed"]
    assert client.is_over


def test_a_database_that_dies_in_a_stream_leaves_an_end() -> None:
    """The stream's last part says that it failed."""
    client = asking(Answer(rows=people(*range(MANY)).rows, chunk=4_096, dies_after=150_000))
    client.query(SELECT)
    assert parts_of(client)[0] == "asked"
    assert parts_of(client)[-1] == "ended"
    assert client.world.log.entries[-1]["outcome"] == "failed"


def test_a_database_that_cannot_be_reached_is_recorded_too() -> None:
    """Nothing tells whether any of the flight arrived."""
    client = asking(people(1))
    client.world.database.is_reachable = False
    assert error_of(client.query(SELECT))["C"] == "57P03"
    assert [entry["outcome"] for entry in client.world.log.entries] == ["failed"]


@pytest.mark.parametrize("rows", [((b"x",),), ((b"x", b"short"),)], ids=["no key", "a short key"])
def test_rows_without_their_keys_never_leave(rows: tuple[tuple[bytes, ...], ...]) -> None:
    """A row whose subject cannot be named is not relayed: the database is taken for broken."""
    client = asking(Answer(rows=rows, keys=1))
    said = client.query(SELECT)
    assert (letters(said), error_of(said)["C"]) == ("E", "57P03")


def test_a_bug_between_forwarding_and_the_entry_still_leaves_an_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An exception that nobody foresaw escapes, for the driver to break off, but only after an entry was appended."""
    client = asking(people(1))
    monkeypatch.setattr(Batch, "add", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        client.query(SELECT)
    assert [entry["outcome"] for entry in client.world.log.entries] == ["failed"]
    assert not any(b"name-1" in data for data in client.world.released)


def test_a_batch_names_its_subjects_in_as_many_entries_as_it_needs() -> None:
    """Each subject in one of them, each entry within the limit, all rows counted once."""
    batch = Batch()
    batch.add(Rows(5, CutRows(b"r", list(range(2 * MAX_SUBJECTS + 1))), 5))
    parts = batch.answered("open")
    assert batch.is_full
    assert [len(part.subjects) for part in parts] == [MAX_SUBJECTS, MAX_SUBJECTS, 1]
    assert [one for part in parts for one in part.subjects] == list(range(2 * MAX_SUBJECTS + 1))
    assert [part.rows for part in parts] == [5, 0, 0]


@pytest.mark.parametrize(("size", "is_full"), [(BATCH_BYTES - 1, False), (BATCH_BYTES, True)])
def test_a_batch_is_full_at_its_size(size: int, *, is_full: bool) -> None:
    """64 kB of rows are released together."""
    batch = Batch()
    batch.add(Rows(1, CutRows(bytes(size), [1]), 1))
    assert batch.is_full is is_full
    assert batch.answered("open")[0].subjects == (1,)
