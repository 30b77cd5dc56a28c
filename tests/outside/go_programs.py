"""Programs in Go that share nothing with us, built from Debian's packages or from Go's module cache, without network."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

# Debian's golang-golang-x-mod-dev puts the packages here, to be built without modules.
DEBIAN = Path("/usr/share/gocode")


def unavailable(why: str) -> None:
    """Skip, or fail where it must be there."""
    if os.environ.get("OSTIARY_REQUIRE_GO"):
        pytest.fail(why)
    pytest.skip(why)


def build_go(source: Path, built: Path) -> Path:
    """Build the program in a folder; the built file. The test is skipped where it cannot be, unless it must be."""
    go = shutil.which("go")
    if go is None:
        unavailable("there is no Go: apt install golang-go golang-golang-x-mod-dev")
    of_debian = {"GO111MODULE": "off", "GOPATH": str(DEBIAN)}
    of_modules = {"GO111MODULE": "on", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": ""}
    ways = (
        [of_modules, of_debian] if not (DEBIAN / "src/golang.org/x/mod").exists() else [of_debian, of_modules]
    )
    said = ""
    for way in ways:
        done = subprocess.run(
            [str(go), "build", "-o", str(built), "."],
            cwd=source, env={**os.environ, **way}, capture_output=True, text=True, timeout=110, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            return built
        said += done.stderr
    unavailable(f"golang.org/x/mod is not installed: (cd {source} && go mod download)\n{said}")
    raise AssertionError(said)
