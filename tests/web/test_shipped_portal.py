"""The portal that comes with Ostiary is whole, says the same in six languages, and says that nobody has reviewed it."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from ostiary.web.content.checks_texts import all_texts, numbers
from ostiary.web.content.languages import ENGLISH, KNOWN
from ostiary.web.content.model import SITUATIONS
from ostiary.web.content.pages import MAX_PAGE_BYTES, PAGES
from ostiary.web.content.reviews import Drafted, standing_of
from ostiary.web.content.sentences import GRADE, grade
from web.portal_world import LANGUAGES, pages, portal_of, report, shipped


class _Text(HTMLParser):
    """The words of a page, and what stands in isolates that run left to right."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.isolated: list[str] = []
        self._open: list[bool] = []
        self._skipping = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipping = self._skipping or tag == "style"
        if tag == "bdi":
            self._open.append(("dir", "ltr") in attrs)

    def handle_endtag(self, tag: str) -> None:
        self._skipping = self._skipping and tag != "style"
        if tag == "bdi":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            (self.isolated if any(self._open) else self.said).append(data)


def test_nothing_is_wrong_with_it() -> None:
    """And a page was made for each place in each language, and one that offers the languages."""
    assert [str(one) for one in report().problems] == []
    assert len(report().pages) == len(PAGES) * len(LANGUAGES) + 1
    assert report().languages == LANGUAGES


def test_every_situation_has_a_card_in_every_language() -> None:
    """Door, street, car, work, police station and school."""
    portal = portal_of(shipped())
    assert tuple(one.id for one in portal.situations) == SITUATIONS
    for card in portal.situations:
        assert {code for code in LANGUAGES if all(fact.text.said.get(code) for fact in card.facts)} == set(
            LANGUAGES
        )


def test_the_same_facts_stand_in_each_language() -> None:
    """The same ids because each fact is one, and the same numbers, dates and forms in what is said of it."""
    texts = list(all_texts(portal_of(shipped())))
    assert len(texts) > 150
    for text in texts:
        assert {code: numbers(text.said[code]) for code in LANGUAGES} == dict.fromkeys(
            LANGUAGES, numbers(text.said[ENGLISH])
        )


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_has_the_same_numbers_to_call_laws_and_links_in_each_language(page: str) -> None:
    """Whatever the language: numbers in isolates, links with the language's own folder aside, and citations."""
    found = {}
    for code in LANGUAGES:
        text = pages()[f"{code}/{page}.html"]
        isolated = sorted(one for one in _Text(text).isolated if re.search(r"\d", one))
        links = sorted(re.findall(r'href="((?!\.\./)[^"]+)"', text))
        found[code] = (isolated, links)
    assert all(one == found[ENGLISH] for one in found.values())


def test_every_page_says_in_its_own_language_that_nobody_has_reviewed_it() -> None:
    """No sheet of the shipped texts can be shown as reviewed, and no page claims it."""
    portal = portal_of(shipped())
    assert all(standing_of(sheet, code) == Drafted() for sheet in portal.all_sheets for code in LANGUAGES)
    for code in LANGUAGES:
        draft = portal.words["site.draft"].in_language(code)
        begins = portal.words["site.reviewed"].in_language(code).partition("{")[0]
        for page in PAGES:
            text = pages()[f"{code}/{page.name}.html"]
            assert draft in text, (code, page.name)
            assert begins not in text, (code, page.name)


def test_every_file_says_that_nobody_has_reviewed_it() -> None:
    """For those who read the files and no page."""
    silent = [name for name, text in shipped().items() if "NOT REVIEWED" not in text and "NOBODY" not in text]
    assert silent == ["portal.toml"]


def test_nothing_runs_loads_or_sends() -> None:
    """No script, no cookie, no second file; the only addresses are links that somebody follows."""
    for address, text in pages().items():
        assert not re.search(r"<(script|img|link|iframe|form|object)|\bsrc=|@import|url\(", text), address
        assert "default-src 'none'; style-src 'sha256-" in unescape(text)
        outside = set(re.findall(r'href="(https?:[^"]+)"', text))
        assert outside <= {
            "https://www.wikipedia.org/",
            "https://immigrantjustice.org/",
            "https://www.ilrc.org/red-cards-tarjetas-rojas",
        }


