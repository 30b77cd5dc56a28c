"""The watch in the console: each act is logged before it is done, and nobody is named before a finding is opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ostiary.errors import LogUnavailable, SettingsError, WatchFolderDamaged
from ostiary.watch.duties.done import done_in, verify_duty_acts
from ostiary.watch.duties.facts import Agreed, Facts, Limits
from ostiary.watch.findings.anchoring import heads_of
from ostiary.watch.findings.erasing import Doing, erase
from ostiary.watch.findings.store import FindingStore, verify_acts
from ostiary.web.frame.drawing import around, draw
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Handed, Shown, Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.roles import REACH, Role, Route
from ostiary.web.watching.ground import Due, Watching
from ostiary.web.watching.pages import watching_pages
from watch.finding_world import LEAD, NOW, some_leads, world
from web.faces import HOSTILE, face

LOG = "log.example/city"
TODAY = date(2025, 6, 15)


@dataclass
class Kept:
    """Acts in the order in which they were written, and how many acts of the folder there were before each."""

    store: FindingStore
    acts: list[tuple[str, str, str]] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    is_down: bool = False

    def write(self, session: ConsoleSession, act: str, on: str = "") -> int:
        """Keep one."""
        if self.is_down:
            raise LogUnavailable("the log cannot be written")
        self.before.append(len(self.store.file.read().acts))
        self.acts.append((session.account, act, on))
        return len(self.acts)


@dataclass
class Console:
    """The pages on one folder."""

    store: FindingStore
    kept: Kept

    def ask(
        self, path: str, *, who: str = "ada", role: Role = Role.AUDITOR, query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None, name: str = "",
    ) -> Answer:  # fmt: skip
        """What a page answers."""
        route = Route("GET" if form is None else "POST", path)
        watching = Watching(
            lambda: self.store,
            self.kept,
            lambda: datetime.fromtimestamp(NOW / 1000, UTC),
            20,
            lambda: LOG,
            self.due,
        )
        visit = Visit(route, ConsoleSession(who, role, 0, 0), {"id": name}, query or {}, form or {})
        return watching_pages(watching)[route].endpoint(visit)

    def due(self) -> Due:
        """An agency that lost its access a month ago, an agreement that ended, a finding, and what could not be read."""
        facts = Facts(
            TODAY,
            agreements=(Agreed("fbi", "agreement", TODAY, ("R02",)),),
            ended={HOSTILE: TODAY - timedelta(days=40)},
            findings=tuple(self.store.read().findings.values()),
            unread=("letters (no control database)",),
        )
        return Due(facts, Limits())

    def act(self, name: str, who: str = "ada", **form: str) -> Answer:
        """Do one act on the only finding."""
        return self.ask(f"/findings/{{id}}/{name}", who=who, form=form, name=self.only)

    @property
    def only(self) -> str:
        """The id of the only finding."""
        return next(iter(self.store.read().findings))

    def state(self) -> str:
        """How the only finding stands."""
        return self.store.read().findings[self.only].state


def nothing_due() -> Due:
    """Nothing can be read."""
    raise SettingsError("what is due needs what is not installed here")


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """One finding, about accesses of our log, of an agency with a hostile name."""
    lead = replace(LEAD, agency=HOSTILE, evidence=(f"{LOG}/7", "other/8", f"{LOG}/9x"))
    store = world(tmp_path / "w", lead)
    return Console(store, Kept(store))


def drawn(answer: Answer) -> str:
    """A page as it is sent."""
    assert isinstance(answer, Shown), answer
    served = face()
    return draw(served, answer.template, answer.values, around(served, None, "/")).decode()


def test_the_table_of_roles_has_exactly_these_pages(console: Console) -> None:
    """Auditors act; officials read."""
    pages = watching_pages(
        Watching(lambda: None, console.kept, lambda: datetime.now(UTC), 20, str, nothing_due)
    )
    assert pages.keys() <= REACH.keys()
    posts = [route for route in pages if route.method == "POST"]
    acts = {REACH[route] for route in posts if route.path.startswith("/findings")}
    assert acts == {frozenset({Role.AUDITOR})}


def test_a_finding_goes_through_an_auditors_hands(console: Console) -> None:
    """Each act is in the log before it is in the folder, with the head that it continues."""
    assert "sam.oakes" not in drawn(console.ask("/findings")) + drawn(
        console.ask("/findings/{id}", name=console.only)
    )
    assert console.kept.acts == []
    assert isinstance(console.act("take"), Elsewhere)
    assert isinstance(console.act("open", note="26-104"), Elsewhere)
    page = drawn(console.ask("/findings/{id}", name=console.only))
    assert "sam.oakes" in page
    assert 'href="/accesses/7"' in page
    assert "other/8" in page
    assert "/accesses/9" not in page
    assert isinstance(console.act("refer", note="no case", to="internal affairs"), Elsewhere)
    assert isinstance(console.act("close", note="none", outcome="not-confirmed"), Elsewhere)
    assert console.state() == "closed"
    assert [act for _, act, _ in console.kept.acts] == [
        "finding-taken", "finding-opened", "view-finding", "finding-referred", "finding-closed",
    ]  # fmt: skip
    assert console.kept.before == [2, 3, 4, 4, 5]
    heads = list(heads_of(on for _, _, on in console.kept.acts))
    assert len(heads) == 4
    verify_acts(console.store.folder, heads)
    lines = console.store.file.path.read_bytes().splitlines(keepends=True)
    console.store.file.path.write_bytes(b"".join(lines[:-2]))
    with pytest.raises(WatchFolderDamaged, match="lacks acts"):
        verify_acts(console.store.folder, heads)


def test_what_cannot_be_logged_is_not_done(console: Console) -> None:
    """And not shown either, once it names somebody."""
    console.act("take")
    console.act("open", note="26-104")
    console.kept.is_down = True
    with pytest.raises(LogUnavailable):
        console.act("explain", note="a hot list")
    with pytest.raises(LogUnavailable):
        console.ask("/findings/{id}", name=console.only)
    assert console.state() == "looking"


@pytest.mark.parametrize(
    ("act", "form", "said"),
    [
        ("explain", {"note": " "}, "needs a reason"),
        ("refer", {"note": HOSTILE, "to": ""}, "one line"),
        ("close", {"note": "x", "outcome": "guilty"}, "what came of it"),
        ("suppress", {"note": "x", "until": "2099-01-01"}, "within 366 days"),
        ("suppress", {"note": "x", "until": HOSTILE}, "notice stops"),
        ("notice", {"to": "Officer Oakes", "answer_by": ""}, "open the finding first"),
        ("reopen", {"note": "x"}, "cannot be reopened"),
    ],
)
def test_what_is_refused_is_said_and_not_logged(
    console: Console, act: str, form: Mapping[str, str], said: str
) -> None:
    """What was typed stays on the page, escaped."""
    console.act("take")
    answer = console.act(act, **form)
    assert isinstance(answer, Shown)
    assert answer.status == 422
    page = drawn(answer)
    assert said.casefold() in page.casefold()
    assert HOSTILE not in page
    assert [done for _, done, _ in console.kept.acts] == ["finding-taken"]


def test_nobody_is_named_without_a_word_in_the_log(console: Console) -> None:
    """Lists name nobody, also once a finding was opened; a page under an act that was refused is a look at it like any other."""
    console.act("take")
    console.act("open", note="26-104")
    console.act("notice", to="Officer Oakes", answer_by="2025-07-01")
    lists = [console.ask("/findings"), console.ask("/findings", query={"state": "looking"})]
    assert "sam.oakes" not in "".join(map(drawn, lists))
    before = len(console.kept.acts)
    assert "sam.oakes" in drawn(console.act("explain", who="amy", note="x"))
    assert [one[:2] for one in console.kept.acts[before:]] == [("amy", "view-finding")]
    console.act("take", who="amy")
    page = drawn(console.ask("/findings/{id}", who="max", role=Role.OFFICIAL, name=console.only))
    assert "Oakes" not in page


def test_another_auditor_takes_it_over_before_deciding(console: Console) -> None:
    """The page offers nothing else."""
    console.act("take")
    page = drawn(console.ask("/findings/{id}", who="amy", name=console.only))
    assert "Take it over" in page
    assert "It is explained" not in page
    assert isinstance(console.act("explain", who="amy", note="x"), Shown)
    assert isinstance(console.act("take", who="amy"), Elsewhere)
    assert isinstance(console.act("explain", who="amy", note="x"), Elsewhere)


def test_a_notice_is_saved_as_a_draft(console: Console) -> None:
    """It names somebody, so that it stands in the history and in the log."""
    console.act("take")
    console.act("open", note="26-104")
    answer = console.act("notice", to="Officer Oakes", answer_by="2025-07-01")
    assert isinstance(answer, Handed)
    assert b"DRAFT" in answer.body
    assert b"2025-07-01" in answer.body
    assert console.store.read().findings[console.only].history[-1].word == "noticed"
    spoken = console.act("notice", to="Officer Oakes", answer_by="2025-07-01", language="zh-Hans")
    assert isinstance(spoken, Handed)
    assert spoken.body.decode().startswith("草稿")
    assert spoken.name.endswith("-zh-Hans.txt")
    page = drawn(console.act("notice", to="Officer Oakes", answer_by="", language="xx"))
    assert "no letter in that language" in page
    assert 'lang="uk">Українська</option>' in page


def test_an_official_reads_and_is_offered_no_act(console: Console) -> None:
    """The page says who acts."""
    page = drawn(console.ask("/findings/{id}", role=Role.OFFICIAL, who="max", name=console.only))
    assert "<form" not in page
    assert "Auditors act" in page


def test_the_queue_is_marked_and_saved(tmp_path: Path) -> None:
    """Sample and budget stand on the page; a file of it is an act."""
    store = world(tmp_path / "w", *some_leads(60))
    console = Console(store, Kept(store))
    page = drawn(console.ask("/findings"))
    assert page.count("random sample</span>") == 1
    assert "more of M5" in page
    assert drawn(console.ask("/findings", query={"state": "new"})).count('scope="row"') == 11 + 60
    assert HOSTILE not in drawn(console.ask("/findings", query={"state": HOSTILE}))
    table, values = console.ask("/findings.csv"), console.ask("/findings.json")
    assert isinstance(table, Handed)
    assert isinstance(values, Handed)
    assert len(table.body.splitlines()) == 12
    assert len(json.loads(values.body)["items"]) == 11
    assert [act for _, act, _ in console.kept.acts] == ["save-findings", "save-findings"]


def test_a_long_list_is_cut_and_says_how_many_more_there_are(
    console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is no place for thousands; the command lists them."""
    monkeypatch.setattr("ostiary.web.watching.queue_pages.MAX_LISTED", 4)
    many = Console(world(tmp_path / "many", *some_leads(7)), console.kept)
    page = drawn(many.ask("/findings", query={"state": "new"}))
    assert "3 older ones" in page
    assert "older ones" not in drawn(many.ask("/findings", query={"state": "erased"}))


