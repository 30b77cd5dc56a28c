"""The baked portal in a real browser. `make browser` looks at every page in every language; this file at a part of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.portal_browser import (
    DESKTOP,
    PHONES,
    backward_numbers,
    crowded_cards,
    looked_at,
    needs_chromium,
    opened,
    seen,
    sheets_of_paper,
)
from ostiary.web.content.pages import PAGES
from ostiary.web.portal_files import write_pages
from web.portal_world import LANGUAGES, pages

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def baked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped portal as files."""
    folder = tmp_path_factory.mktemp("portal") / "out"
    write_pages(folder, pages())
    return folder


NARROW = ("ar", "uk")
"""The language that runs the other way, and the one with the longest words."""
KINDS = {"rights-door": "zh-Hans", "card": "ar", "help": "uk"}
"""Between them they have what there is on any page."""


def test_no_page_is_too_wide_or_reads_backwards(browser: Browser, baked: Path) -> None:
    """On the smallest telephone: no error, nothing from elsewhere, every number in its order, what is touched high enough."""
    with opened(browser, PHONES[-1]) as (page, faults):
        found = {
            (code, one.name): seen(page, faults, baked / code / one.file)
            for code in LANGUAGES
            for one in PAGES
        }
    assert {where: said for where, said in found.items() if said} == {}


def test_each_kind_of_page_is_accessible(browser: Browser, baked: Path) -> None:
    """On a telephone; `make browser` looks at all pages in all languages."""
    with opened(browser, PHONES[0]) as (page, faults):
        found = {name: looked_at(page, faults, baked / code / f"{name}.html") for name, code in KINDS.items()}
    assert {where: said for where, said in found.items() if said} == {}


def test_a_page_is_accessible_by_night_on_a_desktop(browser: Browser, baked: Path) -> None:
    """Every kind of colour stands on this one."""
    with opened(browser, DESKTOP, scheme="dark") as (page, faults):
        assert looked_at(page, faults, baked / "uk" / "rights-police.html") == []


def test_everything_is_reached_without_script(browser: Browser, baked: Path) -> None:
    """From the first page to the sentence that is shown at the door in three touches; from there to Spanish in one."""
    with opened(browser, PHONES[0], script=False) as (page, faults):
        page.goto((baked / "index.html").as_uri())
        page.click("text=العربية")
        page.click("main a >> nth=0")
        page.click("a[href='rights-door.html']")
        assert (
            page.inner_text(".phrase >> nth=0")
            == "“Do you have a warrant from a judge? Please slide it under the door.”"
        )
        page.click("text=Español")
        expect(page.locator("h1")).to_have_text("Un agente está en mi puerta")
        assert faults == []


def test_cards_fit_and_print_on_one_sheet_of_two_sides(browser: Browser, baked: Path) -> None:
    """In every language; American and European paper; nothing of the screen is printed with them."""
    with opened(browser, DESKTOP, media="print") as (page, _):
        for code in LANGUAGES:
            page.goto((baked / code / "card.html").as_uri())
            assert crowded_cards(page) == [], code
        assert [sheets_of_paper(page, size) for size in ("Letter", "A4")] == [2, 2]


def test_a_number_without_its_isolate_reads_backwards(browser: Browser, baked: Path, tmp_path: Path) -> None:
    """The browser does what the isolates are there against, so the test above can fail."""
    text = (baked / "ar" / "help.html").read_text("utf-8")
    spoiled = tmp_path / "spoiled.html"
    spoiled.write_text(text.replace('<bdi dir="ltr">1-855-435-7693</bdi>', "هاتف 1-855-435-7693"), "utf-8")
    with opened(browser, DESKTOP) as (page, _):
        page.goto(spoiled.as_uri())
        assert backward_numbers(page) == ["reads backwards: 1-855-435-7693"]


def test_a_page_that_calls_elsewhere_is_found(browser: Browser, baked: Path, tmp_path: Path) -> None:
    """The policy in the page stops it, and the browser says so: the lists of faults above can fill."""
    text = (baked / "en" / "help.html").read_text("utf-8")
    spoiled = tmp_path / "spoiled.html"
    spoiled.write_text(text.replace("</h1>", '</h1><img src="http://127.0.0.1:9/x.png">'), "utf-8")
    with opened(browser, DESKTOP) as (page, faults):
        found = looked_at(page, faults, spoiled)
    assert any("Content Security Policy" in one for one in found)
    assert any(one.startswith("image-alt: ") for one in found)
