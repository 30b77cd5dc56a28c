"""The portal as it is served: a list is shown once, a letter is found again, and nothing of either visit is kept."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from control_world import fresh_control
from copied_postgres import fresh_server
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.policy.reading import Problems
from ostiary.store.control import control_connection
from ostiary.store.disclosure_folder import verify_folder
from ostiary.store.log.folder import LogFolder
from ostiary.web.content.checks_pages import check_pages
from ostiary.web.counter.code import DRAWN, drawn_code
from ostiary.web.counter.letters import MAX_CHARACTERS, send_answer
from ostiary.web.counter.slips import SLIP_HOURS, issue_slip
from store.disclosure_world import World
from web.faces import OURS
from web.portal_world import LANGUAGES, pages, portal_of, shipped
from web.resident_world import TWO, Clock, disclosed, site, standing

UNKNOWN = drawn_code(bytes(14))
HOSTILE = "<script>alert('x')</script>"
FILE = re.compile(r'download="who-looked.zip" href="data:application/zip;base64,([^"]+)"')


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with fresh_server(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return disclosed(tmp_path_factory.mktemp("disclosed"))


@pytest.fixture
def control(server: EmbeddedPostgres) -> str:
    return fresh_control(server)


@pytest.fixture
def browser(control: str) -> TestClient:
    return site(standing(control))


def typed(browser: TestClient, path: str, **form: str) -> tuple[int, str]:
    reply = browser.post(path, data=form, headers=OURS)
    return reply.status_code, reply.text


def faults_of(address: str, text: str) -> list[str]:
    """What the rules of baked pages find on a live one, but for its form and its file."""
    problems = Problems()
    live = {f"{code}/{name}": "" for code in LANGUAGES for name in ("slip.html", "state.html")}
    check_pages(dict.fromkeys(pages(), "") | live | {address: text}, problems)
    found = [message for file, _, message in problems.found() if file == address]
    return [one for one in found if "an element `form`" not in one and "link `data:" not in one]


def test_every_baked_page_is_served(browser: TestClient) -> None:
    """Under the address that it has on a disk, with the strict headers, and without a cookie."""
    for address in pages():
        reply = browser.get(
            f"/{address}".removesuffix("index.html") if address == "index.html" else f"/{address}"
        )
        assert reply.status_code == 200, address
        assert "set-cookie" not in reply.headers
        policy = reply.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert policy.endswith("form-action 'self'; frame-ancestors 'none'")
        assert reply.headers["cache-control"] == "no-store"
        assert "<script" not in reply.text


@pytest.mark.parametrize(
    "path", ["/xx/index.html", "/en/nothing.html", "/en/abouts", "/en/portal.css", "/static/console.css"]
)
def test_nothing_else_is_served(browser: TestClient, path: str) -> None:
    """And what was asked for is not repeated."""
    reply = browser.get(path)
    assert reply.status_code == 404
    assert path not in reply.text


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_list_is_shown_once_in_each_language(
    browser: TestClient, control: str, files: dict[str, bytes], code: str
) -> None:
    """Every access; what is held back is counted with its day; the page is as sound as a baked one; the second time there is none."""
    slip = issue_slip(control, files)
    status, text = typed(browser, f"/{code}/list", code=slip.code.grouped.lower())
    assert status == 200
    assert f'lang="{code}"' in text
    assert text.count('<article class="look ') == 6
    assert '<article class="look held"' in text
    assert '<bdi dir="ltr">2027-05-12</bdi>' in text
    assert "Federal Bureau (fbi)" in text
    assert "SEALED-1" not in text
    assert "SECRET" not in text
    assert faults_of(f"{code}/list", text.replace(FILE.search(text)[1], "")) == []  # type: ignore[index]  # it is there
    assert typed(browser, f"/{code}/list", code=slip.code.grouped)[0] == 404


def test_no_slip_is_used_up_where_no_page_can_be_drawn(
    browser: TestClient, control: str, files: dict[str, bytes]
) -> None:
    """Nor is a letter taken in: a language that there is not is refused before anything is done."""
    slip = issue_slip(control, files)
    for path, form in {
        "/xx/list": {"code": slip.code.text},
        "/xx/sent": {"kind": "question", "text": "Why?"},
        "/xx/stands": {"number": "1", "code": slip.code.text},
    }.items():
        assert typed(browser, path, **form)[0] == 404
    with control_connection(control) as connection:
        assert connection.execute("SELECT count(*) FROM ostiary.resident_letter").fetchone() == (0,)
    assert typed(browser, "/en/list", code=slip.code.text)[0] == 200


def test_texts_say_the_limits_that_hold() -> None:
    """Characters of a code and of a letter, hours of a slip: in every language the numbers of the program."""
    words = portal_of(shipped()).words
    for text, number in (
        ("list.code_hint", DRAWN + 1),
        ("letter.hint", MAX_CHARACTERS),
        ("who.how_code", SLIP_HOURS),
    ):
        for code in LANGUAGES:
            assert str(number) in words[text].in_language(code), (text, code)


def test_the_folder_comes_with_the_list_and_holds(
    browser: TestClient, control: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In the same answer, as one file that somebody else verifies with the log's trust file."""
    place = tmp_path_factory.mktemp("again")
    files = disclosed(place)
    _, text = typed(browser, "/en/list", code=issue_slip(control, files).code.text)
    found = FILE.search(text)
    assert found is not None
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(found[1]))) as archive:
        archive.extractall(tmp_path)
    verify_folder(tmp_path / "who-looked", World(LogFolder(place / "log")).trust)


