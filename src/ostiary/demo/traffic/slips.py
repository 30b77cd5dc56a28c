"""What goes wrong in a day's work: each kind of refusal and failure that the door knows, by mistake or by trying.

Knows: how a right access becomes one that is refused or fails.
Must not know: how often, or who slips.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from ostiary.demo.city.lots import tickets
from ostiary.demo.traffic.intentions import Intention, Question

Slip: TypeAlias = Callable[[Intention], Intention]


def _asking(statement: str) -> Slip:
    return lambda meant: replace(meant, question=Question(statement))


def _stating(**other: str) -> Slip:
    return lambda meant: replace(meant, stated=replace(meant.stated, **other))


_SLIPS: Final[Mapping[str, tuple[int, Slip]]] = {
    "no case number": (20, _stating(case="")),
    "a case number that is none": (6, _stating(case="2026-1")),
    "a purpose that nobody knows": (4, _stating(purpose="homicyde")),
    "a purpose that opens nothing": (8, _stating(purpose="records-management")),
    "civil immigration enforcement": (3, _stating(purpose="detainer")),
    "on behalf of ICE": (3, _stating(beneficiary="ice-ero")),
    "on behalf of an agency without access": (2, _stating(beneficiary="cbp")),
    "a field that nobody gets": (6, _asking("SELECT surname, birth_country FROM persons LIMIT 5")),
    "everything of a table": (8, _asking("SELECT * FROM persons LIMIT 10")),
    "contact cards": (6, _asking("SELECT card_number, narrative FROM contact_cards LIMIT 20")),
    "release dates": (4, _asking("SELECT charge, release_date FROM arrests LIMIT 20")),
    "a column that is not there": (10, _asking("SELECT last_name FROM persons LIMIT 5")),
    "a table that is not there": (4, _asking("SELECT * FROM suspects")),
    "a typing error": (8, _asking("SELCT surname FROM persons")),
    "something that writes": (3, _asking("UPDATE arrests SET sealed = true WHERE arrest_id = 1")),
    "a function outside the list": (3, _asking("SELECT pg_sleep(1)")),
    "too many rows": (5, _asking("SELECT person_id, surname, given_name FROM persons")),
    "a cast that fails": (2, _asking("SELECT surname FROM persons WHERE CAST(surname AS int4) = 1 LIMIT 5")),
}  # fmt: skip

SLIPS: Final[Mapping[str, Slip]] = {name: slip for name, (_, slip) in _SLIPS.items()}
SLIP_TICKETS: Final = tickets({name: weight for name, (weight, _) in _SLIPS.items()})
