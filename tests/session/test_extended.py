"""The extended protocol: which answer each message gets, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ostiary.pgwire import kinds
from ostiary.pgwire.frontend import (
    Bind,
    Describe,
    Execute,
    build_bind,
    build_close,
    build_describe,
    build_execute,
    build_flush,
    build_parse,
    build_query,
    build_sync,
)
from ostiary.session.portals.held import MAX_PORTALS, MAX_STATEMENTS
from ostiary.testing.client import ROBBERY, FakeClient, error_of, letters
from ostiary.testing.example import cut_off
from ostiary.testing.fake_database import Answer, FakeDatabase, people
from ostiary.testing.world import World

SELECT = "SELECT surname FROM persons WHERE person_id = $1"
SYNC = build_sync()
PARSE = build_parse("", SELECT)
BIND = build_bind("", "", parameters=[b"7"])
DESCRIBE = build_describe("P", "")
EXECUTE = build_execute("")


def asking(answer: Answer | None = None) -> FakeClient:
    """A client that has logged in and declared a robbery."""
    told = answer or people(7)
    client = FakeClient(World(database=FakeDatabase(lambda _: told)))
    client.log_in("p-1", ROBBERY)
    return client


def test_the_usual_batch_takes_one_flight() -> None:
    """Parse, Bind, Describe, Execute, Sync: answers in that order, one flight to the database, one entry."""
    client = asking()
    assert letters(client.send(PARSE + BIND + DESCRIBE + EXECUTE + SYNC)) == "12TDCZ"
    (flight,) = client.world.database.flights
    assert [type(message).__name__ for message in flight] == ["Parse", "Bind", "Describe", "Execute", "Sync"]
    (entry,) = client.world.log.entries
    assert entry["parameters"] == ["7"]
    assert entry["asked_about"] == [["persons.person_id", "7"]]


def test_without_describe_no_description_comes() -> None:
    """Only what was asked for is answered."""
    assert letters(asking().send(PARSE + BIND + EXECUTE + SYNC)) == "12DCZ"


def test_two_batches_in_one_packet_are_answered_in_order() -> None:
    """Pipelined batches each get their answers and their ReadyForQuery."""
    client = asking()
    batch = PARSE + BIND + DESCRIBE + EXECUTE + SYNC
    assert letters(client.send(batch + batch)) == "12TDCZ" * 2
    assert [entry["access"] for entry in client.world.log.entries] == ["s1-1", "s1-2"]


def test_an_error_skips_to_sync_and_the_next_batch_runs() -> None:
    """After an error nothing of the batch is acted upon; with Sync all is well again, as in PostgreSQL."""
    client = asking()
    bad = build_parse("", "SELECT nothing FROM persons") + BIND + DESCRIBE + EXECUTE + EXECUTE + SYNC
    assert letters(client.send(bad + PARSE + BIND + EXECUTE + SYNC)) == "12EZ12DCZ"
    assert len(client.world.database.flights) == 1


def test_a_description_comes_before_whatever_follows_it() -> None:
    """A Describe whose Execute does not follow is answered in its place, with an entry of its own."""
    client = asking()
    rebound = build_bind("", "", parameters=[b"8"])
    said = client.send(PARSE + BIND + DESCRIBE + rebound + EXECUTE + SYNC)
    assert letters(said) == "12T2DCZ"
    assert [entry["outcome"] for entry in client.world.log.entries] == ["described", "answered"]
    assert [entry["parameters"] for entry in client.world.log.entries] == [["7"], ["8"]]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        (SYNC, "12TZ"),
        (build_flush(), "12T"),
        (DESCRIBE + SYNC, "12TTZ"),
        (build_close("P", "") + SYNC, "12T3Z"),
        (build_parse("other", SELECT) + SYNC, "12T1Z"),
    ],
)
def test_a_description_that_waits_is_settled(tail: bytes, expected: str) -> None:
    """Whatever comes next but its Execute, the description comes first."""
    assert letters(asking().send(PARSE + BIND + DESCRIBE + tail)) == expected


def test_nothing_follows_an_error_but_readiness() -> None:
    """A description that waits when an error comes is not sent after it."""
    client = asking()
    said = client.send(PARSE + BIND + DESCRIBE + build_bind("", "nothing") + SYNC)
    assert letters(said) == "12TEZ"
    assert error_of(said)["C"] == "26000"


def test_a_statement_is_described_before_it_is_bound() -> None:
    """Parameters and columns from the database; recorded as described, since the statement was sent there."""
    client = asking()
    assert letters(client.send(PARSE + build_describe("S", "") + SYNC)) == "1tTZ"
    assert [entry["outcome"] for entry in client.world.log.entries] == ["described"]
    (flight,) = client.world.database.flights
    assert not any(isinstance(message, Bind | Execute) for message in flight)
    assert Describe("S", "") in flight


@pytest.mark.parametrize("kind", ["S", "P"])
def test_a_description_is_decided_upon_like_an_answer(kind: str) -> None:
    """What may not be read may not be described either."""
    client = asking()
    target = build_describe("S" if kind == "S" else "P", "")
    parse = build_parse("", "SELECT nothing FROM persons WHERE person_id = $1")
    said = client.send(parse + BIND + target + SYNC)
    assert error_of(said)["C"] == "42501"
    assert not client.world.database.flights


@pytest.mark.parametrize("kind", ["S", "P"])
@pytest.mark.parametrize(
    ("answer", "told", "outcome"),
    [(Answer(sqlstate="22P02"), "22000", "described"), (Answer(dies_after=5), "57P03", "failed")],
)
def test_a_description_that_fails_is_recorded(answer: Answer, told: str, outcome: str, kind: str) -> None:
    """It was forwarded, so it has its entry, also when the database died of it."""
    client = asking(answer)
    said = client.send(PARSE + BIND + build_describe("S" if kind == "S" else "P", "") + SYNC)
    assert error_of(said)["C"] == told
    assert [entry["outcome"] for entry in client.world.log.entries] == [outcome]


@pytest.mark.parametrize(
    ("text", "statement", "portal"),
    [
        ("SHOW ostiary.purpose", "1tTZ", "12TDCZ"),
        ("SET application_name = 'x'", "1tnZ", "12nCZ"),
        ("BEGIN", "1tnZ", "12nCZ"),
        ("", "1tnZ", "12nIZ"),
    ],
)
def test_statements_of_our_own_are_described_without_the_database(
    text: str, statement: str, portal: str
) -> None:
    """SHOW has one column, the others have none."""
    client = asking()
    parse = build_parse("", text)
    assert letters(client.send(parse + build_describe("S", "") + SYNC)) == statement
    assert not client.world.database.flights
    assert letters(client.send(parse + build_bind("", "") + DESCRIBE + EXECUTE + SYNC)) == portal
    client.query("ROLLBACK")
    assert letters(client.send(parse + build_bind("", "") + DESCRIBE + SYNC)) == "12" + statement[2] + "Z"


def test_a_named_statement_runs_again_and_again() -> None:
    """It is prepared here only: the database gets its own Parse each time."""
    client = asking()
    assert letters(client.send(build_parse("s", SELECT) + SYNC)) == "1Z"
    for _ in range(2):
        bind = build_bind("", "s", parameters=[b"7"])
        assert letters(client.send(bind + EXECUTE + SYNC)) == "2DCZ"
    assert len(client.world.database.texts) == 2


@pytest.mark.parametrize(
    ("batch", "sqlstate"),
    [
        (build_parse("s", "SELECT 1") * 2, "42P05"),
        (build_parse("s", "BEGIN") + build_bind("p", "s") * 2, "42P03"),
        (build_bind("", "s"), "26000"),
        (build_describe("S", "s"), "26000"),
        (build_describe("P", "p"), "34000"),
        (EXECUTE, "34000"),
        (PARSE + build_bind("", "", parameters=[b"7"], result_formats=[0, 1]) + EXECUTE, "08P01"),
        (build_parse("", SELECT, [2205]), "0A000"),
    ],
    ids=["statement twice", "portal twice", "no statement", "no statement to describe", "no portal to describe",
         "no portal", "formats", "regclass"],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_the_session_goes_on(batch: bytes, sqlstate: str) -> None:
    """One error for the batch, with PostgreSQL's code, and readiness."""
    client = asking()
    said = client.send(batch + SYNC)
    assert error_of(said)["C"] == sqlstate
    assert letters(said).endswith("EZ")
    assert not client.world.database.flights
    assert letters(client.send(PARSE + BIND + EXECUTE + SYNC)) == "12DCZ"


