"""Attacks that are sequences of messages: what comes of each, that no byte holds a hidden value, and what the log says.

The statements of corpora are tried by `ostiary attack`; here is what needs several sessions, or messages out of place.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from ostiary.demo.attack.records import RECOGNISED
from ostiary.demo.attack.wire import NotAdmitted, WireClient, ask_to_cancel
from ostiary.pgwire import kinds
from ostiary.pgwire.backend import parse_parameter_description
from ostiary.pgwire.frontend import (
    build_bind,
    build_close,
    build_describe,
    build_execute,
    build_flush,
    build_parse,
    build_query,
    build_sasl_response,
    build_sync,
)
from ostiary.pgwire.startup import ssl_request, startup_message
from ostiary.sql.wall_names import reader_of
from server.gateway_world import wait_until
from server.wire_world import HELD_UP, SECONDS, WireWorld, wire_world

pytestmark = pytest.mark.xdist_group("server_wire_attacks")

SELECT = "SELECT person_id, surname FROM person WHERE person_id = 42"
LONG = f"SELECT count(*) FROM {', '.join(f'district d{n}' for n in range(12))}"
"""9 to the power of 12 rows: nobody waits for its end, and the reader's time limit is half a minute."""
ERRAND = "SET ostiary.purpose = 'errand'"


@pytest.fixture(scope="module")
def module_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WireWorld]:
    """One world for all tests but those that cut its member off."""
    with wire_world(tmp_path_factory.mktemp("wire")) as world:
        yield world


@pytest.fixture
def world(module_world: WireWorld) -> Iterator[WireWorld]:
    """After each test no byte that anybody was sent holds a hidden value, and the tester is still served."""
    module_world.begin()
    yield module_world
    module_world.end()
    with module_world.client() as client:
        assert client.ask(build_query(SELECT)).rows == (("42", "Miller"),)


def codes(client: WireClient, *messages: bytes, answers: int = 1) -> list[str]:
    """The SQLSTATEs that a batch brings."""
    return [each["C"] for each in client.ask(*messages, answers=answers).errors]


def bound(portal: str, text: str) -> tuple[bytes, ...]:
    return build_parse("", text), build_bind(portal, "")


# Prepared under one purpose, used under another.


def test_a_statement_is_decided_where_it_is_executed(world: WireWorld) -> None:
    """Prepared and executed under one purpose, it is refused under another, described or executed, and runs nothing."""
    client = world.client()
    once = client.ask(build_parse("kept", SELECT), build_bind("", "kept"), build_execute(""), build_sync())
    assert once.rows == (("42", "Miller"),)
    assert world.ran()
    client.ask(build_query(ERRAND))
    assert codes(client, build_describe("S", "kept"), build_sync()) == ["42501"]
    assert codes(client, build_bind("", "kept"), build_execute(""), build_sync()) == ["42501"]
    assert world.ran() == ()
    assert world.outcomes() == [(SELECT, "answered"), (SELECT, "refused"), (SELECT, "refused")]
    assert [each["purpose"] for each in world.entries()] == ["investigation", "errand", "errand"]


def test_a_portal_does_not_outlive_what_was_declared(world: WireWorld) -> None:
    """Bound under one purpose, and another is declared in the same batch before it is executed."""
    client = world.client()
    heard = client.ask(
        *bound("early", SELECT), *bound("", ERRAND), build_execute(""), build_execute("early"), build_sync()
    )
    assert heard.rows == ()
    assert heard.tags == ("SET",)
    assert heard.sqlstate in {"42501", "40001"}
    assert world.ran() == ()
    assert {outcome for text, outcome in world.outcomes() if text == SELECT} <= {"refused"}


