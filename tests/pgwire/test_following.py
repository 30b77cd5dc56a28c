"""Where a backend stands is told from headers alone."""

from __future__ import annotations

import itertools
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProtocolViolation
from ostiary.pgwire.backend import command_complete, data_row, ready_for_query
from ostiary.pgwire.following import Follower

# A binary int8 whose last bytes read like ReadyForQuery, and an interval with a column that read like the end of a scrub.
MIMIC_READY = struct.pack("!q", 98956046501193)
MIMIC_SCRUB = command_complete("DISCARD ALL") + ready_for_query("I")


def followed(*pieces: bytes, flights: int = 1) -> Follower:
    follower = Follower()
    for _ in range(flights):
        follower.sent()
    for piece in pieces:
        follower.feed(piece)
    return follower


def test_a_fresh_backend_is_idle() -> None:
    """The log-in ended with ReadyForQuery."""
    assert Follower().is_idle


def test_a_sent_flight_is_under_way_until_its_answer_ends() -> None:
    """Nothing but its ReadyForQuery ends it."""
    follower = followed(command_complete("SELECT 1"))
    assert not follower.is_settled
    assert follower.is_under_way
    follower.feed(ready_for_query("I"))
    assert follower.is_idle
    assert not follower.is_under_way


@pytest.mark.parametrize("value", [MIMIC_READY, MIMIC_SCRUB, MIMIC_SCRUB * 3])
def test_values_of_rows_are_never_taken_for_messages(value: bytes) -> None:
    """However a row is cut by the network, what it holds ends no flight."""
    row = data_row((value, value))
    for cut in range(len(row)):
        follower = followed(row[:cut])
        assert not follower.is_settled
        follower.feed(row[cut:])
        assert not follower.is_settled
        follower.feed(ready_for_query("I"))
        assert follower.is_idle


@pytest.mark.parametrize("status", ["T", "E"])
def test_an_open_transaction_is_not_settled(status: str) -> None:
    """A backend in a transaction belongs to its session."""
    assert not followed(ready_for_query(status)).is_settled  # type: ignore[arg-type]  # parametrised


def test_what_comes_unasked_ends_idleness_but_not_settlement() -> None:
    """A notice after the end: the backend is not lent as it is, and nothing is lost by exchanging it."""
    follower = followed(ready_for_query("I"), command_complete("x"))
    assert follower.is_settled
    assert not follower.is_idle


def test_an_answer_too_many_is_a_violation() -> None:
    """Whoever answers what was not asked is not understood any more."""
    with pytest.raises(ProtocolViolation):
        followed(ready_for_query("I"), ready_for_query("I"))


def test_an_impossible_length_is_a_violation() -> None:
    """Four bytes is the least."""
    with pytest.raises(ProtocolViolation):
        followed(b"D\x00\x00\x00\x03")


@given(st.lists(st.binary(max_size=20), max_size=6), st.lists(st.integers(0, 200), max_size=8))
def test_pieces_do_not_matter(values: list[bytes], cuts: list[int]) -> None:
    """The same bytes in any pieces leave the follower in the same place, idle exactly at the end."""
    stream = (
        b"".join(data_row((value,)) for value in values) + command_complete("SELECT") + ready_for_query("I")
    )
    borders = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    follower = followed()
    for start, stop in itertools.pairwise(borders):
        assert not follower.is_idle
        follower.feed(stream[start:stop])
    assert follower.is_idle


@pytest.mark.parametrize("length", [4, 6])
def test_an_end_without_its_one_status_is_a_violation(length: int) -> None:
    """ReadyForQuery has one byte; what stands behind one without it is not taken for a status."""
    with pytest.raises(ProtocolViolation):
        followed(b"Z" + length.to_bytes(4) + b"II")
