"""The sentences of charts: none, one, many; and pictures whose pieces make the whole."""

from __future__ import annotations

import math
import re

import pytest

from ostiary.model.markup import fragment
from ostiary.watch.joining.coverage import UNSAID
from ostiary.watch.reporting.charts import behind, breadth, cases, decisions, times, vague, who, why
from ostiary.watch.reporting.figures import (
    Agency,
    Breadth,
    Cases,
    Decisions,
    Judged,
    Kinds,
    Meaning,
    People,
    Purposes,
    Reasons,
    Run,
    Scope,
    SharedReason,
    Source,
    Times,
    Windows,
)
from ostiary.watch.reporting.pictures import Bar, Col, Segment, bars, columns, hours, together
from ostiary.watch.reporting.scales import Bin


def people(*agencies: Agency, users: dict[int, int] | None = None) -> People:
    """Who searched."""
    return People(users or {}, {}, agencies, {})


@pytest.mark.parametrize(
    ("agencies", "said"),
    [
        ((), "The log does not say which agency searched"),
        ((Agency("A", {"vague": 1}),), "The one search is by one agency"),
        (
            (Agency("A", {"vague": 60}), Agency("B", {"blank": 40})),
            "1 agency of 2 made half of the 100 searches; the busiest made 60 %",
        ),
        (
            tuple(Agency(name, {"vague": 25}) for name in "ABCD"),
            "2 agencies of 4 made half of the 100 searches; the busiest made 25 %",
        ),
    ],
)
def test_agencies_are_summed_up(agencies: tuple[Agency, ...], said: str) -> None:
    """How few made half."""
    assert who.agencies_headline(people(*agencies)) == said


@pytest.mark.parametrize(
    ("users", "said"),
    [
        ({}, "The log does not say which user searched"),
        ({7: 1}, "7 searches by one user"),
        ({1: 2}, "Half of the 2 users made 1 search or fewer; the busiest 1 made 50 % of all 2"),
        ({2: 10, 80: 1}, "Half of the 11 users made 2 searches or fewer; the busiest 1 made 80 % of all 100"),
    ],
)
def test_users_are_summed_up(users: dict[int, int], said: str) -> None:
    """The one in the middle, and the busiest tenth."""
    assert who.users_headline(users) == said


def test_the_curve_expects_every_user_once() -> None:
    """Over all bins its shares are one, and it goes through the median."""
    curve = who.fitted({4: 30, 16: 40, 64: 20, 128: 10})
    assert curve
    assert math.isclose(math.exp(curve.mean), 16)
    bins = [Bin(2**at, 2 ** (at + 1) - 1) for at in range(20)] + [Bin(2**20, None)]
    assert math.isclose(sum(map(curve.share_between, bins)), 1)
    assert who.fitted({5: 100}) is None
    assert who.fitted({1: 10, 9: 9}) is None


@pytest.mark.parametrize(
    ("meanings", "given", "said"),
    [
        ((), 0, "No reason is told in words, so nothing can be said about them"),
        (
            (),
            53_837,
            ("None of 53,837 reasons names immigration enforcement in so many words "
            "(among more searches like these, at most 6 in 100,000 would, with 95 % confidence)"),
        ),
        (
            (Meaning("immigration", "strong", 1, 1), Meaning("immigration", "ambiguous", 1, 1)),
            100,
            "1 of 100 reasons names immigration enforcement in so many words; 1 more is ambiguous",
        ),
        (
            (Meaning("immigration", "strong", 2, 1), Meaning("immigration", "strong-fuzzy", 1, 1), Meaning("protest-religion", "strong", 9, 1)),
            100,
            "3 of 100 reasons name immigration enforcement in so many words",
        ),
    ],
)  # fmt: skip
def test_what_reasons_name_is_told_with_its_bound(
    meanings: tuple[Meaning, ...], given: int, said: str
) -> None:
    """None of many is not none at all."""
    assert why.meanings_headline(Reasons({}, meanings, given, (), given, ())) == said


def test_shared_reasons_say_what_is_left_out() -> None:
    """And nothing where nobody shares any."""
    shared = SharedReason("investigation", 60, 12, 3, 4)
    assert why.shared(Reasons({}, (), 100, (shared,), 40, ())).headline.startswith(
        "1 reason makes up 60 % (60 of 100)"
    )
    nothing = why.shared(Reasons({}, (), 100, (), 100, ()))
    assert nothing.headline == "No reason is shared by so many that it could stand here and name nobody"
    assert "The reasons of 100 searches are not shown" in nothing.notes[0]


