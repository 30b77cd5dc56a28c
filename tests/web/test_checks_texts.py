"""What is said differently, too long, or not at all is found, with its file and line."""

from __future__ import annotations

import pytest

from ostiary.web.content.lint import lint
from web.portal_world import DAY, changed, problems_of, shipped, templates

EN = 'en = "You can stay silent."'
ES = 'es = "Usted puede guardar silencio."'


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("facts.toml", f"{ES}\n", "", "`silent` is not said in `es` (Español)"),
        (
            "facts.toml",
            ES,
            'es = "Usted puede guardar silencio 2 veces."',
            "`silent` has other numbers than in English: 2, not none",
        ),
        (
            "facts.toml",
            "النموذجان I-200 و I-205",
            "النموذجان I-200 و I-203",
            "`admin-form` has other numbers than in English: I-200, I-203, not I-200, I-205",
        ),
        (
            "facts.toml",
            ES,
            'es = "You can stay silent."',
            "`silent` is the same as in English: it is not translated",
        ),
        (
            "facts.toml",
            EN,
            'en = "You can, when anybody asks you anything at all, and be it only once, in any place, stay silent for ever."',
            "a sentence has 21 words, at most 18 are right: `You can, when anybody asks you...`",
        ),
        (
            "facts.toml",
            'zh-Hans = "您可以保持沉默。"',
            f'zh-Hans = "{"您可以保持沉默" * 6}。"',
            "a sentence has 42 characters, at most 40 are right: `您可以保持沉默您可以保持沉默您可以保持沉默您可以保持沉默您可...`",
        ),
        (
            "facts.toml",
            EN,
            'en = "You can stay silent, or call 1-855-435-7693."',
            "a number to call stands in the text; it belongs in help.toml, and a page isolates it",
        ),
        (
            "facts.toml",
            EN,
            'en = "You can stay <b>silent</b>."',
            "the text holds a mark of HTML; texts are plain",
        ),
        (
            "facts.toml",
            ES,
            'es = "Usted puede guardar silencio, sen\\u0303or."',
            "the text is not in the composed form of Unicode (NFC)",
        ),
        (
            "words-site.toml",
            "Llame al {phone}",
            "Llame al {number}",
            "`site.call` must have {phone}",
        ),
        (
            "words-home.toml",
            "What do you need?",
            "What do you need, {name}?",
            "`home.title` must have no gaps",
        ),
        ("facts.toml", 'fr = "Vous"', "", ""),
        (
            "words-home.toml",
            'id = "home.alone"',
            'id = "home.lonely"',
            "no page shows the text `home.lonely`",
        ),
        ("rights-school.toml", '"plan-contact", ', "", "no card names the fact `plan-contact`"),
        (
            "rights-door.toml",
            'can = ["silent", ',
            'can = ["silent", "silent", ',
            "the card `door` names the fact `silent` 2 times",
        ),
        (
            "rights-door.toml",
            'can = ["silent", ',
            'can = ["say-silent", ',
            "`say-silent` must be a fact and not what is said to an officer",
        ),
        (
            "rights-door.toml",
            'say = ["say-warrant", ',
            'say = ["silent", ',
            "`silent` must be what is said to an officer",
        ),
    ],
)
def test_a_fault_is_found(file: str, old: str, new: str, problem: str) -> None:
    """Each fault of a text, spoiled by hand."""
    if not problem:
        files = changed(file, EN, f"{EN}\n{old}")
        assert problems_of(files) == ["facts.toml: `silent` is said in `fr`, which the portal does not offer"]
        return
    assert f"{file if not problem.startswith('no card') else 'facts.toml'}: {problem}" in problems_of(
        changed(file, old, new)
    )


def test_a_word_that_a_page_needs_is_missed() -> None:
    """Nothing is made from texts with a hole."""
    files = changed("words-home.toml", 'id = "home.alone"', 'id = "home.lonely"')
    assert "portal.toml: no file has the text `home.alone`, which a page shows" in problems_of(files)
    assert lint(files, templates(), DAY).pages == {}


def test_legal_prose_is_found() -> None:
    """A sheet whose English asks for more than grade six."""
    hard = "Administrative authorization documentation necessitates examination."
    files = changed("help.toml", "A hotline for immigrant families in Illinois.", hard)
    assert any(one.startswith("help.toml: the English of `help` is for grade ") for one in problems_of(files))


def test_problems_have_lines_and_come_all_at_once() -> None:
    """In the order of files and lines, so that an author mends them in one go."""
    files = changed("facts.toml", f"{ES}\n", "")
    files["words-home.toml"] = files["words-home.toml"].replace("What do you need?", "What do <you> need?")
    report = lint(files, templates(), DAY)
    asked = shipped()["words-home.toml"].splitlines().index('en = "What do you need?"') + 1
    assert [str(one) for one in report.problems] == [
        f"facts.toml:{shipped()['facts.toml'].splitlines().index('[[fact]]') + 1}: `silent` is not said in `es` (Español)",
        f"words-home.toml:{asked}: the text holds a mark of HTML; texts are plain",
    ]