def test_a_batch_of_two_queries_is_decided_one_by_one(world: WireWorld) -> None:
    """Sent before the first is answered, the second finds what the first has declared."""
    client = world.client()
    heard = client.ask(build_query(SELECT), build_query(ERRAND), build_query(SELECT), answers=3)
    assert heard.rows == (("42", "Miller"),)
    assert heard.sqlstate == "42501"
    assert world.outcomes() == [(SELECT, "answered"), (SELECT, "refused")]
    assert len(world.ran()) == 1


def test_a_declaration_cannot_slip_into_a_transaction(world: WireWorld) -> None:
    """Inside one it is refused, and the transaction has failed; nothing is read under either purpose."""
    client = world.client()
    client.ask(build_query("BEGIN READ ONLY"))
    assert codes(client, build_query(ERRAND)) == ["25001"]
    assert codes(client, build_query(SELECT)) == ["25P02"]
    assert client.ask(build_query("COMMIT")).tags == ("ROLLBACK",)
    assert client.ask(build_query(SELECT)).rows == (("42", "Miller"),)


def test_a_statement_prepared_without_a_purpose_gains_none(world: WireWorld) -> None:
    """Parse before anything is declared, then declare what nothing is permitted for."""
    client = world.client(purpose="")
    client.ask(build_parse("kept", SELECT), build_sync())
    client.ask(build_query(ERRAND))
    heard = client.ask(build_bind("", "kept"), build_describe("P", ""), build_execute(""), build_sync())
    assert (heard.rows, heard.columns) == ((), ())
    assert heard.sqlstate in {"42501", "26000"}
    assert world.ran() == ()


# What Describe tells.


@pytest.mark.parametrize(
    "text",
    [
        "SELECT note FROM incident",
        "SELECT person_id FROM person WHERE risk = $1",
        "SELECT secret FROM person WHERE person_id = $1",
        "SELECT * FROM person_secret WHERE person_id = $1",
    ],
)
def test_describe_tells_nothing_of_what_is_refused(world: WireWorld, text: str) -> None:
    """No types of parameters, no columns, for a statement or a portal; the database is not asked."""
    client = world.client()
    heard = client.ask(build_parse("s", text), build_describe("S", "s"), build_sync())
    values = (b"1",) if "$1" in text else ()
    portal = client.ask(
        build_parse("", text), build_bind("", "", (), values), build_describe("P", ""), build_sync()
    )
    for each in (heard, portal):
        assert each.sqlstate in {"42501", "0A000"}
        told = {frame.kind for frame in each.frames}
        assert not told & {kinds.PARAMETER_DESCRIPTION, kinds.ROW_DESCRIPTION, kinds.NO_DATA}
    assert world.ran() == ()
    assert {outcome for _, outcome in world.outcomes()} == {"refused"}


def test_describe_without_execute_is_recorded(world: WireWorld) -> None:
    """What is described was asked: the entry says so, with nobody in it, and no row was read for it."""
    client = world.client()
    heard = client.ask(build_parse("s", SELECT), build_describe("S", "s"), build_sync())
    assert [column.name for column in heard.columns] == ["person_id", "surname"]
    assert world.outcomes() == [(SELECT, "described")]
    assert world.subjects() == set()
    assert world.ran() == ()


def test_hidden_keys_are_in_no_description(world: WireWorld) -> None:
    """Neither the columns nor the count of values shows what the door adds to a statement."""
    client = world.client()
    heard = client.ask(*bound("", SELECT), build_describe("P", ""), build_execute(""), build_sync())
    assert [column.name for column in heard.columns] == ["person_id", "surname"]
    assert {len(row) for row in heard.rows} == {2}
    assert b"__" not in heard.data
    described = client.ask(
        build_parse("p", "SELECT surname FROM person WHERE person_id = $1"),
        build_describe("S", "p"),
        build_sync(),
    )
    types = [
        parse_parameter_description(each.body)
        for each in described.frames
        if each.kind == kinds.PARAMETER_DESCRIPTION
    ]
    assert types == [(20,)]


