"""What the soak and the storm judge by: each kind of lie is found, and memory that grows is seen to grow."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from pathlib import Path

import pytest

from soak.accounting import Access, Figures, _faults
from soak.diary import Conversation, Diary, Question, Told, read_diary
from soak.memory import ALLOWED_PER_PROCESS, MemoryWatch

MEMBER = "fbi-7731"
TEXT = "SELECT person_id FROM persons"


def told(
    *values: int, whole: bool = True, sqlstate: str | None = None, entry: int = -1, fatal: bool = False
) -> Told:
    return Told("subjects", TEXT, [], array("q", values), whole, sqlstate, entry, fatal)


def access(
    *subjects: int, rows: int | None = None, sqlstate: str = "", last: int = 7, over: bool = True
) -> Access:
    count = len(subjects) if rows is None else rows
    return Access(TEXT, [], MEMBER, last, count, array("q", subjects), sqlstate, over)


def faults(client: list[Told], journal: list[Access], member: str = MEMBER) -> list[str]:
    return list(_faults(Conversation(member, client), journal, Figures()))


@pytest.mark.parametrize(
    ("client", "journal"),
    [
        ([told(1, 2)], [access(1, 2)]),
        ([told(1, whole=False)], [access(1, 2, over=False)]),
        ([told(whole=False)], []),
        ([told(whole=False)], [access(1, 2)]),
        ([told(whole=False, sqlstate="42501", entry=7)], [access(sqlstate="42501")]),
        ([told(1, whole=False, sqlstate="57P01", fatal=True)], [access(1, 2, over=False)]),
        ([told(whole=False, sqlstate="58030"), told(1)], [access(1)]),
    ],
)
def test_what_fits_is_no_fault(client: list[Told], journal: list[Access]) -> None:
    """Whole answers, answers that broke off, refusals, and questions of which nothing came."""
    assert faults(client, journal) == []


@pytest.mark.parametrize(
    ("client", "journal", "words"),
    [
        ([told(1, 2)], [], "has no entry"),
        ([told(1, whole=False)], [], "has no entry"),
        ([told(1, 2)], [access(1)], "1 people whom the client has received are not named"),
        ([told(1, whole=False)], [access(2)], "1 people whom the client has received are not named"),
        ([told(1)], [access(1, 2)], "1 people are named whom the client has not received"),
        ([told(1, 1)], [access(1)], "the client has 2 rows, the entries 1"),
        ([told(1)], [access(1, over=False)], "the access has no end"),
        ([told(1)], [access(1, sqlstate="57014")], "the answer was whole, the entry says 57014"),
        ([told(whole=False, sqlstate="42501", entry=7)], [], "has no entry"),
        ([told(whole=False, sqlstate="42501", entry=7)], [access(sqlstate="42501", last=8)], "told of entry 7, which is 8"),
        ([told(whole=False, sqlstate="42501", entry=7)], [access(sqlstate="25006")], "told 42501, the entry says 25006"),
        ([told(whole=False, sqlstate="42501")], [access(sqlstate="42501")], "names no entry"),
        ([told(whole=False), told(1)], [access(), access(1)], "has no end, and more was asked"),
        ([told(1)], [access(1), access(2)], "besides, or elsewhere"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_a_fault(client: list[Told], journal: list[Access], words: str) -> None:
    """An entry that is lost, one that names too few or too many, one that says another thing than the client was told."""
    assert any(words in fault for fault in faults(client, journal))


def test_an_entry_in_somebody_elses_name_is_a_fault() -> None:
    """Whoever asked is who the entry says."""
    assert faults([told(1)], [access(1)], member="cpd-1042") != []


def test_a_diary_is_read_as_it_was_written_but_for_a_line_that_was_not_finished(tmp_path: Path) -> None:
    """A client that was killed while it wrote has written everything before."""
    path = tmp_path / "diary"
    diary = Diary(path)
    diary.asked("one", MEMBER, Question(TEXT, "subjects", ("1",)))
    diary.got("one", [1, 2])
    diary.refused("one", "57014", 9, fatal=False)
    diary.close()
    with path.open("ab") as rest:
        rest.write(json.dumps(["got", "one", [3]]).encode())
    (found,) = read_diary(path)["one"].told
    assert (found.parameters, list(found.values), found.sqlstate, found.entry) == (["1"], [1, 2], "57014", 9)
    assert not found.is_whole


@pytest.mark.parametrize(("leak", "is_allowed"), [(0, True), (ALLOWED_PER_PROCESS // 50, False)])
def test_memory_that_grows_is_seen_to_grow(leak: int, *, is_allowed: bool) -> None:
    """The warm-up does not count, nor does a moment's peak; a leak does."""
    watch = MemoryWatch(list)
    watch.most_processes = 1
    watch.samples = [Counter(all=10_000 * min(second, 20) + leak * second) for second in range(100)]
    watch.samples[50] = Counter(all=10**9)
    first, last = watch.ends()
    assert (last - first <= watch.allowed) == is_allowed
