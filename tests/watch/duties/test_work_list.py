"""Duties: when each fact becomes one, until when, and what ends it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from ostiary.cli.main import main
from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.policy.load import load_bundle
from ostiary.store.bundle_files import read_bundle_files
from ostiary.watch.duties.agreed import agreed_in
from ostiary.watch.duties.done import Evidence, do_duty, done_act, done_in, duty_acts, verify_duty_acts
from ostiary.watch.duties.duty import KINDS, ClockedDuty
from ostiary.watch.duties.facts import Account, Agreed, Facts, LetterDue, Limits, Told
from ostiary.watch.duties.keeping import Kept
from ostiary.watch.duties.noticed import notices_of, told_by_rule
from ostiary.watch.duties.reading import folder_facts
from ostiary.watch.duties.verifying import acts_faults, acts_there
from ostiary.watch.duties.work_list import work_list
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.moments import utc_day
from ostiary.watch.findings.anchoring import anchored
from ostiary.watch.findings.reviewing import do
from watch.events_world import folder_of, ms
from watch.finding_world import DAY, NOW, some_leads, world

TODAY: Final = date(2025, 6, 18)
LIMITS: Final = Limits(notify=3)
ROOT: Final = Path(__file__).resolve().parents[3]


def only(facts: Facts, limits: Limits = LIMITS) -> ClockedDuty:
    """The one duty that comes of some facts."""
    (found,) = work_list(facts, limits)
    return found


@pytest.mark.parametrize(
    ("ends", "due", "is_overdue"),
    [
        (date(2025, 7, 18), date(2025, 7, 17), False),
        (date(2025, 6, 19), TODAY, False),
        (TODAY, date(2025, 6, 17), True),
    ],
)
def test_an_agreement_is_a_duty_from_a_month_before_its_end(
    ends: date, due: date, *, is_overdue: bool
) -> None:
    """Its end is exclusive: the day before is the last on which it holds."""
    found = only(Facts(TODAY, agreements=(Agreed("fbi", "agreement", ends, ("R02",)),)))
    assert (found.due, found.is_overdue(TODAY), found.rules) == (due, is_overdue, ("R02",))
    assert "the door refuses fbi" in found.said


@pytest.mark.parametrize(
    "agreements",
    [
        (Agreed("fbi", "agreement", TODAY), Agreed("fbi", "agreement", TODAY + timedelta(days=400))),
        (Agreed("fbi", "agreement", None), Agreed("fbi", "agreement", TODAY)),
        (Agreed("fbi", "agreement", TODAY + timedelta(days=31)),),
    ],
)
def test_whoever_has_a_newer_agreement_needs_none(agreements: tuple[Agreed, ...]) -> None:
    """Nor whoever's ends later than in a month."""
    assert work_list(Facts(TODAY, agreements=agreements), LIMITS) == []


def test_each_fact_has_its_day(tmp_path: Path) -> None:
    """Ninety days without use, three days after an answer or after what holds it back, thirty days after an end."""
    store = world(tmp_path / "w", at=ms("2025-06-01"))
    facts = Facts(
        TODAY,
        accounts=(
            Account("cpd", "ann", TODAY - timedelta(days=91)),
            Account("cpd", "bob", TODAY - timedelta(days=90)),
            Account("cpd", "cy", TODAY, TODAY + timedelta(days=30)),
            Account("cpd", "di", None),
        ),
        ended={"ice": date(2025, 5, 1)},
        findings=tuple(store.read().findings.values()),
        letters=(LetterDue(4, date(2025, 6, 20)),),
        told=(Told(date(2025, 6, 10), 7), Told(date(2025, 6, 11), 1, date(2025, 6, 17))),
    )
    found = {
        one.kind if one.kind != "notify" else one.about: (one.due, one.is_overdue(TODAY))
        for one in work_list(facts, LIMITS)
    }
    assert found == {
        "deletion": (date(2025, 5, 31), True),
        "2025-06-10 7": (date(2025, 6, 13), True),
        "finding": (date(2025, 6, 15), True),
        "dormant": (date(2025, 6, 17), True),
        "2025-06-11 2025-06-17 1": (date(2025, 6, 20), False),
        "letter": (date(2025, 6, 20), False),
        "training": (TODAY + timedelta(days=30), False),
    }
    days = [one.due for one in work_list(facts, LIMITS)]
    assert days == sorted(days)
    assert not [one for one in work_list(facts, Limits()) if one.kind == "notify"]


