"""What an entry of form 2 commits to, beside another spelling of the same rule."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given

from evidence.entry_world import SECRET, commitment_by_hand, entries, payload, secrets
from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, commit
from ostiary.evidence.entry_digests import commit_parts
from ostiary.evidence.name_tree import decoys_of, depth_of
from ostiary.model.entry_form import FIELDS, encode_entry, split_entry, subject_of

VECTORS = {
    (0, 0): "0147badcfd240b02470a99f0cd29b8d786e491896be7d401c05df8f82676c920a2",
    (1, 1): "0151fbcb8e6e9bca71441a181aa2d85ce0294779e9fad01293fb7f42e3eb34871d",
    (16, 0): "014820566f6f4e8b0d7e18e6c194b107942e51d2ef5770e1063244148d73ce8d4f",
    (17, 2): "01107c0fd3bfd261e28f95a9ff7113ef17f624fb770740b4c15c1ec6e26184219d",
    (300, 1): "01a078e6b127578f9bdabd5432f1d90c200da36a2f6e70828cc8300a826b3218f7",
}
"""Number of subjects and of names asked about in ``payload`` under the secret 00 01 ... 1f: the public bytes."""


@pytest.mark.parametrize("counts", VECTORS)
def test_vectors(counts: tuple[int, int]) -> None:
    """These were computed by the few lines of ``commitment_by_hand``; they never change."""
    assert commit(ACCESS, SECRET, payload(*counts)).hex() == VECTORS[counts]


@given(secrets, entries)
def test_both_spellings_agree(secret: bytes, raw: bytes) -> None:
    """Whatever fields and names there are."""
    parts = split_entry(raw)
    by_hand = commitment_by_hand(
        secret, list(parts.fields), [subject_of(name) for name in parts.subjects], list(parts.asked_about)
    )
    assert commit(ACCESS, secret, raw) == by_hand


@pytest.mark.parametrize("subjects", [255, 256, 257, 4096, 4097])
def test_both_agree_where_the_tree_grows(subjects: int) -> None:
    """On both sides of each depth."""
    parts = split_entry(payload(subjects))
    by_hand = commitment_by_hand(
        SECRET, list(parts.fields), list(range(1, subjects + 1)), list(parts.asked_about)
    )
    assert commit(ACCESS, SECRET, payload(subjects)) == by_hand


@pytest.mark.parametrize(
    ("count", "depth", "decoys"),
    [(0, 0, 0), (1, 1, 15), (16, 1, 0), (17, 2, 29), (256, 2, 0), (257, 3, 44), (4096, 3, 0), (65_536, 4, 0)],
)
def test_a_tree_is_as_deep_as_its_names_need(count: int, depth: int, decoys: int) -> None:
    """And filled up on each level."""
    assert (depth_of(count), decoys_of(count)) == (depth, decoys)


def test_forms_do_not_mix() -> None:
    """The same bytes under another kind are committed to as a whole, under another tag."""
    raw = payload()
    whole = hashlib.sha256(b"ostiary/entry/v1\0" + SECRET + raw).digest()
    assert commit(DIRECTIVE, SECRET, raw)[1:] == whole
    assert commit(ACCESS, SECRET, raw)[1:] != whole
    assert (
        commit(ACCESS, SECRET, b'{"form":1}')[1:]
        == hashlib.sha256(b"ostiary/entry/v1\0" + SECRET + b'{"form":1}').digest()
    )


def test_what_cannot_be_split_is_not_committed_to() -> None:
    """Nor with a secret of another length."""
    with pytest.raises(LogDamaged):
        commit(ACCESS, SECRET, payload()[:-1])
    with pytest.raises(ValueError, match="32 bytes"):
        commit_parts(b"short", split_entry(payload()))


def test_every_part_counts() -> None:
    """Another value in any one field, a name more, fewer or other: other public bytes."""
    seen = {commit(ACCESS, SECRET, payload())}
    for name in FIELDS:
        seen.add(commit(ACCESS, SECRET, payload(fields={name: {"other": 1}})))
    seen |= {commit(ACCESS, SECRET, payload(*counts)) for counts in ((2, 1), (4, 1), (3, 0), (3, 2))}
    assert len(seen) == 1 + len(FIELDS) + 4
    assert commit(ACCESS, SECRET, encode_entry({}, [1, 2], [])) != commit(
        ACCESS, SECRET, encode_entry({}, [2, 1], [])
    )
