"""The reading of a reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.watch.reasons.classify import classify
from ostiary.watch.reasons.shipped import PACKS, shipped_words

LABELLED = Path(__file__).parents[2] / "fixtures" / "watch" / "labelled_reasons.csv"


LATER = LABELLED.with_name("labelled_reasons_later.csv")


def _labelled(path: Path = LABELLED) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_traps_are_none() -> None:
    """No word that only looks like one that matters speaks: `service`, `Niceville`, `heroin`, `exportation`, `Ferrari Roma`."""
    traps = [row["reason"] for row in _labelled() if row["class"] == "none"]
    readings = [classify(reason, shipped_words()) for reason in traps]
    assert len(traps) > 100
    assert [each.reason for each in readings if each.class_ != "none"] == []


def test_nothing_else_is_called_explicit() -> None:
    """Of the second list, sloppy as people type, nothing is explicit that is not labelled so, and little of what is gets lost."""
    rows = _labelled(LATER)
    found = {row["reason"]: classify(row["reason"], shipped_words()).class_ for row in rows}
    explicit = {row["reason"] for row in rows if row["class"] == "explicit"}
    named = {reason for reason, name in found.items() if name == "explicit"}
    assert named - explicit == set()
    assert explicit - named == {"emmigration", "planned parenthd"}


@pytest.mark.parametrize("pack", PACKS)
def test_what_names_a_purpose_is_explicit_in_its_pack(pack: str) -> None:
    """Explicit words are found, and by the pack that they belong to."""
    rows = [row["reason"] for row in _labelled() if row["pack"] == pack and row["class"] == "explicit"]
    found = [classify(reason, shipped_words()) for reason in rows]
    assert [each.reason for each in found if each.class_ != "explicit"] == []
    assert {each.first.pack for each in found if each.first} == {pack}


@pytest.mark.parametrize(
    "reason", ["HSI", "Assist HSI", "DHS", "hsi narcs", "Homeland Security", "HSI-Labor Trafficking"]
)
def test_hsi_and_dhs_are_a_class_of_their_own(reason: str) -> None:
    """The agencies that do crime and immigration from one desk are never explicit alone."""
    reading = classify(reason, shipped_words())
    assert reading.class_ == "hsi_only"
    assert reading.strength in {"ambiguous", "ambiguous-context"}


@pytest.mark.parametrize(
    ("reason", "strength", "beside"),
    [
        ("HSI", "ambiguous", ""),
        ("HSI narcs", "ambiguous-context", "drugs"),
        ("HSI child exploitation", "ambiguous-context", "children"),
        ("HSI Fraud Investigation", "ambiguous-context", "fraud"),
        ("ICE HSI target", "strong", ""),
        ("immigration fraud victim", "ambiguous-context", "victim"),
        ("impersonating ICE agent", "ambiguous-context", "impersonation"),
        ("selling ice and meth", "ambiguous-context", "drug-ice"),
        ("imigration", "strong-fuzzy", ""),
    ],
)
def test_strength(reason: str, strength: str, beside: str) -> None:
    """What stands beside a word can make it weaker, and is named."""
    reading = classify(reason, shipped_words())
    assert reading.first is not None
    assert (reading.strength, reading.first.beside) == (strength, beside)


def test_a_pattern_shows_its_words_in_place() -> None:
    """The span is of the reason as typed, so that a page can highlight it."""
    reading = classify("pls assist I.C.E. -- HSI", shipped_words())
    assert [reading.reason[slice(*one.span)] for one in reading.spoke] == ["I.C.E", "HSI"]
    assert [one.pattern for one in reading.spoke] == ["ice", "hsi"]


def test_what_was_passed_over_is_told() -> None:
    """Benign words that silence others are part of the reading."""
    reading = classify("dhs aod", shipped_words())
    assert reading.strength == "none"
    assert [one.pattern for one in reading.passed_over] == ["dhs-human-services"]


def test_benign_words_silence_only_what_stands_inside_them() -> None:
    """An ice cream truck does not hide a detainer for ICE."""
    assert classify("ice cream truck, ICE detainer", shipped_words()).class_ == "explicit"


@given(st.text(max_size=200))
def test_any_text_has_a_reading(text: str) -> None:
    """Whatever was typed is read, and each span stands inside of it."""
    reading = classify(text, shipped_words())
    assert all(0 <= one.span[0] < one.span[1] <= len(text) for one in (*reading.spoke, *reading.passed_over))


def test_ice_that_is_traded_as_a_drug_is_not_explicit() -> None:
    """The drug or the agency: nobody can tell, so it is held only where it comes often, without a case or over many networks."""
    found = {
        text: classify(text, shipped_words()).strength
        for text in (
            "ice (drug) trafficking",
            "drug ice",
            "DHS/HSI/ERO",
            "ice drug case",
            "drugs, ice warrant",
        )
    }
    assert list(found.values()) == ["ambiguous", "ambiguous", "strong", "strong", "strong"], found
