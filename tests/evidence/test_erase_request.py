"""What the log's writer is asked for when entries are to be erased: one spelling, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import LogDamaged
from ostiary.evidence.erase_request import EraseRequest, read_request, write_request
from ostiary.evidence.erasure import Erasure

REQUEST = EraseRequest(Erasure((3, 17), "K-1: 2026 CH 4711"), (72, 4096))


def test_a_request_is_read_as_it_was_written() -> None:
    """The erasure and the offsets come back."""
    assert read_request(write_request(REQUEST)) == REQUEST


@pytest.mark.parametrize(
    "change",
    [
        (b"[72,4096]", b"[72]"),
        (b"[72,4096]", b"[72,-1]"),
        (b"[72,4096]", b"[72,true]"),
        (b"[72,4096]", b"[72, 4096]"),
        (b"[72,4096]", b"72"),
        (b'"frames"', b'"frame"'),
        (b"CH", b'\\"'),
        (b"{", b"["),
    ],
)
def test_another_spelling_is_refused(change: tuple[bytes, bytes]) -> None:
    """Too few or impossible offsets, other types, another spelling."""
    payload = write_request(REQUEST)
    changed = payload.replace(*change)
    assert changed != payload
    with pytest.raises(LogDamaged, match="not of the form"):
        read_request(changed)


@given(st.binary(max_size=200))
def test_nothing_else_is_a_request(payload: bytes) -> None:
    """Whatever bytes come, there is one error."""
    with pytest.raises(LogDamaged):
        read_request(payload)
