"""The form of a portal's texts: everything wrong at once, and nothing that is written goes unread."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.policy.reading import Problems
from ostiary.web.content.reading import MAX_FILES, read_portal
from web.portal_world import changed, portal_of, shipped


def _problems(files: dict[str, str]) -> list[str]:
    problems = Problems()
    read_portal(files, problems)
    return [f"{file}: {message}" for file, _, message in problems.found()]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("facts.toml", 'es = "Usted', 'esp = "Usted', "unknown language `esp` (did you mean `es`?)"),
        ("facts.toml", 'kind = "report"', 'kind = "rumour"', "unknown kind `rumour`"),
        ("facts.toml", 'cite = "5 ILCS 805/15"\n', "", "`cite` is missing"),
        ("facts.toml", 'id = "leave"', 'id = "silent"', "`silent` is already used at facts.toml:13"),
        ("rights-door.toml", '"slide"', '"slyde"', "unknown fact `slyde` (did you mean `slide`?)"),
        ("rights-door.toml", 'id = "door"', 'id = "dorr"', "unknown situation `dorr` (did you mean `door`?)"),
        ("rights-door.toml", 'can = ["silent", "slide", "ask-who", "lawyer"]\n', "", "`can` names no fact"),
        ("rights-door.toml", "review_due = 2027-02-26\n", "", "`review_due` is missing"),
        ("rights-door.toml", 'pl = { reviewed_by = "" }', "pl = {}", "`reviewed_by` is missing"),
        ("rights-door.toml", 'pl = { reviewed_by = "" }', 'pl = { read_by = "" }', "unknown key `read_by`"),
        ("rights-work.toml", 'id = "work"', 'id = "street"', "`street` has a card already, in rights-street"),
        ("help.toml", '"+18554357693"', '"855 435"', "`phone` must be a plus sign and up to fifteen digits"),
        ("help.toml", '"1-855-435-7693"', '"1-855-435-7694"', "`shown` is not the number `+18554357693`"),
        ("help.toml", '"1-855-435-7693"', '"7693"', "`shown` is not the number `+18554357693`"),
        (
            "rights-door.toml",
            "[situation]",
            '[[text]]\nid = "home.alone"\nen = "x"\n[situation]',
            "the file of a rights card holds no other texts",
        ),
        (
            "help.toml",
            '"https://immigrantjustice.org/"',
            '"http://immigrantjustice.org/"',
            "`web` must be an address",
        ),
        ("help.toml", 'checked_by = ""', 'languages = ["xx"]\nchecked_by = ""', "unknown language `xx`"),
        ("portal.toml", 'code = "uk"', 'code = "ua"', "unknown language `ua`"),
        ("portal.toml", "percent = 5", "percent = 500", "`percent` is at most 100"),
        ("portal.toml", "people = 10000", "people = 0", "`people` must be at least 1"),
        ("portal.toml", 'code = "tl"', 'code = "tl"\nspeakers = 9', "`counted_by` is missing"),
        ("portal.toml", "https://www.wikipedia.org/", "javascript:alert(1)", "`exit_to` must be an address"),
    ],
)
def test_a_fault_of_form_is_found(file: str, old: str, new: str, problem: str) -> None:
    """Each with the file in which it stands."""
    assert any(one.startswith(f"{file}: {problem}") for one in _problems(changed(file, old, new)))


def test_a_card_that_is_missing_is_missed() -> None:
    """Six places, six cards."""
    files = shipped()
    del files["rights-school.toml"]
    assert "portal.toml: no file has the card of the situation `school`" in _problems(files)


def test_a_file_without_a_review_is_one_problem() -> None:
    """Not one for each key that is missing with it."""
    assert _problems(changed("words-home.toml", "[review]", "[revue]")) == [
        "words-home.toml: `review` is missing",
        "words-home.toml: unknown key `revue` (did you mean `review`?)",
    ]


def test_a_city_is_said_once() -> None:
    """Neither not at all nor twice."""
    files = shipped()
    said = files.pop("portal.toml")
    assert "portal.toml: `[portal]` is said 0 times; once is right" in _problems(files)
    twice = files | {"a.toml": said, "b.toml": said}
    assert "portal.toml: `[portal]` is said 2 times; once is right" in _problems(twice)


def test_more_files_than_are_read_are_refused() -> None:
    """A folder of something else is not read by halves."""
    files = {f"{number}.toml": "" for number in range(MAX_FILES + 1)}
    assert f"portal.toml: a portal has at most {MAX_FILES} files, not {MAX_FILES + 1}" in _problems(files)


def test_a_file_that_is_no_toml_hides_no_other_problem() -> None:
    """All at once."""
    files = changed("facts.toml", 'kind = "report"', 'kind = "rumour"')
    files["help.toml"] = "[[help]\n"
    found = _problems(files)
    assert any(one.startswith("help.toml: not TOML") for one in found)
    assert any("unknown kind `rumour`" in one for one in found)


@settings(max_examples=60)
@given(st.sampled_from(sorted(shipped())), st.text(max_size=40), st.floats(0, 1))
def test_whatever_stands_in_a_file_is_a_portal_or_a_problem(file: str, put_in: str, where: float) -> None:
    """No text makes reading fail in another way; a file alone is no portal."""
    text = shipped()[file]
    at = int(where * len(text))
    problems = Problems()
    read_portal({file: text[:at] + put_in + text[at:]}, problems)
    assert problems.lines()


def test_what_is_not_known_of_a_helper_is_empty() -> None:
    """And not guessed."""
    nijc = next(one for one in portal_of(shipped()).helpers if one.id == "nijc")
    assert (nijc.phone, nijc.cost, nijc.hours, nijc.languages, nijc.checked_on) == ("", None, None, (), None)


def test_the_languages_of_the_bar_are_those_that_are_offered() -> None:
    """A language that is only counted is no page."""
    files = changed("portal.toml", 'code = "pl"', 'code = "pl"\noffered = false')
    assert portal_of(files).languages == ("en", "es", "zh-Hans", "ar", "uk")
