"""Regions in words: only what is restricted, said the shorter way round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Permit, Promise, Source
from ostiary.model.tree import Tree
from ostiary.promises.boxes import Box
from ostiary.promises.place_words import Places
from ostiary.promises.region_words import region_in_words
from ostiary.promises.sets_in_words import combinations, listed, some, subtrees
from ostiary.promises.space import Axis, Space
from ostiary.promises.territory import Territory
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO


def test_long_lists_are_counted() -> None:
    """Seven words are listed; of eight, six."""
    words = list("abcdefgh")
    assert listed(words[:1]) == "a"
    assert listed(words[:3], "and") == "a, b and c"
    assert listed(words[:7]) == "a, b, c, d, e, f or g"
    assert listed(words) == "a, b, c, d, e, f or 2 more"
    assert listed([]) == ""


def test_a_set_is_said_by_what_is_in_it_or_by_what_is_not() -> None:
    """Whichever is shorter; all of it is not said."""
    assert some(["a", "b", "c"], 0b111, "any") == ""
    assert some(["a", "b", "c"], 0b001, "any") == "a"
    assert some(["a", "b", "c"], 0b101, "any") == "any except b"


def test_a_whole_subtree_is_one_word() -> None:
    """Also beside codes that stand alone."""
    tree = Tree({"us": None, "dhs": "us", "ice": "dhs", "fbi": "us"})
    assert subtrees({"dhs", "ice", "fbi"}, tree) == ["`fbi`", "anything under `dhs`"]
    assert subtrees({"us", "ice"}, tree) == ["`ice`", "`us`"]


@pytest.mark.parametrize(
    ("there", "says"),
    [
        ("- a b ab", ""),
        ("a ab", "a"),
        ("a", "a; no b"),
        ("-", "no a and no b"),
        ("a b ab", "at least one of a and b"),
        ("a b", "a or b"),
        ("- ab", "nothing or a with b"),
    ],
)
def test_combinations_are_said_with_and_without(there: str, says: str) -> None:
    """With some, without others, at least one of some, or one by one."""
    sets = [frozenset[str](), frozenset("a"), frozenset("b"), frozenset("ab")]
    names = ["-", "a", "b", "ab"]
    mask = sum(1 << names.index(name) for name in there.split())
    assert combinations(sets, mask, str) == says


def test_combinations_that_cannot_be_are_not_counted() -> None:
    """Nobody vouches for a case without a number: of three combinations two are no product, and what is said is so."""
    sets = [frozenset[str](), frozenset({"number"}), frozenset({"number", "approval"})]
    say = {"number": "a case number", "approval": "an approval"}.__getitem__
    assert combinations(sets, 0b101, say) == "nothing or an approval with a case number"
    assert combinations(sets, 0b110, say) == "a case number"
    assert combinations(sets, 0b011, say) == "no approval"
    assert combinations(sets, 0b001, say) == "no approval and no case number"


TREE = Tree({"us": None, "dhs": "us", "ice": "dhs", "cbp": "dhs", "doj": "us", "town": None})
PLACES = (None, "us", "dhs", "ice", "doj", "town")


@pytest.mark.parametrize(
    ("some", "says"),
    [
        ("us dhs ice doj", "under `us`"),
        ("us doj", "under `us` but not under `dhs`"),
        ("us", "under `us` but not under `dhs` or `doj`"),
        ("us ice", "under `us` but not under `dhs` or `doj` or under `ice`"),
        ("dhs ice town", "under `town` or under `dhs`"),
        ("ice -", "under `ice` or under no agency that rules name"),
    ],
)
def test_a_place_without_what_is_beneath_it_is_said_so(some: str, says: str) -> None:
    """Under one agency and not under another."""
    values = ["" if word == "-" else word for word in some.split()]
    assert Places(PLACES, TREE).in_words(values) == says


def test_subtrees_are_places_with_all_that_is_beneath_them() -> None:
    """And nothing else."""
    places = Places(PLACES, TREE)
    assert places.subtrees(["dhs", "ice", "town"]) == ["town", "dhs"]
    assert places.subtrees(["us", "doj"]) == []
    assert places.subtrees(["ice", ""]) == []


@pytest.fixture(name="bundle", scope="module")
def bundle_fixture() -> Bundle:
    """The pack, with a rule that tells agencies under ICE, of a level and with an agreement apart, and a last day."""
    tests = (
        Atom("agency", frozenset(), way="under", words=("ice",)),
        Atom("agency", frozenset(), way="level", words=("federal",)),
    )
    one = Permit(Source("P", "x", expires=date(2030, 1, 1)), Condition(tests, ("agreement", "approval")))
    never = Promise(Source("PR", "x", effective=date(2025, 1, 1)), Condition())
    pack = read_bundle(CHICAGO)
    return replace(pack, permits=(one,), prohibitions=(), duties=(), promises=(never,), effective=None)


def said(bundle: Bundle, **masks: int) -> dict[str, str]:
    """The words for everything but for some axes."""
    territory = Territory.of(Space.of((bundle,)), bundle)
    box: Box = tuple(
        masks.get(axis.name.lower(), mask)
        for axis, mask in zip(Axis, territory.space.everything, strict=True)
    )
    return {line.about: line.says for line in region_in_words(territory.layout, box)}


def test_what_does_not_matter_is_not_said(bundle: Bundle) -> None:
    """Of everything there is nothing to say, but that anybody asks."""
    assert said(bundle) == {"who": "anybody"}


def test_agencies_that_are_not_registered_are_said_by_what_they_are_like(bundle: Bundle) -> None:
    """Beside those that are, or alone."""
    space = Space.of((bundle,))
    principals = space.principals
    tree = bundle.agency_tree
    federal = principals.new(principals.newcomers.that("level", "federal", principals.newcomers.lines(tree)))
    papers = principals.new(principals.newcomers.holding(frozenset({"agreement"})))
    everybody = space.everything[Axis.ASKER]
    fbi = 1 << [one.code for one in principals.registered].index("fbi")
    ice = principals.new(principals.newcomers.that("under", "ice", principals.newcomers.lines(tree)))
    under_ice = sum(
        1 << n for n, one in enumerate(principals.registered) if tree.is_under(one.code or "", "ice")
    )
    new = "any agency that is not registered yet"
    assert said(bundle, asker=fbi)["who"] == "`fbi`"
    assert (
        said(bundle, asker=fbi | federal & papers)["who"]
        == f"`fbi`; {new}: of level `federal`, with a registered agreement"
    )
    assert said(bundle, asker=principals.every_new)["who"] == new
    assert said(bundle, asker=ice | under_ice)["who"] == "`ice` and anything under it, registered or not yet"
    assert (
        said(bundle, asker=everybody & ~(ice | under_ice))["who"]
        == "anybody except `ice` and anything under it, registered or not yet"
    )
    assert said(bundle, asker=federal | papers)["who"].startswith("6 kinds of agencies that are not")


def test_affiliations_are_nobody_anybody_or_somebody(bundle: Bundle) -> None:
    """Nobody else counts as anybody; without it, it is somebody."""
    space = Space.of((bundle,))
    every, nobody = space.everything[Axis.AFFILIATION], space.nobody
    fbi = 1 << [one.code for one in space.principals.registered].index("fbi")
    words = {
        nobody: "nobody else",
        fbi | nobody: "nobody else or `fbi`",
        fbi: "`fbi`",
        every & ~nobody: "somebody else",
        every & ~fbi: "anybody except `fbi`",
        every & ~fbi & ~nobody: "somebody, but not `fbi`",
        nobody >> 1: "an agency that is not active, or that nobody knows",
    }
    assert {mask: said(bundle, affiliation=mask)["employed by"] for mask in words} == words


def test_fields_are_record_classes_or_parts_of_them(bundle: Bundle) -> None:
    """A whole one, one without some fields, or some fields."""
    names = Space.of((bundle,)).fields
    codes = sum(1 << n for n, name in enumerate(names) if name.startswith("offence_codes."))
    dob, ssn = (1 << names.index(f"persons.{column}") for column in ("dob", "ssn"))
    persons = sum(1 << n for n, name in enumerate(names) if name.startswith("persons."))
    assert said(bundle, field=codes | dob)["what they see"] == "`offence_codes` and `persons.dob`"
    assert said(bundle, field=persons & ~ssn)["what they see"] == "`persons` except `ssn`"


def test_days_that_follow_each_other_are_one_span(bundle: Bundle) -> None:
    """From the first on until before the end; all days are not said."""
    days = Space.of((bundle,)).days
    starts = [one.first.isoformat() for one in days]
    first, last = 1 << starts.index("2025-01-01"), 1 << starts.index("2030-01-01")
    assert said(bundle, day=first)["when"] == "from 2025-01-01 until before 2030-01-01"
    assert said(bundle, day=first | last)["when"] == "from 2025-01-01"
    assert said(bundle, day=1 | last)["when"] == f"until before {starts[1]} and from 2030-01-01"


def test_needs_and_purposes_have_words(bundle: Bundle) -> None:
    """What is met in words; a subtree of purposes as one."""
    space = Space.of((bundle,))
    approved = sum(1 << n for n, met in enumerate(space.needs) if "approval" in met)
    assert said(bundle, needs=approved)["what they meet"] == "a supervisor's approval"
    civil = sum(
        1 << n
        for n, code in enumerate(space.purposes)
        if bundle.purpose_tree.is_under(code, "civil-immigration-enforcement")
    )
    assert said(bundle, purpose=civil)["why they ask"] == "anything under `civil-immigration-enforcement`"
    rest = space.everything[Axis.PURPOSE] & ~civil
    assert (
        said(bundle, purpose=rest)["why they ask"]
        == "anything except anything under `civil-immigration-enforcement`"
    )
