"""A running gateway, as monitoring sees it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
from collections.abc import Iterator

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from ostiary.demo.place import free_port
from ostiary.server.settings import FILE_NAME
from server.gateway_world import (
    GatewayProcess,
    World,
    install,
    long_query,
    stopped,
    wait_until,
)

pytestmark = pytest.mark.xdist_group("server_monitoring")

QUESTION = "SELECT iucr FROM offence_codes LIMIT 3"


class Monitor:
    """What Prometheus and a probe would ask."""

    def __init__(self, port: int) -> None:
        self._port = port

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def reasons(self) -> list[str]:
        """The words with which /readyz begins its lines; none when it is ready."""
        status, body = self.get("/readyz")
        return [] if status == 200 else [line.partition(":")[0] for line in body.splitlines()]

    def value(self, name: str, **labels: str) -> float:
        _, text = self.get("/metrics")
        return next(
            (
                sample.value
                for family in text_string_to_metric_families(text)
                for sample in family.samples
                if sample.name == name and sample.labels == labels
            ),
            0.0,
        )


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Monitor]]:
    folder = tmp_path_factory.mktemp("world") / "home"
    port = free_port()
    with install(folder, listen=f"\n[metrics]\nport = {port}\n") as installation:
        path = folder / FILE_NAME
        path.write_text(f"wall_check_seconds = 0.2\n{path.read_text()}")
        yield World(installation, GatewayProcess(folder)), Monitor(port)


@pytest.fixture
def watched(at_home: tuple[World, Monitor]) -> Iterator[tuple[World, Monitor]]:
    """A gateway that runs, and what watches it."""
    world, _ = at_home
    world.gateway.start()
    yield at_home
    world.end()


def test_what_happens_is_counted(watched: tuple[World, Monitor]) -> None:
    """Log-ins, answers, refusals, rows and plans, without a word on who asked what."""
    world, monitor = watched
    assert monitor.get("/livez") == (200, "ok\n")
    assert monitor.get("/readyz") == (200, "ok\n")
    connection = world.connect()
    for _ in range(3):
        connection.execute(QUESTION).fetchall()
    # That is no other log-in.
    connection.execute("SET ostiary.case = 'JK123457'")
    with pytest.raises(psycopg.Error):
        connection.execute("DELETE FROM persons")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(world.conninfo() + " password=wrong passfile=/dev/null")
    # A worker says twice a second how it stands.
    wait_until(lambda: monitor.value("ostiary_logins_total", result="refused"), "all of it is reported")
    assert monitor.value("ostiary_logins_total", result="admitted") == 1
    assert monitor.value("ostiary_logins_total", result="refused") == 1
    assert monitor.value("ostiary_errors_total", sqlstate="28P01") == 1
    assert monitor.value("ostiary_errors_total", sqlstate="25006") == 1
    assert monitor.value("ostiary_accesses_total", outcome="answered") == 3
    assert monitor.value("ostiary_accesses_total", outcome="refused") == 1
    assert monitor.value("ostiary_recorded_rows_total") == 9
    assert monitor.value("ostiary_released_bytes_total") > 100
    assert monitor.value("ostiary_plans_total", result="hit") >= 2
    assert monitor.value("ostiary_durable_wait_seconds_count") == 4
    assert monitor.value("ostiary_decision_seconds_count") == 4
    assert monitor.value("ostiary_workers") == 1
    wait_until(lambda: monitor.value("ostiary_sessions") == 1, "the stranger's connection is gone")
    assert monitor.value("ostiary_backends", state="lent") == 1
    assert monitor.value("ostiary_walls", state="missing") == 0
    assert 0 < monitor.value("ostiary_lease_seconds") <= 2
    _, text = monitor.get("/metrics")
    assert not [
        word for word in ("cpd", "fbi", "ice", "homicide", "persons", "JK123456") if f'"{word}' in text
    ]
    connection.close()
    wait_until(lambda: monitor.value("ostiary_backends", state="free") == 1, "the backend waits for the next")
    assert monitor.value("ostiary_backends", state="lent") == 0


def test_without_a_log_writer_it_is_not_ready_and_alive(watched: tuple[World, Monitor]) -> None:
    """The writer is killed and cannot come back at once: 503 with the reason, and ready again afterwards."""
    world, monitor = watched
    (pid,) = world.gateway.children("ostiary.store.log.writer")
    folder, aside = world.log_dir, world.log_dir.with_name("aside")
    folder.rename(aside)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: monitor.reasons() == ["log"], "not ready")
    assert monitor.get("/livez")[0] == 200
    aside.rename(folder)
    wait_until(lambda: monitor.reasons() == [], "ready again")


def test_without_a_lease_it_is_not_ready(watched: tuple[World, Monitor]) -> None:
    """The control database is silent for longer than the lease."""
    world, monitor = watched
    found = world.admin("control").execute(
        "SELECT pid FROM pg_stat_activity WHERE usename = 'ostiary_gateway'"
    )
    pids = [pid for (pid,) in found.fetchall()]
    with contextlib.ExitStack() as stack:
        for pid in pids:
            stack.enter_context(stopped(pid))
        world.admin("control").execute("ALTER ROLE ostiary_gateway NOLOGIN")
        wait_until(lambda: monitor.reasons() == ["lease"], "not ready")
        assert monitor.get("/livez")[0] == 200
    world.admin("control").execute("ALTER ROLE ostiary_gateway LOGIN")
    wait_until(lambda: monitor.reasons() == [], "ready again")


def test_without_a_wall_it_is_not_ready(watched: tuple[World, Monitor]) -> None:
    """Every reader is given a setting that the policy does not know of."""
    world, monitor = watched
    found = world.admin().execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'ostiary\\_reader\\_%'")
    readers = [name for (name,) in found.fetchall()]
    for reader in readers:
        world.admin().execute(f"ALTER ROLE {reader} SET statement_timeout = '31s'".encode())
    wait_until(lambda: monitor.reasons() == ["walls"], "not ready")
    assert monitor.value("ostiary_walls", state="standing") == 0
    for reader in readers:
        world.admin().execute(f"ALTER ROLE {reader} SET statement_timeout = '30s'".encode())
    wait_until(lambda: monitor.reasons() == [], "ready again")


def test_while_it_drains_it_is_not_ready(watched: tuple[World, Monitor]) -> None:
    """From the signal on, as long as a statement may still run."""
    world, monitor = watched
    connection = world.connect()
    connection.pgconn.send_query_params(long_query("drained").encode(), [])
    connection.pgconn.flush()
    wait_until(lambda: world.running("drained"), "the statement runs")
    os.kill(world.gateway.pid, signal.SIGTERM)
    wait_until(lambda: monitor.reasons() == ["draining"], "not ready")
    os.kill(world.gateway.pid, signal.SIGTERM)
    assert world.gateway.wait() == 0
