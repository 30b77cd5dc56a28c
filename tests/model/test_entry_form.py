"""Form 2 of the access entry: its bytes, and what they say."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.entry_world import entries, payload
from ostiary.errors import LogDamaged
from ostiary.model.entry_form import (
    FIELD_POSITIONS,
    FIELDS,
    MAX_NAMES,
    MEMBERS,
    asked_name,
    encode_entry,
    entry_object,
    entry_text,
    has_parts,
    split_entry,
    subject_name,
    subject_of,
    text_of,
)


def test_the_registry_of_fields_is_what_stood_in_logs() -> None:
    """Positions are for ever: a test that has to change in more than its end is a log that cannot be read."""
    assert FIELDS[:16] == (
        *("when", "access", "agency", "officer", "door", "purpose", "case", "basis"),
        *("classes", "columns", "statement", "parameters", "rule", "outcome", "extent", "grounds"),
    )
    assert FIELD_POSITIONS == 22 >= len(FIELDS)


def test_each_member_stands_in_one_field() -> None:
    """No fact is said twice, and every field has its members in order."""
    assert tuple(MEMBERS) == FIELDS
    members = [member for field in MEMBERS.values() for member in field]
    assert len(members) == len(set(members))
    assert all(list(field) == sorted(field) for field in MEMBERS.values())


@given(entries)
def test_parts_come_back(raw: bytes) -> None:
    """What was encoded is what is split, and putting it together again gives the same bytes."""
    parts = split_entry(raw)
    fields = dict(zip(FIELDS, parts.fields, strict=False))
    assert encode_entry(fields, [subject_of(name) for name in parts.subjects], parts.asked_about) == raw
    assert has_parts(raw)


@given(entries, st.data())
def test_what_is_not_whole_is_refused(raw: bytes, data: st.DataObject) -> None:
    """Cut, longer, or with another length: no other parts are seen in it."""
    cut = data.draw(st.integers(1, len(raw) - 1))
    at = data.draw(st.integers(0, 23))
    changed = bytearray(raw)
    struct.pack_into(">I", changed, 1 + 4 * at, data.draw(st.integers(1, 2**32 - 1)))
    for other in (raw[:cut], raw + b"\x00"):
        with pytest.raises(LogDamaged):
            split_entry(other)
    if bytes(changed) != raw:
        with pytest.raises(LogDamaged):
            split_entry(bytes(changed))


def test_an_entry_says_one_object() -> None:
    """All members together, the names as numbers and pairs; what was asked about only where the question is."""
    said = entry_object(payload(2, 1))
    assert said["form"] == 2
    assert said["subjects"] == [1, 2]
    assert said["asked_about"] == [["persons.surname", "Salter 0"]]
    assert said["when"] == "of when"
    assert "asked_about" not in entry_object(encode_entry({"when": b'{"at":"t"}'}, [], []))


def test_form_1_reads_as_before() -> None:
    """One JSON object, which is its own text."""
    assert entry_object(b'{"form":1,"subjects":[5]}') == {"form": 1, "subjects": [5]}
    assert entry_text(b'{"form":1}') == b'{"form":1}'
    assert entry_text(encode_entry({"when": b'{"at":"t"}'}, [4], [])) == b'{"at":"t","form":2,"subjects":[4]}'


@pytest.mark.parametrize(
    "raw", [b"", b"no JSON", b"\x02", encode_entry({"when": b"{"}, [], []), b"[" * 100_000]
)
def test_what_is_no_entry_is_damage(raw: bytes) -> None:
    """Neither form."""
    with pytest.raises(LogDamaged):
        entry_object(raw)


def test_names_are_bounded() -> None:
    """So many that a tree of four levels holds them, and numbers of 64 bits."""
    with pytest.raises(ValueError, match="at most 65536"):
        encode_entry({}, range(MAX_NAMES + 1), [])
    with pytest.raises(struct.error):
        encode_entry({}, [2**63], [])
    with pytest.raises(OverflowError):
        subject_name(2**63)
    assert subject_of(subject_name(-5)) == -5
    assert asked_name("persons.surname", "Ö") == '["persons.surname","Ö"]'.encode()
    assert text_of(split_entry(encode_entry({}, [], []))) == b'{"form":2,"subjects":[]}'
