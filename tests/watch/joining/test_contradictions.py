"""C1 to C7 among a few events: beside grants, agreements and rosters, and beside other copies of themselves."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.model.agency import AGREEMENT_KINDS
from ostiary.watch.joining import agreements, copies, gaps, labels, look_back, rosters, without_grant
from watch.events_world import DAY, HOUR, Row, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02")
(GRANT,) = without_grant.DETECTORS
(AGREEMENT,) = agreements.DETECTORS
SLEEPS, LEFT, OUTSIDE = rosters.DETECTORS
(LOOK_BACK,) = look_back.DETECTORS
FIELDS, UNIFORM = copies.DETECTORS
(GAP,) = gaps.DETECTORS
PURPOSE, WORDS = labels.DETECTORS


def test_whoever_has_another_agency_ask_needs_a_grant_itself() -> None:
    """That of the agency that asks is none for whom it asks; with its own, or for records of its own, it needs no other."""
    grants: list[Row] = [{"owner": "O", "agency": "A", "since": START - DAY}]
    rows: list[Row] = [
        {"user": "a", "agency": "A", "owner": "O", "at": START + i * HOUR, "beneficiary": whom}
        for i, whom in enumerate(["B", "A", "O", None])
    ]
    (lead,) = leads(GRANT, tables(rows, {"grants": grants}))
    assert (lead.entity, lead.events, lead.evidence) == ("B", 1, ("world-00001",))
    both = [*grants, {"owner": "O", "agency": "B", "since": START - DAY, "until": START + DAY}]
    assert not flagged(GRANT, tables(rows, {"grants": both}))


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("OP"), st.integers(0, 40)), max_size=20),
    st.lists(
        st.tuples(
            st.sampled_from("AB"),
            st.sampled_from("OP"),
            st.none() | st.integers(0, 30),
            st.none() | st.integers(10, 40),
        ),
        max_size=4,
    ),
)
def test_an_access_without_a_grant_is_what_intervals_say(
    asks: list[tuple[str, str, int]], given_: list[tuple[str, str, int | None, int | None]]
) -> None:
    """The model: no grant holds then, the owner has a list at all, and some list of the owner's had begun."""
    rows = [{"agency": agency, "owner": owner, "at": START + hour * HOUR} for agency, owner, hour in asks]
    known = {
        "grants": [
            {
                "agency": agency,
                "owner": owner,
                "since": since if since is None else START + since * HOUR,
                "until": until if until is None else START + until * HOUR,
            }
            for agency, owner, since, until in given_
        ]
    }

    def holds(grant: tuple[str, str, int | None, int | None], hour: int) -> bool:
        return (grant[2] is None or hour >= grant[2]) and (grant[3] is None or hour < grant[3])

    expected = [
        f"world-{number:05}"
        for number, (agency, owner, hour) in enumerate(asks, start=1)
        if any(grant[1] == owner and (grant[2] is None or hour >= grant[2]) for grant in given_)
        and not any(grant[:2] == (agency, owner) and holds(grant, hour) for grant in given_)
    ]
    assert events_of(GRANT, tables(rows, known)) == expected


def test_ones_own_records_and_refusals_need_no_grant() -> None:
    """And days of grace are given to lists that lag."""
    known: dict[str, list[Row]] = {
        "grants": [{"owner": "O", "agency": "B"}, {"owner": "O", "agency": "A", "since": START}]
    }
    rows = [
        {"agency": "O", "owner": "O", "at": START},
        {"agency": "C", "owner": "O", "at": START, "decision": "deny"},
        {"agency": "A", "owner": "O", "at": START - HOUR},
    ]
    assert events_of(GRANT, tables(rows, known)) == ["world-00003"]
    assert not events_of(GRANT, tables(rows, known), lag_days=1)
    (lead,) = leads(GRANT, tables(rows, known))
    assert "asked for records of O once without a grant" in GRANT.tell(lead)


def test_an_agreement_is_information_with_its_months() -> None:
    """The first search of each month stands for it, from the day it was signed; names may differ in case."""
    known = {"agreements": [{"agency": "CASS Sheriff", "kind": "287(g)", "since": START + DAY}]}
    # With the city itself every agency that asks has one, and that is no lead.
    known["agreements"] += [
        {"agency": "Cass Sheriff", "kind": kind, "since": START} for kind in AGREEMENT_KINDS
    ]
    rows = [{"agency": "Cass Sheriff", "at": START + day * DAY} for day in (0, 2, 3, 40)]
    found = leads(AGREEMENT, tables(rows, known))
    assert sorted((each.period, each.events, each.measure) for each in found) == [
        ("2025-06", 1, 2),
        ("2025-07", 1, 1),
    ]
    told = {each.period: AGREEMENT.tell(each) for each in found}
    assert (
        "searched 2 times in 2025-06, of which the first is named as evidence. That alone" in told["2025-06"]
    )
    assert "searched once in 2025-07. That alone says nothing" in told["2025-07"]


