"""Vague reasons, placeholders, numbers of cases."""

from __future__ import annotations

import pytest

from ostiary.watch.reasons.classify import classify
from ostiary.watch.reasons.filler import case_like
from ostiary.watch.reasons.shipped import shipped_words


@pytest.mark.parametrize(
    "reason",
    ["investigation", "INV", "suspect vehicle", "Patrol", "locate", "follow up", "daytime search for best result", "investigation of a person", "law enforcement"],
)  # fmt: skip
def test_vague(reason: str) -> None:
    """A reason whose every word fits any search is vague."""
    assert classify(reason, shipped_words()).vague


@pytest.mark.parametrize(
    "reason",
    ["stolen vehicle", "investigation 25-012345", "uuv", "459 pc", "homicide investigation", "", "..."],
)
def test_not_vague(reason: str) -> None:
    """An offence, a code or a number of a case can be asked about; nothing at all is blank, which is another thing."""
    assert not classify(reason, shipped_words()).vague


@pytest.mark.parametrize(
    "reason",
    [
        "",
        ".",
        "...",
        "-",
        "x",
        "xxx",
        "111",
        "asdf",
        "ASDFASDF",
        "qwerty",
        "1234",
        "N/A",
        "none",
        "test",
        "no reason",
    ],
)
def test_placeholder(reason: str) -> None:
    """What only fills the field is a placeholder."""
    assert classify(reason, shipped_words()).placeholder


@pytest.mark.parametrize("reason", ["gta", "atl", "uuv", "dui", "459", "inv", "investigation", "robbery"])
def test_a_word_or_code_is_no_placeholder(reason: str) -> None:
    """A code that somebody could explain is no filler."""
    assert not classify(reason, shipped_words()).placeholder


@pytest.mark.parametrize(
    ("reason", "cases"),
    [
        ("case 25-012345", ("25-012345",)),
        ("JK123456 robbery", ("JK123456",)),
        ("p25-01234/25-01235", ()),
        ("rd 2025-00012345, 25001234", ("2025-00012345", "25001234")),
        ("10851 cvc", ()),
        ("487pc", ()),
        ("11377 hs", ()),
        ("6-18-2025", ()),
    ],
)
def test_case_like(reason: str, cases: tuple[str, ...]) -> None:
    """Numbers with the shape of a case are found; sections of a code and dates are none."""
    assert case_like(reason) == cases
