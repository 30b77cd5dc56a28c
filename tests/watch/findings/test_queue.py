"""The queue: ranked, capped, sampled; what outcomes teach; what reviewers' effort shows."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from ostiary.watch.findings.act import Act
from ostiary.watch.findings.effort import efforts
from ostiary.watch.findings.odds import BEFORE, PRIOR_WEIGHT, odds_of
from ostiary.watch.findings.queue import Queue, queue_of
from ostiary.watch.findings.reviewing import do
from ostiary.watch.findings.store import FindingStore, verify_acts
from ostiary.watch.findings.taking import AT_RANDOM, MOST
from ostiary.watch.findings.telling import COLUMNS, queue_csv
from watch.finding_world import DAY, LEAD, NOW, some_leads, world

KEY: Final = bytes(32)


def queue(store: FindingStore, now: int = NOW, budget: int = 20) -> Queue:
    """The queue of the folder under a key that is the same in every run."""
    return queue_of(store.read(), KEY, now, budget)


def decide(
    store: FindingStore, finding: str, word: str = "explained", at: int = NOW, took: int = 60_000
) -> None:
    """Take, open and decide on one finding, after so many ms."""
    outcome = {"outcome": "not-confirmed"} if word == "closed" else {}
    to = {"to": "internal affairs"} if word == "referred" else {}
    do(store, finding, "taken", {}, by="riley", at=at - took)
    do(store, finding, "opened", {"note": "26-1"}, by="riley", at=at - took)
    do(store, finding, word, {"note": f"about {finding}", **outcome, **to}, by="riley", at=at)  # type: ignore[arg-type]  # words of the table


def test_the_queue_has_the_budget_and_a_sample(tmp_path: Path) -> None:
    """Not one more, however many wait; the widest first, and one that chance picked from the rest."""
    store = world(tmp_path / "w", *some_leads(30, "M1"), *some_leads(30, "M5"))
    found = queue(store)
    by = Counter((item.finding.detector, item.chosen) for item in found.items)
    assert found.waiting == 60
    assert by["M1", "ranked"] == by["M5", "ranked"] == 10
    assert sum(count for (_, chosen), count in by.items() if chosen == "sample") == 1
    assert found.capped["M1"] == 20
    scores = [item.score for item in found.items if item.chosen == "ranked"]
    assert max(scores) == found.items[0].score


def test_no_detector_fills_the_queue_alone(tmp_path: Path) -> None:
    """Half of it at most, also when nothing else was found; what stays out is counted."""
    found = queue(world(tmp_path / "w", *some_leads(30)))
    assert sum(item.chosen == "ranked" for item in found.items) == 10
    assert found.capped == {"M5": 20}


def test_findings_about_one_user_stand_together_and_leave_room(tmp_path: Path) -> None:
    """Whoever is flagged in twelve months takes three places."""
    months = [replace(LEAD, period=f"2025-{month:02}", events=1000) for month in range(1, 13)]
    found = queue(world(tmp_path / "w", *months, *some_leads(5)))
    ranked = [item for item in found.items if item.chosen == "ranked"]
    assert [item.finding.entity for item in ranked][:3] == ["sam.oakes"] * 3
    assert Counter(item.finding.entity for item in ranked)["sam.oakes"] == 3


def test_the_sample_is_the_same_all_day_and_another_the_next(tmp_path: Path) -> None:
    """Nobody draws again until they like it, and nobody without the folder's key knows it before."""
    store = world(tmp_path / "w", *some_leads(60))

    def drawn(key: bytes, now: int) -> str:
        (one,) = (item for item in queue_of(store.read(), key, now).items if item.chosen == "sample")
        return one.finding.id

    assert drawn(KEY, NOW) == drawn(KEY, NOW + 60_000)
    assert len({drawn(KEY, NOW + day * DAY) for day in range(10)}) > 3
    assert len({drawn(bytes([one]) * 32, NOW) for one in range(10)}) > 3


def test_what_was_decided_today_has_used_its_place(tmp_path: Path) -> None:
    """The budget is a day's: the queue does not fill up again behind a quick reviewer, and does the next day."""
    store = world(tmp_path / "w", *some_leads(30))
    for item in queue(store, budget=4).items[:2]:
        decide(store, item.finding.id)
    today, tomorrow = queue(store, budget=4), queue(store, NOW + DAY, budget=4)
    assert today.decided == 2
    assert sum(item.chosen == "ranked" for item in today.items) == 2
    assert sum(item.chosen == "ranked" for item in tomorrow.items) == 2
    assert tomorrow.decided == 0


def test_what_somebody_looks_at_stays_in_the_queue(tmp_path: Path) -> None:
    """Also when others have overtaken it."""
    store = world(tmp_path / "w", *some_leads(30))
    last = min(store.read().findings.values(), key=lambda one: one.events)
    do(store, last.id, "taken", {"chosen": "sample"}, by="riley", at=NOW)
    assert last.id in {item.finding.id for item in queue(store, budget=2).items}


def test_what_was_taken_as_the_sample_stays_the_sample(tmp_path: Path) -> None:
    """It takes no ranked place, and no other is drawn while somebody looks at it, nor on the next day."""
    store = world(tmp_path / "w", *some_leads(30))
    (drawn,) = (item.finding.id for item in queue(store).items if item.chosen == "sample")
    do(store, drawn, "taken", {"chosen": "sample"}, by="riley", at=NOW)
    for now in (NOW, NOW + DAY):
        found = queue(store, now)
        assert [item.finding.id for item in found.items if item.chosen == "sample"] == [drawn]
        assert sum(item.chosen == "ranked" for item in found.items) == 10


