"""A program that shares nothing with us verifies a log of ours: Go's own note and tlog packages, signature to leaf.

Where Go or golang.org/x/mod is not installed, these tests are skipped by name; ``.ci/run`` installs them and sets
``OSTIARY_REQUIRE_GO``, so that there they never are.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ostiary.demo.made_log import make_log
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.receipts import make_receipt
from ostiary.tlog.note import split_note
from outside.go_programs import build_go
from store.log_world import log_of

SOURCE = Path(__file__).parent / "verifier"
ENTRIES = 200_000

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The program, built."""
    built = build_go(SOURCE, tmp_path_factory.mktemp("outside") / "verifier")

    def run(folder: LogFolder, *receipts: Path) -> subprocess.CompletedProcess[str]:
        arguments = [str(folder.public), str(folder.verifier_key), *map(str, receipts)]
        return subprocess.run(
            [str(built), *arguments], capture_output=True, text=True, timeout=60, check=False
        )

    return run


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> LogFolder:
    """200,000 entries: tiles of three levels, full and partial ones of each kind."""
    return log_of(tmp_path_factory.mktemp("outside-log") / "log", ENTRIES, lot=4096)


def test_a_log_of_200000_entries_verifies_from_signature_to_leaf(
    verifier: Run, large: LogFolder, tmp_path: Path
) -> None:
    """The signature, the root of all entries, a thousand inclusion and consistency proofs from tiles, and receipts."""
    receipts = []
    for index in (0, 17, 65_535, 65_536, 131_072, ENTRIES - 1):
        receipts.append(tmp_path / f"{index}.tlog-proof")
        receipts[-1].write_bytes(make_receipt(large.root, index))
    done = verifier(large, *receipts)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("log.example/gw1: 200000 entries, root ")
    assert "1006 inclusion and 1006 consistency proofs, 6 receipts" in done.stdout


@pytest.mark.parametrize(
    ("name", "at"),
    [("checkpoint", 20), ("tile/entries/000", 40), ("tile/0/000", 40), ("tile/1/000.p/2", 40)],
)
def test_it_would_find_a_changed_byte(verifier: Run, tmp_path: Path, name: str, at: int) -> None:
    """Each kind of file, changed in one bit, makes it fail: a verifier that accepts anything would show nothing."""
    folder = log_of(tmp_path / "log", 600)
    assert verifier(folder).returncode == 0
    raw = bytearray((folder.public / name).read_bytes())
    raw[at] ^= 1
    (folder.public / name).write_bytes(raw)
    assert verifier(folder).returncode == 1


def test_it_would_find_a_receipt_of_another_entry(verifier: Run, tmp_path: Path) -> None:
    """A receipt under another number does not hold there either."""
    folder = log_of(tmp_path / "log", 600)
    (tmp_path / "r").write_bytes(make_receipt(folder.root, 17).replace(b"index 17\n", b"index 18\n"))
    done = verifier(folder, tmp_path / "r")
    assert done.returncode == 1
    assert str(tmp_path / "r") in done.stderr


def test_a_log_of_the_real_writer_verifies_with_the_line_that_go_does_not_know(
    verifier: Run, tmp_path: Path
) -> None:
    """Written through the writer's socket, and signed by ML-DSA-44 too: an unknown signature is passed over."""
    make_log(tmp_path / "log", 2000, lambda _done, _total: None)
    folder = LogFolder(tmp_path / "log")
    if folder.second_verifier_key.exists():
        assert len(split_note(folder.checkpoint.read_bytes())[1]) == 2
    assert "2000 entries" in verifier(folder).stdout
