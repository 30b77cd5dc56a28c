"""What is left of an entry, and the erasure that says which names went."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.entry_world import SECRET, entries, payload, secrets
from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, commit
from ostiary.evidence.erasure import Erasure, write_erasure
from ostiary.evidence.name_erasure import NameErasure, read_any_erasure, write_name_erasure
from ostiary.evidence.partial_opening import open_everything
from ostiary.evidence.rest import Rest, read_rest, write_rest


@given(secrets, entries, st.data())
@settings(max_examples=50)
def test_a_rest_reads_back_and_opens_the_entry(secret: bytes, raw: bytes, data: st.DataObject) -> None:
    """Whatever was closed in it; and neither the secret nor a closed salt is in its bytes."""
    whole = open_everything(secret, raw)
    left, gone = whole, [secret]
    for at, opened in enumerate(whole.lists):
        for one in data.draw(st.sets(st.sampled_from(opened.names))) if opened else ():
            left = left.without(at, [one.position])
            gone.append(one.salt)
    written = write_rest(Rest(17, left))
    assert read_rest(written) == Rest(17, left)
    read_rest(written).opening.verify(commit(ACCESS, secret, raw))
    assert not any(salt in written for salt in gone)


RAW = write_rest(Rest(3, open_everything(SECRET, payload(17, 1)).without(1, [0])))


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
@settings(max_examples=50)
def test_other_bytes_are_another_rest_or_none(at: int, change: int) -> None:
    """A changed byte is refused, or says something that does not open the entry."""
    changed = bytearray(RAW)
    changed[at] ^= change
    try:
        rest = read_rest(bytes(changed))
    except LogDamaged:
        return
    is_same = rest.opening.commitment == commit(ACCESS, SECRET, payload(17, 1))
    assert not is_same or rest.entry != 3


@pytest.mark.parametrize("raw", [b"", RAW[:-1], RAW + b"\x00", b"ostiary/rest/v2\x00" + RAW[16:], RAW[:28]])
def test_a_rest_is_whole_or_damaged(raw: bytes) -> None:
    """Cut, longer, of another form."""
    with pytest.raises(LogDamaged):
        read_rest(raw)


ERASURE = NameErasure(5, (1, 7), (0,), "2026 CH 4711")


def test_both_erasures_are_read() -> None:
    """Of names and of whole entries."""
    whole = Erasure((1, 2), "2026 CH 4711")
    assert read_any_erasure(write_name_erasure(ERASURE)) == ERASURE
    assert read_any_erasure(write_erasure(whole)) == whole


@pytest.mark.parametrize(
    "make",
    [
        lambda: NameErasure(5, (), (), "order"),
        lambda: NameErasure(5, (2, 1), (), "order"),
        lambda: NameErasure(5, (1, 1), (), "order"),
        lambda: NameErasure(5, (-1,), (), "order"),
        lambda: NameErasure(5, (65_536,), (), "order"),
        lambda: NameErasure(-1, (1,), (), "order"),
        lambda: NameErasure(5, (1,), (), " "),
        lambda: NameErasure(5, (1,), (), "x" * 201),
        lambda: NameErasure(5, tuple(range(200)), tuple(range(57)), "order"),
    ],
)  # fmt: skip
def test_an_erasure_names_places(make: Any) -> None:
    """Some, in order, and the order for it."""
    with pytest.raises(ValueError, match="an erasure names"):
        make()


def spelled(**changes: Any) -> bytes:
    found = json.loads(write_name_erasure(ERASURE)) | changes
    return json.dumps(found, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b'{"asked_about":',
        b'{"asked_about":' + b"[" * 100_000,
        write_name_erasure(ERASURE) + b" ",
        spelled(entry=True),
        spelled(subjects=[True]),
        spelled(subjects=None),
        spelled(more=1),
        spelled(form="ostiary/erasure/v1"),
        b"null",
    ],
)
def test_an_erasure_has_one_spelling(raw: bytes) -> None:
    """Anything else in the log is damage."""
    with pytest.raises(LogDamaged):
        read_any_erasure(raw)
