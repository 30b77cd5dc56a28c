"""A program that shares nothing with us verifies what our witness has cosigned, and finds what it has not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ostiary.tlog.witnessing import witnessed_path
from outside.go_programs import build_go
from witness.witness_world import KEYS, LOG_KEY, ORIGIN, FakeLog, make_witness, serving


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_go(Path(__file__).parent / "cosigned", tmp_path_factory.mktemp("outside") / "cosigned")


def ran(program: Path, note: Path) -> subprocess.CompletedProcess[str]:
    command = [str(program), str(note), LOG_KEY.verifier().format(), KEYS[0].format()]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_what_a_witness_gives_out_verifies_elsewhere(program: Path, tmp_path: Path) -> None:
    """Go's note package reads the witness's checkpoint, with the log's signature and the cosignature."""
    log, note = FakeLog(), tmp_path / "note"
    with serving(make_witness(tmp_path / "w", ml_dsa=True)) as witness:
        assert witness.add(log.request(0, 1000)).status == 200
        whole = witness.ask("GET", f"/{witnessed_path(ORIGIN)}").body
    note.write_bytes(whole)
    done = ran(program, note)
    assert (done.returncode, done.stdout) == (0, f"{ORIGIN}: signed by the log and 1 witnesses\n"), (
        done.stderr
    )
    note.write_bytes(log.note(1000))
    assert ran(program, note).returncode == 1
    note.write_bytes(whole.replace(b"\n1000\n", b"\n1001\n"))
    assert ran(program, note).returncode == 1
