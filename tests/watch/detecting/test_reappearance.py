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
    assert lead.detail == "4 of 6, and one of its devices"
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
