"""``ostiary portal`` lists everything wrong with the resident portal at once, and bakes only what is whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.portal import portal
from ostiary.web.portal_files import portal_folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(portal, arguments)


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A folder of texts with two faults."""
    folder = tmp_path / "texts"
    shutil.copytree(portal_folder("chicago"), folder)
    facts = folder / "facts.toml"
    text = facts.read_text("utf-8")
    for sentence in ('es = "Usted puede guardar silencio."\n', 'pl = "Możesz milczeć."\n'):
        assert sentence in text
        text = text.replace(sentence, "")
    facts.write_text(text, "utf-8")
    return folder


def test_the_shipped_texts_are_whole_and_not_reviewed() -> None:
    """The summary says both."""
    result = run("lint", "--day", "2026-11-26")
    assert result.exit_code == 0
    assert result.stdout == (
        "0 problems on 2026-11-26; 85 pages in 6 languages\n"
        "not reviewed, checked or counted by any person: 117 (`ostiary portal lint --reviewed` lists them)\n"
    )


def test_what_nobody_has_reviewed_fails_when_it_is_asked_for() -> None:
    """Each with its file, line and the digest that a review would name."""
    result = run("lint", "--day", "2026-11-26", "--reviewed")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 119
    assert any(
        line.startswith("rights-door.toml:8: `rights-door` in `en` is a draft; its text is ")
        for line in lines
    )
    assert any(line.endswith("nobody has checked `icirr`") for line in lines)
    assert any(line.endswith("nobody has counted who speaks `tl` (Tagalog)") for line in lines)


def test_every_problem_is_listed_at_once(spoiled: Path) -> None:
    """With file and line; the exit code is that of what failed."""
    result = run("lint", str(spoiled), "--day", "2026-11-26")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:3] == [
        "facts.toml:13: `silent` is not said in `es` (Español)",
        "facts.toml:13: `silent` is not said in `pl` (Polski)",
        "2 problems on 2026-11-26; no page was made",
    ]


def test_json_is_one_object(spoiled: Path) -> None:
    """With the same findings."""
    result = run("lint", str(spoiled), "--day", "2026-11-26", "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (said["ok"], said["pages"], said["day"]) == (False, 0, "2026-11-26")
    assert said["problems"][0] == {
        "file": "facts.toml",
        "line": 13,
        "message": "`silent` is not said in `es` (Español)",
    }
    assert len(said["unreviewed"]) == 117


def test_what_is_overdue_fails() -> None:
    """On the day after the last one, without any change of a text."""
    result = run("lint", "--day", "2027-02-27")
    assert result.exit_code == 1
    assert "rights-door.toml:4: the review of `rights-door` was due by 2027-02-26" in result.stdout


def test_pages_are_baked(tmp_path: Path) -> None:
    """One folder a language; the words say where to begin."""
    out = tmp_path / "out"
    result = run("bake", "--out", str(out), "--day", "2026-11-26")
    assert result.exit_code == 0
    assert f"85 pages in 6 languages, as of 2026-11-26: {out}/index.html" in result.stdout
    assert (
        (out / "ar" / "card.html")
        .read_text("utf-8")
        .startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
    )


def test_nothing_is_baked_from_what_is_not_whole(tmp_path: Path, spoiled: Path) -> None:
    """All problems are told, and the way out."""
    out = tmp_path / "out"
    result = run("bake", str(spoiled), "--out", str(out), "--day", "2026-11-26", "--json")
    assert result.exit_code == 1
    assert not out.exists()
    assert result.stderr.splitlines() == [
        "error: the portal has 2 problems on 2026-11-26, so nothing is baked",
        "facts.toml:13: `silent` is not said in `es` (Español)",
        "facts.toml:13: `silent` is not said in `pl` (Polski)",
        "hint: mend them; `ostiary portal lint` says when none is left",
    ]


def test_a_wrong_call_ends_with_2(tmp_path: Path) -> None:
    """A day that is none, a folder that is not there."""
    assert run("lint", "--day", "tomorrow").exit_code == 2
    assert run("lint", str(tmp_path / "nowhere")).exit_code == 2
