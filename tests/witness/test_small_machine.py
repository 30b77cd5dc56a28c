"""A witness runs where nothing but the base of Ostiary is installed, within little memory, under a unit that confines it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.documents import ROOT
from ostiary.witness.notices import Notice
from witness.witness_world import FakeLog, make_witness, serving

# What an installation without extras has beside the standard library.
BASE = {"ostiary", "click", "cryptography", "_openssl", "_cffi_backend", "cffi", "pycparser"}

LOADED = """
import sys
from pathlib import Path
before = set(sys.modules)
from ostiary.cli import witness
names = {name.partition(".")[0] for name in set(sys.modules) - before}
print("\\n".join(sorted(names - sys.stdlib_module_names)))
"""

MEMORY_KB = 80_000
"""Some 35 MB are usual; what is far beyond has loaded what it does not need."""


def test_it_loads_nothing_beyond_the_base() -> None:
    """No module of an extra is imported by the command."""
    printed = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    ).stdout
    assert set(printed.split()) - BASE == set()


def test_it_stays_small(tmp_path: Path) -> None:
    """After a few hundred requests, its memory is that of a small program."""
    folder, log = make_witness(tmp_path / "w"), FakeLog()
    with serving(folder) as witness:
        for size in range(1, 60):
            assert witness.add(log.request(size - 1, size)).status == 200
        status = Path(f"/proc/{witness.pid}/status").read_text()
    (resident,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    assert int(resident) < MEMORY_KB


def test_every_notice_is_explained_and_none_is_invented() -> None:
    """docs/witness.md has the name and the level of each notice."""
    text = (ROOT / "docs" / "witness.md").read_text("utf-8").partition("## Notices")[2]
    assert re.findall(r"^\| `(\w+)` \| (\w+) \|", text, re.MULTILINE) == [notice.value for notice in Notice]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", ["ostiary-witness.service", "ostiary-peer.service"])
def test_its_unit_is_understood_and_confined(tmp_path: Path, name: str) -> None:
    """No unknown line, and at most 1.5 of 10 on systemd's own scale of exposure."""
    unit = tmp_path / name
    text = (ROOT / "packaging" / "witness" / unit.name).read_text()
    unit.write_text(text.replace("/opt/ostiary/bin/", f"{ROOT}/.venv/bin/"))
    for words in (["verify"], ["security", "--offline=true", "--threshold=15"]):
        told = subprocess.run(["systemd-analyze", *words, unit], capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout[-500:] + told.stderr
