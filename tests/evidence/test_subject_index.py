"""The daily subject index: keys, lists, extracts, the sorted map, and what the log says of a day."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.index.building import DayBuilder, unseal_list
from ostiary.evidence.index.day_root import DayRoot, read_day_root, write_day_root
from ostiary.evidence.index.extract import FIELDS, extract_root, fields_of, open_extract
from ostiary.evidence.index.keys import (
    Identifier,
    day_key,
    extract_key,
    identifiers,
    list_salt,
    padding_leaf,
    subject,
    subject_key,
)
from ostiary.evidence.index.lists import ASKED, NAMED, QUESTION, Mention, commit_list, decode_list
from ostiary.evidence.index.sorted_map import (
    MIN_LEAVES,
    Absent,
    Present,
    SortedMap,
    arrange,
    padded_size,
    verify_absent,
    verify_present,
)

INDEX_KEY = bytes(range(32))
DAY = "2026-03-04"


def access(part: str = "whole", access: str = "a-1", **fields: object) -> bytes:
    """An access entry with these members beside the least that one has."""
    least = {
        "access": access,
        "at": f"{DAY}T08:00:00+00:00",
        "part": part,
        "outcome": "answered",
        "subjects": [],
    }
    return json.dumps({**least, **fields}).encode()


def test_identifiers_have_one_spelling_whatever_was_typed() -> None:
    """A plate is found again with spaces, hyphens and small letters, in an array and in a pattern."""
    plate = Identifier("plate", "ab1234")
    assert identifiers("vehicles.plate", "AB-12 34") == (plate,)
    assert identifiers("plate_reads.plate", "ab1234%") == (plate,)
    assert identifiers("vehicles.plate", '{"AB 1234",XY9}') == (plate, Identifier("plate", "xy9"))
    assert identifiers("vehicles.plate", "ＡＢ1234") == (plate,)


@pytest.mark.parametrize("nothing", ["", "%", "$1", "{}", "--"])
def test_what_says_nothing_is_about_nobody(nothing: str) -> None:
    """A wild card alone, an unbound parameter and an empty array name nobody."""
    assert identifiers("persons.surname", nothing) == ()


def test_keys_differ_by_person_kind_and_day() -> None:
    """Whoever has one key has no other, and no day can be joined with the next."""
    one, other = (subject_key(INDEX_KEY, who) for who in (subject(42), Identifier("person_id", "42")))
    assert len({one, other, day_key(one, DAY), day_key(one, "2026-03-05"), list_salt(one, DAY)}) == 5


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, 2**32), max_size=40), st.integers(0, 2**32))
def test_each_key_is_shown_to_be_there_or_not(known: set[int], asked: int) -> None:
    """The map proves presence of what it has, absence of what it has not, and never the opposite."""
    leaves = {_hash(b"k", one): _hash(b"v", one) for one in known}
    padding = [padding_leaf(INDEX_KEY, DAY, one) for one in range(padded_size(len(leaves)) - len(leaves) - 2)]
    found = SortedMap(arrange(leaves, padding))
    size, key, value = len(found.leaves), _hash(b"k", asked), _hash(b"v", asked)
    match found.prove(key):
        case Present() as proof:
            assert asked in known
            verify_present(proof, (key, value), size, found.root)
            with pytest.raises(ProofInvalid):
                verify_present(proof, (key, _hash(b"v", asked + 1)), size, found.root)
        case Absent() as proof:
            assert asked not in known
            verify_absent(proof, key, size, found.root)
            with pytest.raises(ProofInvalid):
                verify_absent(proof, proof.before.leaf[0], size, found.root)


def test_absence_takes_neighbours() -> None:
    """Two leaves with a third between them show nothing."""
    found = SortedMap(arrange({}, [padding_leaf(INDEX_KEY, DAY, one) for one in range(MIN_LEAVES - 2)]))
    wide = Absent(found._place(3), found._place(5))
    with pytest.raises(ProofInvalid, match="neighbours"):
        verify_absent(wide, found.leaves[4][0], MIN_LEAVES, found.root)


def test_the_size_of_a_map_says_little_of_how_many_there_are() -> None:
    """From nobody to a thousand people a map has the same size."""
    assert padded_size(0) == padded_size(MIN_LEAVES - 2) == MIN_LEAVES
    assert padded_size(MIN_LEAVES - 1) == 2 * MIN_LEAVES


def test_a_day_lists_everybody_who_was_named_or_asked_about() -> None:
    """An answer's people, a search that brought nothing, and the question of a stream with each of its batches."""
    builder = DayBuilder(INDEX_KEY, DAY)
    builder.see_before(3, access("asked", "s-1", agency="fbi"))
    builder.take(5, access(subjects=[42], asked_about=[["persons.person_id", "42"]]))
    builder.take(6, access(subjects=[], asked_about=[["vehicles.plate", "AB 1"]]))
    builder.take(8, access("answered", "s-1", subjects=[42, 43]))
    index = builder.finish()

    def listed(who: Identifier) -> list[tuple[int, int]]:
        key = subject_key(INDEX_KEY, who)
        mentions = unseal_list(key, DAY, index.lists[day_key(key, DAY)])
        assert dict(index.leaves)[day_key(key, DAY)] == commit_list(list_salt(key, DAY), mentions)
        return [(one.entry, one.how) for one in mentions]

    assert listed(subject(42)) == [(3, QUESTION), (5, NAMED), (8, NAMED)]
    assert listed(subject(43)) == [(3, QUESTION), (8, NAMED)]
    assert listed(Identifier("person_id", "42")) == [(5, ASKED)]
    assert listed(Identifier("plate", "ab1")) == [(6, ASKED)]
    assert len(index.lists) == 4