def test_pages_are_light() -> None:
    """With their style sheet inside."""
    assert max(len(text.encode()) for text in pages().values()) < MAX_PAGE_BYTES


def test_a_number_to_call_is_written_once() -> None:
    """In the help list; no other text holds one."""
    assert [name for name, text in shipped().items() if "435-7693" in text] == ["help.toml"]
    assert "tel:+18554357693" in pages()["ar/rights-door.html"]


def test_the_press_line_is_nowhere() -> None:
    """One helper's page gives a number for the press, which helps no resident."""
    assert not [name for name, text in (shipped() | dict(pages())).items() if "833-2967" in text]


def test_english_is_for_grade_six() -> None:
    """Each sheet by itself."""
    grades = {
        sheet.name: grade(text.said[ENGLISH] for text in sheet.texts)
        for sheet in portal_of(shipped()).all_sheets
    }
    assert max(grades.values()) <= GRADE, grades


def test_a_page_says_its_language_and_direction() -> None:
    """Arabic runs right to left, and each language is named in its own script on every page."""
    for code in LANGUAGES:
        text = pages()[f"{code}/who.html"]
        assert f'<html lang="{code}" dir="{KNOWN[code].direction}">' in text
        assert all(f">{KNOWN[other].own_name}</a>" in text for other in LANGUAGES)
    assert '<html lang="ar" dir="rtl">' in pages()["ar/index.html"]


def test_officers_get_english() -> None:
    """What is said or shown to an officer stands on every card in English, and is marked as English."""
    portal = portal_of(shipped())
    for code in LANGUAGES:
        for situation in portal.situations:
            text = pages()[f"{code}/rights-{situation.id}.html"]
            for fact in situation.say:
                assert f'<p class="phrase" lang="en" dir="ltr">“{fact.text.in_language(ENGLISH)}”</p>' in text


def test_a_card_says_what_it_rests_on_and_what_is_open() -> None:
    """For whoever reviews it: the source of each fact, and the questions for counsel, marked as English."""
    for situation in portal_of(shipped()).situations:
        text = unescape(pages()[f"ar/rights-{situation.id}.html"])
        assert '<div lang="en" dir="ltr">' in text
        assert [fact.id for fact in situation.facts if fact.source not in text] == []
        assert situation.open_for_counsel
        assert [line for line in situation.open_for_counsel if line not in text] == []


def test_a_correction_is_marked_as_one() -> None:
    """On the page, in its language, beside the sentence."""
    text = pages()["es/rights-door.html"]
    marked = re.findall(
        r"<li>([^<]*(?:<bdi[^>]*>[^<]*</bdi>[^<]*)*)<small>Un abogado todavía tiene que confirmarlo", text
    )
    assert len(marked) == 5
    assert marked[0].startswith("No tiene que abrir la puerta sin una orden de un juez.")


def test_a_sheet_has_ten_cards_on_either_side() -> None:
    """Ten in front in the reader's language, ten on the back in English, and one of each to look at."""
    text = pages()["pl/card.html"]
    assert text.count('<div class="card front">') == 11
    assert text.count('<div class="card back" lang="en" dir="ltr">') == 11
    assert text.count('class="sheet"') == 2
    assert pages()["pl/card-black.html"].count('class="sheet black"') == 2


def test_a_card_has_its_date_its_version_and_what_nobody_has_checked() -> None:
    """In small type on either side."""
    text = pages()["en/card.html"]
    small = re.findall(r'<p class="small">(.*?)</p>', text, re.DOTALL)
    assert len(small) == 22
    assert all("2026-11-26" in one and "Draft, checked by no lawyer" in one for one in small)
    assert all("number not checked" in one for one in small[:1])
    assert len({re.findall(r"· ([0-9a-f]{8})</bdi>", one)[0] for one in small}) == 1
