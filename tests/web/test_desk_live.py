"""The query desk over HTTP, in front of a real gateway and database: everything that it shows came through the door."""

from __future__ import annotations

import html
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

import ostiary.demo
from browser.portal_browser import DESKTOP, PHONES, chromium, needs_chromium, opened, overflow, violations
from ostiary.demo.people import AGENT, DETECTIVE, OFFICER, Person
from ostiary.demo.place import free_port
from ostiary.model.bundle import Bundle
from ostiary.store.bundle_files import read_bundle
from ostiary.web.desk.face import COOKIE, desk_face
from ostiary.web.desk.line import Line, door_at, open_line
from ostiary.web.desk.pages import Desk
from ostiary.web.desk.reading import read_searches
from ostiary.web.desk.sittings import MAX_OF_MEMBER, DeskFull, Sittings, Tending
from ostiary.web.desk.terms import terms_of
from ostiary.web.frame.app import application
from ostiary.web.guard.console_session import Lifetime
from server.gateway_world import World, running_world, wait_until
from web.faces import Told

ORIGIN = "https://desk.example"
OURS = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
SHIPPED = Path(ostiary.demo.__file__).parent / "desk.toml"
SEARCHES = read_searches(SHIPPED.read_bytes(), "desk.toml")
HOSTILE = "<script>alert('x')</script>"
IDLE, WHOLE, MOST = 600, 43_200, 6


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = int(time.time())

    def __call__(self) -> int:
        return self.now


class Place:
    """A desk of the world's city, and browsers at it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = Clock()
        bundle: Bundle = read_bundle(world.home / "policy")
        where = door_of(world)
        self.sittings = Sittings(Lifetime(IDLE, WHOLE), self.clock, most=MOST)
        desk = Desk(
            self.sittings,
            SEARCHES,
            lambda: terms_of(bundle),
            lambda member, password: open_line(where, member, password, {}),
            lambda: self.clock.now * 1_000,
        )
        self.app = application(desk_face(desk, ORIGIN, "Query desk"), Told())

    def password(self, person: Person) -> str:
        lines = (self.world.home / "members.pgpass").read_text().splitlines()
        return next(line.split(":")[4] for line in lines if line.split(":")[3] == person.member.code)

    def browser(self) -> Browser:
        return Browser(TestClient(self.app, base_url=ORIGIN, follow_redirects=True, headers=OURS))

    def signed_in(
        self, person: Person = DETECTIVE, purpose: str = "homicide", case: str = "JK123456"
    ) -> Browser:
        browser = self.browser()
        browser.post("/sign-in", member=person.member.code, password=self.password(person))
        if purpose:
            browser.post("/declare", purpose=purpose, case=case, basis="")
        return browser


class Browser:
    """What somebody sees at the desk."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.page = ""
        self.status = 0

    def get(self, path: str = "/") -> str:
        return self._seen(self.client.get(path))

    def post(self, path: str, **form: str) -> str:
        return self._seen(
            self.client.post(
                path, data=form or None, headers={"Content-Type": "application/x-www-form-urlencoded"}
            )
        )

    def search(self, typed: str) -> str:
        return self.post("/search", typed=typed)

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", self.page, re.DOTALL)
        assert found is not None, self.page
        return html.unescape(found[1])

    def _seen(self, reply: Any) -> str:
        self.page, self.status = reply.text, reply.status_code
        return self.page


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_world(tmp_path_factory.mktemp("desk") / "home", tls=True) as world:
        yield world


@pytest.fixture
def place(world: World) -> Iterator[Place]:
    made = Place(world)
    yield made
    made.sittings.close()


def test_an_answer_has_its_rows_its_masks_its_reasons_and_its_entries(place: Place) -> None:
    """One search is as many accesses as it has statements; each is in the log under the member, for purpose and case."""
    browser, before = place.signed_in(), place.world.size()
    page = browser.search("fairlie")
    assert browser.heading == "2 rows for “fairlie”"
    assert "Kiln Ave" in page
    assert re.search(r"\*\*\*\d{4}", page)
    assert "last four digits only" in page
    assert "R41: Choice of this pack: nobody needs a whole social security number" in page
    new = place.world.entries(before)
    assert {(one["member"], one["purpose"], one["case"]) for one in new} == {
        ("cpd-1042", "homicide", "JK123456")
    }
    assert ", ".join(str(one["index"]) for one in new) in page


