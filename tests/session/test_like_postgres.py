"""The order of messages, states and codes, held against a real PostgreSQL."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from copied_postgres import fresh_server
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.pgwire import kinds
from ostiary.pgwire.authentication import AuthenticationSaslContinue, parse_authentication
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, Frame, FrameBuffer
from ostiary.pgwire.frontend import (
    build_bind,
    build_close,
    build_describe,
    build_execute,
    build_parse,
    build_query,
    build_sasl_initial,
    build_sasl_response,
    build_sync,
    build_terminate,
)
from ostiary.pgwire.scram import ClientExchange
from ostiary.pgwire.startup import startup_message
from ostiary.testing.client import NONCE, FakeClient, Said, read
from ostiary.testing.fake_database import FakeDatabase, people
from ostiary.testing.world import World

SELECT = build_query("SELECT surname FROM persons WHERE person_id = 7")
PARSE = build_parse("", "SELECT surname FROM persons WHERE person_id = $1")
BIND, BIND_P = (build_bind(portal, "", parameters=[b"7"]) for portal in ("", "p"))
DESCRIBE, EXECUTE, EXECUTE_P = build_describe("P", ""), build_execute(""), build_execute("p")
SYNC, WRONG = build_sync(), build_query("SELEC")
BEGIN, COMMIT, ROLLBACK = (build_query(text) for text in ("BEGIN", "COMMIT", "ROLLBACK"))
ONE = build_execute("p", 1)
NAMED = build_parse("s", "SELECT surname FROM persons WHERE person_id = $1")
CURSOR_TEXT = "DECLARE c CURSOR FOR SELECT surname FROM persons WHERE person_id = 7"
CURSOR = build_query(CURSOR_TEXT)
SAVEPOINT, BACK = build_query("SAVEPOINT s"), build_query("ROLLBACK TO s")
USUAL = PARSE + BIND + DESCRIBE + EXECUTE + SYNC

CONVERSATIONS = {
    "usual": USUAL,
    "pipelined": USUAL * 3,
    "undescribed": PARSE + BIND + EXECUTE + SYNC,
    "described statement": PARSE + build_describe("S", "") + SYNC,
    "described portal": PARSE + BIND + DESCRIBE + SYNC,
    "described, bound again": PARSE + BIND + DESCRIBE + BIND + EXECUTE + SYNC,
    "described twice": PARSE + BIND + DESCRIBE + DESCRIBE + EXECUTE + SYNC,
    "simple": SELECT + build_query("") + SELECT,
    "syntax error": WRONG + SELECT,
    "syntax error in a batch": build_parse("", "SELEC") + BIND + DESCRIBE + EXECUTE + SYNC + USUAL,
    "no such statement": build_bind("", "nothing") + DESCRIBE + EXECUTE + SYNC + USUAL,
    "no such portal": build_execute("nothing") + SYNC,
    "described, then an error": PARSE + BIND + DESCRIBE + build_bind("", "nothing") + SYNC,
    "statement twice": build_parse("s", "SELECT 1") * 2 + SYNC,
    "portal twice": PARSE + BIND_P * 2 + SYNC,
    "portal after sync": PARSE + BIND_P + SYNC + EXECUTE_P + SYNC,
    "portal in a transaction": BEGIN + PARSE + BIND_P + SYNC + EXECUTE_P + SYNC + COMMIT + EXECUTE_P + SYNC,
    "transaction": BEGIN + SELECT + COMMIT + SELECT,
    "failed transaction": BEGIN + WRONG + SELECT + build_query("") + COMMIT + SELECT,
    "failed transaction in batches": BEGIN + PARSE + BIND_P + SYNC + WRONG + USUAL + BIND + SYNC + EXECUTE_P + SYNC
    + build_describe("S", "") + SYNC + ROLLBACK,
    "transaction in a batch": build_parse("", "BEGIN") + build_bind("", "") + DESCRIBE + EXECUTE + USUAL + COMMIT,
    "an end without a beginning": COMMIT + ROLLBACK,
    "empty": build_parse("", "") + build_bind("", "") + DESCRIBE + EXECUTE + SYNC,
    "setting": build_parse("", "SET application_name = 'x'") + build_bind("", "") + DESCRIBE + EXECUTE + SYNC,
    "show": build_query("SHOW client_encoding"),
    "show in a batch": build_parse("", "SHOW client_encoding") + build_describe("S", "") + build_bind("", "")
    + DESCRIBE + EXECUTE + SYNC,
    "unknown setting": build_query("SHOW nothing"),
    "closing": PARSE + build_close("S", "") * 2 + build_close("P", "p") + SYNC,
    "only sync": SYNC * 2,
    "in portions": BEGIN + PARSE + BIND_P + build_describe("P", "p") + ONE + SYNC + ONE + SYNC + ONE + SYNC + COMMIT,
    "in portions, to the end": BEGIN + PARSE + BIND_P + ONE + EXECUTE_P + EXECUTE_P + SYNC + COMMIT,
    "more than there are": BEGIN + PARSE + BIND_P + build_execute("p", 5) * 2 + SYNC + COMMIT,
    "in portions in a batch": PARSE + BIND_P + ONE * 3 + SYNC + ONE + SYNC + SELECT,
    "in portions, unnamed": PARSE + BIND + build_execute("", 1) * 2 + BIND + build_execute("", 1) + SYNC,
    "portals in turns": PARSE + BIND_P + build_bind("q", "", parameters=[b"7"]) + (ONE + build_execute("q", 1)) * 2 + SYNC,
    "closed half way": BEGIN + PARSE + BIND_P + ONE + build_close("P", "p") + BIND_P + ONE + SYNC + ONE + SYNC + COMMIT,
    "run again when it is read": BEGIN + PARSE + BIND_P + EXECUTE_P * 2 + SYNC + COMMIT,
    "run again though it is no query": build_parse("", "SET application_name = 'x'") + build_bind("p", "") + EXECUTE_P * 2
    + SYNC,
    "a batch becomes a transaction": PARSE + BIND_P + ONE + build_parse("", "BEGIN") + build_bind("", "") + EXECUTE
    + ONE + SYNC + ONE + SYNC + COMMIT,
    "a batch that is committed": PARSE + BIND_P + ONE + build_parse("", "COMMIT") + build_bind("", "") + EXECUTE + ONE + SYNC,
    "an error after a portion": PARSE + BIND_P + ONE + build_bind("", "nothing") + ONE + SYNC + USUAL,
    "cursor": BEGIN + CURSOR + build_query("FETCH 1 FROM c") * 2 + build_query("FETCH ALL FROM c") + build_query("CLOSE c")
    + build_query("FETCH c"),
    "cursor outside a transaction": CURSOR + build_query("FETCH c") + build_query("CLOSE c"),
    "cursor twice": BEGIN + CURSOR * 2 + ROLLBACK,
    "cursor and portal are one": BEGIN + CURSOR + build_describe("P", "c") + build_execute("c", 1) * 2 + SYNC + ROLLBACK,
    "a portal is fetched from": BEGIN + PARSE + BIND_P + SYNC + build_query("FETCH FORWARD 1 FROM p") * 2 + COMMIT,
    "fetch in a batch": BEGIN + CURSOR + build_parse("", "FETCH ALL FROM c") + build_describe("S", "") + build_bind("", "")
    + DESCRIBE + EXECUTE + SYNC + COMMIT,
    "fetch in binary": BEGIN + CURSOR + build_parse("", "FETCH ALL FROM c") + build_bind("", "", result_formats=[1])
    + EXECUTE + SYNC + COMMIT,
    "declared in a batch": BEGIN + build_parse("", CURSOR_TEXT.replace("= 7", "= $1")) + build_describe("S", "")
    + build_bind("", "", parameters=[b"7"]) + DESCRIBE + EXECUTE + SYNC + build_query("FETCH c") + COMMIT,
    "cursors end with their transaction": BEGIN + CURSOR + COMMIT + BEGIN + build_query("FETCH c") + ROLLBACK,
    "all cursors closed": BEGIN + CURSOR + build_query("CLOSE ALL") + build_query("FETCH c") + ROLLBACK,
    "savepoint": BEGIN + SAVEPOINT + SELECT + BACK + SELECT + build_query("RELEASE s") + BACK + SELECT + ROLLBACK,
    "savepoint after an error": BEGIN + SAVEPOINT + WRONG + SELECT + SAVEPOINT + BACK + SELECT + WRONG + BACK + COMMIT,
    "savepoint of our own error": BEGIN + SAVEPOINT + build_query("FETCH nothing") * 2 + BACK + SELECT + COMMIT,
    "savepoints nest": BEGIN + SAVEPOINT + build_query("SAVEPOINT t") + BACK + build_query("ROLLBACK TO t") + BACK + COMMIT,
    "savepoints of one name": BEGIN + SAVEPOINT * 2 + build_query("RELEASE s") * 3 + ROLLBACK,
    "savepoint outside a transaction": SAVEPOINT + BACK + build_query("RELEASE s"),
    "cursors since the savepoint": BEGIN + SAVEPOINT + CURSOR + BACK + build_query("FETCH c") + ROLLBACK,
    "cursors before the savepoint": BEGIN + CURSOR + SAVEPOINT + BACK + build_query("FETCH c") + ROLLBACK,
    "portals since the savepoint": BEGIN + NAMED + SYNC + SAVEPOINT + build_bind("p", "s", parameters=[b"7"]) + ONE + SYNC
    + BACK + ONE + SYNC + ROLLBACK,
    "what is unnamed ends with a simple query": BEGIN + PARSE + BIND + SYNC + SELECT + EXECUTE + SYNC + BIND + SYNC + COMMIT,
    "released cursors live on": BEGIN + SAVEPOINT + CURSOR + build_query("RELEASE s") + build_query("FETCH c") + COMMIT,
    "modes": build_query("SHOW transaction_isolation") + build_query("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE")
    + build_query("SHOW TRANSACTION ISOLATION LEVEL") + build_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    + COMMIT,
    "modes of a session": build_query("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY")
    + build_query("SHOW default_transaction_isolation"),
    "chained": BEGIN + SELECT + build_query("COMMIT AND CHAIN") + WRONG + build_query("ROLLBACK AND CHAIN") + COMMIT
    + build_query("COMMIT AND CHAIN"),
    "deallocated": build_parse("s", "SELECT 1") + SYNC + build_query("DEALLOCATE s") * 2 + build_query("DEALLOCATE ALL"),
    "unlisten": build_query("UNLISTEN *") + build_query("UNLISTEN x") + build_query("CLOSE ALL"),
    "a pool's reset": build_query("SELECT pg_advisory_unlock_all();\nCLOSE ALL;\nUNLISTEN *;\nRESET ALL;"),
    "a pool's reset after an error": BEGIN + WRONG + build_query("ROLLBACK;\nCLOSE ALL;\nUNLISTEN *;\nRESET ALL;"),
    "a pool's reset, prepared": build_parse("", "CLOSE ALL;\nRESET ALL;") + SYNC,
    "copy": build_query("COPY (SELECT surname FROM persons) TO STDOUT"),
    "copy of a table": build_query("COPY persons (surname) TO STDOUT WITH CSV HEADER") + SELECT,
    "copy in binary": build_query("COPY (SELECT surname FROM persons) TO STDOUT (FORMAT binary)"),
    "copy in a batch": build_parse("", "COPY persons (surname) TO STDOUT") + build_describe("S", "") + build_bind("", "")
    + DESCRIBE + build_execute("", 1) + SYNC,
    "copy of a column that is not there": build_query("COPY (SELECT surname FROM persons) TO STDOUT (FORMAT csv, FORCE_QUOTE (x))"),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A real server with one person."""
    with fresh_server(tmp_path_factory.mktemp("like_postgres")) as running:
        with psycopg.connect(running.admin_dsn(), autocommit=True) as connection:
            connection.execute("CREATE TABLE persons (person_id int8, surname text)")
            connection.execute("INSERT INTO persons VALUES (7, 'name-7')")
        yield running


