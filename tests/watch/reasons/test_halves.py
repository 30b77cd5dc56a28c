"""Longer texts, with a letter in each half."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio

from ostiary.watch.reasons.halves import alike_of

LONG = "vehicle matching a description in an ongoing burglary matter"


def test_a_letter_in_each_half_makes_no_other_text() -> None:
    """Two in one half do, as do short halves and another number."""
    twice = "vehicle matchin a description in an ongoing burglery matter"
    assert alike_of([LONG, twice, LONG.replace("vehicle", "vehicles")]) == {
        twice: LONG,
        LONG.replace("vehicle", "vehicles"): LONG,
    }
    assert alike_of([LONG, LONG.replace("vehicle matching", "vehicel matchnig")]) == {}
    assert alike_of([f"{LONG} 25 10001", f"{twice} 25 10002"]) == {}
    assert alike_of(["stolen car at mill", "stolem car at mlil"]) == {}


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_each_text_is_alike_to_the_one_that_stands_for_it(seed: int) -> None:
    """Whatever the order; and a text that stands for others is taken by none."""
    draw = random.Random(seed)
    texts = [LONG]
    for _ in range(80):
        text = draw.choice(texts)
        at = draw.randrange(len(text))
        texts.append(" ".join((text[:at] + draw.choice("ax ") + text[at + 1 :]).split()))
    found = alike_of(texts)
    draw.shuffle(texts)
    assert alike_of(texts) == found
    assert set(found).isdisjoint(found.values())
    assert all(ratio(one.replace(" ", ""), stands.replace(" ", "")) >= 95 for one, stands in found.items())
