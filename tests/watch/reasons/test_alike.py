"""Which text stands for which."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio

from ostiary.watch.reasons import alike
from ostiary.watch.reasons.alike import MIN_LETTERS, by_one_letter

BASE = "suspicious circumstances near park"


@pytest.mark.parametrize(
    "other",
    [
        "suspicious circumstance near park",
        "suspicious circumstancess near park",
        "suspicious circumstances near pork",
        "suspicious circumstances naer park",
        "suspiciouscircumstances near park",
        "suspicious circumstances near a park",
    ],
)
def test_one_letter_makes_no_other_text(other: str) -> None:
    """One that is missing, too many, wrong or swapped, a space, an article."""
    assert len(by_one_letter([BASE, other])) == 1
    assert ratio(BASE.replace(" ", ""), other.replace(" ", "")) >= 95


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{BASE} 25 01234", f"{BASE} 25 01235"),
        (f"{BASE} plate abc123", f"{BASE} plate abd123"),
        (f"{BASE} 25 01234", BASE),
        (f"{BASE} witness b", f"{BASE} witness c"),
        ("stolen vehicle", "stolen vehicles"),
        ("stolen vehicle 123456789012", "stolen vehicles 123456789012"),
        (BASE, "suspicious circumstances near church"),
    ],
)
def test_other_numbers_initials_and_words_are_another_text(one: str, other: str) -> None:
    """And short texts, in which a letter is much; figures do not make them longer."""
    assert by_one_letter([one, other]) == {}


def test_what_stands_for_others_is_alike_to_each() -> None:
    """A text that drifts letter by letter is no single text: its ends do not stand for each other."""
    drift = [BASE[:at] + "x" * (len(BASE) - at) for at in range(len(BASE), len(BASE) - 12, -1)]
    found = by_one_letter(drift)
    assert found
    assert all(ratio(one, stands) >= 95 for one, stands in found.items())
    assert set(found).isdisjoint(found.values())
    assert len(set(found.values())) > 2


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_neither_order_nor_size_of_parts_matters(seed: int) -> None:
    """The same texts in another order, and with fewer hashes at once, stand for each other alike; every pair that is alone is far apart."""
    draw = random.Random(seed)
    letters = "ab"
    texts = ["".join(draw.choices(letters, k=draw.randrange(19, 24))) for _ in range(60)]
    texts += [
        text[:at] + draw.choice(letters) + text[at + 1 :] for text in texts for at in [draw.randrange(19)]
    ]
    found = by_one_letter(texts)
    draw.shuffle(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "MAX_HASHES", 400)
        assert by_one_letter(iter(texts)) == found
    heads = [text for text in set(texts) - set(found) if len(text) >= MIN_LETTERS]
    assert not any(_is_one_apart(one, other) for one, other in pairwise(sorted(heads)))
    assert all(_is_one_apart(one, stands) for one, stands in found.items())


def _without_one(text: str) -> set[str]:
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


def _is_one_apart(one: str, other: str) -> bool:
    return not _without_one(one).isdisjoint(_without_one(other))