@pytest.mark.parametrize("formats", [(1, 1, 1), (0, 0, 0), (1,) * 20])
def test_no_format_can_be_asked_of_a_hidden_column(world: WireWorld, formats: tuple[int, ...]) -> None:
    """One format more than there are columns is a wrong number, not a way to the key."""
    client = world.client()
    heard = client.ask(
        build_parse("", SELECT), build_bind("", "", (), (), formats), build_execute(""), build_sync()
    )
    assert (heard.rows, heard.sqlstate) == ((), "08P01")
    assert world.ran() == ()


def test_binary_answers_are_accounted_for_as_text_is(world: WireWorld) -> None:
    """The format of what is shown changes nothing about who is named."""
    client = world.client()
    heard = client.ask(
        build_parse("", "SELECT plate FROM vehicle WHERE owner_id = 7"), build_bind("", "", (), (), (1,)), build_execute(""), build_sync()
    )  # fmt: skip
    assert heard.rows
    assert {RECOGNISED[str(cell)] for row in heard.rows for cell in row} == {7}
    assert world.subjects() == {7}


@pytest.mark.parametrize("oid", [2205, 2206, 26, 2249, 705, 3734, 4089])
def test_a_parameter_has_no_type_that_looks_things_up(world: WireWorld, oid: int) -> None:
    """Types that read names in the server's catalogue, rows and unknown ones are refused before anything is asked."""
    client = world.client()
    heard = client.ask(
        build_parse("", "SELECT person_id FROM person WHERE person_id = $1", (oid,)),
        build_bind("", "", (), (b"pg_authid",)),
        build_execute(""),
        build_sync(),
    )
    assert heard.rows == ()
    assert heard.errors
    assert b"pg_authid" not in heard.data
    assert [text for text in world.ran() if "pg_authid" in text] == []


# Portals and transactions.


def test_a_portal_ends_with_its_transaction(world: WireWorld) -> None:
    """After COMMIT, after ROLLBACK and after a Sync outside of one there is no portal of that name."""
    client = world.client()
    for end in ("COMMIT", "ROLLBACK"):
        client.ask(build_query("BEGIN READ ONLY"))
        assert codes(client, *bound("kept", SELECT), build_sync()) == []
        client.ask(build_query(end))
        assert codes(client, build_execute("kept"), build_sync()) == ["34000"]
        assert codes(client, build_describe("P", "kept"), build_sync()) == ["34000"]
    client.ask(*bound("kept", SELECT), build_sync())
    assert codes(client, build_execute("kept"), build_sync()) == ["34000"]
    assert world.ran() == ()
    assert world.outcomes() == []


def test_a_failed_transaction_answers_nothing(world: WireWorld) -> None:
    """A portal that was bound before the failure is not executed after it."""
    client = world.client()
    client.ask(build_query("BEGIN READ ONLY"))
    client.ask(*bound("kept", SELECT), build_sync())
    assert codes(client, build_query("SELECT 1 / (person_id - 42) FROM person WHERE person_id = 42")) == [
        "22000"
    ]
    ran = world.ran()
    assert len(ran) == 1
    for messages in ((build_execute("kept"),), (build_describe("P", "kept"),), bound("", SELECT)):
        heard = client.ask(*messages, build_sync())
        assert (heard.rows, heard.sqlstate) == ((), "25P02")
    assert world.ran() == ()


def test_after_an_error_the_rest_of_a_batch_is_skipped(world: WireWorld) -> None:
    """What stands between an error and its Sync is not read, whatever it is."""
    client = world.client()
    heard = client.ask(
        build_parse("", "SELECT note FROM incident"), build_bind("", ""), build_execute(""), *bound("", SELECT),
        build_execute(""), build_close("S", ""), build_sync(),
    )  # fmt: skip
    assert (len(heard.errors), heard.rows, heard.tags) == (1, (), ())
    assert world.ran() == ()
    assert (SELECT, "answered") not in world.outcomes()


