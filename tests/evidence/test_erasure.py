"""Erasures: the form, and what is none."""

from __future__ import annotations

import pytest

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, ERASURE, RECOVERY
from ostiary.evidence.erasure import ERASABLE, MAX_ERASED_AT_ONCE, Erasure, read_erasure, write_erasure


def test_an_erasure_is_read_as_it_was_written() -> None:
    """The form is fixed: what was once logged is read for ever."""
    erasure = Erasure((3, 17), "2026 CH 4711")
    assert write_erasure(erasure) == b'{"entries":[3,17],"form":"ostiary/erasure/v1","order":"2026 CH 4711"}'
    assert read_erasure(write_erasure(erasure)) == erasure


@pytest.mark.parametrize(
    ("entries", "order"),
    [
        ((), "order"),
        ((3, 3), "order"),
        ((4, 3), "order"),
        ((-1,), "order"),
        ((2**63,), "order"),
        (tuple(range(MAX_ERASED_AT_ONCE + 1)), "order"),
        ((3,), ""),
        ((3,), "  "),
        ((3,), "x" * 201),
    ],
)
def test_an_erasure_says_which_and_why(entries: tuple[int, ...], order: str) -> None:
    """No entries, too many, one twice, no reason: there is no such erasure."""
    with pytest.raises(ValueError, match="an erasure names"):
        Erasure(entries, order)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b'{"entries":[3], "form":"ostiary/erasure/v1","order":"o"}',
        b'{"entries":[3],"form":"ostiary/erasure/v2","order":"o"}',
        b'{"entries":["3"],"form":"ostiary/erasure/v1","order":"o"}',
        b'{"entries":[true],"form":"ostiary/erasure/v1","order":"o"}',
        b'{"entries":[3],"form":"ostiary/erasure/v1","order":7}',
    ],
)
def test_nothing_else_is_read_as_one(payload: bytes) -> None:
    """Other spellings, types and versions destroy no key."""
    with pytest.raises(LogDamaged, match="erasure"):
        read_erasure(payload)


def test_what_others_rest_upon_is_not_erased() -> None:
    """Accesses are; directives, recoveries and erasures are not."""
    assert ACCESS in ERASABLE
    assert not ERASABLE & {DIRECTIVE, RECOVERY, ERASURE}
