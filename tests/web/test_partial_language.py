"""A language into which little is translated yet: its pages say so in it, and say the rest in English."""

from __future__ import annotations

import re

from ostiary.policy.reading import Problems
from ostiary.web.content.checks_pages import check_pages
from ostiary.web.content.checks_texts import NEEDED
from ostiary.web.content.lint import lint
from web.portal_world import DAY, changed, page, problems_of, templates

SILENT = 'uk = "Ви можете мовчати."'


def _partial() -> dict[str, str]:
    """The shipped texts with Tagalog: what every page needs, and one fact."""
    files = changed("portal.toml", 'code = "tl"\noffered = false', 'code = "tl"\npartial = true')
    for name, text in files.items():
        files[name] = text.replace(
            'uk = { reviewed_by = "" }', 'uk = { reviewed_by = "" }\ntl = { reviewed_by = "" }'
        )
    for text_id in NEEDED:
        gap = " {phone}" if text_id == "site.untranslated" else ""
        files["words-site.toml"] = files["words-site.toml"].replace(
            f'id = "{text_id}"', f'id = "{text_id}"\ntl = "Sa Tagalog ito: {text_id}{gap}"'
        )
    files["facts.toml"] = files["facts.toml"].replace(SILENT, f'{SILENT}\ntl = "Maaari kang manahimik."')
    return files


def test_what_is_not_translated_yet_is_no_problem_and_is_counted() -> None:
    """Each text that is missing, beside what nobody has reviewed."""
    report = lint(_partial(), templates(), DAY)
    assert report.problems == ()
    missing = [one for one in report.unreviewed if "is not said in `tl` (Tagalog)" in one.message]
    assert len(missing) > 100
    assert "tl/card.html" in report.pages


def test_its_pages_say_so_and_are_sound() -> None:
    """In the language itself, with a number to call; English stands as English, and nothing in titles or names is markup."""
    text = page(_partial(), "tl", "rights-door")
    assert 'Sa Tagalog ito: site.untranslated <a class="tel" href="tel:+18554357693">' in text
    assert "<li>Maaari kang manahimik.</li>" in text
    assert '<h1><bdi dir="ltr" lang="en">An officer is at my door</bdi></h1>' in text
    assert "<title>An officer is at my door – Sa Tagalog ito: site.name</title>" in text
    assert not re.search(r'="[^"]*<', text)
    problems = Problems()
    check_pages({"tl/rights-door.html": text}, problems)
    assert {message for _, _, message in problems.found() if "leads to no page" not in message} == set()


def test_what_every_page_needs_must_be_translated() -> None:
    """Or nobody could read that the rest is not."""
    files = _partial()
    files["words-site.toml"] = files["words-site.toml"].replace('tl = "Sa Tagalog ito: site.draft"\n', "")
    assert problems_of(files) == ["words-site.toml: `site.draft` is not said in `tl` (Tagalog)"]


def test_english_cannot_be_partial() -> None:
    """It stands where another language has no text."""
    files = changed("portal.toml", 'code = "en"', 'code = "en"\npartial = true')
    assert any(one.startswith("portal.toml: `en` cannot be partial") for one in problems_of(files))


def test_a_whole_language_misses_nothing() -> None:
    """Without `partial` each missing text is a problem."""
    files = _partial()
    files["portal.toml"] = files["portal.toml"].replace("partial = true", "")
    assert len([one for one in problems_of(files) if "is not said in `tl`" in one]) > 100
