"""The console in a real browser: signing in with the keyboard, every page of the navigation in every role, signing out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.portal_browser import DESKTOP, PHONES, needs_chromium, opened, overflow, violations
from copied_postgres import fresh_server
from ostiary.web.guard.cookie import NAME
from web.served_console import PASSWORD, ConsoleWorld, User, console_world, served

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConsoleWorld]:
    folder = tmp_path_factory.mktemp("console")
    with fresh_server(folder / "pg") as server, console_world(folder, server) as world:
        world.add("opal", "official")
        with served(world):
            yield world


def typed_in(page: Page, user: User, code: str) -> None:
    """Fill in the form with keys alone, as somebody without a pointer does."""
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    for text in (user.name, PASSWORD, code):
        page.keyboard.press("Tab")
        expect(page.locator("input:focus")).to_have_count(1)
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def foreign(world: ConsoleWorld, faults: list[str]) -> list[str]:
    """What a page must not do: errors, and anything that it asks of another address than ours."""
    return [one for one in faults if not one.startswith(f"request: {world.origin}/")]


def test_somebody_signs_in_by_keyboard_without_script(world: ConsoleWorld, browser: Browser) -> None:
    """A wrong code is told in words, a right one opens; the browser keeps the cookie, and loses it at the sign-out."""
    ada = world.add("ada", "auditor")
    with opened(browser, DESKTOP, script=False) as (page, faults):
        page.goto(world.origin)
        assert page.url == f"{world.origin}/sign-in"
        typed_in(page, ada, "000000")
        assert (
            page.get_by_role("alert").inner_text().startswith("The name, the password or the code is wrong")
        )
        typed_in(page, ada, ada.code())
        assert urlsplit(page.url).path == "/"
        (cookie,) = page.context.cookies()
        assert (cookie["name"], cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (
            NAME,
            True,
            True,
            "Strict",
        )
        with page.expect_navigation():
            page.get_by_role("button", name="Sign out").click()
        assert page.context.cookies() == []
        page.go_back()
        page.wait_for_load_state()
        assert "ada" not in page.content()
    assert [one for one in foreign(world, faults) if "401" not in one] == []


def test_every_page_of_the_navigation_is_accessible(world: ConsoleWorld, browser: Browser) -> None:
    """An auditor's, who has the most, by night on the smallest telephone. `make browser` looks at each role's on everything."""
    user = world.add("user-auditor", "auditor")
    with opened(browser, PHONES[1], scheme="dark") as (page, faults):
        page.goto(f"{world.origin}/sign-in")
        found = [f"/sign-in: {one}" for one in violations(page)]
        typed_in(page, user, user.code())
        paths = [
            str(link.get_attribute("href"))
            for link in page.get_by_role("navigation").get_by_role("link").all()
        ]
        assert "/" in paths
        for path in (*paths, "/there-is-no-such-page"):
            page.goto(world.origin + path)
            found += [f"{path}: {one}" for one in violations(page)]
            if overflow(page) > 0:
                found.append(f"{path}: {overflow(page)} pixels wider than the window")
    assert found == []
    assert [one for one in foreign(world, faults) if "404" not in one] == []


def test_a_page_of_another_role_says_whose_it_is(world: ConsoleWorld, browser: Browser) -> None:
    """In words, with the way back; the act behind it is not done either."""
    user = world.add("cleo", "custodian")
    with opened(browser, DESKTOP) as (page, _):
        page.goto(f"{world.origin}/sign-in")
        typed_in(page, user, user.code())
        page.goto(f"{world.origin}/accesses")
        assert page.get_by_role("heading", level=1).inner_text() == "This is not a part of your role"
        assert violations(page) == []
