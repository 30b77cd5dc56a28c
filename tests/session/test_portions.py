"""Answers in portions: each Execute and each FETCH is decided, named and released by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ostiary.pgwire import kinds
from ostiary.pgwire.backend import parse_row_description
from ostiary.pgwire.frontend import (
    Bind,
    Close,
    Execute,
    Parse,
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
from ostiary.session.commands import AnyCommand, Forward
from ostiary.session.portals.held import MAX_PORTALS
from ostiary.session.transactions import MAX_MARKS
from ostiary.session.world import Snapshot
from ostiary.testing.client import ROBBERY, FakeClient, Said, error_of, letters, messages
from ostiary.testing.example import RULES, cut_off, example_snapshot
from ostiary.testing.fake_database import Answer, FakeDatabase, people
from ostiary.testing.world import World

SELECT = "SELECT surname FROM persons"
PARSE, BIND = build_parse("", SELECT), build_bind("p", "")
SYNC = build_sync()
DECLARE = f"DECLARE c CURSOR FOR {SELECT}"


def asking(answer: Answer | None = None, user: str = "p-1", rules: str = RULES) -> FakeClient:
    """A client that has logged in, in a world where each statement brings this answer, seven people otherwise."""
    told = people(*range(1, 8)) if answer is None else answer
    client = FakeClient(World(snapshot=example_snapshot(rules), database=FakeDatabase(lambda _: told)))
    client.log_in(user)
    return client


def execute(count: int, portal: str = "p") -> bytes:
    return build_execute(portal, count)


def subjects(client: FakeClient) -> list[list[int]]:
    """Whom each entry of an access names."""
    return [entry["subjects"] for entry in client.world.log.entries]


def state_of(client: FakeClient) -> str:
    """The state of the transaction at the database."""
    return client.world.database.status


def shown(said: list[Said]) -> list[bytes | None]:
    return [one.values[0] for one in said if one.kind == kinds.DATA_ROW]


def test_each_execute_names_exactly_whom_it_sends() -> None:
    """Three accesses with an entry each, which name those of their own rows; the later two say which they go on with."""
    client = asking()
    client.query("BEGIN")
    assert letters(client.send(PARSE + BIND + execute(3) + SYNC)) == "12DDDsZ"
    assert letters(client.send(execute(3) + SYNC)) == "DDDsZ"
    assert letters(client.send(execute(0) + SYNC)) == "DCZ"
    assert subjects(client) == [[1, 2, 3], [4, 5, 6], [7]]
    first, *others = client.world.log.entries
    assert "continues" not in first
    assert [entry["continues"] for entry in others] == [first["access"]] * 2
    assert len({entry["access"] for entry in client.world.log.entries}) == 3
    assert [entry["part"] for entry in client.world.log.entries] == ["whole"] * 3


def test_a_portion_leaves_only_after_its_entry() -> None:
    """When the second entry cannot be made durable, the second portion does not leave."""
    client = asking()
    client.query("BEGIN")
    client.send(PARSE + BIND + execute(3) + SYNC)
    client.world.log.syncs_left = 0
    said = client.send(execute(3) + SYNC)
    assert shown(said) == []
    assert error_of(said)["C"] == "58030"
    assert client.is_over


def test_a_batch_has_a_transaction_that_its_client_does_not_see() -> None:
    """Outside a transaction portals live until Sync: one is open at the database until then, and the state stays I."""
    client = asking()
    said = client.send(PARSE + BIND + execute(3) + build_flush())
    assert letters(said) == "12DDDs"
    assert state_of(client) == "T"
    said = client.send(execute(3) + SYNC)
    assert (letters(said), said[-1].text) == ("DDDsZ", "I")
    assert state_of(client) == "I"
    assert client.world.database.texts[0].startswith("BEGIN READ ONLY")
    assert client.world.database.texts[-1] == "ROLLBACK"
    assert error_of(client.send(execute(3) + SYNC))["C"] == "34000"


def test_a_batch_that_fails_leaves_no_transaction_open() -> None:
    """The error is followed by a skipped rest and Sync, which ends what was opened."""
    client = asking(replace(people(*range(1, 8)), later="22012"))
    said = client.send(PARSE + BIND + execute(3) + execute(3) + SYNC)
    assert (letters(said), error_of(said)["C"]) == ("12DDDsEZ", "22000")
    assert state_of(client) == "I"
    assert letters(client.send(PARSE + BIND + execute(0) + SYNC)) == "12DDDDDDDCZ"


def test_a_description_that_is_refused_at_sync_ends_the_batch_too() -> None:
    """The transaction that was opened for the batch does not outlive it."""
    client = asking()
    other = build_parse("o", "SELECT nothing FROM persons") + build_bind("o", "o") + build_describe("P", "o")
    said = client.send(PARSE + BIND + execute(3) + other + SYNC)
    assert error_of(said)["C"] == "42501"
    assert state_of(client) == "I"


def test_what_is_asked_as_a_whole_needs_no_portal_that_lives_on() -> None:
    """The usual flight has no name at the database and opens no transaction."""
    client = asking()
    client.send(PARSE + BIND + execute(0) + SYNC)
    (flight,) = client.world.database.flights
    assert [one.portal for one in flight if isinstance(one, Bind)] == [""]


def test_portals_in_turns_each_go_on_where_they_stopped() -> None:
    """Two portals of one statement do not disturb each other."""
    client = asking()
    client.query("BEGIN")
    client.send(PARSE + BIND + build_bind("q", "") + SYNC)
    said = [client.send(execute(2, name) + SYNC) for name in ("p", "q", "p", "q")]
    assert [shown(one) for one in said] == [[b"name-1", b"name-2"]] * 2 + [[b"name-3", b"name-4"]] * 2


def test_what_was_closed_here_is_closed_at_the_database_with_the_next() -> None:
    """Nothing is left behind: its Close goes before the next portal, and with the transaction all are gone."""
    client = asking()
    client.query("BEGIN")
    client.send(PARSE + BIND + execute(3) + build_close("P", "p") + BIND + execute(1) + SYNC)
    closed = [
        one.name for flight in client.world.database.flights for one in flight if isinstance(one, Close)
    ]
    assert closed == ["portal_1"]
    assert client.world.database.portals == {"portal_2"}
    client.query("COMMIT")
    assert not client.world.database.portals


def test_an_unnamed_portal_that_is_replaced_is_closed_at_the_database() -> None:
    """However often it is bound and left, one portal stands there."""
    client = asking()
    client.query("BEGIN")
    for _ in range(3 * MAX_PORTALS):
        client.send(PARSE + build_bind("", "") + execute(1, "") + SYNC)
    assert len(client.world.database.portals) == 1


def test_the_row_limit_counts_over_the_whole_portal() -> None:
    """A limit of three rows is passed by the second portion, whatever the portions are."""
    client = asking(user="b-1")
    client.query("BEGIN")
    assert letters(client.send(PARSE + BIND + execute(2) + SYNC)) == "12NDDsZ"
    said = client.send(execute(2) + SYNC)
    assert (letters(said), error_of(said)["C"]) == ("EZ", "54000")
    assert subjects(client) == [[1, 2], []]


def test_a_limit_that_is_just_reached_is_no_refusal() -> None:
    """Three rows of three, then none: the portal is done."""
    client = asking(people(1, 2, 3), user="b-1")
    client.query("BEGIN")
    client.send(PARSE + BIND + execute(2) + SYNC)
    said = client.send(execute(2) + SYNC)
    assert (letters(said), said[1].text) == ("DCZ", "SELECT 1")


def test_the_database_is_never_asked_for_more_than_the_limit_allows() -> None:
    """One row more than what is left of it, and no more than the client asks for."""
    client = asking(user="b-1")
    client.query("BEGIN")
    client.send(PARSE + BIND + execute(2) + execute(100) + SYNC)
    counts = [
        one.max_rows for flight in client.world.database.flights for one in flight if isinstance(one, Execute)
    ]
    assert counts[1:] == [2, 2]


GROUPED = "SELECT surname, count(*) FROM persons GROUP BY surname"
MINIMUM = RULES.replace("row_limit = 3", "minimum_group = 2")


def groups(*sizes: int) -> Answer:
    """One row for each size, with so many people in its list."""
    keys = [
        b"".join(one.to_bytes(8) for one in range(100 * row, 100 * row + size))
        for row, size in enumerate(sizes)
    ]
    return Answer(
        columns=("surname", "count"), rows=tuple((b"name", b"%d" % row, key) for row, key in enumerate(keys))
    )


def test_a_portion_of_groups_is_filled_up_where_small_ones_are_left_out() -> None:
    """Two groups are shown though small ones stand between them, so that a portion does not tell how many there are."""
    client = asking(groups(2, 1, 1, 3, 1, 2), user="b-1", rules=MINIMUM)
    client.query("BEGIN")
    said = client.send(build_parse("", GROUPED) + BIND + execute(2) + SYNC)
    assert [one.values[1] for one in said if one.kind == kinds.DATA_ROW] == [b"0", b"3"]
    assert said[-2].kind == kinds.PORTAL_SUSPENDED
    said = client.send(execute(2) + SYNC)
    assert ([one.values[1] for one in said if one.kind == kinds.DATA_ROW], said[-2].text) == (
        [b"5"],
        "SELECT 1",
    )
    assert subjects(client) == [[0, 1, 300, 301, 302], [500, 501]]


def test_rows_keep_their_description_when_what_follows_fails() -> None:
    """The first flight's row waits for its entry while the second, which fills the portion up, ends before it says anything."""
    shown_one, small = ((bytes(70_000), b"0", bytes(7) + b"\1" + bytes(7) + b"\2")), (b"", b"1", bytes(8))
    answer = Answer(columns=("surname", "count"), rows=(shown_one, small, small))
    client = asking(answer, user="b-1", rules=MINIMUM)
    client.query("BEGIN")
    client.query(f"DECLARE c CURSOR FOR {GROUPED}")
    texts = client.world.database.texts

    def before(command: AnyCommand) -> None:
        if isinstance(command, Forward) and len(client.world.database.texts) > len(texts):
            client.world.database.status = "E"

    client.world.before = before
    fetch = build_parse("", "FETCH 2 FROM c") + build_bind("", "", result_formats=[1])
    said = client.send(fetch + build_describe("P", "") + execute(0, "") + SYNC)
    assert letters(said) == "12NTDEZ"
    described = [
        frame for frame in messages(b"".join(client.world.released)) if frame.kind == kinds.ROW_DESCRIPTION
    ]
    assert [len(parse_row_description(frame.body)) for frame in described] == [2]


