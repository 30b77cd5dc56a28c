"""Where a demonstration stands, and the gateway beside it: nothing of somebody else's is taken for our own."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ostiary.demo.gateway_process import GatewayProcess
from ostiary.demo.place import MARK, claimed, verify_free, wipe
from ostiary.demo.stage import StoryBroken, run, typeable, wrapped
from ostiary.errors import SettingsError, UpstreamDown
from ostiary.store.log.folder import create_log


def test_a_claimed_folder_is_not_claimed_twice(tmp_path: Path) -> None:
    """The second is told which process runs there; when the first has ended, the folder is free again."""
    with claimed(tmp_path / "home") as place:
        with pytest.raises(SettingsError, match=r"a demonstration runs in `.*/home` \(process \d+\)"):
            claimed(tmp_path / "home").__enter__()
        assert (place / MARK).exists()
    with claimed(tmp_path / "home"):
        pass


def test_wiping_keeps_the_mark_and_what_a_link_leads_to(tmp_path: Path) -> None:
    """Everything else of an earlier demonstration is gone; the lock on the mark holds on."""
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").touch()
    with claimed(tmp_path / "home") as place:
        (place / "keys").mkdir()
        (place / "keys" / "mayor.key").touch()
        (place / "gateway.log").touch()
        (place / "link").symlink_to(tmp_path / "precious")
        wipe(place)
        assert [path.name for path in place.iterdir()] == [MARK]
        with pytest.raises(SettingsError, match="a demonstration runs"):
            claimed(place).__enter__()
    assert (tmp_path / "precious" / "file").exists()


def test_what_bears_no_mark_is_never_claimed(tmp_path: Path) -> None:
    """A folder with anything in it may be a real installation."""
    (tmp_path / "ostiary.toml").write_text("precious")
    with pytest.raises(SettingsError, match="is not empty and no demonstration"):
        claimed(tmp_path).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["ostiary.toml"]


def test_a_folder_that_cannot_be_written_to_is_said_so(tmp_path: Path) -> None:
    """Before anything is set up."""
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be written to: not a directory"):
        claimed(tmp_path / "file" / "home").__enter__()


def test_a_path_too_long_for_a_socket_is_said_so(tmp_path: Path) -> None:
    """At 108 bytes with the socket's name, and not at 107."""
    room = 107 - len(f"{tmp_path.resolve()}//run/log.sock")
    with claimed(tmp_path / ("a" * room)):
        pass
    with pytest.raises(SettingsError, match="would have 108 bytes"):
        claimed(tmp_path / ("a" * (room + 1))).__enter__()


@pytest.fixture
def busy_port() -> int:
    """A port on which somebody else listens; the socket lives as long as the test's process."""
    listener = socket.create_server(("127.0.0.1", 0))
    _KEPT.append(listener)
    return int(listener.getsockname()[1])


_KEPT: list[socket.socket] = []


def test_a_port_in_use_is_said_so(busy_port: int) -> None:
    """With its number."""
    with pytest.raises(SettingsError, match=f"port {busy_port} is in use"):
        verify_free(busy_port)


def test_only_its_own_word_makes_a_gateway_ready(tmp_path: Path, busy_port: int) -> None:
    """An earlier gateway's log and somebody else's open port are no sign that this one started."""
    (tmp_path / "gateway.log").write_text('{"code": "OST1000I"}\n')
    (tmp_path / "ostiary.toml").write_text(f"[listen]\nport = {busy_port}\n")
    gateway = GatewayProcess(tmp_path)
    with pytest.raises(UpstreamDown, match=r"the gateway did not start: .*ostiary\.toml"):
        gateway.wait_until_ready()
    gateway.wait_until_ended()


def test_a_program_that_does_not_end_breaks_the_story() -> None:
    """It is a step that does not hold, not a fault of ours."""
    with pytest.raises(StoryBroken, match=r"`sleep` did not end within 0\.1 seconds"):
        run(["/bin/sleep", "60"], seconds=0.1)


@pytest.mark.parametrize("width", [40, 61, 80, 120])
def test_what_is_shown_as_typed_can_be_typed(width: int) -> None:
    """A shell reads the broken lines as the same words, up to blanks inside a word longer than a line."""
    words = [
        "psql",
        "user=cpd-1042 options='-c ostiary.purpose=homicide -c ostiary.case=QA100592'",
        "-c",
        "SELECT surname AS \"the name\" FROM persons WHERE surname LIKE 'S%' AND given_name <> '$HOME' LIMIT 4",
    ]
    shown = typeable("[ICE's officer] $", words, width)
    assert max(map(len, shown.splitlines())) <= width
    typed = shown.removeprefix("[ICE's officer] $ psql")
    read = run(["/bin/sh", "-c", f"printf '%s\\0' psql{typed}"]).out.split("\0")
    assert [" ".join(word.split()) for word in read] == [*words, ""]


def test_a_reason_is_not_broken() -> None:
    """A word that fits on a line stays whole: a reason with a line break in it would be refused."""
    shown = typeable("[the mayor] $", ["ostiary", "cutoff", "order", "--reason", "announcement of July"], 40)
    assert '"announcement of July"' in shown


def test_long_lines_hang() -> None:
    """Broken at words, the further lines indented."""
    assert wrapped("one two three", 9, first="  ", further="    ") == "  one two\n    three"


def test_a_log_writer_ends_with_its_standard_input(tmp_path: Path) -> None:
    """However whoever started it has ended: no writer is left behind that holds the log."""
    create_log(tmp_path / "log", "log.example/orphan", bytes(32))
    command = [sys.executable, "-m", "ostiary.store.log.writer", str(tmp_path / "log"), "--end-with-stdin"]
    with subprocess.Popen(
        [*command, "--socket", str(tmp_path / "s")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline().startswith("writing ")
        writer.stdin.close()
        assert writer.wait(20) == 0
    assert not (tmp_path / "s").exists()
