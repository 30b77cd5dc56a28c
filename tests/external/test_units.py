"""The units of systemd, as far as they can be tried where systemd does not run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import psycopg
import pytest

from docs.documents import ROOT
from machine_world import needs_strace
from ostiary.demo.people import AGENT
from ostiary.server.service_manager import notify
from ostiary.server.settings import Settings
from server.gateway_world import CASE, GatewayProcess, install, leftovers, wait_until

UNITS = sorted((ROOT / "packaging" / "systemd").glob("*.service"))

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def settings_of(unit: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in unit.read_text().splitlines() if re.match(r"[A-Za-z]+=", line))


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units, with programs that are here."""
    for unit in UNITS:
        text = unit.read_text().replace("/opt/ostiary/bin/", f"{ROOT}/.venv/bin/")
        (tmp_path / unit.name).write_text(text)
    return sorted(tmp_path.glob("*.service"))


@needs_systemd
def test_systemd_understands_every_line(units: list[Path]) -> None:
    """No unknown key, no value that is none, no program that is not there."""
    told = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


@needs_systemd
def test_each_unit_is_confined(units: list[Path]) -> None:
    """At most 1.5 of 10 on systemd's own scale of exposure."""
    for unit in units:
        told = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=15", unit],
            capture_output=True,
            check=False,
        )
        assert told.returncode == 0, told.stdout.decode()[-500:]


def test_sessions_have_their_time_when_the_unit_stops() -> None:
    """Only the supervisor is signalled, once, and force comes after the time that statements have."""
    gateway = settings_of(ROOT / "packaging/systemd/ostiary.service")
    drain = Settings.__struct_defaults__[
        Settings.__struct_fields__.index("drain_seconds") - len(Settings.__struct_fields__)
    ]
    assert gateway["KillMode"] == "mixed"
    assert gateway["Type"] == "notify"
    assert float(gateway["TimeoutStopSec"]) > drain + 20


def test_all_units_have_one_account_and_no_privilege() -> None:
    """The log writer's socket is for its own account; no unit may gain anything."""
    found = [settings_of(unit) for unit in UNITS]
    assert len(found) == 4
    for settings in found:
        assert (settings["User"], settings["NoNewPrivileges"], settings["CapabilityBoundingSet"]) == (
            "ostiary",
            "true",
            "",
        )
        assert settings["ProtectSystem"] == "strict"


def test_the_log_writers_unit_writes_the_log_that_is_installed() -> None:
    """What `[log]` says in docs/install.md, the command line of the unit says too."""
    document = (ROOT / "docs" / "install.md").read_text("utf-8")
    (section,) = re.findall(r"^\[log\]\n((?:\w+ = .+\n)+)", document, re.MULTILINE)
    said = dict(re.findall(r'^(\w+) = "(.+)"$', section, re.MULTILINE))
    (master_key,) = re.findall(r'MASTER_KEY="\$\{MASTER_KEY:-(.+?)\}"', document)
    unit = (ROOT / "packaging/systemd/ostiary-log.service").read_text("utf-8").replace("\\\n", " ")
    (command,) = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    words = shlex.split(command)
    given = {word: words[at + 1] for at, word in enumerate(words) if word.startswith("--")}
    assert said == {"master_key_file": "$MASTER_KEY", "head_dsn_file": "secrets/log.dsn"}
    assert (given["--master-key"], given["--head-dsn-file"]) == (
        master_key,
        f"/var/lib/ostiary/{said['head_dsn_file']}",
    )


@pytest.mark.parametrize("is_abstract", [False, True])
def test_the_service_manager_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_abstract: bool
) -> None:
    """One datagram at the socket that the environment names, a file or an abstract name."""
    name = f"@{tmp_path}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(name.replace("@", "\0"))
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        notify("READY=1")
        assert receiver.recv(100) == b"READY=1"


@pytest.mark.parametrize("name", ["", "nonsense", "/nowhere/at/all"])
def test_without_a_service_manager_nothing_happens(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A gateway that somebody starts by hand tells nobody."""
    monkeypatch.setenv("NOTIFY_SOCKET", name)
    notify("READY=1")


def _sets() -> dict[str, set[str]]:
    """The sets of system calls that systemd knows, each with its calls and the sets in it."""
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter"], capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, set[str]] = {}
    name = ""
    for line in told.splitlines():
        if line.startswith("@"):
            name = line.strip()
            found[name] = set()
        elif line.startswith("    ") and not line.strip().startswith("#"):
            found[name].add(line.strip())
    return found


def _calls(name: str, sets: dict[str, set[str]]) -> set[str]:
    """All calls of a set; it may hold other sets."""
    return {call for one in sets[name] for call in (_calls(one, sets) if one.startswith("@") else {one})}


@needs_systemd
@needs_strace
def test_the_gateway_and_its_writer_make_no_call_that_their_units_forbid(tmp_path: Path) -> None:
    """From the start over an answer to the stop, every system call is in the set that the units leave."""
    sets = _sets()
    allowed = _calls("@system-service", sets) - _calls("@privileged", sets) - _calls("@resources", sets)
    made = tmp_path / "calls"
    with install(tmp_path / "home") as installation:
        gateway = GatewayProcess(installation.folder)
        gateway.launch("strace", "-f", "-qq", "-o", str(made), "-e", "signal=none")
        try:
            wait_until(lambda: gateway.events("started"), "the gateway started")
            with psycopg.connect(installation.conninfo(AGENT, case=CASE)) as connection:
                connection.execute("SELECT iucr FROM offence_codes LIMIT 3").fetchall()
            supervisor = int(
                next(iter(Path(f"/proc/{gateway.pid}/task/{gateway.pid}/children").read_text().split()))
            )
            os.kill(supervisor, signal.SIGTERM)
            assert gateway.wait() == 0
        finally:
            gateway.kill()
            for pid in leftovers(installation.folder):
                os.kill(pid, signal.SIGKILL)
    called = set(re.findall(r"^\d+ +(\w+)\(", made.read_text(errors="replace"), re.MULTILINE))
    assert "fdatasync" in called
    assert called - allowed == set()
