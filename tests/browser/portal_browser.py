"""A real browser on the baked portal, and what must hold on each page in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

Scheme: TypeAlias = Literal["light", "dark"]
Media: TypeAlias = Literal["screen", "print"]

CHROMIUM: Final = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")

AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
BEST: Final = (*RULES, "best-practice")
"""On a screen. On paper a sheet of cards has no heading."""
DESKTOP: Final = (1280, 800)
PHONES: Final = ((360, 740), (320, 568))

_TALL_ENOUGH: Final = 44
"""CSS pixels: what a thumb hits (WCAG 2.5.5)."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's own browser. It runs as root in test machines, where its sandbox does not start."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser,
    size: tuple[int, int],
    *,
    scheme: Scheme = "light",
    media: Media = "screen",
    script: bool = True,
) -> Iterator[tuple[Page, list[str]]]:
    """A page of that size, and a list of what it must not do: errors, and anything that it asks the network for."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script
    )
    page, faults = context.new_page(), list[str]()
    page.emulate_media(media=media, color_scheme=scheme)
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on(
        "request", lambda request: faults.append(f"request: {request.url}") if not _is_own(request) else None
    )
    try:
        yield page, faults
    finally:
        context.close()


def _is_own(request: Request) -> bool:
    return request.is_navigation_request() and request.url.startswith("file://")


def violations(page: Page, rules: tuple[str, ...] = BEST) -> list[str]:
    """What axe finds, each with the rule and the first element."""
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        list(rules),
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


_WIDE: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL: Final = f"""[...document.querySelectorAll('.exit, .languages a, .door')]
    .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < {_TALL_ENOUGH - 0.5})
    .map(one => 'too low to touch: ' + one.textContent)"""
_BACKWARD: Final = """(() => {
    const place = (text, at) => {
        const range = document.createRange();
        range.setStart(text, at); range.setEnd(text, at + 1);
        return range.getBoundingClientRect().left;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        const text = walker.currentNode, match = /[0-9][0-9-]{9,}[0-9]/.exec(text.data);
        if (match && text.parentElement.getClientRects().length
            && place(text, match.index) >= place(text, match.index + match[0].length - 1)) found.push('reads backwards: ' + match[0]);
    }
    return found;
})()"""
_SEEN: Final = f"(() => {{ const wide = {_WIDE}; return [...(wide > 0 ? [wide + ' pixels too wide'] : []), ...{_SMALL}, ...{_BACKWARD}]; }})()"
"""All of it in one question: asking costs more than looking."""


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate(_WIDE))


def backward_numbers(page: Page) -> list[str]:
    """Numbers to call whose first digit a reader sees to the right of their last one."""
    return list(page.evaluate(_BACKWARD))


def crowded_cards(page: Page) -> list[str]:
    """Printed cards whose words do not fit, or run into the small type at their foot."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('.sheet .card')].filter(card =>
                card.scrollHeight > card.clientHeight || card.scrollWidth > card.clientWidth
                || card.querySelector('ul').getBoundingClientRect().bottom > card.querySelector('.small').getBoundingClientRect().top)
                .map(card => card.className)"""
        )
    )


def sheets_of_paper(page: Page, size: str) -> int:
    """How many pages come out of a printer."""
    return page.pdf(format=size, print_background=True).count(b"/Type /Page\n")


def seen(page: Page, faults: list[str], file: Path) -> list[str]:
    """What is wrong with one page as it is shown, but for what axe finds: a hundredth of a second each, where axe takes half of one."""
    page.goto(file.as_uri())
    return [*faults, *page.evaluate(_SEEN)]


def looked_at(page: Page, faults: list[str], file: Path, rules: tuple[str, ...] = BEST) -> list[str]:
    """Everything that is wrong with one page as it is shown."""
    return [*seen(page, faults, file), *violations(page, rules)]