@pytest.mark.parametrize(
    "text",
    [
        f"{SELECT}; SELECT note FROM incident",
        f"{SELECT}; COMMIT; {SELECT}",
        f"BEGIN READ ONLY; {SELECT}; COMMIT",
    ],
)
def test_several_statements_in_one_query_run_none(world: WireWorld, text: str) -> None:
    """What may be read is not read either."""
    assert codes(world.client(), build_query(text)) == ["0A000"]
    assert codes(world.client(), build_parse("", text), build_sync()) == ["0A000"]
    assert world.ran() == ()


def test_portions_name_those_who_were_sent(world: WireWorld) -> None:
    """Execute with a row limit: all whom its rows are about are named, and nobody who has not been sent yet."""
    client = world.client()
    client.ask(build_query("BEGIN READ ONLY"))
    text = "SELECT person_id, given_name FROM person ORDER BY person_id"
    heard = client.ask(*bound("part", text), build_execute("part", 2), build_sync())
    assert [row[0] for row in heard.rows] == ["1", "2"]
    assert world.subjects() == {1, 2}
    more = client.ask(build_execute("part", 3), build_sync())
    assert [row[0] for row in more.rows] == ["3", "4", "5"]
    assert world.subjects() == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    "text",
    [
        "COPY (SELECT person_id, given_name FROM person WHERE person_id < 4) TO STDOUT",
        "COPY (SELECT plate FROM vehicle WHERE owner_id = 7) TO STDOUT",
    ],
)
def test_copied_rows_are_named(world: WireWorld, text: str) -> None:
    """COPY TO STDOUT: each row's subject is in the log."""
    heard = world.client().ask(build_query(text))
    assert heard.errors == ()
    about = {RECOGNISED[cell] for row in heard.rows for cell in row if cell in RECOGNISED}
    assert about
    assert about <= world.subjects()


@pytest.mark.parametrize("fetch", ["FETCH 2 FROM c", "FETCH ALL FROM c", "FETCH FORWARD 3 FROM c"])
def test_fetched_rows_are_named(world: WireWorld, fetch: str) -> None:
    """DECLARE and FETCH: each fetched row's subject is in the log. MOVE and going back are refused."""
    client = world.client()
    client.ask(build_query("BEGIN READ ONLY"))
    declared = client.ask(
        build_query("DECLARE c CURSOR FOR SELECT person_id, given_name FROM person ORDER BY person_id")
    )
    fetched = client.ask(build_query(fetch))
    about = {RECOGNISED[cell] for row in fetched.rows for cell in row if cell in RECOGNISED}
    assert about == world.subjects()
    assert about
    assert declared.errors == ()
    for back in (
        "MOVE ALL IN c",
        "MOVE 1 FROM c",
        "FETCH PRIOR FROM c",
        "FETCH BACKWARD ALL FROM c",
        "FETCH FIRST FROM c",
    ):
        heard = client.ask(build_query(back))
        assert heard.rows == ()
        assert heard.errors


# Other people's sessions.


def test_names_are_a_sessions_own(world: WireWorld) -> None:
    """Neither a statement nor a portal of another session can be used, under its name or as the database may call it."""
    client, other = world.client(), world.client()
    client.ask(build_query("BEGIN READ ONLY"))
    client.ask(build_parse("theirs", SELECT), build_bind("open", "theirs"), build_sync())
    other.ask(build_query("BEGIN READ ONLY"))
    for name in ("theirs", "o1", "s1", "ostiary_1"):
        assert codes(other, build_bind("", name), build_sync())[0] in {"26000", "25P02"}
    other.ask(build_query("ROLLBACK"))
    assert codes(other, build_execute("open"), build_sync()) == ["34000"]
    assert world.ran() == ()