def test_accounts_that_may_search_and_should_not() -> None:
    """Unused for more than ninety days, departed, or vouched for by another; of the latest roster, and only enabled ones."""
    usual: Row = {
        "agency": "A",
        "enabled": True,
        "as_of": START,
        "last_use": START,
        "identity_provider": "own",
    }
    accounts = [
        *({**usual, "user": f"u{number}"} for number in range(20)),
        {**usual, "user": "sleeps", "last_use": START - 91 * DAY},
        {**usual, "user": "naps", "last_use": START - 90 * DAY},
        {**usual, "user": "left", "until": START - DAY},
        {**usual, "user": "outside", "identity_provider": "vendor"},
        {**usual, "user": "closed", "enabled": False, "last_use": START - 200 * DAY},
        {**usual, "user": "old", "last_use": START - 900 * DAY, "as_of": START - 400 * DAY},
    ]
    world = tables([], {"accounts": accounts})
    assert [(row["entity"], row["detail"], row["event_id"]) for row in flagged(SLEEPS, world)] == [
        ("sleeps", "91", "accounts/sleeps")
    ]
    assert [row["entity"] for row in flagged(LEFT, world)] == ["left"]
    assert [(row["entity"], row["detail"]) for row in flagged(OUTSIDE, world)] == [("outside", "vendor")]


def test_a_look_back_beyond_retention_is_told_by_its_longest() -> None:
    """Exactly thirty days are within thirty days."""
    rows: list[Row] = [
        {"at": START, "window_from": START - days * DAY - more, "window_until": START}
        for days, more in ((30, 0), (30, 1), (524, 0))
    ]
    (lead,) = leads(LOOK_BACK, tables(rows))
    assert (lead.events, lead.detail) == (2, "524")


def test_copies_that_disagree_are_told_field_by_field() -> None:
    """A count that differs by one is how vendors count, and what is hidden contradicts nothing."""
    row: Row = {
        "at": START,
        "event_id": "e",
        "reason": "theft at the mill",
        "user": "redacted",
        "networks": 100,
    }
    same = {**row, "source": "other", "user": "a", "networks": 101}
    assert not flagged(FIELDS, tables([row], copies=[same]))
    other = {**same, "reason": "investigation", "networks": 102}
    found = flagged(FIELDS, tables([row], copies=[other]))
    assert [each["period"] for each in found] == ["networks", "reason"]
    blank = {**same, "reason": ""}
    assert [each["period"] for each in flagged(FIELDS, tables([row], copies=[blank]))] == ["reason"]


def test_one_reason_where_the_copies_have_many_is_a_rewritten_log() -> None:
    """It is told of the log with the one text, whichever of both was imported first."""
    many = [{"at": START + i, "event_id": f"e{i}", "reason": f"case of day {i}"} for i in range(20)]
    one = [{**row, "reason": "Investigation"} for row in many]
    (lead,) = leads(UNIFORM, tables(one, copies=many))
    assert (lead.period, lead.events, lead.detail) == ("reason", 20, "one text where world has 20")
    assert len(flagged(UNIFORM, tables(many, copies=one))) == 20
    assert not flagged(UNIFORM, tables(many, copies=many))
    assert not flagged(UNIFORM, tables(one[:9], copies=many[:9]))


def test_days_without_entries_are_a_gap_where_many_are_usual() -> None:
    """The entries on both sides are the evidence; chance leaves a quiet log without entries for days."""
    busy = [{"at": START + day * DAY + i * HOUR} for day in (0, 1, 5, 6) for i in range(15)]
    (lead,) = leads(GAP, tables(busy))
    assert lead.events == 2
    assert lead.detail == "3 days, where before and after it has 15 entries a day or more"
    faded = [*busy[:30], *({"at": START + day * DAY} for day in range(40, 60) if day not in {50, 51, 52})]
    assert [row["at"] for row in flagged(GAP, tables(faded)) if row["at"] > START + 45 * DAY] == []
    assert not flagged(GAP, tables(busy[::10]))


def test_a_purpose_that_vanishes_while_the_volume_stays() -> None:
    """Not when it is still named once, nor when the agency searches much less."""
    month = 30 * DAY
    june = [{"at": START + i * HOUR, "purpose": "removal" if i % 2 else "theft"} for i in range(60)]
    july = [{"at": START + month + i * HOUR, "purpose": "theft"} for i in range(60)]
    (lead,) = leads(PURPOSE, tables([*june, *july]))
    assert (lead.period, lead.events) == ("2025-06 removal", 30)
    assert "`removal` 30 times in 2025-06" in PURPOSE.sentence(lead, PURPOSE.limits)
    once = [{**july[0], "purpose": "removal"}, *july[1:]]
    assert not flagged(PURPOSE, tables([*june, *once]))
    assert not flagged(PURPOSE, tables([*june, *july[:20]]))


def test_a_kind_of_reason_vanishes_in_the_same_way() -> None:
    """Words are put into kinds first: two ways to write it are one."""
    june = [
        {"at": START + i * HOUR, "reason": ("ICE detainer", "deportation warrant")[i % 2]} for i in range(30)
    ]
    july = [{"at": START + 30 * DAY + i * HOUR, "reason": "warrant"} for i in range(30)]
    assert [each.period for each in leads(WORDS, tables([*june, *july]))] == ["2025-06 immigration"]
    both = [{**row, "reason": "ICE at the protest"} for row in june]
    assert sorted(each.period for each in leads(WORDS, tables([*both, *july]))) == [
        "2025-06 immigration",
        "2025-06 protest-religion",
    ]
