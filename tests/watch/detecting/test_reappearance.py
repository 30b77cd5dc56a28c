"""M13 among a few agencies: who comes after a cut-off and works on the same people."""

from __future__ import annotations

from ostiary.watch.detecting import reappearance
from watch.events_world import DAY, HOUR, Row, ms
from watch.judged import leads, tables

START = ms("2025-06-02")
CUT = START + 10 * DAY
AGENCY, USER = reappearance.DETECTORS
KNOWN = {"cutoffs": [{"agency": "Old", "since": CUT}]}


def _searches(agency: str, user: str, first: int, abouts: list[str], **more: object) -> list[Row]:
    return [
        {"agency": agency, "user": user, "about": about, "at": first + number * HOUR, **more}
        for number, about in enumerate(abouts)
    ]


PEOPLE = [f"p{number}" for number in range(10)]
OTHERS = [f"o{number}" for number in range(200)]
BACKGROUND = [
    *_searches("Old", "old", START, PEOPLE, device="d"),
    *_searches("Else", "else", CUT, OTHERS),
]


def test_a_newcomer_with_the_same_people_is_told_with_its_parent() -> None:
    """The share of its subjects, the searches for them as evidence, and a device of the other's that it uses."""
    new = _searches("New", "new", CUT + DAY, [*PEOPLE[:4], "n1", "n2"], device="d")
    world = tables([*BACKGROUND, *new], KNOWN)
    (lead,) = leads(AGENCY, world)
    assert (lead.entity, lead.period, lead.events) == ("New", "Old", 4)
    assert lead.detail == "4 of 6; 1 of its devices; hours that are the same to 60 %"
    assert lead.measure > 1.6
    assert "It also has 1 of its devices, hours" in AGENCY.sentence(lead, AGENCY.limits)
    assert "searches the same people" in AGENCY.sentence(lead, AGENCY.limits)
    assert [each.entity for each in leads(USER, world)] == ["new"]


def test_who_was_there_before_or_comes_much_later_or_shares_little_is_none() -> None:
    """First seen after the cut-off and within ninety days, at least three subjects and a tenth of its own."""
    new = _searches("New", "new", CUT + DAY, PEOPLE[:4])
    for rows in (
        [*_searches("New", "new", START, ["n"]), *new],
        _searches("New", "new", CUT + 91 * DAY, PEOPLE[:4]),
        _searches("New", "new", CUT + DAY, PEOPLE[:2]),
        _searches("New", "new", CUT + DAY, [*PEOPLE[:3], *(f"n{number}" for number in range(40))]),
    ):
        assert not leads(AGENCY, tables([*BACKGROUND, *rows], KNOWN))


def test_people_whom_everybody_searches_make_no_parent() -> None:
    """What is shared must be twenty times rarer among all others."""
    new = _searches("New", "new", CUT + DAY, PEOPLE[:4])
    everybody = _searches("Else", "else", CUT, PEOPLE * 5)
    assert leads(AGENCY, tables([*BACKGROUND, *new], KNOWN))
    assert not leads(AGENCY, tables([*BACKGROUND, *everybody, *new], KNOWN))


def test_an_address_and_a_text_of_few_are_habits_and_those_of_many_are_not() -> None:
    """The address of a carrier, a stock phrase and what three other agencies write say nothing."""
    style = {"address": "10.0.0.7", "reason": "plate for detail kilo seven", "device": "MDT-1"}
    old = _searches("Old", "old", START, PEOPLE, **style)
    new = _searches("New", "new", CUT + DAY, PEOPLE[:4], **{**style, "reason": "plate for detial kilo seven"})
    many = [
        row
        for name in ("A", "B", "C")
        for row in _searches(name, name, START, ["x"], device="MDT-1", reason="plate of interest")
    ]
    rest = [*_searches("Else", "else", CUT, OTHERS), *many]
    (lead,) = leads(AGENCY, tables([*rest, *old, *new], KNOWN, offset_minutes=None))
    assert lead.detail == "4 of 4; 1 of its addresses; 1 of its own texts as reasons"
    world = tables([*rest, *old, *new], {**KNOWN, "egress": [{"address": "10.0.0.7"}]}, offset_minutes=None)
    assert [each.detail for each in leads(USER, world)] == ["4 of 4; 1 of its own texts as reasons"]