def test_the_reasons_come_with_each_answer_and_not_with_the_first_alone(place: Place) -> None:
    """A client hears of a mask once a session; somebody at the desk sees each page by itself."""
    browser = place.signed_in()
    first, second = browser.search("Fairlie"), browser.search("Fairlie")
    assert first.count("R41") == second.count("R41") > 0


def test_another_agency_gets_less_and_is_told_what(place: Place) -> None:
    """Fields that are hidden say so in each row; what it may not read at all is refused with rule and code."""
    browser = place.signed_in(AGENT, "criminal-investigation")
    page = browser.search("#2333")
    assert "not shown" in page
    assert "No permit covers this." in page
    assert "Code 42501." in page


def test_a_purpose_that_is_refused_shows_the_rule_and_the_way_out(place: Place) -> None:
    """As psql would: nobody asks for civil immigration enforcement."""
    browser = place.signed_in(DETECTIVE, "detainer")
    page = browser.search("Fairlie")
    assert browser.heading == "Refused: “Fairlie”"
    assert "R03 (Municipal Code of Chicago 2-173-020(a)) prohibits this." in page
    assert "the records custodian, Chicago Police Department" in page


def test_a_case_number_that_cannot_be_is_refused_before_anything_is_asked(place: Place) -> None:
    """And the bar does not say that it holds."""
    browser = place.signed_in(DETECTIVE, "homicide", HOSTILE)
    assert "is not a case number" in browser.page
    assert "Case: <strong>none</strong>" in browser.page
    assert HOSTILE not in browser.page


@pytest.mark.parametrize("typed", ["'; SELECT ssn FROM persons; --", HOSTILE, "Fairlie' OR 'a'='a", "12"])
def test_statements_and_markup_in_the_box_are_text(place: Place, typed: str) -> None:
    """Nothing is asked, nothing is recorded, and it comes back as it was typed, escaped."""
    browser, before = place.signed_in(), place.world.size()
    page = browser.search(typed)
    assert "Nothing was asked" in page
    assert html.escape(typed, quote=True).replace("&#x27;", "&#39;") in page
    assert HOSTILE not in page
    assert place.world.size() == before


def test_what_stands_in_the_records_is_text_too(place: Place) -> None:
    """A narrative can hold anything."""
    admin = place.world.admin()
    admin.execute("UPDATE city.persons SET phone = %s WHERE person_id = 2333", [HOSTILE])
    page = place.signed_in().search("Fairlie, Petra")
    assert html.escape(HOSTILE).replace("&#x27;", "&#39;") in page
    assert HOSTILE not in page


def test_an_empty_answer_is_recorded_and_says_so(place: Place) -> None:
    """No match is an access."""
    browser = place.signed_in()
    page = browser.search("zz 00000")
    assert browser.heading == "No match for “zz 00000”"
    assert "An empty answer is recorded too." in page


def test_reloading_asks_nothing_again(place: Place) -> None:
    """The answer is kept, and is on no page but its own."""
    browser = place.signed_in()
    browser.search("Fairlie")
    before = place.world.size()
    assert "Kiln Ave" in browser.get()
    assert place.world.size() == before


def test_another_case_forgets_the_answer(place: Place) -> None:
    """It was for the earlier one."""
    browser = place.signed_in()
    browser.search("Fairlie")
    page = browser.post("/declare", purpose="robbery", case="JK654321", basis="")
    assert ("Kiln Ave" in page, "JK654321" in page) == (False, True)


