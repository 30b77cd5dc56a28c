"""A page that is broken, heavy, or calls elsewhere is found."""

from __future__ import annotations

import pytest

from ostiary.policy.reading import Problems
from ostiary.web.content.checks_pages import check_pages
from ostiary.web.content.pages import MAX_PAGE_BYTES
from web.portal_world import pages

GOOD = '<!doctype html><html lang="ar" dir="rtl"><head><title>t</title></head><body>{}</body></html>'
OTHER = '<!doctype html><html lang="en" dir="ltr"><head><title>t</title></head><body><p id="here">x</p></body></html>'


def _problems(body: str, page: str = GOOD) -> list[str]:
    problems = Problems()
    check_pages({"ar/a.html": page.format(body), "en/b.html": OTHER}, problems)
    return [message for _, _, message in problems.found()]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>1-855-435-7693</p>", ['a number to call is not isolated: it needs `<bdi dir="ltr">`']),
        ("<bdi>1-855-435-7693</bdi>", ['a number to call is not isolated: it needs `<bdi dir="ltr">`']),
        ('<bdi dir="ltr"><b>1-855-435-7693</b></bdi>', []),
        (
            '<bdi dir="ltr">x</bdi>855-435-7693',
            ['a number to call is not isolated: it needs `<bdi dir="ltr">`'],
        ),
        ('<a href="../en/b.html#here">x</a>', []),
        ('<a href="../en/c.html">x</a>', ["the link `../en/c.html` leads to no page"]),
        ('<a href="../../etc/passwd">x</a>', ["the link `../../etc/passwd` leads to no page"]),
        (
            '<a href="../en/b.html#there">x</a>',
            ["the link `../en/b.html#there` leads to no place on its page"],
        ),
        ('<a href="#there">x</a>', ["the link `#there` leads to no place on its page"]),
        ("<a>x</a>", []),
        ('<a href="http://example.org/">x</a>', ["the link `http://example.org/` leads to no page"]),
        ('<a href="javascript:x">x</a>', ["the link `javascript:x` leads to no page"]),
        ('<a href="https://example.org/">x</a><a href="tel:+15550100">x</a>', []),
        ("<script></script>", ["the page has an element `script`"]),
        ('<img src="x">', ["the page has an attribute `src`", "the page has an element `img`"]),
        ('<p style="color: red">x</p>', ["the page has an attribute `style`"]),
        ('<p onclick="x">x</p>', ["the page has an attribute `onclick`"]),
        ('<p id="x">x</p><p id="x">x</p>', ["the page has the id `x` more than once"]),
        (
            "<p>x</b>",
            ["the page closes `b` where it is not open", "the page closes `body` where it is not open"],
        ),
        (
            "x" * MAX_PAGE_BYTES,
            [f"the page has 60090 bytes, at most {MAX_PAGE_BYTES} are right"],
        ),
    ],
)
def test_what_is_wrong_with_a_page_is_found(body: str, found: list[str]) -> None:
    """Each fault alone, and what is right is not a fault."""
    said = _problems(body)
    assert all(one in said for one in found), said
    assert bool(said) is bool(found), said


def test_a_page_says_its_title_language_and_direction() -> None:
    """Screen readers need the first two, and Arabic the third."""
    assert _problems("", GOOD.replace("<title>t</title>", "")) == ["the page has no title"]
    assert _problems("", GOOD.replace('lang="ar"', 'lang="en"')) == [
        "the page does not say that it is in `ar`"
    ]
    assert _problems("", GOOD.replace(' dir="rtl"', "")) == ["the page does not say that it runs `rtl`"]
    assert _problems("", GOOD.replace("</body></html>", "")) == ["the page leaves `body` open"]


def test_the_shipped_pages_can_be_spoiled() -> None:
    """An isolate that is taken away from the card of one language is found with the page and its line."""
    spoiled = dict(pages())
    spoiled["ar/card.html"] = spoiled["ar/card.html"].replace('<bdi dir="ltr">1-855', "<bdi>1-855", 1)
    problems = Problems()
    check_pages(spoiled, problems)
    assert [(file, message) for file, _, message in problems.found()] == [
        ("ar/card.html", 'a number to call is not isolated: it needs `<bdi dir="ltr">`')
    ]
