"""A line to a database that lets nothing pass any more: whoever waits at it is told, and does not wait for ever.

Without that the kernel tries for a quarter of an hour, and the test runs into its own time limit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from copied_postgres import fresh_server
from cut_line import Line, line
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import ControlDown, OstiaryError, UpstreamDown
from ostiary.store.control import control_connection
from ostiary.store.wall import records_connection

Connect = Callable[[str], AbstractContextManager[psycopg.Connection]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with fresh_server(tmp_path_factory.mktemp("cut")) as running:
        yield running


class Waiting(threading.Thread):
    """Asks over the line once it may, and keeps what it is told."""

    def __init__(self, connect: Connect, dsn: str, statement: str, may_ask: threading.Event) -> None:
        super().__init__(daemon=True)
        self.error: OstiaryError | None = None
        self.is_connected = threading.Event()
        self._connect, self._dsn, self._statement, self._may_ask = connect, dsn, statement, may_ask
        self.start()

    def run(self) -> None:
        try:
            with self._connect(self._dsn) as connection:
                self.is_connected.set()
                self._may_ask.wait()
                connection.execute(self._statement.encode())
        except OstiaryError as error:
            self.error = error


def test_whoever_waits_at_a_line_that_is_cut_is_told(server: EmbeddedPostgres) -> None:
    """At either database: one whose question does not arrive, and one whose answer never comes."""
    with line() as cut:
        dsn = _over(cut, server)
        asks_before, asks_after = threading.Event(), threading.Event()
        asks_before.set()
        both: tuple[Connect, ...] = (records_connection, control_connection)
        # The limit of a control statement would end this one too, and cannot be told: the line is cut.
        answers = [Waiting(connect, dsn, "SELECT pg_sleep(600) AS w", asks_before) for connect in both]
        questions = [Waiting(connect, dsn, "SELECT 1", asks_after) for connect in both]
        assert all(each.is_connected.wait(30) for each in (*answers, *questions))
        _until_asked(server, len(answers))
        cut.cut()
        asks_after.set()
        for each in (*answers, *questions):
            each.join()
    kinds = [type(each.error) for each in (*answers, *questions)]
    assert kinds == [UpstreamDown, ControlDown] * 2
    assert all(
        each.error is not None and "could not receive data" in each.error.message for each in questions
    )


def _over(cut: Line, server: EmbeddedPostgres) -> str:
    port = cut.relay(Path(server.socket_dir) / f".s.PGSQL.{server.port}")
    return make_conninfo(server.admin_dsn(), host=cut.there, port=port)


def _until_asked(server: EmbeddedPostgres, count: int) -> None:
    with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
        while True:
            found = admin.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600) AS w' AND state = 'active'"
            ).fetchone()
            if found == (count,):
                return
