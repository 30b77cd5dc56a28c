"""A code is read from paper and typed: what is typed otherwise is understood, and a slip of the finger is noticed."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.web.counter.code import ALPHABET, BITS, RANDOM_BYTES, Code, Mistyped, drawn_code, typed_code

CODE = drawn_code(bytes(range(3, 17)))


def test_a_code_is_printed_in_groups_without_look_alikes() -> None:
    """Five characters each, none of which is 0, O, 1 or I; 70 bits are drawn."""
    assert [len(group) for group in CODE.grouped.split("-")] == [5, 5, 5]
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("0O1I")
    assert BITS >= 60
    assert CODE.text not in repr(CODE)


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES))
def test_what_was_printed_is_read(random: bytes) -> None:
    """In groups, without them, and in small letters."""
    code = drawn_code(random)
    assert typed_code(code.grouped) == typed_code(code.text.lower()) == code


@pytest.mark.parametrize(
    "typed",
    [
        " " + CODE.grouped.replace("-", "  ") + "\n",
        CODE.grouped.replace("-", "–"),
        "".join(chr(ord(mark) + 0xFEE0) for mark in CODE.text),
        CODE.text.translate(str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")),
        CODE.text.translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩")),
    ],
)
def test_other_keyboards_are_understood(typed: str) -> None:
    """Spaces, dashes, full-width letters, Cyrillic ones that look alike, Arabic digits."""
    assert typed_code(typed) == CODE


def test_an_i_or_a_one_is_an_l() -> None:
    """Neither is in the alphabet, and both are how an L is read."""
    code = drawn_code(bytes([ALPHABET.index("L")] * RANDOM_BYTES))
    assert typed_code(code.text.replace("L", "1")) == typed_code(code.text.replace("L", "i")) == code


def test_every_wrong_character_is_noticed() -> None:
    """Each of 15 places, each of 31 other characters."""
    text = CODE.text
    for at, right in enumerate(text):
        for wrong in set(ALPHABET) - {right}:
            assert typed_code(text[:at] + wrong + text[at + 1 :]) == Mistyped()


def test_any_two_that_changed_places_are_noticed() -> None:
    """Neighbours or not."""
    for left, right in combinations(range(15), 2):
        changed = list(CODE.text)
        changed[left], changed[right] = changed[right], changed[left]
        if "".join(changed) != CODE.text:
            assert typed_code("".join(changed)) == Mistyped()


@pytest.mark.parametrize(
    "typed", ["", "A", CODE.text[:-1], CODE.text + "A", "0" * 15, "'; DROP", "A" * 200, "\0" * 15]
)
def test_anything_else_is_no_code(typed: str) -> None:
    """Too short, too long, other characters."""
    assert typed_code(typed) == Mistyped()


def test_a_code_is_drawn_from_as_many_bytes_as_characters() -> None:
    """Otherwise some would be less random than they look."""
    with pytest.raises(ValueError, match="14 bytes"):
        drawn_code(b"short")
    assert isinstance(CODE, Code)