def test_a_late_cancel_hits_nobody(world: WireWorld) -> None:
    """The key of a session that has ended, whose backend serves another now, and a key that comes between statements."""
    gone = world.client()
    gone.ask(build_query(SELECT))
    gone.close()
    client = world.client()
    client.ask(build_query(SELECT))
    ask_to_cancel(world.attacked.port, *client.key, SECONDS)
    with world.held_up(client):
        for _ in range(3):
            ask_to_cancel(world.attacked.port, *gone.key, SECONDS)
    heard = client.hear()
    assert (heard.sqlstate, len(heard.rows)) == ("", 9)
    assert (HELD_UP, "answered") in world.outcomes()


def test_a_cancelled_statement_has_its_entry(world: WireWorld) -> None:
    """It was sent to the database, so the log says so, and the session goes on."""
    client = world.client()
    with world.held_up(client):
        ask_to_cancel(world.attacked.port, *client.key, SECONDS)
        heard = client.hear()
    assert (heard.sqlstate, heard.rows) == ("57014", ())
    assert world.outcomes() == [(HELD_UP, "cancelled")]
    assert client.ask(build_query(SELECT)).rows == (("42", "Miller"),)


def test_nothing_is_left_over_for_the_next_member(world: WireWorld) -> None:
    """A session that ends in the middle of a transaction leaves no transaction, setting, cursor or statement behind."""
    for _ in range(4):
        client = world.client()
        client.ask(build_query("SET application_name = 'left over'"))
        client.ask(build_query("BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ"))
        client.ask(build_parse("left", SELECT), build_bind("left", "left"), build_sync())
        client.ask(build_query(SELECT))
        # Not a word of farewell, and an answer that nobody reads.
        client.send(build_query("SELECT * FROM person"))
        client._socket.close()
    role = reader_of(world.attacked.profile)
    with world.admin() as admin:
        query = "SELECT state, application_name FROM pg_stat_activity WHERE usename = %s AND (state <> 'idle' OR application_name ~ 'left')"
        wait_until(lambda: not admin.execute(query, [role]).fetchall(), "the readers' backends are idle")
    after = world.client()
    assert codes(after, build_bind("", "left"), build_sync()) == ["26000"]
    assert after.ask(build_query("SHOW transaction_isolation")).rows == (("read committed",),)
    assert after.ask(build_query(SELECT)).status == "I"


# Messages out of place.

OUT_OF_PLACE = {
    "CopyData": b"d" + struct.pack("!I", 8) + b"1\t2\n",
    "CopyDone": b"c\0\0\0\4",
    "CopyFail": b"f" + struct.pack("!I", 6) + b"x\0",
    "a password again": build_sasl_response(b"c=biws,r=x,p=AAAA"),
    "a start-up message again": startup_message({"user": "tester-1"}) + bytes(20_000),
    "a request for TLS again": ssl_request() + bytes(20_000),
    "a message of the server's": b"Z\0\0\0\5I",
    "a message that there is not": b"!\0\0\0\4",
    "a length that ends before it begins": b"Q\0\0\0\3",
    "a query with a NUL in it": b"Q"
    + struct.pack("!I", 4 + len(SELECT) + 20)
    + SELECT.encode()
    + b"\0; SELECT note FROM\0",
    "a query that is not UTF-8": b"Q" + struct.pack("!I", 4 + 12) + b"SELECT '\xff'\0\0",
}


@pytest.mark.parametrize("name", OUT_OF_PLACE)
def test_a_message_out_of_place_ends_the_session(world: WireWorld, name: str) -> None:
    """08P01, nothing after it is read, and nothing reaches the database."""
    client = world.client()
    heard = client.ask(OUT_OF_PLACE[name], build_query(SELECT), answers=2)
    assert heard.is_over
    assert [each["C"] for each in heard.errors] == ["08P01"]
    assert heard.rows == ()
    assert world.ran() == ()


def test_a_function_call_is_refused(world: WireWorld) -> None:
    """The message that runs a function past any statement: `lo_import`, by its number."""
    call = struct.pack("!Ihhh", 764, 1, 0, 1)
    body = call + struct.pack("!I", 11) + b"/etc/passwd" + struct.pack("!h", 0)
    heard = world.client().ask(b"F" + struct.pack("!I", 4 + len(body)) + body)
    assert (heard.sqlstate, heard.rows) == ("0A000", ())
    assert world.ran() == ()


