"""M12 among a few searches: what follows an export, and who follows whom."""

from __future__ import annotations

from ostiary.watch.detecting import onward_sharing
from watch.events_world import HOUR, Row, ms
from watch.judged import events_of, leads, tables

START = ms("2025-06-02")
EXPORT, FOLLOWING = onward_sharing.DETECTORS


def _search(user: str, agency: str, hours: float, about: str = "p", **more: object) -> Row:
    return {"user": user, "agency": agency, "about": about, "at": START + int(hours * HOUR), **more}


def test_an_export_and_the_search_of_a_stranger_are_told_together() -> None:
    """Within a day, by an agency without a grant of the owner whose records were exported."""
    rows = [_search("a", "A", 0, exported=True, owner="O"), _search("b", "B", 3), _search("c", "C", 25)]
    known: dict[str, list[Row]] = {"grants": [{"owner": "O", "agency": "C"}]}
    (lead,) = leads(EXPORT, tables(rows, known))
    assert (lead.entity, lead.period, lead.events) == ("a", "B", 2)
    assert "searched by B, which has no grant" in EXPORT.sentence(lead, EXPORT.limits)


def test_a_grant_of_that_instant_ones_own_agency_and_the_owner_are_no_strangers() -> None:
    """A grant that has ended is none, and what came before the export did not come of it."""
    export = _search("a", "A", 0, exported=True, owner="O")
    granted: dict[str, list[Row]] = {"grants": [{"owner": "O", "agency": "B"}]}
    ended: dict[str, list[Row]] = {"grants": [{"owner": "O", "agency": "B", "until": START}]}
    assert not events_of(EXPORT, tables([export, _search("b", "B", 3)], granted))
    assert events_of(EXPORT, tables([export, _search("b", "B", 3)], ended))
    assert not events_of(EXPORT, tables([{**export, "decision": "deny"}, _search("b", "B", 3)], ended))
    for other in (
        _search("x", "A", 3),
        _search("o", "O", 3),
        _search("b", "B", -1),
        _search("b", "B", 3, "q"),
    ):
        assert not events_of(EXPORT, tables([export, other], ended))


def test_who_always_comes_right_after_one_agency_follows_it() -> None:
    """Five times, and far more often than others come after that agency."""
    led = [
        row
        for number in range(5)
        for row in (
            _search("x", "L", number * 100, f"p{number}"),
            _search("f", "F", number * 100 + 1, f"p{number}"),
        )
    ]
    crowd = [
        row
        for number in range(40)
        for row in (
            _search("y", "M", 1_000 + number * 100, f"q{number}"),
            _search(f"g{number}", "G", 1_001 + number * 100, f"q{number}"),
        )
    ]
    found = leads(FOLLOWING, tables([*led, *crowd]))
    assert [(lead.entity, lead.period, lead.events) for lead in found] == [("f", "L", 5)]
    assert "9 times as often" in FOLLOWING.sentence(found[0], FOLLOWING.limits)
    assert not leads(FOLLOWING, tables([*led[:8], *crowd]))
    known: dict[str, list[Row]] = {"grants": [{"owner": "L", "agency": "F"}]}
    assert not leads(FOLLOWING, tables([*led, *crowd], known))
