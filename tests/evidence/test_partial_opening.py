"""Opening parts of an entry: chosen fields and names, verified alone, and nothing of the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.entry_world import SECRET, entries, payload, secrets
from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import ACCESS, commit
from ostiary.evidence.opened_names import OpenedNames
from ostiary.evidence.opening import Opening, write_opening
from ostiary.evidence.partial_file import MAX_PARTIAL_BYTES, read_any_opening, read_partial, write_partial
from ostiary.evidence.partial_opening import PARTS, PartialOpening, open_everything
from ostiary.model.entry_form import FIELDS, LISTS, asked_name, encode_entry, split_entry, subject_name
from ostiary.tlog.key_text import encode_base64

RAW = payload(20, 2)
PUBLIC = commit(ACCESS, SECRET, RAW)
EVERYTHING = open_everything(SECRET, RAW)
SOME = EVERYTHING.only(
    ["when", "purpose"], [subject_name(7), subject_name(9)], [asked_name("persons.surname", "Salter 1")]
)


def chosen(data: st.DataObject, whole: PartialOpening) -> PartialOpening:
    """Some of what is open."""
    fields = data.draw(st.sets(st.sampled_from([one.name for one in whole.fields] or [""])))
    names = [
        data.draw(st.sets(st.sampled_from(sorted(names)))) if names else set() for names in whole.parts.lists
    ]
    return whole.only(fields - {""}, *names)


@settings(max_examples=60)
@given(secrets, entries, st.data())
def test_any_part_opens_alone(secret: bytes, raw: bytes, data: st.DataObject) -> None:
    """Whatever is chosen verifies, says what the entry says there, and survives its file."""
    public = commit(ACCESS, secret, raw)
    whole = open_everything(secret, raw)
    whole.verify(public)
    assert whole.parts == replace(
        split_entry(raw), subjects=whole.parts.subjects, asked_about=whole.parts.asked_about
    )
    assert sorted(whole.parts.subjects) == sorted(split_entry(raw).subjects)
    part = chosen(data, whole)
    part.verify(public)
    assert read_any_opening(write_partial(part)) == part
    less = chosen(data, part)
    less.verify(public)
    assert less == whole.only(less.opened[: len(less.fields)], *less.parts.lists)


@settings(max_examples=60)
@given(secrets, entries, st.data())
def test_closed_salts_are_nowhere(secret: bytes, raw: bytes, data: st.DataObject) -> None:
    """Of what stays closed a file has neither salt nor value nor the secret; its digests are of no use without them."""
    whole = open_everything(secret, raw)
    part = chosen(data, whole)
    file = write_partial(part)
    hidden = [secret, *(one.salt for one in whole.fields if one not in part.fields)]
    for before, after in zip(whole.lists, part.lists, strict=True):
        hidden += [
            one.salt for one in (before.names if before else ()) if after is None or one not in after.names
        ]
    for salt in hidden:
        assert salt not in file
        assert encode_base64(salt).encode() not in file
        assert salt not in _bytes_of(part)


def _bytes_of(part: PartialOpening) -> bytes:
    """All binary values that a file has, one after the other."""
    found = [*part.closed, *(one.salt + one.value for one in part.fields)]
    for opened in part.lists:
        found += [*opened.digests, *(one.salt + one.name for one in opened.names)] if opened else []
    return b"|".join(found)


@settings(max_examples=60)
@given(secrets, secrets, entries, entries)
def test_a_part_is_of_one_entry(secret: bytes, other_secret: bytes, raw: bytes, other: bytes) -> None:
    """No field or list of another entry passes, nor the same one under another secret."""
    public = commit(ACCESS, secret, raw)
    mine, theirs = open_everything(secret, raw), open_everything(other_secret, other)
    if commit(ACCESS, other_secret, other) == public:
        return
    refuses(theirs, public)
    for at, field in enumerate(mine.fields):
        for foreign in theirs.fields:
            if foreign.position == field.position and foreign != field:
                refuses(replace(mine, fields=(*mine.fields[:at], foreign, *mine.fields[at + 1 :])), public)
    for at, listed in enumerate(theirs.lists):
        if listed is not None and mine.lists[at] not in {None, listed}:
            lists = [listed if at == number else mine.lists[number] for number in range(2)]
            refuses(replace(mine, lists=(lists[0], lists[1])), public)


def refuses(part: PartialOpening, public: bytes = PUBLIC) -> None:
    with pytest.raises(ProofInvalid):
        part.verify(public)


def changed_names(part: PartialOpening, **values: Any) -> PartialOpening:
    assert part.lists[0] is not None
    return replace(part, lists=(replace(part.lists[0], **values), part.lists[1]))


def forgeries() -> Iterator[PartialOpening]:
    """What somebody might hand out who holds openings."""
    when, purpose = SOME.fields
    names = SOME.lists[0]
    assert names is not None
    first, second = names.names
    # A field under another name, values and salts swapped, another value.
    yield replace(SOME, fields=(replace(when, position=1), purpose))
    yield replace(SOME, fields=(replace(when, value=purpose.value), replace(purpose, value=when.value)))
    yield replace(SOME, fields=(replace(when, salt=purpose.salt), replace(purpose, salt=when.salt)))
    yield replace(SOME, fields=(replace(when, value=when.value + b" "), purpose))
    # Digests in another order, each changed.
    yield replace(SOME, closed=(SOME.closed[1], SOME.closed[0], *SOME.closed[2:]))
    for at in range(len(SOME.closed)):
        yield replace(SOME, closed=(*SOME.closed[:at], bytes(32), *SOME.closed[at + 1 :]))
    # Lists: names at other places, swapped, other people, less deep, deeper, truncated, longer, re-ordered.
    yield changed_names(SOME, names=(replace(first, name=second.name), replace(second, name=first.name)))
    yield changed_names(SOME, names=(first,))
    yield changed_names(SOME, names=(replace(first, name=subject_name(8)), second))
    yield (
        changed_names(SOME, names=(replace(first, position=first.position ^ 1), second))
        if (first.position ^ 1 < second.position)
        else changed_names(SOME, depth=3)
    )
    yield changed_names(SOME, depth=3)
    yield changed_names(SOME, digests=names.digests[:-1])
    yield changed_names(SOME, digests=(*names.digests, bytes(32)))
    yield changed_names(SOME, digests=(names.digests[1], names.digests[0], *names.digests[2:]))
    # A list in the other's place, a list as a closed digest of nothing.
    yield replace(SOME, lists=(SOME.lists[1], SOME.lists[0]))
    yield replace(SOME, lists=(None, SOME.lists[1]), closed=(*SOME.closed, bytes(32)))


@pytest.mark.parametrize("forged", list(forgeries()))
def test_forged_parts_do_not_hold(forged: PartialOpening) -> None:
    """Nothing swapped, re-ordered, truncated or added passes."""
    refuses(forged)


def test_the_forgeries_were_made_of_one_that_holds() -> None:
    """Else the test above shows nothing."""
    SOME.verify(PUBLIC)
    assert SOME.opened == ("when", "purpose", *LISTS)
    assert set(SOME.unopened) == set(PARTS) - set(SOME.opened)


@pytest.mark.parametrize(
    "make",
    [
        lambda: replace(SOME, fields=SOME.fields[::-1]),
        lambda: replace(SOME, fields=(SOME.fields[0], SOME.fields[0])),
        lambda: replace(SOME, fields=(replace(SOME.fields[0], position=16), SOME.fields[1])),
        lambda: replace(SOME, fields=(replace(SOME.fields[0], salt=b"s" * 31), SOME.fields[1])),
        lambda: replace(SOME, fields=(replace(SOME.fields[0], value=b""), SOME.fields[1])),
        lambda: replace(SOME, closed=SOME.closed[1:]),
        lambda: replace(SOME, closed=(*SOME.closed[1:], b"short")),
        lambda: changed_names(SOME, names=()),
        lambda: changed_names(SOME, depth=0),
        lambda: changed_names(SOME, depth=5),
        lambda: changed_names(SOME, depth=1, names=tuple(replace(one, position=one.position + 16) for one in names())),
        lambda: changed_names(SOME, names=tuple(replace(one, position=-1) for one in names())),
        lambda: changed_names(SOME, names=names()[::-1]),
        lambda: changed_names(SOME, names=tuple(replace(one, salt=b"short") for one in names())),
        lambda: changed_names(SOME, digests=(b"short",)),
    ],
)  # fmt: skip
def test_what_no_entry_can_be_is_not_made(make: Any) -> None:
    """Order, positions and lengths."""
    with pytest.raises(ProofInvalid):
        make()


def names() -> tuple[Any, ...]:
    assert SOME.lists[0] is not None
    return SOME.lists[0].names


def test_only_what_is_open_can_be_shown() -> None:
    """A field or name that the entry has not, or that is closed already."""
    for fields, subjects in ((["secret"], []), (["agency"], []), ([], [subject_name(8)])):
        with pytest.raises(ProofInvalid, match="closed"):
            SOME.only(fields, subjects)
    with pytest.raises(ProofInvalid, match="closed"):
        open_everything(SECRET, encode_entry({}, [], [])).only([], [subject_name(1)])
    assert SOME.only(["when"], None, None).lists == SOME.lists
    assert SOME.only([]).opened == ()


def test_names_close_for_good() -> None:
    """Without a name everything else is as open as before, also when it was the last; closing twice changes nothing."""
    opened = EVERYTHING.lists[0]
    assert opened is not None
    gone = opened.names[3]
    rest = EVERYTHING.without(0, [gone.position])
    rest.verify(PUBLIC)
    assert set(rest.parts.subjects) == set(EVERYTHING.parts.subjects) - {gone.name}
    assert rest.without(0, [gone.position]) == rest
    assert gone.salt not in _bytes_of(rest)
    empty = rest.without(0, [one.position for one in opened.names])
    empty.verify(PUBLIC)
    assert empty.lists[0] is None
    assert empty.without(0, [1]) == empty


def test_other_entries_open_as_a_whole_or_not_at_all() -> None:
    """Form 1, and everything that is no access."""
    with pytest.raises(ProofInvalid, match="one by one"):
        open_everything(SECRET, b'{"form":1}')


def test_a_whole_opening_is_read_as_one() -> None:
    """The reader of both files tells them apart."""
    whole = Opening(ACCESS, SECRET, RAW)
    assert read_any_opening(write_opening(whole)) == whole
    whole.verify(PUBLIC)
    with pytest.raises(ProofInvalid):
        read_any_opening(b"{}")


def spelled(**changes: Any) -> bytes:
    return (
        json.dumps(json.loads(write_partial(SOME)) | changes, sort_keys=True, separators=(",", ":")).encode()
        + b"\n"
    )


FOUND = json.loads(write_partial(SOME))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[" * 100_000,
        b" " + write_partial(SOME),
        write_partial(SOME)[:-1],
        write_partial(SOME) + b" ",
        b" " * (MAX_PARTIAL_BYTES + 1),
        spelled(form="ostiary/opening/v1"),
        spelled(more=1),
        spelled(fields=None),
        spelled(fields=[FOUND["fields"][0] | {"name": "secret"}]),
        spelled(fields=[FOUND["fields"][0] | {"more": 1}, FOUND["fields"][1]]),
        spelled(fields=[FOUND["fields"][0] | {"value": "\ud800"}, FOUND["fields"][1]]),
        spelled(closed=[*FOUND["closed"][1:], "!"]),
        spelled(lists={"subjects": FOUND["lists"]["subjects"]}),
        spelled(lists=FOUND["lists"] | {"others": FOUND["lists"]["subjects"]}),
        spelled(lists=FOUND["lists"] | {"subjects": FOUND["lists"]["subjects"] | {"depth": True}}),
        spelled(
            lists=FOUND["lists"]
            | {"subjects": FOUND["lists"]["subjects"] | {"names": [FOUND["lists"]["subjects"]["names"][0] | {"name": "9" * 30}]}}
        ),
        spelled(
            lists=FOUND["lists"]
            | {"subjects": FOUND["lists"]["subjects"] | {"names": [FOUND["lists"]["subjects"]["names"][0] | {"name": " 7"}]}}
        ),
        spelled(
            lists=FOUND["lists"]
            | {"asked_about": FOUND["lists"]["asked_about"] | {"names": [FOUND["lists"]["asked_about"]["names"][0] | {"name": "x"}]}}
        ),
    ],
    ids=range(20),
)  # fmt: skip
def test_a_file_has_one_spelling(raw: bytes) -> None:
    """Anything else is refused as a proof that does not hold, not as a crash."""
    with pytest.raises(ProofInvalid):
        read_partial(raw)


@settings(max_examples=20)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["form", "fields", "lists", "closed", "name", "salt", "value", "subjects", "depth", "names", "digests", "position"]), inner)))  # fmt: skip
def test_no_json_crashes_the_reader(value: Any) -> None:
    """Whatever it is."""
    for form in (
        {},
        {"form": "ostiary/opening/v2", "closed": value, "fields": value, "lists": value},
        FOUND | {"lists": value},
    ):
        raw = json.dumps(form or value).encode()
        with pytest.raises(ProofInvalid):
            read_partial(raw)


@pytest.mark.parametrize(
    ("said", "other"), [(b'"depth":1', b'"depth":true'), (b'"position":1', b'"position":true')]
)
def test_true_is_no_number(said: bytes, other: bytes) -> None:
    """To Python it is 1, and it would be written back as it stands."""
    for count in range(1, 40):
        raw = write_partial(open_everything(SECRET, payload(count, 0)))
        if said + b"," in raw:
            with pytest.raises(ProofInvalid):
                read_partial(raw.replace(said + b",", other + b",", 1))
            return
    pytest.fail("no such number was there to be replaced")


def test_values_that_are_no_text_have_no_file() -> None:
    """The door writes none; another writer's entry opens as a whole."""
    odd = open_everything(SECRET, encode_entry({"when": b"\xff"}, [], [b"\xff"]))
    with pytest.raises(ProofInvalid, match="not text"):
        write_partial(odd)
    assert FIELDS[0] in odd.opened
    with pytest.raises(ProofInvalid, match="not text"):
        write_partial(open_everything(SECRET, encode_entry({}, [], [b"[1]"])))


def test_depth_is_all_that_a_path_tells() -> None:
    """One of one and one of sixteen have paths of one length; 15 digests a level."""
    for count, depth in ((1, 1), (16, 1), (17, 2), (256, 2), (257, 3)):
        opened = open_everything(SECRET, payload(count)).only([], [subject_name(1)]).lists[0]
        assert isinstance(opened, OpenedNames)
        assert (opened.depth, len(opened.digests)) == (depth, 15 * depth)