def test_the_page_of_an_erased_finding_says_so_and_offers_nothing(console: Console) -> None:
    """What was done about it stays, and by whose order it was erased; whom it was about is nowhere."""
    console.act("take")
    console.act("open", note="sam.oakes again")
    erase(FindingStore(console.store.folder), console.only, "26-CV-17", Doing(NOW, by="kim", why="sealed"))
    page = drawn(console.ask("/findings/{id}", name=console.only))
    assert "what this finding said was erased" in page
    assert "26-CV-17" in page
    assert page.count("(what was said was erased)") == 3
    for gone in ("oakes", "<form", "/accesses/7"):
        assert gone not in page
    assert "1 erased" in drawn(console.ask("/findings"))
    assert "oakes" not in drawn(console.ask("/findings", query={"state": "erased"}))


def test_a_folder_that_was_changed_shows_nothing_but_that(console: Console) -> None:
    """No queue is drawn from a history that somebody has changed."""
    path = console.store.file.path
    path.write_bytes(path.read_bytes().replace(b'"detector":"M5"', b'"detector":"M1"'))
    page = drawn(console.ask("/findings"))
    assert "cannot be read" in page
    assert "kim.oakes" not in page


def test_without_a_folder_it_is_said_that_nothing_looks(console: Console) -> None:
    """An empty page would say that nothing was found."""
    watching = Watching(lambda: None, console.kept, lambda: datetime.now(UTC), 20, str, nothing_due)
    for path in ("/findings", "/reviewers"):
        route = Route("GET", path)
        page = drawn(
            watching_pages(watching)[route].endpoint(Visit(route, ConsoleSession("ada", Role.AUDITOR, 0, 0)))
        )
        assert "Nothing looks for misuse yet" in page or "Nobody has decided" in page
    assert isinstance(console.ask("/findings/{id}", name="f-none"), Absent)