def test_a_slip_of_the_finger_costs_nothing(
    browser: TestClient, control: str, files: dict[str, bytes]
) -> None:
    """The slip still works after any number of mistyped codes, and what was typed is not repeated."""
    slip = issue_slip(control, files)
    for _ in range(5):
        status, text = typed(browser, "/en/list", code=slip.code.text[:-1] + "?" + HOSTILE)
        assert status == 400
        assert "Your slip still works." in text
        assert HOSTILE not in text
    assert typed(browser, "/en/list", code=slip.code.text)[0] == 200


def test_guesses_are_slowed_and_right_codes_are_free(control: str) -> None:
    """Two at once from one network; then the page says how long to wait, and time helps. Mistyped ones are not counted."""
    clock = Clock()
    browser = site(standing(control, clock))
    statuses = [typed(browser, "/en/list", code=UNKNOWN.text)[0] for _ in range(3)]
    assert statuses == [404, 404, 429]
    assert "Wait <bdi" in typed(browser, "/en/list", code=UNKNOWN.text)[1]
    clock.ms += TWO.every_ms
    assert typed(browser, "/en/list", code=UNKNOWN.text)[0] == 404


def test_a_letter_is_sent_and_looked_up(browser: TestClient, control: str) -> None:
    """Number and code stand on the answer; with both its clock is shown, and later the answer, whatever stands in it."""
    status, text = typed(browser, "/uk/sent", kind="complaint", text=f"Хто це був?\r\n{HOSTILE}")
    assert status == 200
    number, code = re.findall(r'<dd class="code"><bdi dir="ltr">([^<]+)</bdi>', text)
    waiting = typed(browser, "/uk/stands", number=number, code=code)
    assert waiting[0] == 200
    assert "Відповіді ще немає." in waiting[1]
    send_answer(control, int(number), f"Була перевірка. {HOSTILE}")
    answered = typed(browser, "/ar/stands", number=f" {number} ", code=code.lower())[1]
    assert "Була перевірка." in answered
    assert HOSTILE not in answered
    assert "&lt;script&gt;" in answered
    for wrong in ({"number": "99", "code": code}, {"number": number, "code": UNKNOWN.text}):
        assert typed(browser, "/en/stands", **wrong)[0] == 404
    assert typed(browser, "/en/stands", number=number, code=code)[0] == 429
    for nonsense in (
        {"number": "x", "code": code},
        {"number": "9" * 40, "code": code},
        {"number": number, "code": ""},
    ):
        assert typed(browser, "/en/stands", **nonsense)[0] == 400