def test_a_notice_that_nobody_answered_is_a_duty_until_somebody_decides(tmp_path: Path) -> None:
    """From the day on that the letter names."""
    store = world(tmp_path / "w")
    name = next(iter(store.read().findings))
    do(store, name, "taken", {}, by="riley", at=NOW)
    do(store, name, "opened", {"note": "26-104"}, by="riley", at=NOW)
    do(store, name, "noticed", {"to": "Officer", "answer_by": "2025-06-20"}, by="riley", at=NOW)
    facts = Facts(TODAY, findings=tuple(store.read().findings.values()))
    assert {one.kind: one.due for one in work_list(facts, LIMITS)} == {
        "finding": date(2025, 6, 29),
        "notice": date(2025, 6, 20),
    }
    do(store, name, "explained", {"note": "a hot list"}, by="riley", at=NOW)
    assert work_list(Facts(TODAY, findings=tuple(store.read().findings.values())), LIMITS) == []


def test_done_is_an_act_with_evidence_and_ends_one_duty(tmp_path: Path) -> None:
    """Once; what happens again is another duty, and what ends otherwise is not ended by saying so."""
    folder = WatchFolder.open_or_make(tmp_path / "w")
    facts = Facts(TODAY, ended={"ice": date(2025, 5, 1)})
    act = done_act(only(facts), Evidence("certificate 12 of 3 June", "c.pdf", b"%PDF"), by="riley", at=NOW)
    do_duty(folder, act)
    assert work_list(facts, LIMITS, done_in(folder)) == []
    assert len(work_list(Facts(TODAY, ended={"ice": date(2025, 5, 2)}), LIMITS, done_in(folder))) == 1
    assert act.text("sha256") == hashlib.sha256(b"%PDF").hexdigest()
    with pytest.raises(FindingRefused, match="has done"):
        do_duty(folder, act)
    with pytest.raises(FindingRefused, match="reason in words"):
        done_act(only(facts), Evidence(" "), by="riley", at=NOW)
    path = folder.path / "duties" / "acts.jsonl"
    path.write_bytes(path.read_bytes().replace(b"riley", b"kimmy"))
    with pytest.raises(WatchFolderDamaged):
        verify_duty_acts(folder)


@pytest.mark.parametrize("kind", [kind for kind, one in KINDS.items() if not one.is_done_here])
def test_some_duties_end_where_the_thing_itself_is_done(kind: str) -> None:
    """Nobody can say that an agreement is renewed: the policy says it, and the door asks the policy."""
    with pytest.raises(FindingRefused, match="nobody can say"):
        done_act(ClockedDuty(kind, "x", TODAY, "y"), Evidence("yes"), by="riley", at=NOW)  # type: ignore[arg-type]  # kinds of the table


def test_whoever_told_nine_has_not_told_the_tenth() -> None:
    """An answer later on the same day, or one that was imported later, is another duty than the one that was done."""
    limits = Limits(notify=10)
    (done,) = work_list(Facts(TODAY, told=(Told(TODAY, 9),)), limits)
    assert work_list(Facts(TODAY, told=(Told(TODAY, 9),)), limits, [done.id]) == []
    assert work_list(Facts(TODAY, told=(Told(TODAY, 10),)), limits, [done.id]) != []


