"""A review binds to the words that were read; an entry of the help list to the day of the next check."""

from __future__ import annotations

from datetime import date

import pytest

from ostiary.web.content.model import Threshold
from ostiary.web.content.reviews import (
    ChangedSince,
    Drafted,
    Fresh,
    Reviewed,
    Stale,
    Unchecked,
    check_of,
    in_order,
    standing_of,
)
from ostiary.web.content.speaking import Speaker
from web.portal_world import DAY, changed, page, portal_of, problems_of, reviewed, shipped

NOVEMBER = date(2026, 11, 20)
CHECKED = 'checked_by = "C. Caller"\nchecked_on = 2026-11-01\nnext_check = 2027-01-01'


def _door(files: dict[str, str], code: str = "es") -> object:
    return standing_of(portal_of(files).situations[0].sheet, code)


def _checked(files: dict[str, str], helper: str) -> dict[str, str]:
    """The texts as somebody writes them who has called a helper."""
    before, _, after = files["help.toml"].partition(f'id = "{helper}"')
    assert after
    checked = after.replace('checked_by = ""', CHECKED, 1)
    return files | {"help.toml": f'{before}id = "{helper}"{checked}'}


def test_a_card_is_reviewed_in_one_language() -> None:
    """Who has read the Spanish has not read the Polish."""
    files = reviewed(shipped(), "rights-door.toml", "es")
    assert _door(files) == Reviewed("R. Viewer", NOVEMBER)
    assert _door(files, "pl") == Drafted()
    assert problems_of(files) == []


def test_a_changed_fact_ends_the_review_of_each_card_that_names_it() -> None:
    """Also where the fact stands in another file; in other languages the review stays."""
    files = reviewed(reviewed(shipped(), "rights-door.toml", "es"), "rights-door.toml", "pl")
    files["facts.toml"] = files["facts.toml"].replace("Usted puede guardar silencio.", "Puede callar.")
    assert _door(files) == ChangedSince("R. Viewer", NOVEMBER)
    assert _door(files, "pl") == Reviewed("R. Viewer", NOVEMBER)


@pytest.mark.parametrize(
    "line",
    [
        'es = { reviewed_by = "R. Viewer" }',
        'es = { reviewed_by = "R. Viewer", reviewed_on = 2026-11-20 }',
        'es = { reviewed_by = "", reviewed_on = 2026-11-20, reviewed_text = "0123456789abcdef" }',
    ],
)
def test_half_a_review_is_a_problem_and_a_draft(line: str) -> None:
    """A name alone, or no name, is never shown as a review."""
    files = changed("rights-door.toml", 'es = { reviewed_by = "" }', line)
    assert _door(files) == Drafted()
    assert any(
        "a review says `reviewed_by`, `reviewed_on` and `reviewed_text`" in one for one in problems_of(files)
    )


def test_a_review_of_other_words_is_shown_as_changed() -> None:
    """Whoever writes a name must know the text's digest, and that is of these very words."""
    line = 'es = { reviewed_by = "R. Viewer", reviewed_on = 2026-11-20, reviewed_text = "0123456789abcdef" }'
    assert _door(changed("rights-door.toml", 'es = { reviewed_by = "" }', line)) == ChangedSince(
        "R. Viewer", NOVEMBER
    )


def test_a_review_of_a_day_to_come_is_a_problem() -> None:
    """Somebody has mistyped the year, or worse."""
    files = reviewed(shipped(), "rights-door.toml", "es", on="2027-11-20")
    assert (
        "rights-door.toml: `rights-door` was not reviewed on 2027-11-20: that day has not come"
        in problems_of(files)
    )


def test_what_is_overdue_is_a_problem_and_warns() -> None:
    """On the last day it may still be shown; on the next it may not, whoever has reviewed it."""
    files = reviewed(shipped(), "rights-door.toml", "es")
    assert problems_of(files, date(2027, 2, 26)) == []
    assert "rights-door.toml: the review of `rights-door` was due by 2027-02-26" in problems_of(
        files, date(2027, 2, 27)
    )
    portal = portal_of(files)
    said = [one.said for one in Speaker(portal, "es", date(2027, 2, 27)).notices(portal.situations[0].sheet)]
    assert len(said) == 1
    assert "antes del" in said[0]


def test_a_reviewed_page_says_by_whom() -> None:
    """Once every sheet that the page is made of is reviewed, and not before."""
    files = reviewed(shipped(), "words-site.toml", "es")
    files = reviewed(files, "words-rights.toml", "es")
    assert "borrador" in page(files, "es", "rights-door")
    files = reviewed(files, "rights-door.toml", "es")
    text = page(files, "es", "rights-door")
    assert "borrador" not in text
    assert 'Revisado el <bdi dir="ltr">2026-11-20</bdi> por <bdi dir="ltr" lang="en">R. Viewer</bdi>' in text
    assert "borrador" in page(files, "es", "rights-street")