def test_a_late_answer_is_said_to_be_late(browser: TestClient, control: str) -> None:
    """With a number to call."""
    _, text = typed(browser, "/en/sent", kind="question", text="Why?")
    number, code = re.findall(r'<dd class="code"><bdi dir="ltr">([^<]+)</bdi>', text)
    with control_connection(control) as connection:
        connection.execute(
            "UPDATE ostiary.resident_letter SET received_on = received_on - 40, due_on = due_on - 40"
        )
    assert "The answer is late." in typed(browser, "/en/stands", number=number, code=code)[1]


def test_what_was_not_sent_is_still_there(browser: TestClient) -> None:
    """Too long, or nothing but spaces: the form comes back with its text, as text."""
    status, text = typed(browser, "/en/sent", kind="complaint", text=HOSTILE + 4_000 * "x")
    assert status == 400
    assert "&lt;script&gt;" in text
    assert 'value="complaint" checked' in text
    assert typed(browser, "/en/sent", kind="question", text="  ")[0] == 400
    assert typed(browser, "/en/sent", kind="praise", text="Good.")[0] == 404


def test_letters_are_slowed_too(control: str) -> None:
    """Two at once from one network."""
    browser = site(standing(control))
    assert [typed(browser, "/en/sent", kind="question", text="Why?")[0] for _ in range(3)] == [200] * 2 + [
        429
    ]


def test_without_an_office_nothing_is_taken_in(control: str) -> None:
    """The page has no form then, and what is sent all the same is refused."""
    browser = site(standing(control, office=None))
    assert "<form" not in browser.get("/en/complaint.html").text
    assert typed(browser, "/en/sent", kind="question", text="Why?")[0] == 404


def test_a_reloaded_answer_leads_to_its_form(browser: TestClient) -> None:
    """The address of an answer holds nothing, so whoever finds it in a history sees an empty form."""
    led = {name: browser.get(f"/pl/{name}").headers.get("location") for name in ("list", "sent", "stands")}
    assert led == {"list": "/pl/slip.html", "sent": "/pl/complaint.html", "stands": "/pl/state.html"}


def test_nothing_of_a_visit_is_kept_but_a_count(
    browser: TestClient, control: str, files: dict[str, bytes]
) -> None:
    """After a list was shown, the tables for residents hold one row: how many today."""
    typed(browser, "/en/list", code=issue_slip(control, files).code.text)
    with control_connection(control) as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM ostiary.{table}").fetchone()
            for table in ("slip", "resident_letter")
        }
        kept = connection.execute("SELECT what, count FROM ostiary.resident_count ORDER BY what").fetchall()
    assert counts == {"slip": (0,), "resident_letter": (0,)}
    assert kept == [("issued", 1), ("shown", 1)]


def test_a_database_that_is_away_is_said_in_every_language(control: str) -> None:
    """Nothing is shown; the page says where to go."""
    browser = site(standing(control.replace("control", "nowhere")))
    status, text = typed(browser, "/en/list", code=UNKNOWN.text)
    assert status == 503
    assert "la ventanilla le da otro papelito" in text
    assert "nowhere" not in text


@pytest.mark.parametrize("code", ["en", "ar"])
def test_live_pages_hold_to_the_rules_of_baked_ones(browser: TestClient, code: str) -> None:
    """Well formed, titled, in their direction, numbers isolated, small; a form is what they have more."""
    for name in ("slip.html", "state.html", "who.html", "complaint.html"):
        assert faults_of(f"{code}/{name}", browser.get(f"/{code}/{name}").text) == [], name
    assert faults_of(f"{code}/sent", typed(browser, f"/{code}/sent", kind="question", text="?")[1]) == []