def test_a_suppressed_finding_waits_until_its_day(tmp_path: Path) -> None:
    """And with it what the same detector finds about the same user in another month."""
    store = world(tmp_path / "w", LEAD, replace(LEAD, period="2025-05"), replace(LEAD, entity="kim"))
    name = next(one.id for one in store.read().findings.values() if one.entity == "sam.oakes")
    do(store, name, "suppressed", {"reason": "a test account", "until": NOW + 5 * DAY}, by="riley", at=NOW)
    assert [item.finding.entity for item in queue(store).items] == ["kim"]
    assert queue(store).suppressed == 2
    assert len(queue(store, NOW + 5 * DAY).items) == 3


def test_outcomes_move_the_odds_and_priors_only_begin_them(tmp_path: Path) -> None:
    """Before there are any, a detector is worth its prior, and the interval is everything from 0 to 1."""
    store = world(tmp_path / "w", *some_leads(12))
    before = odds_of(store.read().findings.values())["M5"]
    assert before.value == pytest.approx(BEFORE)
    assert (before.outcomes.low, before.outcomes.high) == (0, 1)
    names = list(store.read().findings)
    for place, name in enumerate(names[:10]):
        decide(store, name, "referred" if place < 6 else "closed")
    after = odds_of(store.read().findings.values())["M5"]
    assert (after.outcomes.hits, after.outcomes.of) == (6, 10)
    assert after.value == pytest.approx((BEFORE * PRIOR_WEIGHT + 6) / (PRIOR_WEIGHT + 10))
    assert 0 < after.outcomes.low < 0.6 < after.outcomes.high < 1


def test_a_rubber_stamp_shows(tmp_path: Path) -> None:
    """Seconds an item, many a minute, nothing opened, the same words: each is pointed out; careful work is not."""
    store = world(tmp_path / "w", *some_leads(12))
    names = list(store.read().findings)
    for place, name in enumerate(names[:6]):
        store.act(
            Act(NOW + place * 3000, "kim", "taken", name),
            Act(NOW + place * 3000 + 2000, "kim", "explained", name, {"note": "Work  related"}),
        )
    for place, name in enumerate(names[6:]):
        decide(store, name, at=NOW + place * 900_000, took=600_000)
    kim, riley = efforts(store.read().findings.values())
    assert (kim.reviewer, kim.decided, kim.seconds_median, kim.most_in_a_minute) == ("kim", 6, 2.0, 6)
    assert (kim.unopened, kim.same_words, len(kim.signs)) == (1.0, 1.0, 3)
    assert (riley.most_in_a_minute, riley.unopened, riley.signs) == (1, 0.0, ())


def test_the_table_names_nobody_and_computes_nothing(tmp_path: Path) -> None:
    """A spreadsheet takes no cell for a formula, and a pseudonym stands where the user would."""
    store = world(
        tmp_path / "w", replace(LEAD, agency='=HYPERLINK("http://x")'), replace(LEAD, entity="+kim")
    )
    header, *rows = queue_csv(queue(store)).splitlines()
    assert header == ",".join(COLUMNS)
    assert len(rows) == 2
    assert not any("kim" in row or "sam.oakes" in row or ",=" in row or ',"=' in row for row in rows)


def test_a_detector_that_floods_makes_a_thousand_findings_and_some_at_random(tmp_path: Path) -> None:
    """The gravest come first; of the rest, the same few in every run. What is there already is always looked at again."""
    leads = [replace(LEAD, entity=f"user{one:04}") for one in range(MOST + 300)]
    store = world(tmp_path / "w", *leads)
    found = store.read().findings
    assert len(found) == MOST + AT_RANDOM
    assert {lead.entity for lead in leads[:MOST]} <= {one.entity for one in found.values()}
    assert sum(int(one.entity[4:]) >= MOST + 150 for one in found.values()) > 5
    world(tmp_path / "w", *leads)
    assert store.read().findings.keys() == found.keys()


def test_explained_accesses_are_a_sample_and_never_ranked(tmp_path: Path) -> None:
    """Somebody looks at one a day, whatever else there is; as findings there are only as many as are drawn from."""
    drawn = [replace(LEAD, detector="M15b", entity=f"user{one}", period=str(one)) for one in range(200)]
    found = queue(world(tmp_path / "w", *drawn))
    assert found.waiting == AT_RANDOM
    assert [(item.finding.detector, item.chosen) for item in found.items] == [("M15b", "sample")]


def test_two_who_act_at_once_act_one_after_the_other(tmp_path: Path) -> None:
    """Each is judged by what the other has done: one takes it, nobody's act is lost, and the chain is whole."""
    store = world(tmp_path / "w", *some_leads(5))
    names = list(store.read().findings)

    def taking(who: str) -> list[str]:
        for name in names:
            do(FindingStore(store.folder), name, "taken", {}, by=who, at=NOW)
        return names

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(taking, ("ann", "bob", "cy", "di"))) == [names] * 4
    chain = verify_acts(store.folder)
    assert sum(act.word == "taken" for act in chain.acts) == 20
