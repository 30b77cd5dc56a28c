"""The whole policy to read and to sign: complete, the same on every machine, and nothing in it but text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import chain, pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.model.bundle import Bundle
from ostiary.model.markup import element, page
from ostiary.model.rules import Rule
from ostiary.policy.compiled_form import rendering_hash, with_version
from ostiary.policy.load import load_bundle
from ostiary.policy.rendering.as_html import SEALED, page_of
from ostiary.policy.rendering.as_text import WIDTH, text_hash, text_of, wrapped
from ostiary.policy.rendering.contents import NOT_REVIEWED, document_of
from ostiary.policy.rendering.document import Clause, Document, Particulars
from ostiary.policy.rendering.style import STYLE
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO, PEOPLE, POLICY, STEADY, bundles, small_files

RULES = """
[[promise]]
id = "N1"
cite = "s. 0"
quote = "No one, ever."
strength = "permanent"
never.purpose = "robbery"
[[permit]]
id = "P1"
cite = "s. 1"
when.record_class = "persons"
[[prohibit]]
id = "X1"
cite = "s. 2"
quote = "Not for robbery."
when.purpose = "robbery"
[[prohibit.unless]]
role = "judge"
[[duty]]
id = "D1"
cite = "s. 1"
row_limit = 5
mask.persons.ssn = "hidden"
"""
MORE = """
[[agreement]]
code = "g1"
agency = "bureau"
title = "Agreement with the bureau"
cite = "doc. 1"
effective = 2026-01-01
expires = 2027-01-01
[[agreement]]
code = "g2"
agency = "bureau"
title = "What the bureau declares"
cite = "doc. 2"
effective = 2026-01-01
kind = "declaration"
[[official]]
code = "mayor"
name = "A Mayor"
office = "Mayor"
vkey = "mayor+0123abcd+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh"
[[basis]]
code = "written-request"
title = "Written request"
[case_table]
record_class = "cases"
number = "number"
opened = "opened_on"
closed = "closed_on"
[[record_class]]
name = "cases"
schema = "city"
title = "Cases"
column = [{ name = "number", type = "text" }, { name = "opened_on", type = "date" }, { name = "closed_on", type = "date" }]
"""
HEAD = """effective = 2026-02-03
review = "Drafted by programmers; not reviewed by a lawyer."
open_for_counsel = ["What about Mondays?"]
leaves_out = ["Sundays"]
"""
SUSPENDED = PEOPLE.replace(
    'name = "Bureau, East"\n',
    'name = "Bureau, East"\nstatus = "suspended"\nstate = "IL"\nori = "IL0000001"\nlabels = ["287g"]\n',
)


@pytest.fixture(name="full", scope="module")
def full_bundle() -> Bundle:
    """A small bundle that has something in every section."""
    return load_bundle(small_files(RULES, policy=POLICY + HEAD, people=SUSPENDED, more=MORE))


def text(bundle: Bundle) -> str:
    """A bundle as text."""
    return text_of(document_of(bundle))


def html(bundle: Bundle) -> str:
    """A bundle as a page."""
    return page_of(document_of(bundle), version=bundle.version, text_hash=rendering_hash(bundle))


class Reader(HTMLParser):
    """Collects what a browser would show, and which tags, anchors and links there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tags: list[str] = []
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes it."""
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        self.anchors += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        """Every element ends in order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text, but no style."""
        if "style" not in self.open:
            self.shown.append(data)


def test_the_small_bundle_has_this_hash() -> None:
    """The text is the same on every machine. A change of words in this program changes it, and with it every version."""
    assert text_hash(text(load_bundle(small_files(RULES)))) == (
        "fbde8599f0b9116f1e735f28315e2ab6a9caf0013253f410021f2f330b0f2516"
    )


def test_the_hash_is_that_of_the_text(full: Bundle) -> None:
    """What an official hashes is what is in the version."""
    assert rendering_hash(full) == text_hash(text(full))


def test_the_rendering_does_not_hold_the_version(full: Bundle) -> None:
    """The version is made from the text, so the text cannot hold it; the page shows both around it."""
    assert full.version not in text(full)
    assert full.version in html(full)
    assert rendering_hash(full) in html(full)
    assert with_version(replace(full, version="other")).version == full.version


@pytest.mark.parametrize(
    "line",
    [
        "Drafted by programmers; not reviewed by a lawyer.",
        "from 3 February 2026 on",
        "the clerk",
        "1 promise, 1 prohibition, 1 permit, 1 duty",
        "(1)   Whatever no permit allows is refused.",
        "N1    It is promised for good, by prohibitions alone,",
        "      (1) the member's role is judge.",
        "      Rests on: s. 2",
        "          “Not for robbery.”",
        "An agreement of Bureau (bureau), in force from 1 January 2026 until the",
        "A declaration by Bureau (bureau), in force from 1 January 2026 on:",
        "    Bureau, East (bureau-east): federal level, police, Illinois (IL), labelled",
        "      287g, ORI IL0000001, SUSPENDED",
        "    Robbery (robbery)",
        "Written request",
        "Cases stand in cases, by number. A case is open from the day in opened_on on",
        "A case number has the form of JK123456",
        "    ssn        text  labelled sensitive",
        "    person_id  int8  says who is meant",
        "A Mayor, Mayor; key",
        "(1)   What about Mondays?",
        "(1)   Sundays",
        "whether a declared purpose, case, legal basis or agency was true;",
    ],
)
def test_everything_that_a_bundle_says_stands_in_the_text(full: Bundle, line: str) -> None:
    """Each section, as it is laid out."""
    assert line in text(full)


def test_a_citation_leads_to_all_its_rules(full: Bundle) -> None:
    """What rests on one law is found together."""
    assert "s. 1\n      D1, P1\n" in text(full)
    assert {"#D1", "#P1"} <= set(Reader(html(full)).links)


def test_what_nobody_says_is_said_to_be_unsaid() -> None:
    """No review and no case table are not left open."""
    said = text(load_bundle(small_files()))
    assert NOT_REVIEWED in said
    assert "no case is known to be open" in said


def test_lines_are_as_wide_as_paper_is() -> None:
    """No line of a real pack is longer than 80 columns; lines end without spaces."""
    lines = text(read_bundle(CHICAGO)).split("\n")
    assert max(map(len, lines)) <= WIDTH
    assert [line for line in lines if line != line.rstrip()] == []


@given(
    st.lists(st.text("ab.", min_size=1, max_size=90), min_size=1, max_size=40),
    st.integers(0, 20),
    st.integers(0, 8),
)
def test_wrapping_loses_no_word(words: list[str], indent: int, hang: int) -> None:
    """The words in their order; a line is too long only when a single word is."""
    lines = list(wrapped(" ".join(words), indent, hang))
    assert list(chain.from_iterable(line.split() for line in lines)) == words
    assert all(len(line) <= WIDTH or len(line.split()) == 1 for line in lines)


def words_of(document: Document) -> list[str]:
    """Every sentence, citation and quotation of a document's rules."""
    return [
        word
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Clause)
        for word in (block.id, str(block.sentence), block.cite, block.quote)
        if word
    ]