def test_a_list_opens_for_nobody_else() -> None:
    """What is kept of a list is sealed for one person and one day."""
    builder = DayBuilder(INDEX_KEY, DAY)
    builder.take(0, access(subjects=[42]))
    (sealed,) = builder.finish().lists.values()
    for key, day in (
        (subject_key(INDEX_KEY, subject(43)), DAY),
        (subject_key(INDEX_KEY, subject(42)), "2026-03-05"),
    ):
        with pytest.raises(LogDamaged, match="does not open"):
            unseal_list(key, day, sealed)


def test_the_same_day_is_built_alike_twice() -> None:
    """An auditor who builds it again has the same bytes."""

    def built() -> object:
        builder = DayBuilder(INDEX_KEY, DAY)
        for entry in range(20):
            builder.take(entry, access(access=f"a-{entry}", subjects=[entry % 7, entry % 3]))
        return builder.finish()

    assert built() == built()


def test_an_extract_has_nobody_in_it() -> None:
    """Subjects, parameters, statement, member, case and client are in no extract, nor what a refusal said in words."""
    secret = {
        "subjects": [7],
        "parameters": ["SECRET"],
        "statement": "SECRET",
        "member": "SECRET",
        "case": "SECRET",
    }
    reasons = [
        {"kind": "prohibited", "rule": "R01", "cite": "law", "text": "SECRET"},
        {"kind": "x", "rule": "", "text": "SECRET"},
    ]
    whole = {
        **json.loads(access()),
        **secret,
        "client": "SECRET",
        "decision": {"allowed": False, "reasons": reasons},
    }
    fields = fields_of(json.dumps(whole).encode())
    assert "SECRET" not in json.dumps(fields)
    assert "subjects" not in fields
    assert (fields["allowed"], fields["rules"], fields["citations"]) == (False, ["R01"], ["law"])


def test_an_extract_opens_field_by_field() -> None:
    """Each field alone, and no other value than the one that was committed to."""
    key, fields = extract_key(INDEX_KEY, 9), fields_of(access(agency="fbi"))
    root = extract_root(key, fields)
    for name in FIELDS:
        opening = open_extract(key, fields, {name})
        opening.verify(root)
        salt, _ = opening.opened[name]
        for wrong in (
            dataclasses.replace(opening, opened={name: (salt, "other")}),
            dataclasses.replace(opening, opened={name: (bytes(32), fields[name])}),
            dataclasses.replace(opening, opened={}),
        ):
            with pytest.raises(ProofInvalid):
                wrong.verify(root)


def test_a_root_is_read_as_it_is_written_and_in_no_other_spelling() -> None:
    """What the log says of a day has one form."""
    root = DayRoot(DAY, 1, 10, 20, 1024, "root", "key")
    raw = write_day_root(root)
    assert read_day_root(raw) == root
    for wrong in (
        raw + b" ",
        raw.replace(b'"serial":1', b'"serial":true'),
        raw.replace(b'"end":20', b'"end":9'),
        raw.replace(DAY.encode(), b"2026-3-4"),
        raw.replace(b'"serial":1', b'"serial":0'),
        b"[]",
    ):
        with pytest.raises(LogDamaged):
            read_day_root(wrong)


def test_days_follow_without_a_gap() -> None:
    """Neither a day nor an entry may be left out between two indexes, nor may the key change."""
    before, root = DayRoot(DAY, 1, 10, 20, 1024, "r", "k"), DayRoot("2026-03-05", 2, 20, 25, 1024, "r", "k")
    assert root.follows(before)
    for wrong in ({"day": "2026-03-06"}, {"serial": 3}, {"start": 21}, {"key": "other"}):
        assert not dataclasses.replace(root, **wrong).follows(before)


def test_nothing_follows_the_last_day_there_is() -> None:
    """A log may say anything, and whoever verifies it is told so."""
    root = DayRoot("9999-12-31", 0, 0, 1, 1024, "", "")
    assert not dataclasses.replace(root, day="2026-01-01", serial=1, start=1).follows(root)


@pytest.mark.parametrize("wrong", [b"", b"x" * 40, bytes(82)])
def test_a_list_of_another_form_is_refused(wrong: bytes) -> None:
    """No mention at all, half a one, or the same entry twice."""
    with pytest.raises(ProofInvalid):
        decode_list(wrong)


def test_a_list_is_bound_to_each_mention() -> None:
    """Another number, another way or another extract is another list."""
    mention = Mention(5, NAMED, bytes(32))
    others = (Mention(6, NAMED, bytes(32)), Mention(5, ASKED, bytes(32)), Mention(5, NAMED, b"x" * 32))
    assert commit_list(bytes(32), [mention]) not in {commit_list(bytes(32), [one]) for one in others}


def _hash(tag: bytes, number: int) -> bytes:
    return hashlib.sha256(tag + number.to_bytes(8)).digest()
