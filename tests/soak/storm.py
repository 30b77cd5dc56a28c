"""A storm by script: in each round something is killed, stopped or cut at a random moment, and service comes back.

The script is drawn from a seed. What is struck is drawn with it; at which byte it is struck is the machine's chance.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from psycopg import sql

from server.gateway_world import GatewayProcess, World, leftovers, run_ostiary, wait_until
from soak.accounting import compare

WORKERS = 2
CLIENTS = 3
"""Processes of clients, each with some members."""

TESTS = Path(__file__).resolve().parents[1]
PATIENCE = 120.0
"""Seconds until service that has not come back fails the storm. A database that was killed replays what it had written."""

CALM_SECONDS = (0.0, 0.6)
"""How long clients are left alone before something is struck."""

STANDSTILL_SECONDS = (0.1, 3.0)
"""A lease lasts 2 seconds: some standstills are shorter, some longer."""

LOGS = "ostiary.store.log.writer"


@dataclass
class ClientProcess:
    """A process of clients, and how much of its diary has been looked at."""

    name: str
    process: subprocess.Popen[bytes]
    diary: Path
    whole: int = 0
    _at: int = 0

    def answered(self) -> int:
        """How many answers have come whole so far."""
        if self.diary.exists():
            with self.diary.open("rb") as lines:
                lines.seek(self._at)
                for line in lines:
                    if not line.endswith(b"\n"):
                        break
                    self._at += len(line)
                    self.whole += line.startswith(b'["whole"')
        return self.whole


@dataclass
class Storm:
    """A gateway, its clients, and what is done to them. ``say`` is told what happens."""

    world: World
    folder: Path
    status_port: int
    random: Random
    say: Callable[[str], None]
    clients: list[ClientProcess] = field(default_factory=list)
    diaries: list[Path] = field(default_factory=list)
    struck: Counter[str] = field(default_factory=Counter)
    lives: list[GatewayProcess] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "nothing")

    @property
    def strokes(self) -> dict[str, Callable[[], None]]:
        """What can happen in a round."""
        return {
            "a worker killed": self._kill_worker,
            "the log writer killed": self._kill_log_writer,
            "the supervisor killed": self._kill_supervisor,
            "the records database killed": self._kill_database,
            "a backend of the database killed": self._kill_backend,
            "clients killed": self._kill_clients,
            "a worker stopped for a while": self._stop_worker,
            "the log writer stopped for a while": self._stop_log_writer,
            "the control connections cut": self._cut_control,
            "the control database away until no lease is left": self._take_control_away,
        }

    def rage(self, rounds: int) -> None:
        """Play so many rounds; each kind comes once before any is drawn again, so that no short storm leaves one out."""
        self.lives.append(self.world.gateway)
        for _ in range(CLIENTS):
            self._start_clients()
        self._wait_for_service()
        for number in range(1, rounds + 1):
            kinds = list(self.strokes)
            self.random.shuffle(kinds)
            if number <= len(kinds):
                kinds = [kind for kind in kinds if not self.struck[kind]]
            time.sleep(self.random.uniform(*CALM_SECONDS))
            began = time.monotonic()
            self.strokes[kinds[0]]()
            self.struck[kinds[0]] += 1
            self._wait_for_service()
            seconds = time.monotonic() - began
            self.slowest = max(self.slowest, (seconds, kinds[0]))
            self.say(f"round {number:3} of {rounds}: {kinds[0]}; served again after {seconds:.1f} s")

    def end(self) -> None:
        """The clients finish what they have asked."""
        for client in self.clients:
            client.process.terminate()
        for client in self.clients:
            assert client.process.wait(PATIENCE) == 0, client.name

    def close(self) -> None:
        """End what a storm that failed has left."""
        for client in self.clients:
            client.process.kill()
            client.process.wait()

    # What can happen.

    def _kill_worker(self) -> None:
        self._kill(self._a_worker())

    def _kill_log_writer(self) -> None:
        self._kill(self._log_writer())

    def _kill_supervisor(self) -> None:
        """All that belongs to it ends with it, and another gateway can be started in its place."""
        self.world.gateway.kill()
        wait_until(lambda: not leftovers(self.world.home), "nothing has outlived the supervisor", PATIENCE)
        self.world.gateway = GatewayProcess(self.world.home, f"gateway-{len(self.lives)}")
        self.lives.append(self.world.gateway)
        self.world.gateway.start()

    def _kill_database(self) -> None:
        """The control database stands on the same server, so that the lease is lost too."""
        self.world.installation.postgres.kill()
        self.world.installation.postgres.restart()

    def _kill_backend(self) -> None:
        """PostgreSQL ends all its other backends then, and recovers."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.random.choice(self._backends()), signal.SIGKILL)

    def _kill_clients(self) -> None:
        client = self.random.choice(self.clients)
        client.process.kill()
        client.process.wait()
        self.clients.remove(client)
        self._start_clients()

    def _stop_worker(self) -> None:
        self._stop(self._a_worker())

    def _stop_log_writer(self) -> None:
        self._stop(self._log_writer())

    def _cut_control(self) -> None:
        self.world.admin("postgres").execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'control'"
        )
        self.world.close_clients()

    def _take_control_away(self) -> None:
        self._allow_control(allowed=False)
        self._cut_control()
        wait_until(lambda: "lease:" in self._unready(), "no lease is left", PATIENCE)
        self._allow_control(allowed=True)

    # With what.

    def _allow_control(self, *, allowed: bool) -> None:
        allow = sql.SQL("ALTER DATABASE control ALLOW_CONNECTIONS {}").format(sql.Literal(allowed))
        self.world.admin("postgres").execute(allow)
        self.world.close_clients()

    def _kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: pid not in self.world.gateway.family(), "it is gone", PATIENCE)

    def _stop(self, pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)
        time.sleep(self.random.uniform(*STANDSTILL_SECONDS))
        os.kill(pid, signal.SIGCONT)

    def _a_worker(self) -> int:
        return self.random.choice(sorted(self.world.gateway.workers()))

    def _log_writer(self) -> int:
        (writer,) = self.world.gateway.children(LOGS)
        return writer

    def _backends(self) -> list[int]:
        admin = self.world.admin()
        found = admin.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename LIKE 'ostiary\\_reader\\_%' ORDER BY pid"
        ).fetchall()
        self.world.close_clients()
        assert found, "readers are connected"
        return [pid for (pid,) in found]

    def _start_clients(self) -> None:
        name = f"clients-{len(self.diaries)}"
        diary = self.folder / f"{name}.diary"
        installation = self.world.installation
        words = (installation.pgpass, installation.port, diary, name)
        process = subprocess.Popen(
            [sys.executable, "-m", "soak.storm_client", *map(str, words)],
            env={**os.environ, "PYTHONPATH": str(TESTS)},
        )
        self.clients.append(ClientProcess(name, process, diary))
        self.diaries.append(diary)

    def _wait_for_service(self) -> None:
        """All workers are there and ready, and each process of clients gets whole answers again."""
        wait_until(lambda: len(self.world.gateway.workers()) == WORKERS, "all workers are there", PATIENCE)
        wait_until(lambda: not self._unready(), "the gateway says that it is ready", PATIENCE)
        for client in self.clients:
            before = client.answered()
            wait_until(
                lambda client=client, before=before: client.answered() > before,  # type: ignore[misc]
                f"{client.name} is answered",
                PATIENCE,
            )

    def _unready(self) -> str:
        """Why the gateway says that it does not serve; empty when it does."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.status_port}/readyz", timeout=10) as page:
                page.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()
        except OSError as error:
            return str(error) or type(error).__name__
        return ""


def weather(
    world: World, folder: Path, status_port: int, rounds: int, seed: int, say: Callable[[str], None]
) -> None:
    """Play a storm, and hold the gateway to what it promises."""
    say(f"seed {seed} (SOAK_SEED={seed} draws the same again)")
    storm = Storm(world, folder, status_port, Random(seed), say)
    began = time.monotonic()
    try:
        storm.rage(rounds)
        storm.end()
    finally:
        storm.close()
    seconds = time.monotonic() - began
    bugs = [event for life in storm.lives for event in life.events("bug")]
    assert world.gateway.stop() == 0
    verified = run_ostiary("log", "verify", str(world.log_dir))
    figures = compare(world.home, storm.diaries)
    say(f"{rounds} rounds in {seconds:.0f} s: {figures}")
    say("; ".join(f"{kind}: {count}" for kind, count in sorted(storm.struck.items())))
    say(f"served again after {storm.slowest[0]:.1f} s at the most ({storm.slowest[1]})")
    say(f"log verify: {(verified.stdout + verified.stderr).strip()}")
    assert verified.returncode == 0, verified.stderr
    assert not figures.faults, "\n".join(figures.faults)
    assert not bugs, bugs
    assert figures.answered > rounds