def test_nothing_is_searched_from_elsewhere_or_by_a_link(place: Place) -> None:
    """An access is made under somebody's name, so our own page alone can make one."""
    browser, before = place.signed_in(), place.world.size()
    foreign = browser.client.post(
        "/search", data={"typed": "Fairlie"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert foreign.status_code == 403
    assert browser.client.get("/search?typed=Fairlie").status_code == 404
    assert place.world.size() == before


@pytest.mark.parametrize(
    ("member", "password"), [("cpd-1042", "wrong"), ("nobody", "wrong"), ("", ""), (HOSTILE, "x\0")]
)
def test_who_is_not_let_in_hears_what_the_door_says(place: Place, member: str, password: str) -> None:
    """No password of the desk's own account is ever tried in its place."""
    browser = place.browser()
    page = browser.post("/sign-in", member=member, password=password)
    assert browser.status in {400, 403}
    assert HOSTILE not in page
    assert len(place.sittings) == 0
    assert browser.client.cookies.get(COOKIE) is None


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nothing_of_the_account_that_the_desk_runs_under_is_used(
    place: Place, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    """A password in its environment or its files lets nobody in, and a purpose in them is not declared."""
    monkeypatch.setenv("PGPASSWORD", place.password(DETECTIVE))
    monkeypatch.setenv("PGPASSFILE", str(place.world.home / "members.pgpass"))
    monkeypatch.setenv("PGOPTIONS", "-c ostiary.purpose=homicide")
    place.browser().post("/sign-in", member="cpd-1042", password=password)
    assert len(place.sittings) == 0
    place.signed_in(purpose="")
    place.sittings.close()
    line = line_of(place)
    assert line.ask("SHOW ostiary.purpose", ()).rows == (("",),)
    line.close()


def test_passwords_are_not_guessed_at_the_desk(place: Place) -> None:
    """Ten attempts at once; then the desk itself says how long to wait, and does not ask the door."""
    browser = place.browser()
    pages = [browser.post("/sign-in", member="cpd-1042", password="wrong") for _ in range(12)]
    assert "too many attempts" in pages[-1]


def test_an_idle_desk_is_locked_and_keeps_what_was_typed(place: Place) -> None:
    """The line is closed and the answer gone; purpose, case and the search wait for the password."""
    browser = place.signed_in()
    browser.search("Fairlie")
    place.clock.now += IDLE
    page = browser.search("ab 12345")
    assert "The desk is locked" in page
    assert ("ab 12345" in page, "JK123456" in page, "Kiln Ave" in page) == (True, True, False)
    assert sessions_at(place.world) == 0
    page = browser.post("/unlock", password="wrong")
    assert ("The desk is locked" in page, "The door says no" in page) == (True, True)
    page = browser.post("/unlock", password=place.password(DETECTIVE))
    assert 'value="ab 12345"' in page
    assert "JK123456" in page
    assert "Vehicle and owner" in browser.search("ab 12345")


def test_nobody_at_the_desk_closes_the_line_too(place: Place) -> None:
    """The sweep locks what is idle, and forgets what has lasted as long as any may."""
    place.signed_in()
    place.clock.now += IDLE
    place.sittings.tend()
    wait_until(lambda: sessions_at(place.world) == 0, "the line is closed")
    place.clock.now += WHOLE
    place.sittings.tend()
    assert len(place.sittings) == 0


def test_signing_out_and_the_end_of_the_process_close_the_line(place: Place) -> None:
    """And the token is good for nothing more."""
    browser = place.signed_in()
    token = browser.client.cookies[COOKIE]
    browser.post("/sign-out")
    assert place.sittings.maybe_session(token) is None
    with Tending(place.sittings):
        place.signed_in()
    wait_until(lambda: sessions_at(place.world) == 0, "the lines are closed")


def test_sittings_are_bounded(place: Place) -> None:
    """For a member the oldest ends; for all, nobody else comes in, and the line that was opened is closed."""
    browsers = [place.signed_in(purpose="") for _ in range(MAX_OF_MEMBER + 1)]
    assert "Sign in" in browsers[0].get()
    assert "Say first why you ask" in browsers[1].get()
    for number in range(MOST - MAX_OF_MEMBER):
        place.sittings.begin(f"other-{number}", line_of(place))
    with pytest.raises(DeskFull):
        place.sittings.begin("one-more", line_of(place))


def test_a_cut_off_ends_the_desks_session_with_the_doors_words(place: Place) -> None:
    """At once: what was on the page is gone with the next look at it, and nobody of the agency comes in again."""
    browser = place.signed_in(OFFICER, "criminal-investigation")
    browser.search("Fairlie")
    assert len(place.sittings) == 1
    directive = place.world.cut_off("ice")
    wait_until(lambda: sessions_at(place.world) == 0, "the door has ended the session")
    page = browser.get()
    assert browser.heading == "The door has ended your session"
    assert f"was cut off by directive {directive}" in page
    assert "announced" in page
    assert "The door has ended your session" in browser.search("Fairlie")
    browser.post("/sign-out")
    page = browser.post("/sign-in", member="ice-2290", password=place.password(OFFICER))
    assert f"was cut off by directive {directive}" in page


def line_of(place: Place) -> Line:
    return open_line(door_of(place.world), DETECTIVE.member.code, place.password(DETECTIVE), {})


def door_of(world: World) -> str:
    return door_at("127.0.0.1", world.installation.port, "city", str(world.home / "tls/root.pem"))


def sessions_at(world: World) -> int:
    """How many connections to the door are open; nobody but the desk is in this world."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(1 for row in rows if row[3] == "01" and row[2].endswith(f":{world.installation.port:04X}"))


@contextmanager
def served(world: World) -> Iterator[str]:
    """`ostiary desk serve` on this world's home; its address."""
    port = free_port()
    shutil.copy(SHIPPED, world.home)
    with (world.home / "ostiary.toml").open("a") as file:
        file.write(f'\n[desk]\nport = {port}\ndoor_root_file = "tls/root.pem"\n')
    command = [sys.executable, "-m", "ostiary.cli.main", "desk", "serve", f"--home={world.home}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            assert '"code": "OST6000I"' in process.stderr.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            told = process.stderr.read()
            ended = process.wait(30)
    assert (ended, "Fairlie" in told) == (0, False)


@needs_chromium
def test_all_of_it_is_done_by_keyboard_and_without_script(world: World, place: Place) -> None:
    """Sign in, say why, search, search on, change the purpose, lock and unlock; each page is accessible, also on a telephone."""
    password = place.password(DETECTIVE)
    with served(world) as origin, chromium() as browser, opened(browser, DESKTOP, script=False) as (page, _):
        page.goto(origin)
        type_in(page, "cpd-1042", "Tab", password, "Enter")
        expect(page.locator("#purpose")).to_be_focused()
        type_in(page, "Homi", "Tab", "JK123456", "Enter")
        expect(page.locator("#typed")).to_be_focused()
        type_in(page, "fairlie", "Enter")
        expect(page.locator("h1")).to_have_text("2 rows for “fairlie”")
        expect(page.locator("#typed")).to_be_focused()
        # The button, the table's own box, the first record in it.
        type_in(page, "Tab", "Tab", "Tab", "Enter")
        expect(page.locator("h1")).to_contain_text("for “#")
        type_in(page, "Shift+Tab", "Shift+Tab", "Enter")
        expect(page.locator("h1")).to_have_text("The desk is locked; your purpose, case and search are kept")
        type_in(page, password, "Enter")
        expect(page.locator("#typed")).to_be_focused()
        assert "JK123456" in page.inner_text(".keeps")
        with opened(browser, PHONES[0], scheme="dark") as (small, _):
            looked_at_by_axe(small, origin, password)


def looked_at_by_axe(page: Page, origin: str, password: str) -> None:
    """Every kind of page; axe needs script, which our pages do not."""
    page.goto(origin)
    faults = [*violations(page)]
    for words in ((("#member", "cpd-1042"), ("#password", password)), (("#case", "JK123456"),)):
        for field, text in words:
            page.fill(field, text)
        if page.locator("#purpose").count():
            page.select_option("#purpose", "homicide")
        page.press(words[-1][0], "Enter")
        page.wait_for_load_state()
        faults += [*violations(page), *(["too wide"] if overflow(page) else [])]
    for typed in ("fairlie", "#2333", "; none"):
        page.fill("#typed", typed)
        page.press("#typed", "Enter")
        page.wait_for_load_state()
        faults += [*violations(page), *(["too wide"] if overflow(page) else [])]
    page.click("text=Lock")
    assert [*faults, *violations(page)] == []


def type_in(page: Page, *words: str) -> None:
    """Letters wait for a field: a page that was only just loaded has not yet moved the focus to its first one."""
    for word in words:
        if word in {"Tab", "Shift+Tab", "Enter"}:
            page.keyboard.press(word)
        else:
            expect(page.locator("input:focus, select:focus")).to_have_count(1)
            page.keyboard.type(word)