def test_facts_are_read_from_a_folder(tmp_path: Path) -> None:
    """The latest roster counts, a use in the log is a use, a hold holds back, whoever never had an answer deletes nothing."""
    rows: list[dict[str, Any]] = [
        {"at": "2025-06-10 09:00", "agency": "ice", "user": "eve", "about": ["p1", "p2"], "case_no": "26-1"},
        {"at": "2025-06-10 10:00", "agency": "ice", "user": "eve", "about": "p1", "case_no": "26-2"},
        {"at": "2025-06-10 11:00", "agency": "fbi", "user": "gus", "about": "p9", "decision": "deny"},
    ]
    known: dict[str, list[dict[str, Any]]] = {
        "accounts": [
            {
                "agency": "cpd",
                "user": "ann",
                "enabled": True,
                "last_use": "2025-01-01",
                "as_of": "2025-03-01",
            },
            {
                "agency": "cpd",
                "user": "ann",
                "enabled": True,
                "last_use": "2025-02-01",
                "as_of": "2025-06-01",
            },
            {
                "agency": "cpd",
                "user": "off",
                "enabled": False,
                "last_use": "2025-01-01",
                "as_of": "2025-06-01",
            },
            {
                "agency": "cpd",
                "user": "gone",
                "until": "2025-05-01",
                "last_use": "2025-01-01",
                "as_of": "2025-06-01",
            },
            {"agency": "ice", "user": "eve", "since": "2024-01-01", "as_of": "2025-06-01"},
            {"agency": "cpd", "user": "unseen", "as_of": "2025-06-01"},
        ],
        "cutoffs": [
            {"agency": "ice", "since": "2025-06-11"},
            {"agency": "fbi", "since": "2025-06-11"},
            {"agency": "cpd", "since": "2025-06-11", "until": "2025-07-01"},
        ],
        "agreements": [
            {"agency": "fbi", "kind": "agreement", "since": "2020-01-01", "until": "2025-07-01"},
            {"agency": "fbi", "kind": "287g"},
        ],
        "holds": [{"case_no": "26-2", "directive": "H-1", "since": "2025-06-11", "until": "2025-09-01"}],
    }
    folder_of(
        tmp_path / "w1",
        [],
        known={"accounts": [{"agency": "pd", "user": "next", "enabled": True, "as_of": "2025-06-01"}]},
    )
    folder = folder_of(tmp_path / "w*", rows, known=known)
    facts = folder_facts(folder, ms("2025-06-18"), own="test")
    assert facts.today == TODAY
    assert {one.user: one.used for one in facts.accounts} == {
        "ann": date(2025, 2, 1),
        "eve": date(2025, 6, 10),
        "unseen": None,
    }
    assert facts.ended == {"ice": date(2025, 6, 11)}
    assert facts.agreements == (Agreed("fbi", "agreement", date(2025, 7, 1)),)
    day = date(2025, 6, 10)
    held = Told(day, 1, date(2025, 9, 1), is_most=True)
    assert set(facts.told) == {Told(day, 2, is_most=True), held}
    assert facts.unread == ("1 accounts: nobody knows when they were last used",)
    assert folder_facts(folder, ms("2025-06-18"), own="ostiary").told == ()
    assert folder_facts(folder, ms("2025-06-18"), own="test", counts_persons=False).told == ()


def test_a_policy_says_which_of_its_rules_need_an_agreement() -> None:
    """In the shipped pack the FBI reads under R02 alone, which needs one."""
    bundle = load_bundle(read_bundle_files(ROOT / "policies" / "chicago-2019"))
    found = {one.agency: one.rules for one in agreed_in(bundle)}
    assert found["fbi"] == ("R02",)
    assert "R02" not in found["oak-lawn-pd"]


def test_a_rule_that_has_persons_told_is_counted_from_the_events(tmp_path: Path) -> None:
    """In its own days; a hold holds back what it was there for, refusals, empty answers, other rules and other logs tell nobody."""
    bundle = load_bundle(read_bundle_files(ROOT / "policies" / "new-york-green-light"))
    assert notices_of(bundle) == {"R19": 3}
    answered = {"at": "2025-06-10 09:00", "duties": "R07,R19", "rows": 3, "asked": False}
    rows: list[dict[str, Any]] = [
        {**answered, "about": ["p1", "p2"]},
        {**answered, "about": ["p2", "p3"], "case_no": "26-0"},
        {**answered, "case_no": "26-1", "about": "p4", "asked": True},
        {**answered, "case_no": "26-1", "about": "p5"},
        {**answered, "duties": "R190", "about": "p6"},
        {**answered, "decision": "deny", "about": "p7"},
        {**answered, "rows": 0, "about": "p8"},
    ]
    folder_of(tmp_path / "w", [{**answered, "about": "p9"}], source="released")
    folder = folder_of(tmp_path / "w", rows)
    as_own(folder, "world")
    holds = {"26-1": date(2025, 9, 1), "26-0": date(2025, 6, 10)}
    told = told_by_rule(folder, notices_of(bundle), holds, own="ostiary")
    day = date(2025, 6, 10)
    assert set(told) == {Told(day, 3, None, 3), Told(day, 2, date(2025, 9, 1), 3, is_most=True)}
    assert told_by_rule(folder, {}, holds, own="ostiary") == []
    duties = work_list(Facts(TODAY, told=tuple(told)), Limits())
    assert [(one.due, one.is_overdue(TODAY)) for one in duties] == [
        (date(2025, 6, 13), True),
        (date(2025, 9, 4), False),
    ]
    assert duties[0].said.startswith("3 persons were in what was answered")
    assert duties[1].said.startswith("up to 2 persons were in what was answered")


