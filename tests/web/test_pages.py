"""What a page is made of: its own style sheet and no other, the city's words where there are any, a version that means the texts."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

import pytest
from jinja2 import UndefinedError

from ostiary.web.content.pages import PAGES, STYLES, environment_of, page_of, version_of
from ostiary.web.content.speaking import Speaker
from web.portal_world import DAY, changed, page, pages, portal_of, shipped, templates

COUNTER = '[portal.counter]\nplace = "Room <100>, City Hall"\nhours = "Monday, 09:00-16:00"\nanswer_days = 30\n\n[portal.threshold]'


def test_the_policy_of_a_page_names_its_own_style_sheet() -> None:
    """By the hash of what stands in it, so that no other is honoured, and that one is, wherever the page is opened."""
    for text in pages().values():
        style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
        assert len(style) == 1
        assert f"style-src 'sha256-{digest}'" in unescape(text)


def test_a_style_sheet_cannot_end_its_element() -> None:
    """It is the one text that is not escaped."""
    with pytest.raises(ValueError, match="no `<`"):
        environment_of(dict(templates()) | {STYLES[1]: "</style>"})


def test_a_template_that_asks_for_what_is_not_there_is_an_error() -> None:
    """And not a hole in a page."""
    environment = environment_of(dict(templates()) | {"home.html": "{{ nothing }}"})
    with pytest.raises(UndefinedError):
        page_of(Speaker(portal_of(shipped()), "en", DAY), environment, PAGES[0], "")


def test_what_a_city_says_of_its_counter_stands_on_the_pages() -> None:
    """Escaped and marked as English; until then the pages say that the city has not said it."""
    files = changed("portal.toml", "[portal.threshold]", COUNTER)
    who, complaint = page(files, "ar", "who"), page(files, "en", "complaint")
    assert '<bdi dir="ltr" lang="en">Room &lt;100&gt;, City Hall</bdi>' in who
    assert '<bdi dir="ltr" lang="en">Monday, 09:00-16:00</bdi>' in who
    assert 'The city has set <bdi dir="ltr">30</bdi> days' in complaint
    assert "The city has not said yet where the counter is." in page(shipped(), "en", "who")
    assert "The city has not said yet how long an answer takes." in page(shipped(), "en", "complaint")


def test_the_version_stands_for_every_text() -> None:
    """In any language; a card that was printed before a change can be told from one printed after it."""
    before = version_of(portal_of(shipped()))
    assert re.fullmatch("[0-9a-f]{8}", before)
    assert (
        version_of(portal_of(changed("facts.toml", "Ви можете мовчати.", "Ви можете не говорити."))) != before
    )
    assert version_of(portal_of(changed("words-card.toml", "My rights", "Your rights"))) != before
    assert version_of(portal_of(shipped())) == before


def test_a_language_that_is_not_offered_has_no_page_and_no_link() -> None:
    """The bar has what there is."""
    files = changed("portal.toml", 'code = "pl"', 'code = "pl"\noffered = false')
    assert "../pl/" not in page(files, "en", "who")
    assert "../uk/who.html" in page(files, "en", "who")


def test_thousands_are_not_parted_by_a_comma_or_a_point() -> None:
    """Readers of Spanish and Polish would take one of them for a fraction."""
    assert '<bdi dir="ltr">10\u202f000</bdi>' in pages()["pl/about.html"]
