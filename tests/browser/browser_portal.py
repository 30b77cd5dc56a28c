"""Every page of the baked portal, in every language, in every window and on paper: `make browser` runs it, some minutes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.portal_browser import (
    BEST,
    DESKTOP,
    PHONES,
    RULES,
    Media,
    Scheme,
    looked_at,
    needs_chromium,
    opened,
)
from ostiary.web.content.pages import PAGES
from ostiary.web.portal_files import write_pages
from web.portal_world import LANGUAGES, pages

pytestmark = needs_chromium

VIEWS: dict[str, tuple[tuple[int, int], Scheme, Media]] = {
    "desktop": (DESKTOP, "light", "screen"),
    "desktop by night": (DESKTOP, "dark", "screen"),
    "phone": (PHONES[0], "light", "screen"),
    "small phone": (PHONES[1], "light", "screen"),
    "small phone by night": (PHONES[1], "dark", "screen"),
    "paper": (DESKTOP, "light", "print"),
}


@pytest.fixture(scope="module")
def baked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped portal as files."""
    folder = tmp_path_factory.mktemp("portal") / "out"
    write_pages(folder, pages())
    return folder


@pytest.mark.timeout(600)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_wrong_with_any_page(browser: Browser, baked: Path, code: str, view: str) -> None:
    """Accessible, as wide as its window, high enough to touch, no number backwards, no error, nothing from elsewhere."""
    size, scheme, media = VIEWS[view]
    with opened(browser, size, scheme=scheme, media=media) as (page, faults):
        found = {
            one.name: looked_at(page, faults, baked / code / one.file, RULES if media == "print" else BEST)
            for one in PAGES
        }
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("size", [DESKTOP, *PHONES])
def test_nothing_is_wrong_with_the_choice_of_languages(
    browser: Browser, baked: Path, size: tuple[int, int]
) -> None:
    """The one page that is in all of them."""
    with opened(browser, size) as (page, faults):
        assert looked_at(page, faults, baked / "index.html") == []
