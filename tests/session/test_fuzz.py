"""Whatever a client sends: a session answers or ends, and never says anything else for the way its bytes came in pieces."""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ostiary.pgwire import fields, kinds
from ostiary.pgwire.frontend import (
    build_bind,
    build_close,
    build_describe,
    build_execute,
    build_flush,
    build_parse,
    build_query,
    build_sync,
    build_terminate,
)
from ostiary.testing.client import ROBBERY, FakeClient, messages
from ostiary.testing.fake_database import Answer, FakeDatabase, people
from ostiary.testing.world import World

SELECT = "SELECT surname FROM persons"
TEXTS = [
    SELECT, f"{SELECT} WHERE person_id = $1", "SELECT 1 / 0", "", ";", "SELEC", "BEGIN", "BEGIN ISOLATION LEVEL SERIALIZABLE", "COMMIT",
    "ROLLBACK", "COMMIT AND CHAIN", "SAVEPOINT a", "ROLLBACK TO a", "RELEASE a", "SET TRANSACTION READ ONLY", f"DECLARE a CURSOR FOR {SELECT}",
    "FETCH a", "FETCH ALL FROM a", "FETCH 2 FROM b", "CLOSE a", "CLOSE ALL", "DEALLOCATE a", "DEALLOCATE ALL", "UNLISTEN *", "RESET ALL",
    f"COPY ({SELECT}) TO STDOUT", "COPY persons TO STDOUT (FORMAT binary)", f"COPY ({SELECT}) TO STDOUT CSV HEADER", "COPY persons FROM STDIN",
    "CLOSE ALL;\nRESET ALL;", "ROLLBACK;\nCLOSE ALL;", "SELECT 1; SELECT 2", "SHOW transaction_isolation", "SHOW ostiary.case",
    "SET ostiary.purpose = 'investigation'", "SET ostiary.purpose = 'x'", "LISTEN x", "DELETE FROM persons", "MOVE 1 FROM a",
]  # fmt: skip
NAMES = st.sampled_from(["", "a", "b"])
COUNTS = st.sampled_from([2, 1, 0, 2**31 - 1])
VALUES = st.lists(st.one_of(st.none(), st.just(b"7"), st.binary(max_size=9)), max_size=2)
FORMATS = st.lists(st.integers(0, 1), max_size=2)

QUERIES = st.sampled_from(TEXTS).map(build_query)
EXTENDED = st.one_of(
    st.builds(
        build_parse, NAMES, st.sampled_from(TEXTS), st.lists(st.sampled_from([0, 20, 25, 2205]), max_size=2)
    ),
    st.builds(
        lambda portal, name, values, results: build_bind(portal, name, (), values, results),
        NAMES,
        NAMES,
        VALUES,
        FORMATS,
    ),
    st.builds(build_describe, st.sampled_from("SP"), NAMES),
    st.builds(build_execute, NAMES, COUNTS),
    st.builds(build_close, st.sampled_from("SP"), NAMES),
    st.just(build_flush()),
)
READ = st.builds(
    lambda text, name, count, more: build_parse("", text) + build_bind(name, "") + build_execute(name, count) + more,
    st.sampled_from([SELECT, SELECT, f"COPY ({SELECT}) TO STDOUT", "FETCH 1 FROM a"]), NAMES, COUNTS, st.one_of(st.just(b""), EXTENDED),
)  # fmt: skip
"""What goes well, mostly."""

ON = st.builds(build_execute, NAMES, COUNTS)

BATCHES = st.one_of(
    st.builds(
        lambda first, rest: first + b"".join(rest) + build_sync(),
        READ,
        st.lists(st.one_of(READ, ON, EXTENDED), max_size=4),
    ),
    st.lists(EXTENDED, max_size=4).map(lambda all_: b"".join(all_) + build_sync()),
)

OTHERS = st.one_of(
    EXTENDED,
    st.sampled_from([build_sync(), build_terminate()]),
    st.sampled_from(
        [kinds.COPY_DATA, kinds.COPY_DONE, kinds.COPY_FAIL, kinds.PASSWORD, kinds.FUNCTION_CALL, 0, 255]
    ).map(fields.frame),
)
"""Every other message that there is, anywhere."""


CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(-1, 255)), max_size=2)


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    """What a client sends: messages and batches as they should be, or with a byte of it changed, or the end lost."""
    pieces: list[bytes] = draw(st.lists(st.one_of(QUERIES, QUERIES, BATCHES, BATCHES, OTHERS), max_size=8))
    stream = bytearray(b"".join(pieces))
    for where, what in draw(CHANGES):
        if what < 0:
            del stream[where % (len(stream) + 1) :]
        elif stream:
            stream[where % len(stream)] = what
    return bytes(stream)


def answers(text: str) -> Answer:
    return Answer(sqlstate="22012") if "/" in text else people(1, 2, 3)


def heard(stream: bytes, size: int, user: str) -> bytes:
    """Everything that a session says to this, when it comes in pieces of that size."""
    world = World(database=FakeDatabase(answers))
    client = FakeClient(world)
    client.log_in(user, ROBBERY)
    said = len(world.released)
    for start in range(0, len(stream), size):
        if not client.is_over:
            client.send(stream[start : start + size])
    entries = world.log.entries
    assert len(entries) == world.log.durable
    return b"".join(world.released[said:])


def assert_told_alike(whole: bytes, pieces: bytes) -> None:
    """The same, unless it ends the session: then what waited to be sent is left unsaid, and more waits when all comes at once."""
    if whole != pieces:
        last = max(whole.rfind(b"SFATAL") - 5, 0)
        assert whole[last:] == pieces[-len(whole[last:]) :]
        assert pieces.startswith(whole[:last])


@settings(max_examples=400, deadline=None)
@given(streams(), st.sampled_from(["p-1", "b-1", "r-1"]))
def test_what_is_said_does_not_depend_on_how_bytes_arrive(stream: bytes, user: str) -> None:
    """Whole, in pieces and one byte at a time: the same answers. A session raises nothing, whatever it is sent."""
    whole = heard(stream, max(len(stream), 1), user)
    for size in (1, 7):
        assert_told_alike(whole, heard(stream, size, user))
    said = [frame.kind for frame in messages(whole)]
    event(
        f"copies: {kinds.COPY_OUT_RESPONSE in said}; suspended: {kinds.PORTAL_SUSPENDED in said}; errors: {kinds.ERROR_RESPONSE in said}"
    )
    assert said.count(kinds.COPY_DONE) <= said.count(kinds.COPY_OUT_RESPONSE)


@settings(max_examples=200, deadline=None)
@given(st.lists(BATCHES, min_size=1, max_size=5))
def test_every_batch_ends_in_one_readiness_and_has_one_error_at_most(batches: list[bytes]) -> None:
    """However it goes: Sync brings exactly one ReadyForQuery, and after an error nothing but that."""
    client = FakeClient(World(database=FakeDatabase(answers)))
    client.log_in("p-1")
    for batch in batches:
        if client.is_over:
            return
        said = [one.kind for one in client.send(batch) if one.kind != kinds.NOTICE_RESPONSE]
        if not client.is_over:
            assert said.count(kinds.READY_FOR_QUERY) == batch.count(build_sync())
            assert said[-1] == kinds.READY_FOR_QUERY
            if batch.count(build_sync()) == 1 and kinds.ERROR_RESPONSE in said:
                assert said[-2:] == [kinds.ERROR_RESPONSE, kinds.READY_FOR_QUERY]