def test_helpers_are_fresh_until_the_next_check() -> None:
    """And then stale; without a check they are neither."""
    helper = portal_of(_checked(shipped(), "nijc")).helpers[1]
    assert check_of(helper, date(2027, 1, 1)) == Fresh("C. Caller", date(2026, 11, 1))
    assert check_of(helper, date(2027, 1, 2)) == Stale("C. Caller", date(2026, 11, 1))
    assert check_of(portal_of(shipped()).helpers[1], DAY) == Unchecked()


def test_fresh_helpers_come_first_and_stale_ones_last() -> None:
    """Whatever their order in the file."""
    portal = portal_of(_checked(shipped(), "nijc"))
    assert [one.id for one in in_order(portal.helpers, DAY, "en")] == ["nijc", "icirr", "ilrc"]
    assert [one.id for one in in_order(portal.helpers, date(2027, 1, 2), "en")] == ["icirr", "ilrc", "nijc"]


def test_helpers_who_speak_the_language_come_first_among_equals() -> None:
    """Freshness counts more: a number that nobody answers helps in no language."""
    files = changed("help.toml", 'id = "ilrc"', 'id = "ilrc"\nlanguages = ["es", "en"]')
    helpers = portal_of(files).helpers
    assert [one.id for one in in_order(helpers, DAY, "es")] == ["ilrc", "icirr", "nijc"]
    assert [one.id for one in in_order(helpers, DAY, "pl")] == ["icirr", "nijc", "ilrc"]
    helpers = portal_of(_checked(files, "nijc")).helpers
    assert [one.id for one in in_order(helpers, DAY, "es")] == ["nijc", "ilrc", "icirr"]


def test_a_stale_helper_is_a_problem_and_warns() -> None:
    """Lint fails on it; a page that is served all the same says when it was checked last."""
    files = _checked(shipped(), "icirr")
    late = date(2027, 1, 2)
    assert problems_of(files) == []
    assert "help.toml: `icirr` was last checked on 2026-11-01, and again by 2027-01-01" in problems_of(
        files, late
    )
    portal = portal_of(files)
    speaker = Speaker(portal, "en", late)
    assert "We last checked this on" in speaker.check(portal.helpers[0]).said
    assert "This number was last checked on" in str(speaker.number_warning(portal.helpers[0]))
    assert Speaker(portal, "en", DAY).number_warning(portal.helpers[0]) is None


@pytest.mark.parametrize("line", ["checked_on = 2026-11-01", "next_check = 2027-01-01"])
def test_half_a_check_is_a_problem(line: str) -> None:
    """Who, when, and until when: or nothing."""
    files = changed("help.toml", 'checked_by = ""', f'checked_by = ""\n{line}')
    assert (
        "help.toml: `icirr` needs `checked_by`, `checked_on` and `next_check`, or none of them"
        in problems_of(files)
    )


def test_a_check_of_a_day_to_come_is_a_problem() -> None:
    """Nobody has called tomorrow."""
    files = _checked(shipped(), "icirr")
    assert "help.toml: `icirr` was not checked on 2026-11-01: that day has not come" in problems_of(
        files, date(2026, 10, 31)
    )


def test_the_hotline_must_have_a_number() -> None:
    """Every card shows it."""
    files = changed("portal.toml", 'hotline = "icirr"', 'hotline = "nijc"')
    assert "portal.toml: `hotline` names no entry of the help list with a number: `nijc`" in problems_of(
        files
    )


def test_a_language_that_is_owed_must_be_offered() -> None:
    """From the threshold on, and not below it."""
    counted = 'code = "tl"\nspeakers = {}\ncounted_by = "census"\ncounted_on = 2026-01-01'
    owed = changed("portal.toml", 'code = "tl"', counted.format(10000))
    assert problems_of(owed) == [
        "portal.toml: `tl` (Tagalog) is spoken by 10000; from 10000 it must be offered"
    ]
    assert problems_of(changed("portal.toml", 'code = "tl"', counted.format(9999))) == []


def test_the_threshold_is_the_lesser_of_share_and_number() -> None:
    """5 % of 100,000 people are 5,000; of three million they are more than 10,000."""
    assert Threshold("", 5, 10000, 100_000).at == 5000
    assert Threshold("", 5, 10000, 3_000_000).at == 10000
    assert Threshold("", 5, 10000, 0).at == 10000
    assert Threshold("", 5, 10000, 101).at == 6


def test_a_language_is_named_once_and_english_always() -> None:
    """Two entries could say two things; officers read English."""
    twice = changed("portal.toml", 'code = "tl"', 'code = "uk"')
    assert "portal.toml: the language `uk` is named more than once" in problems_of(twice)
    without = changed("portal.toml", 'code = "en"', 'code = "en"\noffered = false')
    assert any("the portal must offer `en`" in one for one in problems_of(without))


def test_a_review_of_a_language_that_is_not_offered_is_a_problem() -> None:
    """And a language without its line of reviews is one, too."""
    files = changed("rights-door.toml", 'uk = { reviewed_by = "" }', 'fr = { reviewed_by = "" }')
    assert problems_of(files) == [
        "rights-door.toml: `rights-door` does not say who has reviewed it in `uk`",
        "rights-door.toml: `rights-door` has a review in `fr`, which the portal does not offer",
    ]
