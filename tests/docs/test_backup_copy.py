"""The copy that docs/backup.md makes of a log, by its own block: what it has, and in which order."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from docs.documents import ROOT, snippets
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from store.log_world import log_of, verify

# Stands in for the control database: it notes what is dumped, and whether head and journal are copied by then.
PG_DUMP = """#!/bin/sh
has() { [ -e "$BACKUP/log/private/$1" ] && echo "$1"; }
echo $* with $(has head) $(has journal) >> "$BACKUP.dumps"
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The backup of a home whose log was rotated, has peers, and has its head in a control database."""
    home = tmp_path / "home"
    for name in ("run/policies", "policy", "secrets", "tls"):
        (home / name).mkdir(parents=True)
    for name in ("run/directives.floor", "ostiary.toml"):
        (home / name).touch()
    folder = log_of(home / "log", 3)
    prepare_successor(folder.root, "log.example/2027h1")
    order_rotation(folder.root)
    rotate_if_ordered(folder.root, LogOptions(), lambda _: None, quorum_seconds=0.0)
    for path in (folder.keys, folder.peers, folder.shared_head_mark):
        path.touch()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pg_dump").write_text(PG_DUMP)
    (tmp_path / "bin" / "pg_dump").chmod(0o700)
    (block,) = [one.text for one in snippets(ROOT / "docs" / "backup.md") if "export BACKUP=" in one.text]
    environment = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "OSTIARY_HOME": str(home),
        "CUSTODY": str(tmp_path / "custody"),
    }
    subprocess.run(["bash", "-euc", block], env=environment, check=True)
    return tmp_path / "custody" / "backup"


def test_the_copy_of_a_rotated_log_verifies(copied: Path) -> None:
    """The opening that ties it to its predecessor is in it, and so is what keeps settings from being left out."""
    folder = LogFolder(copied / "log")
    folder.keys.unlink()
    assert verify(folder).size == 1
    assert folder.peers.exists()
    assert folder.shared_head_mark.exists()


def test_the_row_of_the_head_is_copied_between_head_and_journal(copied: Path) -> None:
    """A row from after the journal may know a checkpoint that the copy does not reach, and the log would not start."""
    row, rest = (copied.parent / "backup.dumps").read_text().splitlines()
    assert "--table=ostiary.log_head" in row
    assert row.endswith("with head")
    assert "--exclude-table-data=ostiary.log_head" in rest
    assert rest.endswith("with head journal")
