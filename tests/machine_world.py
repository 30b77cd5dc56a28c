"""What the machine that runs the tests can do: mount a small file system, trace system calls."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def mount_small(folder: Path) -> Iterator[None]:
    """40 MiB of memory are mounted there for the length of the block. The test is skipped where that cannot be done."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a file system can be mounted by root only, and not on every machine")
    try:
        yield
    finally:
        unmount(folder)


def unmount(folder: Path) -> None:
    # A program that was just killed may still hold a file there for a moment.
    for _ in range(600):
        told = subprocess.run(["umount", str(folder)], check=False, capture_output=True, text=True)
        if not told.returncode:
            return
        time.sleep(0.05)
    raise AssertionError(told.stderr)


def is_strace_usable() -> bool:
    """Whether strace is there, and may trace."""
    if shutil.which("strace") is None:
        return False
    traced = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return traced.returncode == 0


needs_strace = pytest.mark.skipif(not is_strace_usable(), reason="strace is not installed, or may not trace")
