from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import fields
from ostiary.pgwire.fields import MAX_COUNT, Reader

SENDABLE = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(number=st.integers(-(2**15), 2**15 - 1))
def test_int16_comes_back(number: int) -> None:
    """A signed 16-bit number is read as it was written."""
    assert Reader("test", fields.int16(number)).int16() == number


@given(number=st.integers(-(2**31), 2**31 - 1))
def test_int32_comes_back(number: int) -> None:
    """A signed 32-bit number is read as it was written."""
    assert Reader("test", fields.int32(number)).int32() == number


@given(numbers=st.lists(st.integers(-(2**15), 2**15 - 1)))
def test_counted_numbers_are_as_if_written_one_by_one(numbers: list[int]) -> None:
    """A list of 16-bit numbers has the bytes of its count and of each number."""
    assert fields.int16s(numbers) == fields.several([fields.int16(number) for number in numbers])


def test_too_many_numbers_cannot_be_counted() -> None:
    """One more than fits the count is refused, as for any list."""
    with pytest.raises(ProtocolViolation):
        fields.int16s([0] * (MAX_COUNT + 1))


@given(texts=st.lists(SENDABLE.filter(bool)), after=st.binary())
def test_texts_come_back(texts: list[str], after: bytes) -> None:
    """A list of texts ends at the empty one and leaves what follows alone."""
    reader = Reader("test", b"".join(map(fields.text, texts)) + b"\0" + after)
    assert reader.texts() == tuple(texts)
    assert reader.rest() == after


@given(values=st.lists(st.none() | st.binary()))
def test_sized_values_come_back(values: list[bytes | None]) -> None:
    """NULL, an empty value and any other value are told apart."""
    reader = Reader("test", fields.several([fields.sized(value) for value in values]))
    assert reader.several(reader.sized) == tuple(values)
    reader.finish()


@pytest.mark.parametrize("text", ["a\0b", "\0", "\ud800"])
def test_text_without_a_wire_form_is_refused(text: str) -> None:
    """Text with a NUL or a lone surrogate cannot be sent: it would end early or be something else."""
    with pytest.raises(ProtocolViolation):
        fields.text(text)


@pytest.mark.parametrize("body", [b"", b"abc", b"\xff\0", b"\xed\xa0\x80\0", b"\xc0\x80\0"])
def test_text_that_is_not_terminated_utf8_is_refused(body: bytes) -> None:
    """Text without a NUL, with bytes that are not UTF-8, surrogates or an overlong NUL is a violation."""
    with pytest.raises(ProtocolViolation):
        Reader("test", body).text()


@pytest.mark.parametrize("size", [-2, -(2**31), 4, 2**31 - 1])
def test_value_whose_length_lies_is_refused(size: int) -> None:
    """A length below -1 or past the end of the message is a violation."""
    with pytest.raises(ProtocolViolation):
        Reader("test", fields.int32(size) + b"abc").sized()


def test_negative_count_is_refused() -> None:
    """A count that the documentation's Int16 makes negative is a violation."""
    reader = Reader("test", b"\xff\xff" + b"\0" * 100)
    with pytest.raises(ProtocolViolation, match="a count of -1"):
        reader.several(reader.int16)


def test_too_many_items_are_not_written() -> None:
    """A list longer than a count can say is refused, not wrapped around."""
    assert fields.several([b""] * MAX_COUNT) == b"\x7f\xff"
    with pytest.raises(ProtocolViolation):
        fields.several([b""] * (MAX_COUNT + 1))


def test_unread_bytes_are_refused() -> None:
    """A message with bytes after its last field is a violation that says how many."""
    reader = Reader("test", b"\0\0\0")
    reader.int16()
    with pytest.raises(ProtocolViolation, match="test message: 1 bytes too many"):
        reader.finish()


def test_error_text_repeats_little_of_the_peer() -> None:
    """What is repeated of a peer's text is short and on one line."""
    assert fields.shown("a\nb" + "x" * 100) == "a?b" + "x" * 60