class RealClient:
    """A client of the real server, one message at a time."""

    def __init__(self, dsn: str) -> None:
        facts = conninfo_to_dict(dsn)
        self._socket = socket.socket(socket.AF_UNIX if str(facts["host"]).startswith("/") else socket.AF_INET)
        address = f"{facts['host']}/.s.PGSQL.{facts['port']}"
        self._socket.settimeout(10)
        self._socket.connect(
            address if str(facts["host"]).startswith("/") else (facts["host"], int(facts["port"] or 5432))
        )
        self._frames = FrameBuffer(MAX_BACKEND_FRAME)
        self._log_in(str(facts["user"]), str(facts["dbname"]), str(facts.get("password", "")))

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def say(self, data: bytes) -> list[Said]:
        """Send and hang up; everything that comes."""
        self._socket.sendall(data + build_terminate())
        said = []
        while (frame := self._next()) is not None:
            said.append(read(frame))
        return said

    def _log_in(self, user: str, database: str, password: str) -> None:
        exchange = ClientExchange(password, NONCE)
        self._socket.sendall(startup_message({"user": user, "database": database}))
        while (frame := self._next()) is not None and frame.kind != kinds.READY_FOR_QUERY:
            if frame.kind == kinds.AUTHENTICATION and frame.body[3] == 10:
                self._socket.sendall(build_sasl_initial("SCRAM-SHA-256", exchange.first()))
            elif frame.kind == kinds.AUTHENTICATION and frame.body[3] == 11:
                challenge = parse_authentication(frame.body)
                assert isinstance(challenge, AuthenticationSaslContinue)
                self._socket.sendall(build_sasl_response(exchange.continue_(challenge.data)))

    def _next(self) -> Frame | None:
        while (frame := self._frames.next_frame()) is None:
            data = self._socket.recv(65_536)
            if not data:
                return None
            self._frames.feed(data)
        return frame