def test_what_is_closed_is_gone_and_may_be_closed_twice() -> None:
    """Close forgets a statement; closing what is not there is no error."""
    client = asking()
    client.send(build_parse("s", SELECT) + build_close("S", "s") * 2 + SYNC)
    assert error_of(client.send(build_bind("", "s") + SYNC))["C"] == "26000"


def test_statements_and_portals_are_limited() -> None:
    """53400 when a session keeps too many."""
    client = asking()
    said = client.send(
        b"".join(build_parse(f"s{number}", "BEGIN") for number in range(MAX_STATEMENTS + 1)) + SYNC
    )
    assert error_of(said)["C"] == "53400"
    said = client.send(b"".join(build_bind(f"p{number}", "s0") for number in range(MAX_PORTALS + 1)) + SYNC)
    assert error_of(said)["C"] == "53400"


def test_portals_die_at_sync_outside_a_transaction_and_live_inside() -> None:
    """As in PostgreSQL."""
    client = asking()
    bind = build_bind("p", "", parameters=[b"7"])
    client.send(PARSE + bind + SYNC)
    assert error_of(client.send(build_execute("p") + SYNC))["C"] == "34000"
    client.query("BEGIN")
    client.send(PARSE + bind + SYNC)
    assert letters(client.send(build_execute("p") + SYNC)) == "DCZ"
    client.query("COMMIT")
    assert error_of(client.send(build_execute("p") + SYNC))["C"] == "34000"


