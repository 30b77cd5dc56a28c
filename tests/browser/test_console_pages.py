"""The console in a real browser: the first act without script, and the one line that lives. `make browser` looks at every page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browser.console_pages import (
    HOSTILE,
    PASSPHRASE,
    Town,
    an_hour,
    at_console,
    console_town,
    kept,
)
from browser.portal_browser import BEST, needs_chromium, violations
from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import append_once

pytestmark = [needs_chromium, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with console_town(tmp_path_factory.mktemp("console")) as found:
        yield found


def test_an_agency_is_cut_off_and_confirmed_without_script(browser: Browser, town: Town) -> None:
    """Two officials, each with passphrase and code, from the first page on; then nobody is offered it again."""
    with at_console(browser, town, "mona", script=False) as (page, faults):
        page.click("a[href='/cut-off']")
        page.select_option("[name=agency]", "ice-ero")
        page.click("main form button")
        page.fill("[name=until]", "2031-01-01")
        page.fill("[name=reason]", HOSTILE)
        page.fill("[name=typed]", "ice-ero")
        page.fill("[name=passphrase]", "wrong")
        page.fill("[name=code]", "000000")
        page.click("form.severe button")
        expect(page.locator("[role=alert]")).to_contain_text("The passphrase or the code is wrong")
        assert page.input_value("[name=reason]") == HOSTILE
        page.fill("[name=typed]", "ice-ero")
        page.fill("[name=passphrase]", PASSPHRASE)
        page.fill("[name=code]", town.users["mona"].code())
        page.click("form.severe button")
        expect(page.locator("main")).to_contain_text("waits for a second official")
        assert "You ordered this" in page.inner_text("main")
        directive = page.url.rpartition("/")[2].partition("?")[0]
        assert [one for one in faults if "status of 422" not in one] == []
    with at_console(browser, town, "sue", script=False) as (page, _):
        page.click(f"a[href='/directives/{directive}']")
        page.fill("#f-typed", directive)
        page.fill("#f-passphrase", PASSPHRASE)
        page.fill("#f-code", town.users["sue"].code())
        page.click("form.severe button")
        expect(page.locator("main")).to_contain_text("No access that began after it was answered")
        kept(page, "sue-confirmed")
        page.goto(f"{town.world.origin}/")
        assert "cut off by" in page.inner_text("main")


def test_the_live_line_says_what_is_new_and_can_be_paused(browser: Browser, town: Town) -> None:
    """It changes by itself, and inserts nothing under the reader; paused, it asks for nothing."""
    with at_console(browser, town, "amy") as (page, faults):
        rows = page.locator("tbody tr").count()
        append_once(town.world.log.socket, ACCESS, next(an_hour(town.world)))
        page.locator("#news", has_text="1 new access").wait_for(timeout=30_000)
        assert page.locator("tbody tr").count() == rows
        assert violations(page, BEST) == []
        page.click("text=Pause")
        expect(page.locator("#news")).to_have_count(0)
        assert faults == []
