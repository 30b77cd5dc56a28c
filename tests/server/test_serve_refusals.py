"""`ostiary serve` with something wrong: one clear line, the documented exit code, no traceback."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ostiary.demo.installation import Installation
from ostiary.server.settings import FILE_NAME
from server.gateway_world import GatewayProcess, builder, install, run_ostiary

pytestmark = pytest.mark.xdist_group("server_serve_refusals")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with install(tmp_path_factory.mktemp("world") / "home") as installation:
        yield installation


@pytest.fixture
def home(installation: Installation, tmp_path: Path) -> Path:
    """A copy of the home that a test may spoil; its databases are the installation's."""
    copy = tmp_path / "home"
    shutil.copytree(installation.folder, copy)
    return copy


def refused(home: Path) -> tuple[int, str]:
    """The exit code, and what was said besides events."""
    gateway = GatewayProcess(home) if home.is_dir() else None
    if gateway is None:
        found = run_ostiary("serve", "--home", str(home))
        return found.returncode, found.stderr
    gateway.launch()
    try:
        code = gateway.wait()
    finally:
        gateway.kill()
    said = [line for line in gateway.stderr.read_text().splitlines() if not line.startswith("{")]
    return code, "\n".join(said)


def _settings(change: Callable[[str], str]) -> Callable[[Path], None]:
    def spoil(home: Path) -> None:
        path = home / FILE_NAME
        path.write_text(change(path.read_text()))

    return spoil


def _one_official(home: Path) -> None:
    path = home / "policy" / "officials.toml"
    first, second, _ = path.read_text().split("[[official]]")
    path.write_text(f"{first}[[official]]{second}")


def _misspell(home: Path) -> None:
    path = home / "policy" / "permits.toml"
    path.write_text(path.read_text().replace("when.purpose.under", "when.porpoise.under", 1))


SPOILED: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "no home": (shutil.rmtree, 1, "ostiary.toml` cannot be read: no such file or directory"),
    "no settings": (lambda home: (home / FILE_NAME).unlink(), 1, "ostiary.toml` cannot be read"),
    "an unknown key": (_settings(lambda text: f'colour = "blue"\n{text}'), 1, "ostiary.toml:1`: unknown key `colour`"),
    "a key of the wrong type": (_settings(lambda text: text + "host = 5\n"), 1, "`listen.host`: expected `str`, got `int`"),
    "not TOML": (_settings(lambda text: f"= 5\n{text}"), 1, "ostiary.toml:1`: not TOML: "),
    "a word that is no choice": (_settings(lambda text: f'log_writer = "cloud"\n{text}'), 1, "`log_writer` is `own` or `external`"),
    "a bundle with one official": (_one_official, 1, "names 1 officials; it takes two to act"),
    "a bundle with a misspelt key": (_misspell, 1, "porpoise"),
    "no bundle": (lambda home: shutil.rmtree(home / "policy"), 1, "policy"),
    "a secret that others may read": (
        lambda home: (home / "secrets/control.dsn").chmod(0o644), 1, "control.dsn` is open to others than its owner",
    ),
    "a log key that others may read": (
        lambda home: (home / "log/private/log.key").chmod(0o644),
        75, "others can read or change `private/log.key`",
    ),
    "no reader passwords": (
        lambda home: shutil.rmtree(home / "secrets/readers"), 1, "there is no reader's password for profile",
    ),
    "no log": (lambda home: shutil.rmtree(home / "log"), 75, "the log writer ended: ostiary log writer: "),
    "a floor that is none": (
        lambda home: (home / "run/directives.floor").write_text("?"), 1, "is not a floor of directives",
    ),
    "a records database that is not there": (
        lambda home: (home / "secrets/keeper.dsn").write_text("host=/nowhere dbname=city user=x password=y\n"),
        75, "the records database cannot be reached",
    ),
    "a control database that is not there": (
        lambda home: (home / "secrets/control.dsn").write_text("host=/nowhere dbname=control user=x password=y\n"),
        75, "the control database",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_wrong_is_said_and_nothing_is_served(home: Path, name: str) -> None:
    """The first line names the fault; at most problems and a hint follow."""
    spoil, expected, words = SPOILED[name]
    spoil(home)
    code, said = refused(home)
    assert said.startswith("error: ")
    assert words in said
    assert "Traceback" not in said
    assert code == expected


def test_a_port_in_use_is_named(installation: Installation, home: Path) -> None:
    """Somebody else listens there already."""
    with closing(socket.socket()) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        code, said = refused(home)
    assert said.startswith(f"error: cannot listen at 127.0.0.1, port {installation.port}: ")
    assert "Traceback" not in said
    assert code == 1


def test_without_walls_nothing_is_served(installation: Installation, home: Path) -> None:
    """The last of the tests here: it takes the walls of the installation away."""
    removed = run_ostiary("wall", "remove", "--yes", *builder(home))
    assert removed.returncode == 0, removed.stderr
    code, said = refused(home)
    assert (
        said == "error: no profile's wall stands as it should\nhint: Run `ostiary wall apply` with this home."
    )
    assert code == 1


def test_a_database_that_is_down_at_the_start_is_said(installation: Installation, home: Path) -> None:
    """The very last one: a real server that was there and is not."""
    installation.postgres.kill()
    code, said = refused(home)
    assert said.startswith("error: the records database cannot be reached")
    assert code == 75