@pytest.mark.parametrize("size", [65_537, 500_000])
def test_a_statement_that_is_too_long_runs_nothing(world: WireWorld, size: int) -> None:
    """As a Query and as a Parse; the session goes on."""
    text = f"SELECT person_id FROM person WHERE surname = '{'x' * size}'"
    client = world.client()
    assert codes(client, build_query(text)) == ["42601"]
    assert codes(client, build_parse("", text), build_sync()) == ["42601"]
    assert world.ran() == ()
    assert client.ask(build_query(SELECT)).rows == (("42", "Miller"),)


def test_an_unsynchronised_flood_is_answered_in_order(world: WireWorld) -> None:
    """Two hundred executions in one write, each with its entry, and a Flush among them that releases nothing early."""
    client = world.client()
    many = [*bound("", SELECT), build_execute(""), build_flush()] * 200
    heard = client.ask(*many, build_sync())
    assert heard.rows == (("42", "Miller"),) * 200
    assert world.outcomes() == [(SELECT, "answered")] * 200


# Wordings, and what is asked about.


def test_what_is_not_there_and_what_is_not_allowed_read_the_same(world: WireWorld) -> None:
    """Tables that are kept from everybody, and none; in another schema, and in none; two columns."""
    client = world.client()

    def said(text: str, name: str) -> dict[str, str]:
        (error,) = client.ask(build_query(text)).errors
        return {
            letter: value.replace(name, "NAME").replace(name.rpartition(".")[2], "NAME")
            for letter, value in error.items()
            if letter != "P"
        } | {"D": error.get("D", "").partition(" Access log")[0]}

    for kind, names in {
        "FROM": ("person_secret", "person_archive", "person_nothing"),
        "FROM a schema": ("other.person", "nowhere.person"),
        "column": ("secret", "risk"),
    }.items():
        text = "SELECT {} FROM person" if kind == "column" else "SELECT * FROM {}"
        wordings = {json.dumps(said(text.format(name), name), sort_keys=True) for name in names}
        assert len(wordings) == 1, (kind, wordings)


@pytest.mark.parametrize(
    ("text", "parameters", "asked"),
    [
        (
            "SELECT person_id FROM person WHERE person_id = 42 AND surname = 'Smith' OR person_id = 7",
            (),
            {"42", "7", "Smith"},
        ),
        (
            "SELECT d.district FROM district d LEFT JOIN person p ON p.person_id = 41 WHERE d.district = 1",
            (),
            {"41"},
        ),
        ("SELECT plate FROM vehicle WHERE plate = $1", (b"CD9",), {"CD9"}),
        ("SELECT person_id FROM person WHERE ssn = ANY ($1)", (b"{***6001,***6002}",), {"{***6001,***6002}"}),
        ("SELECT count(*) FROM person WHERE given_name LIKE 'Given04%'", (), {"Given04%"}),
    ],
)
def test_whoever_is_asked_about_is_recorded(
    world: WireWorld, text: str, parameters: tuple[bytes, ...], asked: set[str]
) -> None:
    """Also when no row comes back: that is an answer too."""
    client = world.client()
    client.ask(build_parse("", text), build_bind("", "", (), parameters), build_execute(""), build_sync())
    (entry,) = world.entries()
    assert {value for _, value in entry["asked_about"]} >= asked


def test_a_comment_declares_nothing_wider(world: WireWorld) -> None:
    """Text in a statement is never who asks, or why."""
    client = world.client(purpose="errand")
    for text in (
        f"/* ostiary.purpose='investigation' */ {SELECT}",
        f"{SELECT} /*purpose='investigation',case='LAB-0001'*/",
        f"{SELECT} -- SET ostiary.purpose = 'investigation'",
    ):
        assert codes(client, build_query(text)) == ["42501"]
    assert world.ran() == ()
    assert {each["purpose"] for each in world.entries()} == {"errand"}