@pytest.mark.parametrize(
    ("frequent", "others", "said"),
    [
        ((), (2, 3), "No purpose was chosen often: 2 purposes in 3 searches"),
        ((("theft", 30),), (0, 0), "“theft” is the most frequent purpose: all 30"),
        ((("theft\x1b", 30),), (1, 10), "“theft�” is the most frequent purpose: 75 % (30 of 40)"),
    ],
)
def test_purposes_are_summed_up(
    frequent: tuple[tuple[str, int], ...], others: tuple[int, int], said: str
) -> None:
    """Foreign words are quoted, and obey."""
    given = sum(count for _, count in frequent) + others[1]
    assert why.chosen(Purposes({"given": given}, frequent, others)).headline == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ({"redacted": 9, "absent": 3}, "The log tells no reason, not even whether one was given"),
        (
            {"specific": 1, "vague": 1, "blank": 1},
            "2 of 3 searches whose reason is told give nothing that could be checked; 1 of them is blank",
        ),
        (
            {"specific": 30, "placeholder": 10, "vendor-mask": 500},
            "25 % of searches whose reason is told (10 of 40) give nothing that could be checked; none of them is blank",
        ),
    ],
)
def test_hidden_reasons_are_in_no_share(kinds: Kinds, said: str) -> None:
    """Only what was written, or not, counts."""
    assert vague.vague_headline(kinds) == said


def test_one_search_gives_and_many_give() -> None:
    """Of one that gives nothing, and of none, no word follows about how many of them are blank."""
    assert vague.vague_headline({"specific": 2, "vague": 1}).endswith("gives nothing that could be checked")
    assert vague.vague_headline({"specific": 2}).startswith("None of 2 searches whose reason is told give")
    assert vague.vague_headline({"specific": 2, "blank": 2}).endswith("; all of them are blank")


def test_a_change_is_told_only_beyond_chance() -> None:
    """Two months with overlapping intervals have not changed."""
    month = 2025 * 12
    changed = vague.by_month({month: {"vague": 90, "specific": 10}, month + 1: {"vague": 20, "specific": 80}})
    assert "It fell from 90 % in Jan 2025 to 20 % in Feb 2025" in changed.notes[-1]
    same = vague.by_month({month: {"vague": 20, "specific": 20}, month + 1: {"vague": 22, "specific": 18}})
    assert "no change that is surely more than chance" in same.notes[-1]
    few = vague.by_month({month: {"vague": 5}, month + 1: {"specific": 5}})
    assert not [note for note in few.notes if "chance" in note]


def test_agencies_with_few_searches_have_no_bar() -> None:
    """They are in the table, and the page says how many."""
    chart = vague.by_agency(
        [Agency("A", {"vague": 30}), Agency("B", {"vague": 29}), Agency("C", {"absent": 9})]
    )
    assert chart.headline == "One agency has 30 such searches or more: all 30"
    assert [row[0] for row in chart.table.rows] == ["A", "B"]
    assert chart.notes[1:] == (
        "1 agency has fewer, and are in the table.",
        "Of 1 agency the log tells no reason at all.",
    )


def test_copied_reasons_are_counted_by_tenths() -> None:
    """The last tenth has its end in it."""
    chart = vague.copied([(20, 20), (19, 20), (5, 20)])
    assert chart.headline.startswith("2 users of 3 typed one and the same reason")
    assert [row[1] for row in chart.table.rows] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 2]
    assert "nothing can be said" in vague.copied([]).headline


@pytest.mark.parametrize(
    ("breadth_", "said"),
    [
        (Breadth(3, 0, {0: 3}, (1, 1, 1), 1, 3), "Searches reach 1 network"),
        (Breadth(4, 0, {0: 3, 3: 1}, (1, 8, 8), 9, 3), "3 of 4 searches reach one network only; the widest reached 9"),
        (Breadth(40, 0, {5: 40}, (40, 50, 60), 62, 0), "Half of the searches reach 40 networks or fewer; the widest reached 62"),
    ],
)  # fmt: skip
def test_breadth_is_summed_up(breadth_: Breadth, said: str) -> None:
    """The middle and the most."""
    assert breadth.reached_headline(breadth_, "network", "networks") == said


