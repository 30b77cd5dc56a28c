"""What every file of browser tests has: one browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browser.portal_browser import chromium

# What is expected is waited for, as long as Playwright waits for anything else: a busy machine may need it.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's own, started once a file; a page of it is a context of its own."""
    with chromium() as found:
        yield found
