"""The whole story, with real clients, as `make demo` and CI play it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostiary.cli.main import main
from ostiary.demo.place import MARK

INCIDENTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "chicago_crimes_2026_casenumbers.csv"


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", "demo", "--check", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env={name: value for name, value in os.environ.items() if name != "OSTIARY_HOME"},
    )


@pytest.mark.timeout(900)
def test_every_step_of_the_story_holds(tmp_path: Path) -> None:
    """`ostiary demo --check` exits 0 and says so, one `ok` line a step and nothing else; the site that it bakes holds alone.

    It is played on the incidents of the public extract of CLEAR where that is here, else on the small city's own.
    """
    incidents = ["--incidents", str(INCIDENTS)] if INCIDENTS.exists() else []
    done = check("--publish", str(tmp_path / "site"), *incidents)
    assert done.returncode == 0, done.stdout + done.stderr
    *steps, last = done.stdout.splitlines()
    assert last == "every step of the story holds"
    assert len(steps) >= 30
    assert [step for step in steps if not step.startswith("ok ")] == []
    verified = CliRunner().invoke(
        main, ["publish", "--verify", str(tmp_path / "site")], env={"OSTIARY_HOME": None}
    )
    assert verified.exit_code == 0, verified.output


def wait_until(holds: Callable[[], object], what: str) -> None:
    for _ in range(6000):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError(f"this never came: {what}")


@dataclass
class Tour:
    """A guided tour that runs in a home of its own."""

    home: Path
    shown: Path
    process: subprocess.Popen[bytes]

    def wait_for(self, words: str) -> None:
        wait_until(
            lambda: words in self.shown.read_text() or self.process.poll() is not None,
            f"the tour says `{words}`",
        )
        assert words in self.shown.read_text()

    def left_behind(self) -> list[int]:
        """The processes other than the tour's own that name its home."""
        named = (path for path in Path("/proc").iterdir() if path.name.isdigit())
        return [
            int(path.name)
            for path in named
            if int(path.name) != self.process.pid and str(self.home) in _command(path)
        ]

    def gateways(self) -> list[int]:
        """The processes of its gateway that run."""
        return [pid for pid in self.left_behind() if " serve " in _command(Path(f"/proc/{pid}"))]


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return ""


@pytest.fixture
def tour(tmp_path: Path) -> Iterator[Tour]:
    """A tour on a free port, which has just begun."""
    home, shown = tmp_path / "home", tmp_path / "shown"
    command = [sys.executable, "-m", "ostiary.cli.main", "demo", "--home", str(home), "--port", "0"]
    with (
        shown.open("wb") as output,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output) as process,
    ):
        yield Tour(home, shown, process)
        process.kill()


def test_a_killed_tour_leaves_nothing_behind_and_was_not_wiped(tour: Tour) -> None:
    """A second one in its folder is refused, also during set-up; killed, its gateway and log writer end too."""
    wait_until((tour.home / "keys").exists, "the set-up began")
    tour.wait_for("setting up")
    for is_reached in (lambda: True, tour.gateways):
        wait_until(is_reached, "the gateway runs")
        second = check("--home", str(tour.home))
        assert second.returncode == 1
        assert f"a demonstration runs in `{tour.home}` (process {tour.process.pid})" in second.stderr
    assert (tour.home / "log" / "log.vkey").exists()
    wait_until(lambda: len(tour.left_behind()) >= 2, "its gateway and its log writer run")
    tour.process.kill()
    wait_until(lambda: not tour.left_behind(), "the gateway and its log writer ended")


@pytest.mark.timeout(600)
def test_a_tour_notices_that_its_gateway_has_ended(tour: Tour) -> None:
    """Exit 1 and where to look; the writer of a gateway that was killed ends by itself."""
    tour.wait_for("The door stays open")
    os.kill(tour.gateways()[0], signal.SIGKILL)
    assert tour.process.wait(300) == 1
    assert f"error: the gateway has ended; see `{tour.home / 'gateway.log'}`" in tour.shown.read_text()
    wait_until(lambda: not tour.left_behind(), "the log writer ended")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM])
def test_a_tour_that_is_stopped_during_set_up_says_so(tour: Tour, number: signal.Signals) -> None:
    """Ctrl-C, a closed terminal, a stop: 130, one line, and no server left."""
    wait_until((tour.home / "postgres").exists, "the set-up began")
    tour.process.send_signal(number)
    assert tour.process.wait(300) == 130
    assert tour.shown.read_text().endswith("stopped; nothing is left running\n")
    assert not tour.left_behind()


def test_a_port_in_use_is_said_before_anything_is_wiped(tmp_path: Path) -> None:
    """Exit 1 with the number; the log of the demonstration before is still there."""
    (tmp_path / MARK).touch()
    (tmp_path / "log").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "ostiary.cli.main", "demo", "--port", str(port)],
            env={**os.environ, "OSTIARY_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 1
    assert f"error: port {port} is in use\nhint: give another --port" in done.stderr
    assert (tmp_path / "log").exists()


def test_a_folder_that_is_no_demonstration_is_left_alone(tmp_path: Path) -> None:
    """`--home` never deletes what does not bear the mark of a demonstration."""
    (tmp_path / "ostiary.toml").write_text("precious")
    done = check("--home", str(tmp_path))
    assert done.returncode == 1
    assert "is not empty and no demonstration" in done.stderr
    assert (tmp_path / "ostiary.toml").read_text() == "precious"