def test_windows_are_cut_at_the_retention() -> None:
    """So that picture, table and sentence count alike; a begun day counts."""
    windows = Windows(40, {1: 20, 14: 10, 15: 8, 400: 2}, 0)
    assert breadth.back_headline(windows, 14) == (
        "25 % of searches (10 of 40) look back more than the stated retention of 14 days; the longest looks back 399 days"
    )
    chart = breadth.looked_back(windows, 14)
    assert [(row[0], row[1]) for row in chart.table.rows] == [
        ("0–1", 20), ("2–7", 0), ("8–14", 10), ("15–30", 8), ("31–90", 0), ("91–365", 0), ("366+", 2),
    ]  # fmt: skip
    assert (
        breadth.back_headline(Windows(1, {1: 1}, 0), None) == "None of 1 search looks back more than 30 days"
    )


def test_days_without_a_search_are_days() -> None:
    """In the table as in the sentence; one day is one day."""
    log = Times({20000: 3, 20004: 1}, {(0, 1): 4}, is_local=True, left_out=0)
    chart = times.by_day(log)
    assert chart.headline.endswith("on 3 days of 5 there is none")
    assert [row[2] for row in chart.table.rows] == [3, 0, 0, 0, 1]
    assert "The longest time without any is 3 days" in chart.notes[1]
    assert times.day_headline({20000: 1}) == "1 search, all on 4 October 2024"


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"absent": 5}, "This log has no column for a case number"),
        ({"redacted": 5}, "Case numbers are hidden: 5 searches had one that this log does not tell"),
        ({"given": 3, "blank": 1}, "3 of 4 searches name a case"),
        ({"given": 1, "vendor-mask": 2}, "The one search names a case; of 2 more the number is hidden"),
    ],
)
def test_case_numbers_are_summed_up(states: dict[str, int], said: str) -> None:
    """Hidden, missing and absent apart."""
    assert cases.given_headline(Cases(states, {}, (), (0, 0), 0, 0)) == said


@pytest.mark.parametrize(
    ("decided", "stopped", "retried", "said"),
    [
        ({"unknown": 9}, 0, 0, "The log does not say what was allowed or denied"),
        ({"allow": 9}, 0, 0, "None of 9 decided searches were denied or warned"),
        (
            {"allow": 172, "deny": 12, "warn": 2, "unknown": 7087},
            14,
            10,
            "7.5 % of decided searches (14 of 186) were denied or warned; 10 of 14 were followed by an allowed one within ten minutes",
        ),
    ],
)
def test_decisions_are_summed_up(decided: dict[str, int], stopped: int, retried: int, said: str) -> None:
    """Of those of which the log says it."""
    assert decisions.headline(Decisions(decided, stopped, retried, by_user=True)) == said


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ((), "No rows were read from no sources; each became an event"),
        ((Source("a", "x", 1, 1, 0, 0, 0),), "1 row was read; each became an event"),
        (
            (Source("a", "x", 9, 7, 0, 1, 1), Source("b", "x", 5, 3, 2, 0, 0)),
            "14 rows were read from 2 sources; 2 copies of another source, 1 duplicate and 1 refused row did not become events",
        ),
    ],
)
def test_imports_are_summed_up(sources: tuple[Source, ...], said: str) -> None:
    """Every row that was read is somewhere."""
    assert behind.import_headline(sources) == said


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (None, "No detector has been run on this folder yet: ostiary watch run DIR"),
        (Run("1", "", (Judged("M2", "vague", 1, 5),)), "1 detector left 1 lead for a person to look at"),
        (
            Run("1", "", (Judged("M2", "vague", 2, 5), Judged("M8", "travel", 0, 0, could_judge=False, unjudged="no place"))),
            "1 of 2 detectors could judge this log, and left 2 leads for a person to look at",
        ),
        (
            Run("1", "", (Judged("M8", "travel", 0, 0, could_judge=False, unjudged="no place"),)),
            "The detector that was run could not judge this log: it lacks what that needs, so there are no leads",
        ),
        (
            Run("1", "", (Judged("M2", "vague", 2, 5), Judged("M15b", "a sample", 50, 50))),
            "1 detector left 2 leads for a person to look at",
        ),
    ],
)  # fmt: skip
def test_leads_are_summed_up(run: Run | None, said: str) -> None:
    """With how many could not judge."""
    assert behind.lead_headline(run) == said