def test_what_was_worked_out_is_kept_until_there_are_other_parts(tmp_path: Path) -> None:
    """Whatever the day: the instant decides of accounts that end and of cut-offs that begin later."""
    kept, path, rows = (
        Kept(),
        tmp_path / "w",
        [{"at": "2025-06-10 09:00", "agency": "ice", "duties": "R19", "rows": 1, "about": "p1"}],
    )
    folder = folder_of(path, rows, known={"cutoffs": [{"agency": "ice", "since": "2025-06-20"}]})
    as_own(folder, "world")
    parts = sorted((path / "events").glob("*/*"))

    def asked(day: str) -> tuple[Facts, list[Told]]:
        return (
            folder_facts(folder, ms(day), own="ostiary", kept=kept),
            told_by_rule(folder, {"R19": 3}, {}, own="ostiary", kept=kept),
        )

    first, told = asked("2025-06-18")
    # Nothing is there any more that could be read.
    kept_bytes = [part.read_bytes() for part in parts]
    for part in parts:
        part.unlink()
    second, again = asked("2025-06-21")
    assert (first.ended, second.ended) == ({}, {"ice": date(2025, 6, 20)})
    assert again == told == [Told(date(2025, 6, 10), 1, None, 3, is_most=True)]
    for part, found in zip(parts, kept_bytes, strict=True):
        part.write_bytes(found)
    folder_of(path, rows, source="later")
    as_own(folder, "later")
    assert [one.persons for one in asked("2025-06-21")[0].told] == [1]
    folder_of(path, [{**rows[0], "about": "p2"}], source="last")
    as_own(folder, "last")
    third, told = asked("2025-06-21")
    assert ([one.persons for one in third.told], [one.persons for one in told]) == ([2], [2])


def as_own(folder: WatchFolder, source: str) -> None:
    """Let a source be one of our own log."""
    manifest = folder.maybe_manifest(source)
    assert manifest is not None
    folder.admit(replace(manifest, kind="ostiary"))


def test_an_account_is_a_user_of_an_agency(tmp_path: Path) -> None:
    """Two agencies give one code to two people: the use of one is none of the other; a roster without an agency may mean either."""
    rows = [
        {"at": "2025-06-10 09:00", "agency": "ice", "user": "ann"},
        {"at": "2025-03-10 09:00", "agency": "cpd", "user": "ann"},
    ]
    accounts = [{"agency": of, "user": "ann", "as_of": "2025-06-01"} for of in ("cpd", "fbi", None)]
    facts = folder_facts(
        folder_of(tmp_path / "w", rows, known={"accounts": accounts}), ms("2025-06-18"), own="x"
    )
    assert {one.agency: one.used for one in facts.accounts} == {
        "cpd": date(2025, 3, 10),
        "fbi": None,
        "an agency that the roster does not name": date(2025, 6, 10),
    }


