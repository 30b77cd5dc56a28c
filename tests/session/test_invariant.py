"""The invariant of the whole house, tried on random conversations in a world where everything may fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain, count
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ostiary.errors import LogUnavailable, UpstreamDown
from ostiary.model.entry_form import entry_object
from ostiary.pgwire import kinds
from ostiary.pgwire.frontend import (
    Bind,
    Parse,
    build_bind,
    build_close,
    build_describe,
    build_execute,
    build_flush,
    build_parse,
    build_query,
    build_sync,
)
from ostiary.session.commands import (
    AnyCommand,
    Append,
    AwaitDurable,
    ClientGone,
    CutOffNow,
    Forward,
    LeaseLost,
    PlanStatement,
    ReadUpstream,
    Release,
)
from ostiary.testing.client import FakeClient, messages
from ostiary.testing.example import CASE, RULES, cut_off, example_bundle
from ostiary.testing.fake_database import SECRET, Answer, FakeDatabase
from ostiary.testing.world import World

SELECT = "SELECT surname FROM persons"
BY_KEY = f"{SELECT} WHERE person_id = $1"
TEXTS = [
    SELECT,
    f"{SELECT} WHERE surname = 'Doe'",
    "SELECT ssn FROM persons",
    "SELECT nothing FROM persons",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SET ostiary.purpose = 'robbery'",
    "SET ostiary.purpose = 'removal'",
    f"SET ostiary.case = '{CASE}'",
    "SET ostiary.beneficiary = 'removal'",
    "RESET ALL",
    "SHOW ostiary.purpose",
    "DELETE FROM persons",
    "",
    "SAVEPOINT s",
    "ROLLBACK TO s",
    "RELEASE s",
    f"DECLARE a CURSOR FOR {SELECT}",
    "FETCH 2 FROM a",
    "FETCH ALL FROM a",
    "CLOSE a",
    f"COPY ({SELECT}) TO STDOUT",
    "ROLLBACK;\nCLOSE ALL;\nRESET ALL;",
    "COMMIT AND CHAIN",
]
OTHER = example_bundle(RULES.replace('"P1"', '"Q1"'))
"""Another policy version: what is allowed is allowed by a rule of another name."""
NAMES = st.sampled_from(["", "a"])
BATCH = (
    build_parse("", BY_KEY) + build_bind("", "", (), (b"7",)) + build_describe("P", "")
    + build_execute("") + build_sync()
)  # fmt: skip
"""What drivers send."""
ONE_BY_ONE = [
    build_execute("a", 2) + build_sync(),
    build_execute("a", 1) + build_execute("a", 2) + build_sync(),
    build_query("FETCH 2 FROM a"),
    build_query("FETCH ALL FROM a"),
    build_parse("", "FETCH 2 FROM a")
    + build_bind("", "", result_formats=[1])
    + build_execute("")
    + build_sync(),
    build_query("SAVEPOINT s"),
    build_query("ROLLBACK TO s"),
    build_query(f"COPY ({SELECT}) TO STDOUT"),
    BATCH,
]
OPENED = [
    build_query(f"DECLARE a CURSOR FOR {SELECT}"),
    build_parse("", SELECT) + build_bind("a", "") + build_sync(),
]
"""What reads in portions inside a transaction, and what comes in between."""
IN_TRANSACTION = st.builds(
    lambda opened, pieces: [build_query("BEGIN") + opened, *pieces],
    st.sampled_from(OPENED),
    st.lists(st.sampled_from(ONE_BY_ONE), min_size=1, max_size=5),
)
IN_BATCH = st.builds(
    lambda counts: [
        build_parse("", SELECT) + build_bind("a", ""),
        *(build_execute("a", n) for n in counts),
        build_sync(),
    ],
    st.lists(st.integers(0, 4), min_size=1, max_size=4),
)

MESSAGES = st.one_of(
    st.sampled_from(TEXTS).map(build_query),
    st.sampled_from([build_query(SELECT), BATCH, build_sync()]),
    st.builds(build_parse, NAMES, st.sampled_from([SELECT, BY_KEY, *TEXTS])),
    st.builds(build_bind, NAMES, NAMES, st.just(()), st.sampled_from([(), (b"7",)])),
    st.builds(build_describe, st.sampled_from("SP"), NAMES),
    st.builds(build_execute, NAMES, st.sampled_from([0, 0, 1, 2, 5])),
    st.builds(build_close, st.sampled_from("SP"), NAMES),
    st.sampled_from([build_sync(), build_flush()]),
)
USUAL = st.sampled_from([build_query(SELECT), BATCH, build_query("BEGIN") + BATCH])
SINGLE = st.one_of(USUAL, st.lists(MESSAGES, min_size=1, max_size=4).map(b"".join)).map(lambda one: [one])
PACKETS = st.lists(st.one_of(SINGLE, SINGLE, IN_TRANSACTION, IN_BATCH), max_size=6).map(
    lambda all_: list(chain(*all_))
)
"""What the client sends, as one read each."""

PLANNED_ANSWERS = st.lists(
    st.tuples(st.sampled_from([0, 1, 3, 6]), st.sampled_from(["", "", "", "22012", "57014"]), st.sampled_from([None, None, None, 3, 150])),
    max_size=12,
)  # fmt: skip
"""For each query the number of rows, an error, and after how many bytes the database dies."""

CHANGES = st.dictionaries(
    st.integers(1, 40), st.sampled_from(["cut off", "policy", "walls", "minute"]), max_size=2
)
"""At which command which of the rules change."""

FAULTS = st.one_of(
    st.none(),
    st.tuples(st.integers(1, 25), st.sampled_from(["gone", "cut off", "lease", "world"])),
)
"""At which command the session is ended, or the world fails in the way that this command may fail."""


@dataclass
class Checked:
    """A world that checks every release, and fails and changes as it is told to."""

    changes: dict[int, str]
    fault: tuple[int, str] | None
    world: World = field(default_factory=World)
    has_lost_log: bool = False
    done: int = 0
    due: str = ""

    def before(self, command: AnyCommand) -> None:
        """Check, then change the rules, then fail."""
        self.done += 1
        self.due = self.changes.get(self.done, self.due)
        if isinstance(command, Append):
            # Handing an entry over takes no time, so nothing changes meanwhile.
            verify_one_version(entry_object(command.payload), self.world)
        else:
            self._change(self.due)
            self.due = ""
        if isinstance(command, Release):
            verify_named(self.world, command.data)
        if self.fault is not None and self.fault[0] == self.done:
            self._fail(command, self.fault[1])

    def _change(self, what: str) -> None:
        snapshot = self.world.snapshot
        match what:
            case "cut off":
                self.world.snapshot = cut_off(snapshot, "removal")
            case "policy":
                self.world.snapshot = replace(snapshot, bundle=OTHER)
            case "walls":
                self.world.snapshot = replace(snapshot, walls=frozenset())
            case "minute":
                self.world.at += timedelta(seconds=61)
            case _:
                pass

    def _fail(self, command: AnyCommand, how: str) -> None:
        match how, command:
            case "gone", _:
                raise ClientGone("gone")
            case "cut off", _:
                raise CutOffNow("D-1")
            case "lease", _:
                raise LeaseLost("lost touch")
            case "world", Append() | AwaitDurable():
                self.has_lost_log = True
                raise LogUnavailable("full")
            case "world", Forward() | ReadUpstream() | PlanStatement():
                raise UpstreamDown("dead")
            case _:
                pass


def verify_one_version(entry: dict[str, Any], world: World) -> None:
    """INVARIANT: an entry names the version whose rules decided; no row of a version has an entry once another is in force."""
    decision = entry.get("decision", {})
    other = "P1" if entry["policy"] == OTHER.version else "Q1"
    rules = [*decision.get("permits", ()), *(one["rule"] for one in decision.get("reasons", ()))]
    assert other not in rules
    if entry["outcome"] == "answered" or entry["rows"]:
        assert entry["policy"] == world.snapshot.bundle.version


def verify_named(world: World, data: bytes) -> None:
    """INVARIANT: a row leaves only when a durable entry names its subject; no error text of the database ever does."""
    assert SECRET.encode() not in data
    for frame in messages(data):
        if frame.kind in {kinds.DATA_ROW, kinds.COPY_DATA} and b"name-" in frame.body:
            assert int(frame.body.split(b"name-")[1].rstrip(b"\n")) in world.log.durable_subjects


def fresh(planned: list[tuple[int, str, int | None]]) -> Callable[[str], Answer]:
    """Answers in which nobody comes twice, so that an entry of another access cannot stand for one that is missing."""
    subjects, queries = count(1), iter(planned)

    def answer(_: str) -> Answer:
        rows, sqlstate, dies_after = next(queries, (3, "", None))
        named = [next(subjects) for _ in range(rows)]
        return Answer(
            # Rows of 30 kB make streams of a few rows.
            rows=tuple((bytes(30_000) + b"name-%d" % one, one.to_bytes(8)) for one in named),
            sqlstate=sqlstate,
            later=sqlstate if dies_after else "",
            dies_after=dies_after,
            chunk=50_000,
        )

    return answer


def forwarded(world: World) -> int:
    """How many questions about records were sent to the database, portions of an answer each by itself."""
    ours = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET")
    return sum(
        not any(isinstance(one, Parse) and one.text.startswith(ours) for one in flight)
        for flight in world.database.flights
    )


@settings(max_examples=300)
@given(st.sampled_from(["p-1", "b-1", "r-1"]), PACKETS, PLANNED_ANSWERS, CHANGES, FAULTS)
def test_no_row_leaves_before_its_entry_and_nothing_is_forwarded_without_one(
    user: str,
    packets: list[bytes],
    planned: list[tuple[int, str, int | None]],
    changes: dict[int, str],
    fault: tuple[int, str] | None,
) -> None:
    """For any conversation, any answers, any change of the rules, and any end or failure at any command."""
    converse(user, packets, planned, changes, fault)


@settings(max_examples=300)
@given(
    st.sampled_from(["p-1", "b-1"]),
    st.lists(st.one_of(IN_TRANSACTION, IN_BATCH), min_size=1, max_size=3).map(
        lambda all_: list(chain(*all_))
    ),
    st.lists(
        st.tuples(st.sampled_from([3, 6]), st.sampled_from(["", "", "", "22012"]), st.none()),
        min_size=3,
        max_size=6,
    ),
    CHANGES,
    FAULTS,
)
def test_the_same_holds_for_answers_in_portions(
    user: str,
    packets: list[bytes],
    planned: list[tuple[int, str, int | None]],
    changes: dict[int, str],
    fault: tuple[int, str] | None,
) -> None:
    """Portals and cursors that are read on, side by side with copies and savepoints."""
    converse(user, packets, planned, changes, fault)


def converse(
    user: str,
    packets: list[bytes],
    planned: list[tuple[int, str, int | None]],
    changes: dict[int, str],
    fault: tuple[int, str] | None,
) -> None:
    """Play one conversation, and look at what is left behind."""
    checked = Checked(changes, fault)
    world = checked.world
    world.database = FakeDatabase(fresh(planned))
    client = FakeClient(world)
    client.log_in(user)
    world.before = checked.before
    for packet in packets:
        if not client.is_over:
            client.send(packet)
    entries = world.log.entries
    last = [entry["access"] for entry in entries if entry["part"] in {"whole", "ended"}]
    assert len(last) == len(set(last))
    answered = {entry["access"] for entry in entries if entry["outcome"] != "refused"}
    portions = [
        len(flight)
        for flight in world.database.flights
        if not any(isinstance(one, Parse | Bind) for one in flight)
    ]
    event(f"portions: {min(len(portions), 2)}; copies: {b'COPY' in b''.join(packets)}")
    event(f"over: {client.is_over}; streams: {any(entry['part'] == 'asked' for entry in entries)}")
    if not checked.has_lost_log:
        assert len(answered) >= forwarded(world)
        assert {entry["access"] for entry in entries} == set(last)