def test_a_log_that_says_nothing_of_decisions_has_not_denied_nothing() -> None:
    """Zeros would say so; and what too few reasons were told of is named beside a change."""
    (silent,) = decisions.charts(Decisions({"unknown": 9}, 0, 0, by_user=True))
    assert "denied" not in str(silent.picture)
    (spoken,) = decisions.charts(Decisions({"allow": 9}, 0, 0, by_user=True))
    assert "denied" in str(spoken.picture)
    months: dict[int, Kinds] = {24306: {"vague": 40}, 24307: {"specific": 40}, 24308: {"vague": 9}}
    notes = vague.by_month(months).notes
    assert any(one.startswith("It fell from 100 % in Jul 2025 to 0 % in Aug 2025") for one in notes)
    assert "Of Sep 2025 the log tells fewer than 30 reasons, too few to compare." in notes


def test_what_is_drawn_at_random_is_no_lead() -> None:
    """It stands in the table, has no bar, and is told for what it is."""
    chart = behind.led(Run("1", "", (Judged("M2", "vague", 2, 5), Judged("M15b", "a sample", 50, 50))))
    assert [row[0] for row in chart.table.rows] == ["M2", "M15b"]
    assert "M15b" not in str(chart.picture)
    assert "50 accesses were drawn at random" in chart.notes[1]


def test_detectors_that_could_not_judge_are_told_by_what_they_lack() -> None:
    """And have no bar, which would say that they found nothing."""
    blind = [Judged(code, "x", 0, 0, could_judge=False, unjudged="no device") for code in ("M7a", "M7b")]
    drawn = fragment(
        together(*filter(None, [behind.led(Run("1", "", (Judged("M2", "vague", 0, 0), *blind))).picture]))
    )
    assert drawn.count('class="bar"') == 1
    assert "no device: M7a and M7b" in drawn


def test_columns_that_say_nothing_stand_in_one_sentence() -> None:
    """A blank is something; what is empty or absent is not."""
    columns_ = {
        "user": {"blank": 2},
        "device": {"given": 0, "empty": 2},
        "purpose": {"absent": 2},
        "at": {"given": 2},
    }
    chart = behind.covered(Scope(2, 0, 0, 1, 0, 0, columns_))
    assert chart.notes[-1] == "Nothing stands in device and purpose."
    assert chart.picture
    assert fragment(chart.picture).count('class="bar"') == 2


def test_what_nobody_can_say_follows_from_what_is_missing() -> None:
    """A column without a value says nothing; a table with rows does."""
    scope = Scope(2, 0, 0, 1, 0, 0, {"user": {"given": 1, "blank": 1}, "device": {"given": 0, "empty": 2}})
    chart = behind.unanswered(scope, frozenset({"grants"}))
    missing = [row[0] for row in chart.table.rows]
    assert chart.headline.startswith(
        f"Of {len(UNSAID)} things that a reviewer asks, {len(UNSAID) - 2} cannot"
    )
    assert "events.device" in missing
    assert not {"events.user", "grants"} & set(missing)


def test_pieces_of_a_bar_lie_side_by_side_and_slivers_are_seen() -> None:
    """And what a label says stands as text beside it, escaped."""
    drawn = fragment(bars([Bar("<b>", (Segment(0.5), Segment(0.0001, "hatch")), "7", (0.4, 0.6))]))
    assert re.findall(r'<rect x="([^"]+)" width="([^"]+)"', drawn) == [
        ("0.00%", "50.00%"),
        ("50.00%", "0.20%"),
    ]
    assert "&lt;b&gt;" in drawn
    assert drawn.count("<line") == 3


def test_columns_are_as_high_as_they_say() -> None:
    """Half of the scale is half of the picture; a gap is drawn as one."""
    drawn = fragment(
        columns(
            [Col("a", (Segment(100),)), Col("b", (Segment(50),)), Col("c", (), is_gap=True)],
            "alt",
            of="searches",
        )
    )
    assert re.findall(r'height="([\d.]+)" class="fill-(\w+)"', drawn) == [
        ("160.0", "solid"),
        ("80.0", "solid"),
        ("160.0", "gap"),
    ]
    assert 'role="img" aria-label="alt"' in drawn


def test_an_hour_with_anything_is_seen() -> None:
    """However little beside the busiest; an empty week is an empty picture."""
    drawn = fragment(hours([("Mon", [1000, 1, 0])], "alt"))
    assert re.findall(r'height="([\d.]+)" class="fill-shade-(\d)"', drawn) == [("26.0", "4"), ("1.0", "1")]
    assert "fill-shade" not in fragment(hours([("Mon", [0] * 24)], "alt"))
