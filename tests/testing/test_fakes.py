"""The fakes do what they stand in for, where tests lean on it."""

from __future__ import annotations

import pytest

from ostiary.errors import LogUnavailable, UpstreamDown
from ostiary.pgwire.frontend import build_bind, build_execute, build_parse, build_sync
from ostiary.session.commands import Admit, CutOffNow, Read
from ostiary.testing.client import FakeClient, error_of, letters, messages
from ostiary.testing.example import LIAISON, cut_off, enrolled, example_snapshot
from ostiary.testing.fake_database import Answer, FakeDatabase, people
from ostiary.testing.fake_log import FakeLog
from ostiary.testing.world import Waiting, World


def flight(text: str, max_rows: int = 0) -> bytes:
    """A statement as a session forwards it."""
    return build_parse("", text) + build_bind("", "") + build_execute("", max_rows) + build_sync()


def test_the_log_is_durable_in_order_and_up_to_what_was_awaited() -> None:
    """A later ticket speaks for earlier ones; nothing else is durable."""
    log = FakeLog()
    tickets = [log.append(b'{"subjects": [%d]}' % number) for number in range(3)]
    assert log.durable_subjects == set()
    assert log.wait_durable(tickets[1]) == 1
    assert log.durable_subjects == {0, 1}
    with pytest.raises(ValueError, match="no entry"):
        log.wait_durable(4)


def test_the_log_fails_when_it_is_told_to() -> None:
    """After as many successes as are left."""
    log = FakeLog(appends_left=1, syncs_left=0)
    ticket = log.append(b"{}")
    with pytest.raises(LogUnavailable):
        log.append(b"{}")
    with pytest.raises(LogUnavailable):
        log.wait_durable(ticket)


def test_the_database_keeps_a_transaction_and_a_row_limit() -> None:
    """BEGIN opens it, an error fails it, ROLLBACK ends it; Execute stops at its limit."""
    database = FakeDatabase(lambda text: Answer(sqlstate="22012") if text == "bad" else people(1, 2, 3))
    for text, status in [("BEGIN", "T"), ("bad", "E"), ("good", "E"), ("ROLLBACK", "I")]:
        database.send("p", flight(text))
        said = messages(database.receive())
        assert said[-1].body == status.encode()
    database.send("p", flight("good", 2))
    assert [chr(frame.kind) for frame in messages(database.receive())] == list("12DDsZ")


def test_a_session_that_would_hang_is_found_out() -> None:
    """Nobody waits for a database that was asked nothing."""
    with pytest.raises(AssertionError, match="hang"):
        FakeDatabase().receive()


def test_a_dead_database_stays_dead() -> None:
    """Its last bytes, then none, and no further flight."""
    database = FakeDatabase(lambda _: Answer(dies_after=3))
    database.send("p", flight("x"))
    assert (len(database.receive()), database.receive()) == (3, b"")
    with pytest.raises(UpstreamDown):
        database.send("p", flight("x"))


def test_the_world_waits_for_a_client_that_has_said_all() -> None:
    """A Read with nothing to read is where a test goes on; Admit looks at the directives of the moment."""
    world = World(cut_off(example_snapshot(), "removal"))
    with pytest.raises(Waiting):
        world.carry_out(Read())
    with pytest.raises(CutOffNow):
        world.carry_out(Admit(enrolled(LIAISON), frozenset({"removal-east"})))


def test_the_client_reads_whole_messages_only() -> None:
    """Bytes left over are a fault of the session."""
    with pytest.raises(AssertionError, match="no whole message"):
        messages(b"Z\0\0\0\5I" + b"Z")
    client = FakeClient(World())
    said = client.log_in("p-1")
    assert letters(said).endswith("KZ")
    with pytest.raises(AssertionError, match="0 errors"):
        error_of(said)
