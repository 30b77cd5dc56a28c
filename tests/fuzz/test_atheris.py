"""A short run of the coverage-guided fuzzer over everything that reads a stranger's bytes."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ostiary.pgwire.frontend import build_bind, build_execute, build_parse, build_query, build_sync
from ostiary.pgwire.startup import startup_message

RUNS = 100_000

SEEDS = [
    b"\0"
    + build_query("SELECT 1")
    + build_parse("s", "SELECT $1", [20])
    + build_bind("p", "s", [0], [b"7"], [1]),
    b"\0" + build_execute("p", 2) + build_sync(),
    b"\1D\0\0\0\x17\0\2\0\0\0\1a\0\0\0\x08\0\0\0\0\0\0\0\7",
    b"\2" + startup_message({"user": "p-1"})[4:],
]


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris is not installed (it is no dependency; pip install atheris)",
)
@pytest.mark.timeout(300)
def test_no_bytes_bring_out_an_exception_that_is_not_stated(tmp_path: Path) -> None:
    """A hundred thousand inputs, grown from real messages; libFuzzer ends with 0 only when none was a bug."""
    for number, seed in enumerate(SEEDS):
        (tmp_path / f"seed{number}").write_bytes(seed)
    target = Path(__file__).with_name("bytes_target.py")
    found = subprocess.run(
        [sys.executable, str(target), f"-runs={RUNS}", "-max_len=400", "-seed=1", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-4_000:]
