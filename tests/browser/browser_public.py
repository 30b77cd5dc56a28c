"""Every page of the public site, in every window and on paper: `make browser` runs it.

With OSTIARY_SCREENS=docs/screens it writes pictures of them there, for people to look at.
"""

from __future__ import annotations

import os
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
from browser.public_browser import write_public

pytestmark = needs_chromium

VIEWS: dict[str, tuple[tuple[int, int], Scheme, Media]] = {
    "desktop": (DESKTOP, "light", "screen"),
    "night": (DESKTOP, "dark", "screen"),
    "phone": (PHONES[0], "light", "screen"),
    "small-phone": (PHONES[1], "light", "screen"),
    "paper": (DESKTOP, "light", "print"),
}
SHOWN = {
    "desktop": ("index", "agency-ice", "month-2026-10", "directives", "promises", "notices", "report-2026-Q4", "log"),
    "night": ("index",),
    "phone": ("index", "agency-ice", "notices"),
    "paper": ("report-2026-Q4",),
}  # fmt: skip


@pytest.fixture(scope="module")
def baked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with something of everything, as files."""
    return write_public(tmp_path_factory.mktemp("public"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wrong_with_any_page(browser: Browser, baked: Path, view: str) -> None:
    """Accessible, as wide as its window, no error, nothing from elsewhere."""
    size, scheme, media = VIEWS[view]
    with opened(browser, size, scheme=scheme, media=media) as (page, faults):
        found = {
            path.stem: looked_at(page, faults, path, RULES if media == "print" else BEST)
            for path in sorted(baked.glob("*.html"))
        }
        if place := os.environ.get("OSTIARY_SCREENS"):
            for name in SHOWN.get(view, ()):
                page.goto((baked / f"{name}.html").as_uri())
                page.screenshot(path=f"{place}/public-{name}-{view}.png", full_page=True)
    assert {name: said for name, said in found.items() if said} == {}