def test_a_rubber_stamp_is_pointed_out(tmp_path: Path) -> None:
    """In words, beside the figures."""
    store = world(tmp_path / "w", *some_leads(5))
    console = Console(store, Kept(store))
    for name in list(store.read().findings):
        console.ask("/findings/{id}/take", form={}, name=name)
        console.ask("/findings/{id}/explain", form={"note": "fine"}, name=name)
    page = drawn(console.ask("/reviewers"))
    assert "looks like a rubber stamp" in page
    assert "100% decided without opening the evidence" in page


def test_what_is_due_stands_with_its_day_and_is_done_with_evidence(console: Console) -> None:
    """In the log first; an agreement is not renewed by saying so, and what was not read is said."""
    page = drawn(console.ask("/due"))
    assert "2 duties are overdue" in page
    assert "letters (no control database)" in page
    assert "R02" in page
    assert HOSTILE not in page
    assert "ostiary finding" not in page, "nobody types a command into a page"
    assert page.count("/done") == 1
    assert "/done" not in drawn(console.ask("/due", role=Role.OFFICIAL))
    name = page.partition("/due/")[2].partition("/")[0]
    refused = console.ask("/due/{id}/done", form={"evidence": " "}, name=name)
    assert isinstance(refused, Shown)
    assert refused.status == 422
    assert "needs a reason" in drawn(refused)
    assert console.kept.acts == []
    assert isinstance(
        console.ask("/due/{id}/done", form={"evidence": "certificate 12"}, name=name), Elsewhere
    )
    assert [act for _, act, _ in console.kept.acts] == ["duty-done"]
    verify_duty_acts(console.store.folder, list(heads_of(on for _, _, on in console.kept.acts)))
    assert done_in(console.store.folder)[name].by == "ada"
    assert isinstance(console.ask("/due/{id}/done", form={"evidence": "again"}, name=name), Absent)
    assert "1 duty is overdue" in drawn(console.ask("/due"))


def test_where_nothing_can_be_read_nothing_is_said_to_be_due(console: Console) -> None:
    """An empty list would say that all is done."""
    route = Route("GET", "/due")
    watching = Watching(lambda: None, console.kept, lambda: datetime.now(UTC), 20, str, nothing_due)
    answer = watching_pages(watching)[route].endpoint(
        Visit(route, ConsoleSession("cai", Role.CUSTODIAN, 0, 0))
    )
    assert "cannot be told" in drawn(answer)
    assert "Nothing is due" not in drawn(answer)