def test_portals_die_at_a_sync_that_fails_too() -> None:
    """A description that is refused at Sync does not keep portals alive."""
    client = asking()
    client.send(build_parse("", "SELECT nothing FROM persons") + build_bind("p", ""))
    assert letters(client.send(build_describe("P", "p") + SYNC)) == "EZ"
    assert error_of(client.send(build_execute("p") + SYNC))["C"] == "34000"


def test_a_failed_transaction_lets_nothing_through() -> None:
    """Neither Bind, Describe nor Execute of what was prepared or bound before: 25P02, and no flight."""
    client = asking()
    client.send(build_parse("s", SELECT) + SYNC)
    client.query("BEGIN")
    client.send(build_bind("p", "s", parameters=[b"7"]) + SYNC)
    client.query("SELECT nothing FROM persons")
    flights = len(client.world.database.flights)
    for message in (build_bind("", "s", parameters=[b"7"]), build_describe("S", "s"), PARSE):
        assert error_of(client.send(message + SYNC))["C"] == "25P02"
    assert error_of(client.send(build_execute("p") + SYNC))["C"] == "25P02"
    assert len(client.world.database.flights) == flights
    rollback = build_parse("", "ROLLBACK") + build_bind("", "") + EXECUTE + SYNC
    assert client.send(rollback)[-1].text == "I"


def test_what_was_prepared_under_one_purpose_is_planned_anew_under_another() -> None:
    """The plan, and with it the wall's views, are those of the purpose at Bind."""
    client = asking()
    client.send(build_parse("s", SELECT) + SYNC)
    bind = build_bind("", "s", parameters=[b"7"])
    client.send(bind + EXECUTE + SYNC)
    client.query("SET ostiary.purpose = 'removal'")
    assert error_of(client.send(bind + EXECUTE + SYNC))["C"] == "42501"
    assert len(client.world.database.flights) == 1


