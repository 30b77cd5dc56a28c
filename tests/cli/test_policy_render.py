"""``ostiary policy render`` writes what is signed, byte for byte, and a page around it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.policy import policy
from ostiary.policy.compiled_form import rendering_hash
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO


def run(*arguments: str) -> Result:
    return CliRunner().invoke(policy, ["render", *arguments])


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_what_is_printed_has_the_hash_that_is_in_the_version(locale: str) -> None:
    """Whatever the locale: ``ostiary policy render FOLDER | sha256sum`` gives the hash that officials sign."""
    command = [sys.executable, "-m", "ostiary.cli.main", "policy", "render", str(CHICAGO)]
    environment = {**os.environ, "LC_ALL": locale, "PYTHONHASHSEED": "7"}
    ran = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert hashlib.sha256(ran.stdout).hexdigest() == rendering_hash(read_bundle(CHICAGO))


def test_text_is_the_default() -> None:
    """As text is what is signed."""
    assert run(str(CHICAGO)).stdout == run(str(CHICAGO), "--text").stdout
    assert run(str(CHICAGO)).stdout.startswith("POLICY chicago-2019\n")


def test_a_page_is_written_to_a_file(tmp_path: Path) -> None:
    """One line says what was written and both hashes."""
    out = tmp_path / "policy.html"
    result = run(str(CHICAGO), "--html", "--out", str(out))
    bundle = read_bundle(CHICAGO)
    assert result.stdout == (
        f"`{out}` is `chicago-2019` as html; SHA-256 of the text {rendering_hash(bundle)}; policy version {bundle.version}\n"
    )
    assert out.read_text("utf-8").startswith("<!doctype html>")
    assert bundle.version in out.read_text("utf-8")


def test_json_is_one_object(tmp_path: Path) -> None:
    """With the rendering in it, or with the file that it went to."""
    said = json.loads(run(str(CHICAGO), "--json").stdout)
    assert hashlib.sha256(said["text"].encode()).hexdigest() == said["text_sha256"]
    out = tmp_path / "p.txt"
    written = json.loads(run(str(CHICAGO), "--json", "--out", str(out)).stdout)
    assert written == {
        "name": "chicago-2019",
        "version": read_bundle(CHICAGO).version,
        "text_sha256": said["text_sha256"],
        "form": "text",
        "file": str(out),
    }
    assert out.read_text("utf-8") == said["text"]


def test_a_file_that_cannot_be_written_and_a_bundle_that_is_none_are_said_so(tmp_path: Path) -> None:
    """Exit 1 and the way out."""
    result = run(str(CHICAGO), "--out", str(tmp_path / "no" / "p.txt"))
    assert (result.exit_code, "cannot be written: no such file" in result.stderr) == (1, True)
    result = run(str(tmp_path / "none"))
    assert (result.exit_code, "is no folder" in result.stderr) == (1, True)