def test_the_day_of_a_finding_begins_anew_with_each_act(tmp_path: Path) -> None:
    """Those that nobody has taken are one duty together, from the oldest on; whoever takes one has the days again."""
    store = world(tmp_path / "w", *some_leads(30))
    together = only(Facts(TODAY, findings=tuple(store.read().findings.values())))
    assert "30 findings are new" in together.said
    name = next(iter(store.read().findings))
    do(store, name, "taken", {}, by="riley", at=NOW + 2 * DAY)
    rest, mine = work_list(Facts(TODAY, findings=tuple(store.read().findings.values())), LIMITS)
    assert (rest.about, mine.about) == ("new", name)
    day = utc_day(NOW + 2 * DAY)
    assert mine.said == f"finding {name} is looked at; the last act on it was on {day}"
    assert (mine.due - rest.due).days == 2


def test_acts_that_are_gone_from_the_end_are_found_by_what_the_console_has_logged(tmp_path: Path) -> None:
    """Of findings by acts on findings, of duties by acts on duties; whoever takes the head along too is found all the same."""
    store = world(tmp_path / "w")
    facts = Facts(TODAY, ended={"ice": date(2025, 5, 1)})
    logged = [("view-finding", "f-1")]

    def log(word: str, on: str) -> None:
        logged.append((word, on))

    do_duty(store.folder, done_act(only(facts), Evidence("certificate 12"), by="ada", at=NOW), log)
    name = next(iter(store.read().findings))
    for by in ("ada", "kim"):
        do(store, name, "taken", {}, by=by, at=NOW, log=log)
    logged.append(("duty-done", anchored("d-1", duty_acts(store.folder).read().head)))
    assert list(acts_faults(store.folder, logged)) == []
    for file in (store.file.path, duty_acts(store.folder).path):
        lines = file.read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join(lines[: 2 if len(lines) > 2 else 0]))
        file.with_suffix(".head").unlink()
    assert [one.path for one in acts_faults(store.folder, logged)] == [
        "findings/acts.jsonl",
        "duties/acts.jsonl",
    ]
    assert list(acts_faults(store.folder)) == []


def test_an_act_of_which_the_log_says_nothing_is_found(tmp_path: Path) -> None:
    """Whoever adds a line with a hash that fits, under somebody's name, has nothing in the log; what programs do is not logged."""
    store, logged = world(tmp_path / "w"), list[tuple[str, str]]()

    def log(word: str, on: str) -> None:
        logged.append((word, on))

    name = next(iter(store.read().findings))
    do(store, name, "taken", {}, by="ada", at=NOW, log=log)
    do(store, name, "taken", {}, by="kim", at=NOW)
    do(store, name, "explained", {"note": "a hot list"}, by="kim", at=NOW, log=log)
    assert [one.what for one in acts_faults(store.folder, logged)] == [
        "has act 3, `taken` by `kim`, of which the log says nothing"
    ]
    # What was done while the log was being read may not be in what was read of it.
    assert list(acts_faults(store.folder, logged, {"findings/acts.jsonl": 3})) == []
    assert acts_there(store.folder) == {"findings/acts.jsonl": 5}
    # The same words about another moment are not those of this act.
    assert len(list(acts_faults(store.folder, logged[1:]))) == 2
    assert list(acts_faults(store.folder)) == []


def test_what_shows_that_a_duty_was_done_is_erased_and_it_stays_done(tmp_path: Path) -> None:
    """By whose order stands in the chain; there is nothing to erase of what was not done, nor twice."""
    store = world(tmp_path / "w")
    duty = only(Facts(TODAY, ended={"ice": date(2025, 5, 1)}))
    said = Evidence("certificate of jane doe", "jane.pdf", b"%PDF")
    run = partial(CliRunner().invoke, main)
    erase = [
        "finding",
        "erase",
        duty.id,
        "--order",
        "26-1",
        "--reason",
        "sealed",
        "--dir",
        str(store.folder.path),
    ]
    assert "nothing is said of a duty" in run(erase).output
    do_duty(store.folder, done_act(duty, said, by="ada", at=NOW))
    assert run(erase).exit_code == 0
    done = done_in(store.folder)[duty.id]
    assert (done.by, done.text("due"), done.text("note"), done.text("sha256")) == (
        "ada",
        duty.due.isoformat(),
        "",
        "",
    )
    assert b"jane" not in b"".join(file.read_bytes() for file in (store.folder.path / "duties").iterdir())
    assert list(acts_faults(store.folder)) == []
    assert run(erase).exit_code == 1