def squeezed(said: str) -> str:
    """Without what only lays a text out."""
    return "".join(said.split())


def test_page_and_text_say_the_same(full: Bundle) -> None:
    """Every line of the text, in its order, is on the page."""
    shown = squeezed("".join(Reader(html(full)).shown))
    for word in words_of(document_of(full)):
        assert squeezed(word) in shown
    place = 0
    for block in squeezed_sections(full):
        place = shown.index(block, place)


def squeezed_sections(bundle: Bundle) -> list[str]:
    """The particulars of a bundle, each name with what is said of it, in their order."""
    blocks = [block for section in document_of(bundle).sections for block in section.blocks]
    rows = [row for block in blocks if isinstance(block, Particulars) for row in block.rows]
    return [squeezed(name + said) for name, said in rows]


@STEADY
@given(bundles())
def test_any_bundle_can_be_rendered(bundle: Bundle) -> None:
    """Text and page of any policy: every rule in both, every element closed, every link inside leading somewhere."""
    written = Reader(html(bundle))
    rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    for one in rules:
        assert one.source.id in written.anchors
        assert f"{one.source.id} " in text(bundle)
    assert written.open == []
    assert {link.removeprefix("#") for link in written.links} <= set(written.anchors)
    assert len(set(written.anchors)) == len(written.anchors)


def test_a_page_is_self_contained_and_runs_nothing(full: Bundle) -> None:
    """No script, no picture, no address but its own anchors, and a browser is told to load nothing."""
    reader = Reader(html(full))
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(reader.tags)
    assert all(link.startswith("#") for link in reader.links)
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert f'content="{SEALED.replace(chr(39), "&#x27;")}"' in html(full)


def test_a_page_can_be_heard(full: Bundle) -> None:
    """Language, title, one main heading, no level of heading left out, heads of tables."""
    written = html(full)
    tags = Reader(written).tags
    assert '<html lang="en">' in written
    assert "<title>small: A small policy</title>" in written
    assert tags.count("h1") == 1
    levels = [int(tag[1]) for tag in tags if tag in {"h1", "h2", "h3"}]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {'scope="col"', 'scope="row"'} <= {word.rstrip(">") for word in written.replace(">", "> ").split()}


def luminance(colour: str) -> float:
    """The relative luminance of ``#rgb`` or ``#rrggbb`` (WCAG 2.2)."""
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("place", [0, 1, 2], ids=["day", "night", "paper"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "mark"])
@pytest.mark.parametrize("ground", ["paper", "quote"])
def test_text_can_be_read_by_day_by_night_and_on_paper(place: int, ink: str, ground: str) -> None:
    """Every colour of text has a contrast of at least 7 to 1 on each ground."""
    colours = {name: re.findall(rf"--{name}: (#[0-9a-f]+);", STYLE)[place] for name in (ink, ground)}
    light, dark = sorted((luminance(colour) for colour in colours.values()), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7


HOSTILE = "</style><script>alert(1)</script>\"'&<img src=x onerror=y>"


@pytest.mark.parametrize("field", ["title", "custodian", "review", "name", "case_example"])
def test_nothing_that_an_author_writes_becomes_markup(full: Bundle, field: str) -> None:
    """Titles, names and quotations are text, whatever stands in them."""
    rule, named = full.prohibitions[0], replace(full, **cast("Any", {field: HOSTILE}))
    hostile = replace(
        named,
        prohibitions=(replace(rule, source=replace(rule.source, cite=HOSTILE, quote=HOSTILE)),),
        open_for_counsel=(HOSTILE,),
        leaves_out=(HOSTILE,),
    )
    reader = Reader(html(hostile))
    assert set(reader.tags) == set(Reader(html(full)).tags)
    assert squeezed(HOSTILE) in squeezed("".join(reader.shown))


def test_attributes_are_escaped_and_style_cannot_end_itself() -> None:
    """A quotation mark ends no attribute; a style sheet with a tag in it is refused."""
    assert page(element("a", "x", href='"><b>')) == '<!doctype html><a href="&quot;&gt;&lt;b&gt;">x</a>\n'
    with pytest.raises(ValueError, match="no `<`"):
        page(element("style", "</style>"))
