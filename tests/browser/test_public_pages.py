"""The public site in a real browser: one page of each kind. `make browser` looks at all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.portal_browser import (
    DESKTOP,
    PHONES,
    RULES,
    looked_at,
    needs_chromium,
    opened,
    sheets_of_paper,
)
from browser.public_browser import write_public

pytestmark = needs_chromium

KINDS = ("index", "agency-cpd", "month-2026-10", "directives", "notices", "report-2026-Q4", "log")
"""One of each kind of page."""


@pytest.fixture(scope="module")
def baked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with something of everything, as files."""
    return write_public(tmp_path_factory.mktemp("public"))


def test_no_kind_of_page_is_wrong_on_a_phone(browser: Browser, baked: Path) -> None:
    """Accessible, as wide as its window, without an error, and nothing from elsewhere."""
    with opened(browser, PHONES[1]) as (page, faults):
        found = {name: looked_at(page, faults, baked / f"{name}.html") for name in KINDS}
    assert {name: said for name, said in found.items() if said} == {}


def test_no_kind_of_page_is_wrong_on_a_desktop(browser: Browser, baked: Path) -> None:
    """By night; the telephone's are by day."""
    with opened(browser, DESKTOP, scheme="dark") as (page, faults):
        found = {name: looked_at(page, faults, baked / f"{name}.html") for name in KINDS}
    assert {name: said for name, said in found.items() if said} == {}


def test_no_kind_of_page_is_wrong_on_paper(browser: Browser, baked: Path) -> None:
    """And the summary is on both sides of two sheets at the most, without what only a screen can do."""
    with opened(browser, DESKTOP, media="print") as (page, faults):
        found = {name: looked_at(page, faults, baked / f"{name}.html", RULES) for name in KINDS}
        page.goto((baked / "index.html").as_uri())
        assert sheets_of_paper(page, "Letter") <= 4
        assert not page.is_visible("nav")
    assert {name: said for name, said in found.items() if said} == {}


def test_a_zero_is_reached_without_script_and_by_keyboard(browser: Browser, baked: Path) -> None:
    """From the first page to an agency's, by its link; then to the directive that cut it off."""
    with opened(browser, DESKTOP, script=False) as (page, faults):
        page.goto((baked / "index.html").as_uri())
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Skip to the content")
        page.focus("text=Immigration and Customs Enforcement >> nth=-1")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Immigration and Customs Enforcement")
        page.click(".zero a")
        page.wait_for_url("**#D-1")
        assert faults == []
