"""The live pages of the portal in every language, on a telephone, a desktop and paper: `make browser` runs it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.portal_browser import DESKTOP, PHONES, Media, needs_chromium, opened
from browser.test_resident_served import Served, faults_of_live_pages, issued, served
from web.portal_world import LANGUAGES

pytestmark = needs_chromium

__all__ = ["served"]

VIEWS: dict[str, tuple[tuple[int, int], Media]] = {
    "desktop": (DESKTOP, "screen"),
    "phone": (PHONES[0], "screen"),
    "small phone": (PHONES[1], "screen"),
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_wrong_with_any_live_page(served: Served, browser: Browser, code: str, view: str) -> None:
    """Accessible, and as wide as its window."""
    size, media = VIEWS[view]
    with opened(browser, size, media=media) as (page, _):
        assert faults_of_live_pages(page, served, code) == {}


@pytest.mark.skipif(
    "OSTIARY_SCREENS" not in os.environ, reason="OSTIARY_SCREENS names no folder for pictures"
)
def test_pictures_are_taken(served: Served, browser: Browser) -> None:
    """What docs/screens shows of the live pages."""
    place = Path(os.environ["OSTIARY_SCREENS"])
    with opened(browser, PHONES[0]) as (page, _):
        for code in ("en", "ar"):
            page.goto(f"{served.origin}/{code}/slip.html")
            page.screenshot(path=place / f"portal-slip-{code}.png", full_page=True)
            page.fill("#code", issued(served))
            page.click("form.ask button")
            page.screenshot(path=place / f"portal-list-{code}.png", full_page=True)
        page.goto(f"{served.origin}/uk/complaint.html")
        page.screenshot(path=place / "portal-complaint-uk.png", full_page=True)
        page.fill("#text", "?")
        page.click("form.ask button")
        page.screenshot(path=place / "portal-sent-uk.png", full_page=True)
