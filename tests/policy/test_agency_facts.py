"""What rules can test of an agency, and that it is all that they test."""

from __future__ import annotations

from datetime import date

from ostiary.model.agency import AgencyFacts
from ostiary.model.rules import Atom
from ostiary.policy.agency_facts import covers, facts_of_agencies, facts_of_agency
from ostiary.policy.load import load_bundle
from ostiary.promises.newcomers import atoms_of
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO, DAY, small_files

AGENCIES = """
[[agency]]
code = "county-jail"
name = "County Jail"
level = "county"
kind = "jail"
state = "IL"
parent = "bureau"
labels = ["287g"]
[[agency]]
code = "texas-police"
name = "Texas Police"
level = "state"
kind = "police"
state = "TX"
status = "suspended"
[[agreement]]
code = "mou"
agency = "county-jail"
title = "An agreement"
cite = "s. 9"
effective = 2026-01-01
expires = 2027-01-01
"""
SELECTORS = {
    "under": "bureau",
    "not_under": "bureau",
    "level": "county",
    "not_level": "federal",
    "kind": "jail",
    "not_kind": "jail",
    "state": "IL",
    "not_state": "IL",
    "label": "287g",
    "not_label": "287g",
}
RULES = "".join(
    f'[[permit]]\nid = "{way}"\ncite = "s. 1"\nwhen.agency.{way} = "{word}"\n'
    for way, word in SELECTORS.items()
)


def test_facts_are_what_the_directory_and_the_agreements_say() -> None:
    """With the line above it, and what is in force that day."""
    bundle = load_bundle(small_files(agencies=AGENCIES))
    jail = AgencyFacts(
        "county", "jail", "IL", "active", frozenset({"287g"}), ("bureau",), frozenset({"agreement"})
    )
    assert facts_of_agencies(bundle, ["nobody", "county-jail"], DAY) == {"county-jail": jail, "nobody": None}
    later = facts_of_agency(bundle, "county-jail", date(2027, 1, 1))
    assert later is not None
    assert later.agreed == frozenset()


def test_facts_are_enough_for_every_way_to_speak_of_agencies() -> None:
    """A condition covers an agency by its facts exactly when the compiled set has its code."""
    for bundle in (load_bundle(small_files(RULES, agencies=AGENCIES)), read_bundle(CHICAGO)):
        atoms = [atom for atom in atoms_of([bundle]) if atom.fact == "agency"]
        assert atoms
        for code in bundle.agencies:
            facts = facts_of_agency(bundle, code, DAY)
            assert [atom for atom in atoms if covers(atom, code, facts) is not (code in atom.values)] == []


def test_a_code_alone_tells_only_what_names_it() -> None:
    """A list tells of every code; `under` of the agency that it names; nothing else is known."""
    listed = Atom("agency", frozenset({"a"}), way="listed", words=("a",))
    under = Atom("agency", frozenset({"a", "b"}), way="under", words=("a",))
    outside = Atom("agency", frozenset({"c"}), way="not_under", words=("a",))
    level = Atom("agency", frozenset({"a"}), way="level", words=("city",))
    assert [covers(listed, code, None) for code in "ab"] == [True, False]
    assert [covers(under, code, None) for code in "ab"] == [True, None]
    assert [covers(outside, code, None) for code in "ab"] == [False, None]
    assert covers(level, "a", None) is None
