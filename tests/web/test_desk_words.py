"""What the door says is taken apart, and nothing of it is lost or made up."""

from __future__ import annotations

import pytest

from ostiary.web.desk.answer import Answer, Left, merged
from ostiary.web.desk.line import Got
from ostiary.web.desk.searches import Link, Recognised, Search, Section
from ostiary.web.desk.words import (
    Masked,
    Said,
    Withheld,
    maybe_entries,
    maybe_withheld,
    of_failed_login,
    refusal_of,
)

MASKED = Said(
    "00000",
    "masked or filtered: persons.address (block), persons.ssn (hidden), rows of arrests, persons, groups of fewer than 5 of arrests",
    "Under R40, R41.",
)
CUT_OFF = """connection failed: connection to server at "127.0.0.1", port 6432 failed: FATAL:  access of `ice-ero` was cut off by directive D-1
DETAIL:  Reason: announced. For good.
HINT:  Ask the custodian."""
ENTRY = Said("00000", "access log entry 17", "Access g-1-4.")
REFUSED = Said(
    "42501",
    "`cpd` may not read `persons` for purpose `detainer`",
    "R03 (Municipal Code of Chicago 2-173-020(a)) prohibits this. Access log entry 38.",
    "Whom to ask: the custodian.",
    "R03",
)
SECTION = Section(
    "Persons",
    "SELECT $1",
    {"surname": "Surname", "ssn": "SSN", "address": "Address"},
    (Link("surname", "{}"), Link("address", "{}")),
)
FOUND = Recognised(Search("person", "Person", "x", (), ("name",), "name", (SECTION, SECTION)))


def answer(*got: Got) -> Answer:
    return merged("fairlie", [(FOUND, got)], {"R40": "juvenile records"})


def test_a_notice_of_masks_is_fields_rows_and_rules() -> None:
    """Also what is neither field nor rows is told."""
    assert maybe_withheld(MASKED) == Withheld(
        (Masked("persons", "address", "block"), Masked("persons", "ssn", "hidden")),
        ("arrests", "persons"),
        ("groups of fewer than 5 of arrests",),
        ("R40", "R41"),
    )
    assert maybe_withheld(ENTRY) is None


def test_entries_are_read_of_their_notice_alone() -> None:
    """One, several, and some left out in between."""
    assert maybe_entries(ENTRY) == "17"
    assert maybe_entries(Said("", "access log entries 17,18,...,20")) == "17,18,...,20"
    assert maybe_entries(MASKED) is None


def test_a_refusal_has_its_rule_and_its_entry() -> None:
    """The entry stands beside the reason and not in it."""
    refusal = refusal_of(REFUSED)
    assert (refusal.rules, refusal.entry) == (("R03",), "38")
    assert refusal.said.detail == "R03 (Municipal Code of Chicago 2-173-020(a)) prohibits this."


@pytest.mark.parametrize(
    ("text", "message", "detail"),
    [
        (
            CUT_OFF,
            "access of `ice-ero` was cut off by directive D-1",
            "Reason: announced. For good.",
        ),
        ("connection timeout expired at db.secret", "the door does not answer", ""),
    ],
)
def test_a_refused_login_says_what_the_door_said_and_no_address(text: str, message: str, detail: str) -> None:
    """Where the door said nothing, no more is told than that."""
    said = of_failed_login(text)
    assert (said.message, said.detail) == (message, detail)


def test_a_masked_value_is_marked_and_leads_nowhere() -> None:
    """What is hidden says so; a value as it stands leads to its search."""
    got = Got(("ssn", "surname", "address"), ((None, "Fairlie", "47XX W Kiln Ave"),), (MASKED, ENTRY))
    section = answer(got, Got()).kinds[0].sections[0]
    surname, ssn, address = section.rows[0]
    assert [heading.masked for heading in section.headings] == ["", "not shown", "block only"]
    assert (surname.typed, ssn.is_withheld, address.typed) == ("Fairlie", True, "")


def test_of_a_date_that_is_masked_what_holds_is_shown() -> None:
    """The first of January is nobody's birthday here."""
    masked = Said("00000", "masked or filtered: persons.surname (year)", "Under R42.")
    section = answer(Got(("surname",), (("1961-01-01",),), (masked,)), Got()).kinds[0].sections[0]
    assert section.rows[0][0].text == "1961"


def test_what_was_left_out_is_told_once_with_what_each_rule_rests_on() -> None:
    """Two sections with one notice are one reason; a rule that is not known is named all the same."""
    left = answer(Got(notices=(MASKED, ENTRY)), Got(notices=(MASKED,))).left
    assert left == Left(
        fields=(("block only", "persons.address"), ("not shown", "persons.ssn")),
        rows=("arrests", "persons"),
        other=("groups of fewer than 5 of arrests",),
        rules=("R40: juvenile records", "R41"),
    )


def test_refusals_for_one_reason_are_told_together() -> None:
    """With the entries of all."""
    came = answer(Got(error=REFUSED), Got(error=REFUSED, notices=(ENTRY,)))
    (denied,) = came.left.denied
    assert (len(denied.what), denied.sqlstate, denied.entries) == (2, "42501", "38, 38")
    assert (came.is_refused, came.rows, came.entries) == (True, 0, "17, 38")


def test_what_the_door_says_besides_is_told_as_it_is() -> None:
    """A notice that nobody has thought of is not swallowed."""
    compares = Said("00000", "conditions compare masked values of persons.dob: no rows does not mean nobody")
    assert answer(Got(notices=(compares,)), Got()).left.said == (compares,)
