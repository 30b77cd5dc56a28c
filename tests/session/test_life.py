"""A client's whole life: every end of it, at every point of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ostiary.directives.life_cycle import Directive
from ostiary.errors import LogUnavailable, OstiaryError, UpstreamDown
from ostiary.model.directive import CutOff
from ostiary.pgwire import kinds
from ostiary.pgwire.frontend import (
    Describe,
    Execute,
    Parse,
    build_bind,
    build_describe,
    build_execute,
    build_parse,
    build_query,
    build_sync,
    build_terminate,
)
from ostiary.pgwire.startup import startup_message
from ostiary.session.commands import (
    AnyCommand,
    Append,
    AwaitDurable,
    ClientGone,
    CutOffNow,
    Draining,
    Forward,
    LeaseLost,
    PlanStatement,
    ReadUpstream,
    Release,
    SessionEnded,
)
from ostiary.session.life import bug_response
from ostiary.session.standing import cut_off_now
from ostiary.testing.client import FakeClient, Said, error_of, letters, messages
from ostiary.testing.fake_database import Answer, FakeDatabase, people
from ostiary.testing.world import World

SELECT = "SELECT surname FROM persons"
LONG = Answer(
    rows=tuple((b"name-%d" % one + bytes(30_000), one.to_bytes(8)) for one in range(5)), chunk=40_000
)
"""Five rows that make a batch and a rest."""

PREPARE = build_parse("s", f"{SELECT} WHERE person_id = $1")
BIND = build_bind("", "s", parameters=[b"7"])
CONVERSATION = (
    build_query(SELECT),
    build_query("BEGIN") + build_query(f"{SELECT} WHERE surname LIKE 'L%'"),
    PREPARE + build_describe("S", "s") + BIND + build_describe("P", "") + build_execute("") + build_sync(),
    build_query("SELECT nothing FROM persons"),
    build_query("ROLLBACK") + build_query("SET ostiary.beneficiary = 'bureau'"),
)
"""A short answer, a stream in a transaction, a batch with a description, a refusal, a change of what is declared."""

ENDS: dict[str, tuple[Callable[[], SessionEnded], str]] = {
    "client gone": (lambda: ClientGone("gone"), ""),
    "cut off": (lambda: CutOffNow("D-1"), "57P01"),
    "lease lost": (lambda: LeaseLost("lost touch"), "57P03"),
    "draining": (lambda: Draining("closing"), "57P01"),
}


def answers(text: str) -> Answer:
    """A stream for LIKE, two rows for all else."""
    return LONG if "^@" in text else people(1, 2)


def live(before: Callable[[AnyCommand], None] = lambda _: None) -> FakeClient:
    """Log in and hold the conversation, or as much of it as the session lives for."""
    client = FakeClient(World(database=FakeDatabase(answers), before=before))
    client.log_in("p-1")
    for packet in CONVERSATION:
        if not client.is_over:
            client.send(packet)
    return client


WHOLE = live().world.commands
POINTS = range(len(WHOLE))


def verify_accounted_for(world: World) -> None:
    """Every question that was forwarded has its entries, each access exactly one last part."""
    flights = [
        flight for flight in world.database.flights
        if any(isinstance(one, Execute | Describe) for one in flight)
        and not any(isinstance(one, Parse) and one.text.startswith(("BEGIN", "ROLLBACK", "COMMIT")) for one in flight)
    ]  # fmt: skip
    entries = world.log.entries
    last = [entry["access"] for entry in entries if entry["part"] in {"whole", "ended"}]
    assert len(last) == len(set(last))
    assert {entry["access"] for entry in entries} == set(last)
    assert len([entry for entry in entries if entry["part"] in {"whole", "ended"}]) >= len(flights)
    assert sum(entry["outcome"] != "refused" for entry in entries) >= len(flights)


def verify_rows_named(world: World, released: list[bytes]) -> None:
    """Every row that left is about somebody whom a durable entry names."""
    for data in released:
        for frame in messages(data) if data != b"N" else []:
            if frame.kind == kinds.DATA_ROW and b"name-" in frame.body:
                number = int(frame.body.split(b"name-")[1].rstrip(b"\0"))
                assert number in world.log.durable_subjects


def test_the_conversation_is_as_varied_as_it_should_be() -> None:
    """Undisturbed it streams, describes, refuses and ends nowhere."""
    client = live()
    assert not client.is_over
    parts = [(entry["part"], entry["outcome"]) for entry in client.world.log.entries]
    assert parts == [
        ("whole", "answered"), ("asked", "open"), ("answered", "open"), ("ended", "answered"),
        ("whole", "described"), ("whole", "answered"), ("whole", "refused"),
    ]  # fmt: skip
    verify_accounted_for(client.world)
    verify_rows_named(client.world, client.world.released)


@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("point", POINTS)
def test_wherever_a_session_is_ended_nothing_leaves_and_all_is_recorded(
    point: int, end: str, *, twice: bool
) -> None:
    """At each command: no row leaves afterwards, what was forwarded has its entry, and the last words are right.

    A second end, while the last words are being said, is the end.
    """
    make, sqlstate = ENDS[end]
    world = World()

    def throw(command: AnyCommand) -> None:
        number = len(world.commands) - 1
        if number == point or (twice and number > point and isinstance(command, Release)):
            raise make()

    world.before, world.database = throw, FakeDatabase(answers)
    client = FakeClient(world)
    client.log_in("p-1")
    for packet in CONVERSATION:
        if not client.is_over:
            client.send(packet)
    assert client.is_over
    releases = [command.data for command in world.commands[point + 1 :] if isinstance(command, Release)]
    assert not any(b"name-" in data for data in releases)
    assert [b"C" + sqlstate.encode() + b"\0" in data for data in releases] == ([True] if sqlstate else [])
    verify_accounted_for(world)
    verify_rows_named(world, world.released)


@pytest.mark.parametrize(
    ("kinds_hit", "fault", "sqlstate"),
    [
        ((Append, AwaitDurable), LogUnavailable("full"), "58030"),
        ((Forward, ReadUpstream, PlanStatement), UpstreamDown("dead"), "57P03"),
    ],
    ids=["log", "database"],
)
@pytest.mark.parametrize("point", POINTS)
def test_wherever_the_world_fails_no_row_leaves_unnamed(
    point: int, kinds_hit: tuple[type[AnyCommand], ...], fault: OstiaryError, sqlstate: str
) -> None:
    """The log or the database fails at one command: the client is told so, and no row is out of order."""
    if not isinstance(WHOLE[point], kinds_hit):
        return
    world = World(database=FakeDatabase(answers))

    def fail(_: AnyCommand) -> None:
        if len(world.commands) - 1 == point:
            raise fault

    world.before = fail
    client = FakeClient(world)
    client.log_in("p-1")
    said: list[Said] = []
    for packet in CONVERSATION:
        if not client.is_over:
            said += client.send(packet)
    assert sqlstate in {one.text for one in said if one.kind == kinds.ERROR_RESPONSE}
    verify_rows_named(world, world.released)
    if isinstance(fault, UpstreamDown):
        verify_accounted_for(world)
        assert client.is_over


def test_leaving_is_no_event() -> None:
    """Terminate, or a closed connection, ends the session without a word; what was answered before still leaves."""
    client = FakeClient(World())
    client.log_in("p-1")
    assert letters(client.send(build_query("SHOW ostiary.case") + build_terminate())) == "TDCZ"
    assert client.is_over
    client = FakeClient(World())
    client.log_in("p-1")
    assert client.send(b"") == []
    assert client.is_over


def test_an_end_between_statements_has_its_last_words() -> None:
    """A session that waits for its client is told why it is over."""
    client = FakeClient(World())
    client.log_in("p-1")
    error = error_of(client.throw(CutOffNow("D-1")))
    assert (error["S"], error["C"]) == ("FATAL", "57P01")
    assert "D-1" in error["M"]


@pytest.mark.parametrize(("until", "end"), [(None, "For good."), ("2026-12-24", "Until 2026-12-24.")])
def test_whoever_is_cut_off_sees_the_reason_the_end_and_whom_to_ask(until: str | None, end: str) -> None:
    """A live session is told what the officials wrote for its members to see."""
    client = FakeClient(World())
    client.log_in("r-1")
    snapshot = client.world.snapshot
    directive = Directive("D-7", CutOff("removal", "announced.", until), "confirmed", "mayor", "")
    error = error_of(client.throw(cut_off_now(directive, snapshot)))
    assert (error["C"], error["M"]) == ("57P01", "access was cut off by directive D-7")
    assert error["D"] == f"Reason: announced. {end} The session is over and stays over."
    assert error["H"] == "Ask the clerk."


def losing_the_lease(world: World, has_it_come: Callable[[bytes], bool]) -> None:
    """From now on the first bytes that fit are not released, as the door does it: the lease is lost once."""
    lost: list[AnyCommand] = []

    def throw(command: AnyCommand) -> None:
        if isinstance(command, Release) and not lost and has_it_come(command.data):
            lost.append(command)
            raise LeaseLost("lost touch")

    world.before = throw


@pytest.mark.parametrize("text", [SELECT, f"{SELECT} WHERE surname LIKE 'L%'"], ids=["short", "stream"])
def test_a_lease_that_is_lost_while_rows_are_sent_adds_no_second_end(text: str) -> None:
    """The access has its last entry before its last rows are handed over, and keeps that one."""
    client = FakeClient(World(database=FakeDatabase(answers)))
    client.log_in("p-1")
    ends = ("whole", "ended")
    losing_the_lease(client.world, lambda _: any(e["part"] in ends for e in client.world.log.entries))
    assert error_of(client.query(text))["C"] == "57P03"
    assert [e["outcome"] for e in client.world.log.entries if e["part"] in ends] == ["answered"]


def test_a_fatal_refusal_is_told_though_the_lease_is_lost_meanwhile() -> None:
    """The answers that wait before it stay; the refusal gives nothing away."""
    client = FakeClient(World(database=FakeDatabase(answers)))
    client.log_in("p-1")
    client.world.log.appends_left = 1
    losing_the_lease(client.world, lambda data: b"C58030" in data)
    said = client.send(build_query(SELECT) + build_query(SELECT))
    assert (letters(said), error_of(said)["C"]) == ("E", "58030")


def test_the_last_words_of_a_bug_say_nothing_of_it() -> None:
    """XX000, fatal, a fixed text."""
    (frame,) = messages(bug_response())
    assert b"CXX000\0" in frame.body


FRAMES = st.builds(
    lambda kind, body: bytes([kind]) + (4 + len(body)).to_bytes(4) + body,
    st.sampled_from(b"QPBDECSHXFdcfp"),
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from([b"S\0", b"P\0", b"\0\0\0\0", b"BEGIN\0", b"\0SELECT 1\0\0\0"]),
    ),
)


@settings(max_examples=150)
@given(st.lists(st.one_of(st.binary(max_size=60), FRAMES), max_size=8), st.booleans())
@example([b"D\0\0\0\6S\0", b""], True)  # noqa: FBT003 - as Hypothesis draws it
def test_no_bytes_of_a_client_bring_anything_but_an_end(pieces: list[bytes], logged_in: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    """Whatever comes, before or after the log-in: the session waits for more, or ends with a fatal error or in silence.

    Nothing is declared, so nothing is forwarded either.
    """
    client = FakeClient(World())
    if logged_in:
        client.log_in("p-1", {})
    else:
        client.send(startup_message({"user": "p-1"}))
    said = [one for piece in pieces if not client.is_over for one in client.send(piece)]
    has_left = b"" in pieces or bytes([kinds.TERMINATE]) in b"".join(pieces)
    if client.is_over and not has_left and said and said[-1].kind == kinds.ERROR_RESPONSE:
        assert said[-1].fields is not None
        assert said[-1].fields["S"] == "FATAL"
    assert not client.world.database.flights


@settings(max_examples=150)
@given(st.lists(st.binary(max_size=60), max_size=4))
def test_no_first_bytes_bring_anything_but_an_end(pieces: list[bytes]) -> None:
    """The same for what stands where a first packet should."""
    client = FakeClient(World())
    for piece in pieces:
        if not client.is_over:
            client.world.inbox.append(piece)
            client._run()
    assert not client.world.admitted
