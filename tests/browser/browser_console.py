"""Every page of the console, for every role, in two windows and on paper: `make browser` runs it.

With OSTIARY_SCREENS=FOLDER each page is put there as a picture, for people to look at.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser.console_pages import (
    Town,
    at_console,
    console_town,
    kept,
    named,
    pages_of,
    wide,
)
from browser.portal_browser import BEST, DESKTOP, PHONES, RULES, needs_chromium, violations

pytestmark = [needs_chromium, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with console_town(tmp_path_factory.mktemp("console")) as found:
        yield found


@pytest.mark.parametrize("name", ["ada", "cai", "max"])
def test_nothing_is_wrong_with_any_page_of_a_role(browser: Browser, town: Town, name: str) -> None:
    """Accessible in two windows and on paper, as wide as its window, no error, nothing from elsewhere."""
    wrong: dict[str, list[str]] = {}
    with at_console(browser, town, name) as (page, faults):
        paths = [*pages_of(page), *(["/accesses/7"] if name == "ada" else [])]
        for path in paths:
            page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
            page.goto(f"{town.world.origin}{path}")
            found = [*violations(page, BEST), *wide(page)]
            if path != "/accesses?agency=fbi&outcome=refused&since=nonsense":
                kept(page, f"{name}-{named(path)}")
            page.set_viewport_size({"width": PHONES[1][0], "height": PHONES[1][1]})
            found += [f"on a phone: {one}" for one in (*violations(page, BEST), *wide(page))]
            if path == "/":
                kept(page, f"{name}-right-now-phone")
            page.emulate_media(media="print")
            found += [f"on paper: {one}" for one in violations(page, RULES)]
            page.emulate_media(media="screen")
            if found:
                wrong[path] = found
        assert (wrong, faults) == ({}, [])
