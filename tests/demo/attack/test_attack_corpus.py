"""Files of attacks: what is read, and what is said of those that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.demo.attack import corpus
from ostiary.demo.attack.corpus import Attack, parse_attacks, read_attacks
from ostiary.demo.attack.world import PACK
from ostiary.errors import SettingsError

TWO = """-- A preface, which says what the file is.
-- [one_1] a class | deny | why | with a bar
SELECT 1;

-- [two_2] another | filtered | because
SELECT surname FROM person -- and the rest of a line
WHERE surname = 'x
-- no heading'
"""


def test_each_heading_begins_an_attack() -> None:
    """A statement goes up to the next heading; comments in it stay, a preface belongs to nothing."""
    assert parse_attacks(TWO, "two.sql") == (
        Attack("one_1", "a class", "deny", "why | with a bar", "SELECT 1;", 2),
        Attack(
            "two_2",
            "another",
            "filtered",
            "because",
            "SELECT surname FROM person -- and the rest of a line\nWHERE surname = 'x\n-- no heading'",
            5,
        ),
    )


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ("-- [a] b | refuse | c", "`refuse` cannot be expected"),
        ("-- [a] b | | c", "`` cannot be expected"),
        ("-- [a] b | deny", "a heading has the form"),
        ("--[a] b | deny | c", "a heading has the form"),
        ("-- [a b] c | deny | d", "a heading has the form"),
        ("-- [a] | deny | c", "a heading has the form"),
    ],
)
def test_a_bad_heading_is_named_with_its_line(heading: str, problem: str) -> None:
    """What is nearly a heading is never taken for a comment of the statement before."""
    with pytest.raises(SettingsError) as caught:
        parse_attacks(f"{TWO}\n{heading}\nSELECT 2;\n", "bad.sql")
    (line,) = caught.value.problems
    assert line.startswith("bad.sql:10: ")
    assert problem in line


def test_all_that_is_wrong_is_said_at_once() -> None:
    """A heading without a statement and an id that is taken are two problems, each with its line."""
    with pytest.raises(SettingsError, match=r"2 attacks of `bad\.sql` cannot be read") as caught:
        parse_attacks(
            "-- [a] b | deny | c\n-- [d] b | deny | c\nSELECT 1;\n-- [d] b | deny | c\nSELECT 2;", "bad.sql"
        )
    assert caught.value.problems == (
        "bad.sql:1: no statement follows",
        "bad.sql:4: `d` is already at line 2",
    )


@pytest.mark.parametrize("text", ["", "SELECT 1;\n", "-- a comment\n"])
def test_a_file_without_attacks_is_refused(text: str) -> None:
    """Nothing that was tried is no success."""
    with pytest.raises(SettingsError, match="has 0 attacks") as caught:
        parse_attacks(text, "none.sql")
    assert "-- [ID] class | expected | why" in caught.value.hint


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not there, a folder, not UTF-8, too long: four different words."""
    with pytest.raises(SettingsError, match="no such file"):
        read_attacks(tmp_path / "none.sql")
    with pytest.raises(SettingsError, match="is a directory"):
        read_attacks(tmp_path)
    (tmp_path / "latin.sql").write_bytes(b"-- [a] b | deny | c\nSELECT '\xe4';\n")
    with pytest.raises(SettingsError, match="not UTF-8 at byte 28"):
        read_attacks(tmp_path / "latin.sql")
    monkeypatch.setattr(corpus, "MAX_FILE_BYTES", 20)
    with pytest.raises(SettingsError, match="more than 20 bytes"):
        read_attacks(tmp_path / "latin.sql")


def test_more_attacks_than_anybody_writes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is named."""
    monkeypatch.setattr(corpus, "MAX_ATTACKS", 1)
    with pytest.raises(SettingsError, match="has 2 attacks; a corpus has from 1 to 1"):
        parse_attacks(TWO, "two.sql")


def test_our_own_corpus_is_large_and_has_each_statement_once() -> None:
    """At least eighty attacks, none of them twice under another id."""
    attacks = read_attacks(PACK.parent / "attacks.sql")
    assert len(attacks) >= 80
    # A shape makes two attacks of one statement, and so does what is declared.
    sent = [(each.text, each.why) for each in attacks]
    assert len(set(sent)) == len(sent)
