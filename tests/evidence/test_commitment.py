"""Commitments: what they hide, what they bind, and the registry of kinds."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, COMMITMENT_BYTES, DIRECTIVE, KINDS, commit

SALT = bytes(range(32))


def test_the_numbers_of_kinds_never_change() -> None:
    """The registry is append-only: these seven stand for ever."""
    assert list(KINDS.items())[:7] == [
        (1, "access"),
        (2, "directive"),
        (3, "subject-index root"),
        (4, "recovery"),
        (5, "padding"),
        (6, "log-ins turned away"),
        (7, "erasure"),
    ]


def test_the_bytes_are_those_of_the_design() -> None:
    """The public entry is kind || SHA-256(tag || 0x00 || salt || payload), computed here once more by hand."""
    expected = b"\x01" + hashlib.sha256(b"ostiary/entry/v1" + b"\x00" + SALT + b"payload").digest()
    assert commit(ACCESS, SALT, b"payload") == expected
    assert len(expected) == COMMITMENT_BYTES == 33


# 02 begins an access whose parts are told apart: not any bytes are one.
payloads = st.binary(max_size=64).filter(lambda payload: not payload.startswith(b"\x02"))


@given(payloads, payloads)
def test_two_payloads_never_share_a_commitment(first: bytes, second: bytes) -> None:
    """A commitment binds: equal commitments mean equal payloads; another kind or salt gives another commitment."""
    assert (commit(ACCESS, SALT, first) == commit(ACCESS, SALT, second)) == (first == second)
    assert commit(ACCESS, SALT, first) != commit(DIRECTIVE, SALT, first)
    assert commit(ACCESS, SALT, first) != commit(ACCESS, bytes(32), first)


@pytest.mark.parametrize("kind", [0, 99, 255, -1])
def test_an_unknown_kind_is_refused(kind: int) -> None:
    """Nothing is committed under a number that has no meaning."""
    with pytest.raises(LogDamaged):
        commit(kind, SALT, b"")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_has_32_bytes(length: int) -> None:
    """A shorter salt would hide less, and a longer one would run into the payload."""
    with pytest.raises(ValueError, match="salt"):
        commit(ACCESS, bytes(length), b"")
