"""The feed is read by a real XML parser and held against what RFC 4287 demands of feeds and entries."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from directives.directive_world import ICE, OFFICIALS, Chain, enrolment
from directives.test_public_register import everything
from ostiary.directives.atom_feed import register_atom
from ostiary.directives.register import Register
from ostiary.model.agency import Official
from ostiary.model.directive import CutOff

ATOM = "{http://www.w3.org/2005/Atom}"
AUTHOR = "the clerk of the city"


def parsed(register: Register, policy: str = "chicago-2019", author: str = AUTHOR) -> ET.Element:
    return ET.fromstring(register_atom(register, policy, author))


def only(element: ET.Element, name: str) -> str:
    (found,) = element.findall(f"{ATOM}{name}")
    return "".join(found.itertext())


def verify_feed(feed: ET.Element) -> None:
    """RFC 4287, sections 3.3, 4.1.1 and 4.1.2: elements that must be there, once each, and what they hold."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    names = [
        f"{ATOM}{name}"
        for name in ("id", "title", "updated", "author", "published", "content", "entry", "name")
    ]
    assert all(element.tag in names for element in feed.iter() if element is not feed)
    for element in (feed, *entries):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", only(element, "id"))
        assert only(element, "title")
        assert only(element.findall(f"{ATOM}author")[0], "name")
        instant(only(element, "updated"))
    ids = [only(entry, "id") for entry in entries]
    assert len({*ids, only(feed, "id")}) == len(ids) + 1
    for entry in entries:
        assert (
            instant(only(entry, "published"))
            <= instant(only(entry, "updated"))
            <= instant(only(feed, "updated"))
        )


def instant(text: str) -> datetime:
    """RFC 3339, with a capital T and a zone (section 3.3)."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text)
    return datetime.fromisoformat(text)


def test_the_feed_is_valid_and_has_every_directive() -> None:
    """The one that changed last is first."""
    chain = everything()
    feed = parsed(chain.register)
    verify_feed(feed)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(chain.register.directives)
    assert only(entries[0], "title") == "P-1: Change of policy: public title (public why) (ordered)"
    updated = [only(entry, "updated") for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert "public <reason> & more" in "".join(feed.itertext())


def test_an_entry_keeps_its_id_when_the_directive_is_settled() -> None:
    """A reader takes it for the same entry, changed."""
    ordered, confirmed = Chain().order(ICE), Chain().order(ICE).confirm("D-1")
    before, after = (parsed(chain.register).findall(f"{ATOM}entry")[0] for chain in (ordered, confirmed))
    assert only(before, "id") == only(after, "id")
    assert only(before, "published") == only(after, "published")
    assert only(before, "updated") < only(after, "updated")
    assert only(after, "title") == "D-1: Cut-off of ice, for good (confirmed)"


def test_feeds_of_two_policies_have_other_ids() -> None:
    """Their first cut-offs are both D-1."""
    register = Chain().order(ICE).register
    first, second = parsed(register, "aurora"), parsed(register, "oak-lawn")
    assert only(first, "id") != only(second, "id")
    assert only(first.findall(f"{ATOM}entry")[0], "id") != only(second.findall(f"{ATOM}entry")[0], "id")


def test_an_empty_feed_is_valid() -> None:
    """Also before the first step."""
    verify_feed(parsed(Register.empty(OFFICIALS)))


@given(st.text(), st.text(min_size=1), st.text(max_size=20))
def test_any_text_is_one_that_a_parser_takes(policy: str, author: str, name: str) -> None:
    """Markup in a text is text, and a character that XML does not have is replaced."""
    officials = {**OFFICIALS, "mayor": Official("mayor", name, "]]></name>", OFFICIALS["mayor"].vkey)}
    chain = Chain(register=Register.empty(officials)).order(CutOff("ice", "</content> &amp; <!--"))
    feed = parsed(chain.order(enrolment("p-1")).register, policy, author)
    (content,) = (only(one, "content") for one in feed.findall(f"{ATOM}entry") if "D-1" in only(one, "title"))
    assert "</content> &amp; <!--" in content
