"""Openings: what opens a commitment, in one spelling."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import ACCESS, KINDS, commit
from ostiary.evidence.opening import MAX_OPENING_BYTES, Opening, read_opening, write_opening

OPENING = Opening(ACCESS, b"s" * 32, b"who asked what")


@given(st.sampled_from(sorted(KINDS)), st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_an_opening_reads_back_and_opens(kind: int, salt: bytes, payload: bytes) -> None:
    """Whatever the payload is, the file gives it back, and it opens its own commitment."""
    opening = Opening(kind, salt, payload)
    assert read_opening(write_opening(opening)) == opening
    if kind == ACCESS and payload.startswith(b"\x02"):
        # That is no access: its parts cannot be told.
        with pytest.raises(ProofInvalid, match="of no entry"):
            opening.verify(bytes(33))
        return
    opening.verify(commit(kind, salt, payload))


@pytest.mark.parametrize(
    "other", [Opening(2, b"s" * 32, b"who asked what"), Opening(1, b"t" * 32, b"who asked what"),
              Opening(1, b"s" * 32, b"who asked what else")]
)  # fmt: skip
def test_nothing_else_opens_it(other: Opening) -> None:
    """Another kind, salt or payload is not what the entry says."""
    with pytest.raises(ProofInvalid, match="not of this entry"):
        other.verify(commit(OPENING.kind, OPENING.salt, OPENING.payload))


def test_a_salt_of_another_length_opens_nothing() -> None:
    """An opening within another file has whatever length a stranger gave it."""
    with pytest.raises(ProofInvalid, match="a salt has 32 bytes"):
        Opening(ACCESS, b"short", b"who").verify(bytes(33))


def changed(**values: object) -> bytes:
    return json.dumps(json.loads(write_opening(OPENING)) | values).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff",
        b"null\n",
        write_opening(OPENING)[:-1],
        write_opening(OPENING) + b"\n",
        json.dumps(json.loads(write_opening(OPENING)), indent=1).encode(),
        changed(form="ostiary/opening/v2"),
        changed(more=1),
        changed(kind=0),
        changed(kind=True),
        changed(kind="1"),
        changed(salt=5),
        changed(salt="!"),
        changed(salt=base64.b64encode(b"short").decode()),
        changed(payload=[]),
        b" " * (MAX_OPENING_BYTES + 1),
    ],
    ids=range(18),
)
def test_any_other_spelling_is_refused(raw: bytes) -> None:
    """Each rule of the form, broken once."""
    with pytest.raises(ProofInvalid):
        read_opening(raw)


def test_the_largest_entry_has_an_opening() -> None:
    """The journal's largest payload fits."""
    opening = Opening(ACCESS, b"s" * 32, bytes(2**20))
    assert read_opening(write_opening(opening)) == opening