def test_what_was_prepared_under_one_policy_is_planned_anew_under_another() -> None:
    """Also when the profile is the same: the catalogue may name other subjects now."""
    client = asking()
    client.send(build_parse("s", SELECT) + SYNC)
    world = client.world
    world.snapshot = replace(world.snapshot, bundle=replace(world.snapshot.bundle, version="other"))
    world.commands.clear()
    assert letters(client.send(build_bind("", "s", parameters=[b"7"]) + EXECUTE + SYNC)) == "2DCZ"
    assert "PlanStatement" in [type(command).__name__ for command in world.commands]


@pytest.mark.parametrize("change", ["purpose", "directive", "policy"])
def test_a_portal_ends_when_its_grounds_change(change: str) -> None:
    """40001 at Execute: what was bound under other rules is bound again."""
    client = asking()
    world = client.world
    setting = build_parse("set", "SET ostiary.case = ''") + build_bind("set", "set") + build_execute("set")
    client.send(PARSE + BIND + build_flush() + (setting if change == "purpose" else b""))
    if change == "directive":
        world.snapshot = cut_off(world.snapshot, "bureau")
    if change == "policy":
        world.snapshot = replace(world.snapshot, bundle=replace(world.snapshot.bundle, version="other"))
    assert error_of(client.send(EXECUTE + SYNC))["C"] == "40001"
    assert not world.database.flights


def test_a_transaction_timeout_is_seen_by_execute() -> None:
    """Grounds and time are looked at for each Execute, not only for each Parse."""
    client = asking()
    client.query("BEGIN")
    client.send(PARSE + build_bind("p", "", parameters=[b"7"]) + SYNC)
    client.world.at += timedelta(seconds=61)
    assert error_of(client.send(build_execute("p") + SYNC))["C"] == "25P04"


def test_binary_results_and_parameters_pass() -> None:
    """Formats go to the database as asked, with binary for the hidden keys; binary parameters are recorded in hex."""
    client = asking()
    bind = build_bind("", "", [1], [(7).to_bytes(8)], [1])
    assert letters(client.send(build_parse("", SELECT, [20]) + bind + EXECUTE + SYNC)) == "12DCZ"
    (sent,) = [one for one in client.world.database.flights[0] if isinstance(one, Bind)]
    assert (sent.parameter_formats, sent.result_formats) == ((1,), (1, 1))
    assert client.world.log.entries[0]["parameters"] == ["\\x0000000000000007"]


def test_a_question_too_long_to_be_recorded_is_not_asked() -> None:
    """An entry takes 1 MiB: what would not fit is refused before anything is forwarded, and the session goes on."""
    client = asking()
    said = client.send(PARSE + build_bind("", "", parameters=[b"\1" * 200_000]) + EXECUTE + SYNC)
    assert error_of(said)["C"] == "54000"
    assert not client.world.database.flights
    assert max(map(len, client.world.log.payloads), default=0) < 2**20


def test_function_calls_are_refused_in_words() -> None:
    """0A000 and readiness; the fast path would go past every decision."""
    client = asking()
    call = b"F" + (4 + 4 + 2 + 2 + 2).to_bytes(4) + (1).to_bytes(4) + bytes(6)
    said = client.send(call)
    assert (letters(said), error_of(said)["C"]) == ("EZ", "0A000")


@pytest.mark.parametrize("kind", [kinds.COPY_DATA, kinds.COPY_DONE, kinds.PASSWORD, ord("?")])
def test_messages_out_of_place_end_the_session(kind: int) -> None:
    """08P01, fatal."""
    client = asking()
    error = error_of(client.send(bytes([kind]) + (4).to_bytes(4)))
    assert (error["S"], error["C"]) == ("FATAL", "08P01")
    assert client.is_over


def test_a_query_inside_a_batch_ends_the_session() -> None:
    """Documented in the table of states: whether it ran would depend on an error that the client has not seen."""
    assert error_of(asking().send(PARSE + build_query("SELECT 1")))["C"] == "08P01"
