"""A report of a log in a real browser: on a telephone, by night, on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.portal_browser import (
    DESKTOP,
    PHONES,
    RULES,
    looked_at,
    needs_chromium,
    opened,
    overflow,
    violations,
)
from ostiary.watch.reporting.making import Wishes, make_report
from watch.reporting.report_world import log_at

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the small log, with free text, whose labels are the longest."""
    place = tmp_path_factory.mktemp("report")
    wishes = Wishes(with_free_text=True, retention_days=14)
    made = make_report(
        log_at(place / "log"), wishes, datetime(2026, 4, 1, tzinfo=UTC), lambda _done, _of: None
    )
    (place / "report.html").write_text(made.page, "utf-8")
    return place / "report.html"


def test_nothing_is_wrong_on_a_small_phone_by_day(browser: Browser, page_file: Path) -> None:
    """Accessible, as wide as its window, no error, nothing from elsewhere; with every table open."""
    with opened(browser, PHONES[1]) as (page, faults):
        page.goto(page_file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert (overflow(page), violations(page), faults) == (0, [], [])


def test_nothing_is_wrong_on_a_desktop_by_night(browser: Browser, page_file: Path) -> None:
    """The fills and their keys have enough contrast there, too."""
    with opened(browser, DESKTOP, scheme="dark") as (page, faults):
        assert looked_at(page, faults, page_file) == []


def test_paper_has_pictures_and_no_links(browser: Browser, page_file: Path) -> None:
    """What only a screen can do is not printed."""
    with opened(browser, DESKTOP, media="print") as (page, faults):
        assert looked_at(page, faults, page_file, RULES) == []
        assert not page.is_visible("nav")
        assert not page.is_visible("summary")
        assert page.is_visible("#users svg.field")
