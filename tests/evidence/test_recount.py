"""Lines by which anybody counts accesses: what they open, what they keep closed, what they cannot be made to say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from evidence.entry_world import SECRET
from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import ACCESS, commit
from ostiary.evidence.partial_file import write_partial
from ostiary.evidence.partial_opening import open_everything
from ostiary.evidence.recount import (
    Asked,
    LaterPart,
    Unopened,
    Vocabulary,
    left_line,
    opened_line,
    published,
    read_line,
    unopened_line,
)
from ostiary.model.access import Answered, Part, entry_payload
from ostiary.model.entry_form import split_entry
from store.disclosure_world import asked, at

WORDS = Vocabulary(frozenset({"cpd", "fbi"}), frozenset({"homicide"}))


def payload(part: Part = "whole", outcome: Answered | None = None, purpose: str = "homicide") -> bytes:
    about = [("persons.surname", "SECRET")]
    question = asked("a", "fbi", purpose=purpose, about=about)
    return entry_payload(part, at(0), question, outcome or Answered("answered", 3, (1, 2, 3)))


def line_of(said: bytes, words: Vocabulary = WORDS) -> bytes:
    return opened_line(SECRET, split_entry(said), words)


def test_a_line_says_who_asked_for_what_and_how_it_ended() -> None:
    """And is an opening of that entry, of exactly these parts, whose lists stay closed."""
    said = payload()
    assert read_line(line_of(said), commit(ACCESS, SECRET, said)) == Asked(
        "fbi", "fbi", "homicide", "answered"
    )
    found = json.loads(line_of(said))
    assert [one["name"] for one in found["fields"]] == ["agency", "purpose", "outcome"]
    assert found["lists"] == {}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            Vocabulary(frozenset(), WORDS.purposes),
            Asked("", "", "homicide", "answered", frozenset({"agency"})),
        ),
        (
            Vocabulary(WORDS.agencies, frozenset()),
            Asked("fbi", "fbi", "", "answered", frozenset({"purpose"})),
        ),
    ],
)
def test_what_is_no_code_stays_closed(words: Vocabulary, expected: Asked) -> None:
    """It is counted without its words, inside and outside alike."""
    said = payload()
    assert read_line(line_of(said, words), commit(ACCESS, SECRET, said)) == expected
    assert published(Asked("fbi", "fbi", "homicide", "answered"), words) == expected


def test_that_no_purpose_was_declared_is_open() -> None:
    """Whatever is closed could be said to be that otherwise."""
    said = payload(purpose="")
    assert read_line(line_of(said), commit(ACCESS, SECRET, said)) == Asked("fbi", "fbi", "", "answered")


def test_a_later_part_shows_that_it_is_one() -> None:
    """By its grounds, which have only the policy."""
    said = payload("ended")
    assert read_line(line_of(said), commit(ACCESS, SECRET, said)) == LaterPart()


def test_no_access_can_be_hidden_as_a_later_part() -> None:
    """The grounds of a question have more members, and its line would be refused."""
    said = payload()
    hidden = write_partial(open_everything(SECRET, said).only(["grounds"]))
    with pytest.raises(ProofInvalid, match="shown as a later part"):
        read_line(hidden, commit(ACCESS, SECRET, said))


@pytest.mark.parametrize(
    "fields", [["agency", "officer", "outcome"], ["agency", "purpose"], ["statement", "outcome"]]
)
def test_a_line_opens_no_other_part_and_never_hides_the_outcome(fields: list[str]) -> None:
    """An officer in a line would be a leak, and an access without its outcome would be in no column."""
    said = payload()
    with pytest.raises(ProofInvalid, match="opens another part"):
        read_line(write_partial(open_everything(SECRET, said).only(fields)), commit(ACCESS, SECRET, said))


def test_a_line_is_of_one_entry() -> None:
    """The same words under another secret are another entry."""
    with pytest.raises(ProofInvalid, match="not of this entry"):
        read_line(line_of(payload()), commit(ACCESS, bytes(32), payload()))


def test_an_entry_without_its_names_has_its_line() -> None:
    """What is left of it opens the same parts."""
    said = payload()
    left = open_everything(SECRET, said).without(0, [0])
    assert left_line(left, WORDS) == line_of(said)


def test_what_cannot_be_opened_says_why() -> None:
    """It is counted apart."""
    assert read_line(unopened_line("erased"), bytes(33)) == Unopened("erased")
    with pytest.raises(ProofInvalid):
        read_line(unopened_line("erased").replace(b"erased", b"lost"), bytes(33))


@pytest.mark.parametrize(
    ("outcome", "ending"),
    [("open", "answered"), ("refused", "refused"), ("failed", "unfinished"), ("described", "unfinished")],
)
def test_every_outcome_is_in_one_column(outcome: str, ending: str) -> None:
    """A stream counts when it is asked."""
    said = payload("whole", replace(Answered("open"), outcome=outcome))  # type: ignore[arg-type]
    found = read_line(line_of(said), commit(ACCESS, SECRET, said))
    assert isinstance(found, Asked)
    assert found.ending == ending