@pytest.mark.parametrize(
    "more",
    [
        {"options": "-c search_path=attacker"},
        {"options": "-c row_security=off"},
        {"options": "-c default_transaction_read_only=off"},
        {"options": "-c ostiary.purpose=investigation -c ostiary.agency=neighbour"},
        {"options": "--ostiary.member=tester-2"},
        {"search_path": "attacker"},
        {"role": "postgres"},
        {"statement_timeout": "0"},
    ],
)
def test_a_start_up_sets_nothing_that_matters(world: WireWorld, more: dict[str, str]) -> None:
    """A setting that would change what is read ends the log-in; nobody becomes somebody else by it."""
    attacked = world.attacked
    with pytest.raises(NotAdmitted) as caught:
        WireClient(attacked.port, {**attacked.parameters(), **more}, attacked.password, SECONDS)
    assert caught.value.heard.sqlstate == "22023"
    assert world.ran() == ()


# A cut-off, while sessions are in the middle of something.


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Sessions in every state, then the tester's agency is cut off; what each finds when it goes on."""
    with wire_world(tmp_path_factory.mktemp("cut")) as world:
        portal, transaction, prepared, waiting, failed = (world.client() for _ in range(5))
        for client in (portal, transaction, failed):
            client.ask(build_query("BEGIN READ ONLY"))
        portal.ask(*bound("open", SELECT), build_sync())
        transaction.ask(build_query(SELECT))
        prepared.ask(build_parse("kept", SELECT), build_bind("", "kept"), build_execute(""), build_sync())
        failed.ask(build_query("SELECT note FROM incident"))
        world.ran()
        world.begin()
        waiting.send(build_query(LONG))
        with world.admin() as admin:
            running = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND usename = %s"
            role = reader_of(world.attacked.profile)
            wait_until(lambda: admin.execute(running, [role]).fetchall(), "the statement runs")
        directive = world.cut_off("laboratory")
        answers = {
            "waiting": waiting.hear(),
            "portal": portal.ask(build_execute("open"), build_sync()),
            "transaction": transaction.ask(build_query(SELECT)),
            "prepared": prepared.ask(build_bind("", "kept"), build_execute(""), build_sync()),
            "failed": failed.ask(build_query("ROLLBACK"), build_query(SELECT), answers=2),
        }
        with pytest.raises(NotAdmitted) as caught:
            world.client()
        ran = [text for text in world.ran() if "district" not in text]
        found = {
            "directive": directive,
            "answers": answers,
            "refused": caught.value.heard,
            "ran": ran,
            "entries": world.entries(),
        }
        world.end()
        return found


@pytest.mark.parametrize("state", ["waiting", "portal", "transaction", "prepared", "failed"])
def test_a_cut_off_ends_whatever_a_session_was_in_the_middle_of(cut_off: dict[str, Any], state: str) -> None:
    """57P01 with the directive's number, no row, and the end of the session."""
    heard = cut_off["answers"][state]
    assert heard.is_over
    assert heard.rows == ()
    assert [each["C"] for each in heard.errors] == ["57P01"]
    assert cut_off["directive"] in heard.errors[0]["M"]


def test_after_a_cut_off_nothing_reaches_the_database(cut_off: dict[str, Any]) -> None:
    """Only what ran when it came has an entry, as cancelled, with nobody in it; nobody of the agency comes in again."""
    assert cut_off["ran"] == []
    assert [(each["statement"], each["outcome"], each["subjects"]) for each in cut_off["entries"]] == [
        (LONG, "cancelled", []),
        ("(log-in)", "refused", []),
    ]
    assert cut_off["refused"].sqlstate == "28000"
    assert cut_off["directive"] in cut_off["refused"].errors[0]["M"]