def outline(said: list[Said]) -> list[tuple[str, str]]:
    """Kinds with tags, states and codes; notices and settings may come at any time and are left out."""
    return [(chr(one.kind), one.text) for one in said if one.kind not in b"NS"]


STEPS = [
    BEGIN, BEGIN, COMMIT, ROLLBACK, SAVEPOINT, BACK, build_query("RELEASE s"), build_query("SAVEPOINT t"), build_query("ROLLBACK TO t"),
    build_query("COMMIT AND CHAIN"), SELECT, build_query("FETCH nothing"), CURSOR, build_query("FETCH 1 FROM c"), build_query("FETCH ALL FROM c"),
    build_query("FETCH 1 FROM p"), build_query("CLOSE c"), build_query("CLOSE ALL"), build_query("DEALLOCATE s"), build_query("UNLISTEN *"),
    build_query("COPY (SELECT surname FROM persons) TO STDOUT"), build_query("SHOW transaction_isolation"), build_query(""),
    NAMED + SYNC, NAMED + SYNC, build_bind("p", "s", parameters=[b"7"]) + SYNC, build_bind("p", "s", parameters=[b"7"]) + ONE + SYNC,
    ONE + SYNC, EXECUTE_P + SYNC, ONE + ONE + SYNC, build_close("P", "p") + SYNC, build_close("S", "s") + SYNC, USUAL,
    PARSE + BIND_P + ONE + EXECUTE_P + SYNC, PARSE + BIND_P + ONE + build_parse("", "BEGIN") + build_bind("", "") + EXECUTE + ONE + SYNC,
    build_describe("S", "s") + SYNC, build_describe("P", "p") + SYNC, build_describe("P", "c") + SYNC, build_execute("c", 1) + SYNC,
    PARSE + build_bind("", "nothing") + ONE + SYNC, SYNC,
    build_parse("", "FETCH 1 FROM c") + build_describe("S", "") + build_bind("", "") + DESCRIBE + EXECUTE + SYNC,
]  # fmt: skip
"""What conversations are made of; where the door says something else on purpose, it is not here."""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=12))
def test_any_conversation_reads_as_with_postgresql(server: EmbeddedPostgres, steps: list[bytes]) -> None:
    """Transactions, savepoints, cursors, portals and copies in any order."""
    conversation = b"".join(steps)
    ours = FakeClient(World(database=FakeDatabase(lambda _: people(7))))
    ours.log_in("p-1")
    with closing(RealClient(server.admin_dsn())) as theirs:
        assert outline(ours.send(conversation + build_terminate())) == outline(theirs.say(conversation))


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_client_sees_the_messages_that_postgresql_would_send(name: str, server: EmbeddedPostgres) -> None:
    """The same bytes bring the same kinds of message in the same order, with the same tags, states and codes."""
    ours = FakeClient(World(database=FakeDatabase(lambda _: people(7))))
    ours.log_in("p-1")
    with closing(RealClient(server.admin_dsn())) as theirs:
        assert outline(ours.send(CONVERSATIONS[name] + build_terminate())) == outline(
            theirs.say(CONVERSATIONS[name])
        )
