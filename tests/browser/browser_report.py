"""A report of synthetic accesses by hundreds of agencies, in every window and on paper: `make browser` runs it.

With OSTIARY_SCREENS=docs/screens it writes a picture of its beginning there, for people to look at.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
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
    sheets_of_paper,
)
from ostiary.demo.at_scale.making import make_events
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.reporting.making import Wishes, make_report

pytestmark = needs_chromium

VIEWS: dict[str, tuple[tuple[int, int], Scheme, Media]] = {
    "desktop": (DESKTOP, "light", "screen"),
    "night": (DESKTOP, "dark", "screen"),
    "phone": (PHONES[0], "light", "screen"),
    "small-phone": (PHONES[1], "light", "screen"),
    "paper": (DESKTOP, "light", "print"),
}
MOST_SHEETS = 14
"""Nineteen charts, some two on a side."""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of twenty thousand accesses that a program drew."""
    place = tmp_path_factory.mktemp("report")
    folder = WatchFolder.open_or_make(place / "log")
    make_events(folder, 20_000, seed=7, days=90, progress=lambda _done, _all: None)
    made = make_report(folder, Wishes(), datetime(2026, 4, 1, tzinfo=UTC), lambda _done, _of: None)
    (place / "report.html").write_text(made.page, "utf-8")
    return place / "report.html"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wrong_with_the_page(browser: Browser, page_file: Path, view: str) -> None:
    """Accessible, as wide as its window, no error, nothing from elsewhere; on paper no more sheets than somebody reads."""
    size, scheme, media = VIEWS[view]
    with opened(browser, size, scheme=scheme, media=media) as (page, faults):
        assert looked_at(page, faults, page_file, RULES if media == "print" else BEST) == []
        if media == "print":
            assert sheets_of_paper(page, "Letter") <= MOST_SHEETS
        if view == "desktop" and (place := os.environ.get("OSTIARY_SCREENS")):
            part = {"x": 120, "y": 0, "width": 1040, "height": 1500}
            page.screenshot(path=f"{place}/watch-report.png", full_page=True, clip=part)  # type: ignore[arg-type]  # a FloatRect