@pytest.mark.parametrize(("change", "code"), [("minute", "25P04"), ("policy", "40001"), ("cut off", "57P01")])
def test_filling_a_portion_up_ends_with_what_it_rests_on(change: str, code: str) -> None:
    """Small groups without end do not keep a transaction alive, nor a decision that holds no more."""
    client = asking(groups(*[1] * 50, 2), user="b-1", rules=MINIMUM)
    client.query("BEGIN")
    world, flights = client.world, len(client.world.database.flights)

    def before(command: AnyCommand) -> None:
        if isinstance(command, Forward) and len(world.database.flights) == flights + 3:
            world.at += timedelta(seconds=61 if change == "minute" else 0)
            if change != "minute":
                world.snapshot = (
                    cut_off(world.snapshot, "bureau") if change == "cut off" else CHANGES[change](world)
                )

    world.before = before
    said = client.send(build_parse("", GROUPED) + BIND + execute(1) + SYNC)
    assert (shown(said), error_of(said)["C"]) == ([], code)
    assert len(world.database.flights) == flights + 4
    outcome = "cancelled" if change == "cut off" else "failed"
    assert [(one["outcome"], one["subjects"]) for one in world.log.entries] == [(outcome, [])]


CHANGES: dict[str, Callable[[World], Snapshot]] = {
    "policy": lambda world: replace(world.snapshot, bundle=replace(world.snapshot.bundle, version="other")),
    "directive": lambda world: cut_off(world.snapshot, "bureau"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("more", [execute(3) + SYNC, build_query("FETCH 3 FROM p")], ids=["execute", "fetch"])
def test_a_portal_ends_when_what_it_rests_on_changes(change: str, more: bytes) -> None:
    """40001 at the next portion, and nothing is sent for."""
    client = asking()
    client.query("BEGIN")
    client.send(PARSE + BIND + execute(3) + SYNC)
    client.world.snapshot = CHANGES[change](client.world)
    flights = len(client.world.database.flights)
    said = client.send(more)
    assert (shown(said), error_of(said)["C"], said[-1].text) == ([], "40001", "E")
    assert client.world.log.entries[-1]["outcome"] == "refused"
    assert len(client.world.database.flights) == flights


@pytest.mark.parametrize("more", [execute(3) + SYNC, build_query("FETCH 3 FROM p")], ids=["execute", "fetch"])
def test_a_cut_off_ends_a_portal_and_its_session(more: bytes) -> None:
    """57P01 at the next portion; no row of it leaves."""
    client = asking()
    client.query("BEGIN")
    client.send(PARSE + BIND + execute(3) + SYNC)
    client.world.snapshot = cut_off(client.world.snapshot, "city-police")
    said = client.send(more)
    assert (shown(said), error_of(said)["C"]) == ([], "57P01")
    assert client.is_over


def test_a_transaction_that_is_too_old_fetches_nothing_more() -> None:
    """25P04 at the next FETCH, recorded."""
    client = asking()
    for text in ("BEGIN", DECLARE, "FETCH 1 FROM c"):
        client.query(text)
    client.world.at += timedelta(seconds=61)
    assert error_of(client.query("FETCH 1 FROM c"))["C"] == "25P04"
    assert client.world.log.entries[-1]["outcome"] == "refused"


def test_a_batch_that_is_too_old_reads_nothing_more() -> None:
    """What was opened for a batch has the time of a transaction and no more."""
    client = asking()
    client.send(PARSE + BIND + execute(3) + build_flush())
    client.world.at += timedelta(seconds=61)
    assert error_of(client.send(execute(3) + SYNC))["C"] == "25P04"


def test_a_declared_cursor_is_recorded_before_it_is_read() -> None:
    """DECLARE is an access that describes, each FETCH one that answers; all say the same statement."""
    client = asking()
    client.query("BEGIN")
    assert letters(client.query(DECLARE)) == "CZ"
    said = client.query("FETCH 2 FROM c")
    assert (letters(said), said[-2].text) == ("TDDCZ", "FETCH 2")
    entries = client.world.log.entries
    assert [entry["outcome"] for entry in entries] == ["described", "answered"]
    assert {entry["statement"] for entry in entries} == {DECLARE}
    assert entries[1]["continues"] == entries[0]["access"]
    assert subjects(client) == [[], [1, 2]]


def test_a_cursor_that_may_not_be_is_refused_when_it_is_declared() -> None:
    """42501, recorded, and there is no cursor."""
    client = asking(user="r-1")
    client.query("BEGIN")
    client.query("SAVEPOINT s")
    assert error_of(client.query("DECLARE c CURSOR FOR SELECT ssn FROM persons"))["C"] == "42501"
    assert client.world.log.entries[0]["outcome"] == "refused"
    client.query("ROLLBACK TO s")
    assert error_of(client.query("FETCH c"))["C"] == "34000"


def test_the_description_of_a_cursor_asks_nobody_again() -> None:
    """What DECLARE brought is told again, without a flight and without an entry."""
    client = asking()
    client.query("BEGIN")
    client.query(DECLARE)
    flights, entries = len(client.world.database.flights), len(client.world.log.entries)
    assert letters(client.send(build_describe("P", "c") + SYNC)) == "TZ"
    assert (len(client.world.database.flights), len(client.world.log.entries)) == (flights, entries)


def test_a_fetch_in_another_format_is_asked_of_the_database() -> None:
    """The rows of a text cursor in binary come by a FETCH at the database, hidden keys in binary as ever."""
    client = asking()
    client.query("BEGIN")
    client.query(DECLARE)
    fetch = (
        build_parse("", "FETCH 2 FROM c") + build_bind("", "", result_formats=[1]) + build_execute("") + SYNC
    )
    assert letters(client.send(fetch)) == "12DDCZ"
    parse, bind = (one for one in client.world.database.flights[-1] if isinstance(one, Parse | Bind))
    assert isinstance(parse, Parse)
    assert isinstance(bind, Bind)
    assert (parse.text, bind.result_formats) == ("FETCH FORWARD 2 FROM portal_1", (1, 1))
    assert subjects(client) == [[], [1, 2]]


def test_a_failed_portal_is_not_read_on() -> None:
    """After a refusal of ours inside a savepoint the portal, though older, has rows that were passed over: 55000."""
    client = asking(user="b-1")
    client.query("BEGIN")
    client.send(PARSE + BIND + execute(2) + SYNC)
    client.query("SAVEPOINT s")
    assert error_of(client.send(execute(2) + SYNC))["C"] == "54000"
    client.query("ROLLBACK TO s")
    assert error_of(client.send(execute(2) + SYNC))["C"] == "55000"


def test_a_portal_opened_since_a_savepoint_is_gone_with_it_though_it_was_bound_before() -> None:
    """The database has lost it; it is refused, and not begun again from its first row."""
    client = asking()
    client.query("BEGIN")
    client.send(build_parse("s", SELECT) + build_bind("p", "s") + SYNC)
    client.query("SAVEPOINT s")
    client.send(execute(2) + SYNC)
    client.query("ROLLBACK TO s")
    assert error_of(client.send(execute(2) + SYNC))["C"] == "55000"


def test_the_state_is_that_of_the_transaction_also_after_an_error_of_ours() -> None:
    """E after a refusal that the database knows nothing of, T again after ROLLBACK TO, and both agree at the end."""
    client = asking()
    client.query("BEGIN")
    client.query("SAVEPOINT s")
    assert client.query("SELECT nothing FROM persons")[-1].text == "E"
    assert state_of(client) == "T"
    assert error_of(client.query("SAVEPOINT t"))["C"] == "25P02"
    assert client.query("ROLLBACK TO s")[-1].text == "T"
    assert client.query("COMMIT")[-1].text == "I"
    assert state_of(client) == "I"


def test_names_of_savepoints_and_cursors_never_reach_the_database() -> None:
    """It gets names of ours, so that nothing a client writes is ever part of a command."""
    client = asking()
    name = '"x; DROP TABLE persons"'
    for text in ("BEGIN", f"SAVEPOINT {name}", f"DECLARE {name} CURSOR FOR {SELECT}", f"FETCH 1 FROM {name}",
                 f"ROLLBACK TO {name}", f"RELEASE {name}"):  # fmt: skip
        assert client.query(text)[-1].text == "T", text
    assert not any("DROP" in text for text in client.world.database.texts)


def test_savepoints_are_limited() -> None:
    """53400 beyond what the server holds in memory."""
    client = asking()
    client.query("BEGIN")
    said = [client.query(f"SAVEPOINT s{number}") for number in range(MAX_MARKS + 1)]
    assert error_of(said[-1])["C"] == "53400"
    assert said[-2][-1].text == "T"


def test_a_client_that_leaves_in_a_batch_leaves_the_transaction_to_the_pool() -> None:
    """Terminate inside a batch sends nothing more: a backend in a transaction is never lent again, but closed."""
    client = asking()
    client.send(PARSE + BIND + execute(3) + build_terminate())
    assert client.is_over
    assert state_of(client) == "T"


def test_a_declaration_in_a_batch_ends_what_was_read_under_another() -> None:
    """SET inside a batch is one outside a transaction; the portal that rests on the purpose before it is refused."""
    client = asking()
    setting = (
        build_parse("s", "SET ostiary.purpose = 'investigation'") + build_bind("s", "s") + build_execute("s")
    )
    said = client.send(PARSE + BIND + execute(3) + setting + execute(3) + SYNC)
    assert error_of(said)["C"] == "40001"
    assert len(shown(said)) == 3
    assert state_of(client) == "I"


@pytest.mark.parametrize("text", [f"COPY ({SELECT}) TO STDOUT", DECLARE, "BEGIN", "FETCH 1 FROM p"])
def test_rows_are_fetched_from_queries_only(text: str) -> None:
    """A portal of anything else is not read from by FETCH; what is described as no rows has none."""
    client = asking()
    client.query("BEGIN")
    fetch = build_parse("", "FETCH 2 FROM p") + build_bind("", "") + build_describe("P", "") + execute(0, "")
    said = client.send(build_parse("s", text) + build_bind("p", "s") + fetch + SYNC)
    assert (letters(said), error_of(said)["C"]) == ("1212nEZ", "55000")
    assert not client.world.log.entries


@pytest.mark.parametrize("rows", [0, 2, 4_000])
def test_a_copy_is_an_access_like_any_other(rows: int) -> None:
    """Its rows leave as lines, after the entry that names them; long ones in batches."""
    client = asking(people(*range(1, rows + 1)))
    said = client.query(f"COPY ({SELECT}) TO STDOUT")
    assert letters(said) == "H" + "d" * rows + "cCZ"
    assert said[-2].text == f"COPY {rows}"
    named = [one for entry in client.world.log.entries for one in entry["subjects"]]
    assert named == list(range(1, rows + 1))


def test_a_copy_that_fails_half_way_is_an_error_after_its_lines() -> None:
    """The row limit ends it; what had left has its entry."""
    client = asking(user="b-1")
    said = client.query(f"COPY ({SELECT}) TO STDOUT")
    assert (letters(said), error_of(said)["C"]) == ("EZ", "54000")
    assert client.world.log.entries[-1]["outcome"] == "failed"


@pytest.mark.parametrize("rows", [0, 2, 8_000])
def test_a_copy_that_cannot_have_its_form_is_read_to_its_end(rows: int) -> None:
    """42703 with nobody named; no row of it is left to be taken for the answer to what comes next in the same read."""
    client = asking(people(*range(1, rows + 1)))
    client.world.database.answers = lambda text: (
        Answer(columns=("code",), keys=0, rows=((b"c-1",),))
        if "codes" in text
        else people(*range(1, rows + 1))
    )
    copy = f"COPY ({SELECT}) TO STDOUT (FORMAT csv, FORCE_QUOTE (nothing))"
    said = client.send(build_query(copy) + build_query("SELECT code FROM codes"))
    assert (letters(said), error_of(said)["C"], shown(said)) == ("EZTDCZ", "42703", [b"c-1"])
    first = client.world.log.entries[0]
    assert (first["outcome"], first["subjects"]) == ("failed", [])


def test_rows_that_do_not_fit_their_description_end_a_copy_and_its_session() -> None:
    """The database is at fault: 57P03, and the access has one last entry, not two."""
    client = asking(Answer(columns=("a", "b"), rows=((b"name-1", (1).to_bytes(8)),)))
    said = client.query(f"COPY ({SELECT}) TO STDOUT")
    assert (error_of(said)["C"], client.is_over) == ("57P03", True)
    assert [entry["part"] for entry in client.world.log.entries] == ["whole"]


@pytest.mark.parametrize(
    "text", [f"COPY ({SELECT} WHERE person_id = $1) TO STDOUT", f"{DECLARE} WHERE person_id = $1"]
)
def test_a_simple_statement_has_no_parameters_whatever_holds_it(text: str) -> None:
    """42P02, as for a query."""
    client = asking()
    client.query("BEGIN")
    assert error_of(client.query(text))["C"] == "42P02"


def test_reset_goes_back_to_what_came_with_the_start_up() -> None:
    """A pool's RESET ALL does not take the purpose away that its connections are opened with, and takes back all else."""
    client = asking()
    client.query("SET ostiary.purpose = 'investigation'")
    client.query("SET ostiary.case = ''")
    assert client.query("SHOW ostiary.case")[1].values == (b"",)
    client.query("RESET ostiary.case")
    assert client.query("SHOW ostiary.case")[1].values == (ROBBERY["ostiary.case"].encode(),)
    reset = "SELECT pg_advisory_unlock_all();\nCLOSE ALL;\nUNLISTEN *;\nRESET ALL;"
    assert letters(client.query(reset)) == "TDCCCCZ"
    assert client.query("SHOW ostiary.purpose")[1].values == (b"robbery",)


def test_a_pools_reset_in_a_transaction_begins_with_its_end() -> None:
    """Also in one that has failed; nothing of it is left."""
    client = asking()
    for text in (
        "BEGIN",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        DECLARE,
        "SELEC",
    ):
        client.query(text)
    assert client.query("ROLLBACK;\nCLOSE ALL;\nUNLISTEN *;\nRESET ALL;")[-1].text == "I"
    assert client.query("SHOW default_transaction_isolation")[1].values == (b"read committed",)
    assert state_of(client) == "I"


def test_reset_all_in_a_transaction_declares_nothing_new() -> None:
    """It is accepted where nothing was changed, and refused where it would change what the transaction rests on."""
    client = asking()
    client.query("BEGIN")
    assert letters(client.query("RESET ALL")) == "CZ"
    client.query("COMMIT")
    client.query("SET ostiary.purpose = 'investigation'")
    client.query("BEGIN")
    assert error_of(client.query("RESET ALL"))["C"] == "25001"


def test_the_modes_of_a_transaction_reach_the_database() -> None:
    """In BEGIN, in SET TRANSACTION, from the session's default, and again in the transaction that is chained on."""
    client = asking()
    for text in ("BEGIN DEFERRABLE", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "COMMIT AND CHAIN", "COMMIT",
                 "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, DEFERRABLE", "BEGIN", "COMMIT"):  # fmt: skip
        assert letters(client.query(text)) == "CZ"
    assert [text for text in client.world.database.texts if text != "COMMIT"] == [
        "BEGIN READ ONLY DEFERRABLE",
        "SET TRANSACTION READ ONLY ISOLATION LEVEL SERIALIZABLE",
        "BEGIN READ ONLY ISOLATION LEVEL SERIALIZABLE DEFERRABLE",
        "BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ DEFERRABLE",
    ]


def test_the_default_isolation_is_set_as_older_drivers_set_it() -> None:
    """By name, until RESET; a level that is none is refused."""
    client = asking()
    client.query("SET default_transaction_isolation TO 'serializable'")
    assert client.query("SHOW transaction_isolation")[1].values == (b"serializable",)
    assert error_of(client.query("SET default_transaction_isolation = 'none'"))["C"] == "22023"
    client.query("RESET default_transaction_isolation")
    assert client.query("SHOW default_transaction_isolation")[1].values == (b"read committed",)


@pytest.mark.parametrize(
    "text", ["SET TRANSACTION READ WRITE", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"]
)
def test_no_transaction_becomes_one_that_writes(text: str) -> None:
    """25006, whether for this one or for those to come."""
    client = asking()
    client.query("BEGIN")
    assert error_of(client.query(text))["C"] == "25006"


def test_a_portal_is_described_in_its_own_formats_whoever_has_read_it() -> None:
    """A FETCH in binary reads on in a portal that was bound in text; what the portal itself sends is text all the same."""
    client = asking()
    client.query("BEGIN")
    client.send(PARSE + BIND + SYNC)
    fetch = build_parse("f", "FETCH 2 FROM p") + build_bind("f", "f", result_formats=(1,))
    client.send(fetch + build_describe("P", "f") + execute(0, "f") + SYNC)
    client.send(build_describe("P", "p") + SYNC)
    described = [
        parse_row_description(frame.body)
        for frame in messages(b"".join(client.world.released))
        if frame.kind == kinds.ROW_DESCRIPTION
    ]
    assert [[column.format_code for column in columns] for columns in described] == [[1], [0]]
