"""What is refused in the story: who asks what, and what the refusal must say.

Knows: the table of refusals.
Must not know: how anything is asked or told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ostiary.demo.people import AGENT, DETECTIVE, OFFICER, TASK_FORCE, Person


@dataclass(frozen=True, slots=True)
class Refusal:
    """``what`` is refused, in words; ``words`` are some that the client must be told."""

    what: str
    person: Person
    statement: str
    words: tuple[str, ...]
    declared: Mapping[str, str] = field(default_factory=dict)


def refusals(case: str) -> tuple[Refusal, ...]:
    """All of them; where a case number is declared it is this one."""
    names = "SELECT surname FROM persons"
    with_case = {"case": case}
    return (
        Refusal("without a case number", DETECTIVE, names, ("R30", "SET ostiary.case")),
        Refusal("the FBI without a case", AGENT, names, ("R02", "SET ostiary.case")),
        Refusal(
            "civil immigration enforcement, for everyone", DETECTIVE, names, ("R03", "2-173-020"),
            {"purpose": "removal", **with_case},
        ),
        Refusal(
            "a local officer on ICE's behalf", DETECTIVE, names, ("R01",), {"beneficiary": "ice-ero", **with_case}
        ),
        Refusal("ICE itself", OFFICER, names, ("R01",), with_case),
        Refusal("a task-force officer whom ICE employs", TASK_FORCE, names, ("R01",), with_case),
        Refusal(
            "the FBI, which asks for contact cards of people who were not arrested", AGENT,
            "SELECT narrative FROM contact_cards", ("contact_cards",), with_case,
        ),
        Refusal(
            "single people, for statistics", DETECTIVE, "SELECT sex, dob FROM persons LIMIT 3", ("R48", "GROUP BY"),
            {"purpose": "statistics"},
        ),
        Refusal("a field that nobody gets", DETECTIVE, "SELECT birth_country FROM persons", ("R06",), with_case),
        Refusal("anything that writes", DETECTIVE, "DELETE FROM persons", ("only reads",), with_case),
        Refusal(
            "a function outside the allow-list", DETECTIVE, "SELECT pg_read_file('pg_hba.conf')", ("refused",), with_case
        ),
        Refusal(
            "a table that is not in the catalogue", DETECTIVE, "SELECT * FROM pg_authid", ("pg_authid",), with_case
        ),
        Refusal(
            "an unknown purpose, with the nearest known", DETECTIVE, names, ("homicide",), {"purpose": "homicyde"}
        ),
    )  # fmt: skip
