"""The words as values: trees, canonical bytes, profiles, contexts, entries."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import OstiaryError, ProtocolViolation
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.canonical import canonical_bytes, canonical_hash
from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.entry_form import FIELDS, MEMBERS, entry_object, split_entry
from ostiary.model.profile import Profile, View
from ostiary.model.request import Allow, Context, Deny, Duties, Reason
from ostiary.model.rules import RowPredicate
from ostiary.model.tree import Tree

TREE = Tree({"us": None, "dhs": "us", "ice": "dhs", "ero": "ice", "fbi": "us"})
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_what_stands_under_a_code_includes_the_code() -> None:
    """A cut-off of `ice` covers `ice` itself and everything beneath, and no sibling."""
    assert TREE.under("ice") == {"ice", "ero"}
    assert TREE.is_under("ero", "dhs")
    assert not TREE.is_under("fbi", "dhs")


def test_an_unknown_code_stands_under_nothing() -> None:
    """Not even under itself: whoever asks must decide what unknown means."""
    assert not TREE.is_under("nobody", "nobody")


@given(PLAIN)
def test_canonical_bytes_say_what_the_value_says(value: object) -> None:
    """They are JSON of the same value."""
    assert json.loads(canonical_bytes(value)) == value  # type: ignore[arg-type]  # the strategy makes plain values


def test_canonical_bytes_do_not_depend_on_the_order_of_keys() -> None:
    """One value, one hash."""
    assert canonical_hash({"a": 1, "b": 2}) == canonical_hash({"b": 2, "a": 1})


@pytest.mark.parametrize("value", [1.5, {1: 2}, {"a": b"x"}, {"a": {1, 2}}, object()])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    """Fractions above all: two writers need not agree on their digits."""
    with pytest.raises(TypeError):
        canonical_bytes(value)  # type: ignore[arg-type]  # that is the point


def test_a_record_class_is_found_by_name_and_schema() -> None:
    """A wrong schema is as unknown as a wrong name."""
    persons = RecordClass("persons", "city", "Persons", (Column("id", "int8"),))
    catalogue = Catalogue({"persons": persons})
    assert catalogue.find("persons") is persons
    assert catalogue.find("persons", "city") is persons
    assert catalogue.find("persons", "public") is None


def test_a_profile_is_known_by_what_it_shows() -> None:
    """The order of views does not matter; a mask, a column's order and a filter do."""
    one = View("a", (("x", None), ("y", "hidden")))
    other = View("b", (("z", None),))
    assert Profile({"a": one, "b": other}).id == Profile({"b": other, "a": one}).id
    filtered = View("b", (("z", None),), (RowPredicate("b", "z", "=", 1),))
    reordered = View("a", (("y", "hidden"), ("x", None)))
    ids = {
        Profile({"a": one, "b": other}).id,
        Profile({"a": one, "b": filtered}).id,
        Profile({"a": reordered, "b": other}).id,
        Profile({"a": one}).id,
    }
    assert len(ids) == 4


def test_everybody_counts_when_something_is_prohibited() -> None:
    """Employer, own agency and beneficiary are principals; only the last two must each be permitted."""
    context = Context("m", "cpd", "detective", "homicide", "fbi", affiliations=frozenset({"ice-hsi"}))
    assert context.principals == {"cpd", "fbi", "ice-hsi"}
    assert context.askers == ("cpd", "fbi")


def asked() -> Asked:
    return Asked(
        access="a-1", gateway="g", session="s", client="c",
        context=Context("m", "cpd", "detective", "homicide", "cpd"),
        statement="SELECT 1", parameters=(), asked_about=(), record_classes=(), fields=(),
        decision=Allow(("R30",), Duties(rules=("R40",), row_limit=5)), policy="v", profile="p", directive_head="h",
    )  # fmt: skip


def test_a_later_part_does_not_repeat_the_question() -> None:
    """It holds the access id, the member and the policy, and what came; not the statement."""
    entry = entry_object(entry_payload("answered", "t", asked(), Answered("open", 3, (1, 2))))
    assert entry["access"] == "a-1"
    assert (entry["rows"], entry["subjects"]) == (3, [1, 2])
    assert "statement" not in entry


@pytest.mark.parametrize("part", ["whole", "asked"])
def test_the_question_stands_where_it_begins(part: str) -> None:
    """With the decision: its permits, duties and limit."""
    entry = entry_object(entry_payload(part, "t", asked(), Answered("open")))  # type: ignore[arg-type]  # parametrised
    assert entry["statement"] == "SELECT 1"
    assert entry["decision"] == {
        "allowed": True,
        "permits": ["R30"],
        "released": [],
        "duties": ["R40"],
        "row_limit": 5,
        "minimum_groups": [],
    }


def test_a_refusal_is_kept_with_its_reasons() -> None:
    """Kind, rule, citation and text of each."""
    deny = Deny((Reason("prohibited", "R01", "cite", "text"),))
    question = asked()
    assert question.encoded
    refused = replace(question, decision=deny)
    entry = entry_object(entry_payload("whole", "t", refused, Answered("refused", sqlstate="42501")))
    assert entry["decision"]["reasons"] == [
        {"kind": "prohibited", "rule": "R01", "cite": "cite", "text": "text"}
    ]


ENTRY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.builds(
        replace,
        st.just(asked()),
        statement=ENTRY_TEXT,
        client=ENTRY_TEXT,
        fields=st.lists(ENTRY_TEXT).map(tuple),
        parameters=st.lists(st.none() | ENTRY_TEXT).map(tuple),
        asked_about=st.lists(st.tuples(ENTRY_TEXT, ENTRY_TEXT)).map(tuple),
    ),
    st.sampled_from(["whole", "asked", "answered", "ended"]),
    st.lists(st.integers(-(2**63), 2**63 - 1)).map(tuple),
)
def test_an_entry_is_canonical(question: Asked, part: str, subjects: tuple[int, ...]) -> None:
    """However its members were encoded, each field is the canonical form of what it says."""
    payload = entry_payload(part, "t", question, Answered("answered", len(subjects), subjects))  # type: ignore[arg-type]  # sampled
    said = entry_object(payload)
    for name, value in zip(FIELDS, split_entry(payload).fields, strict=False):
        assert (
            not value
            or canonical_bytes({each: said[each] for each in MEMBERS[name] if each in said}) == value
        )
    assert said["named"] == len(subjects)
    assert said["subjects"] == list(subjects)
    if part in {"whole", "asked"}:
        assert (said["statement"], said["client"]) == (question.statement, question.client)
        assert said["parameters"] == list(question.parameters)
        assert said["asked_about"] == [list(pair) for pair in question.asked_about]
        assert said["fields"] == list(question.fields)


def test_a_question_asked_again_differs_in_what_it_is_given() -> None:
    """Access, parameters and whom it asks about are new; the entry is that of a question that never was asked before."""
    first = asked()
    again = first.again("a-2", ("x", None), (("persons.surname", "x"),))
    fresh = replace(first, access="a-2", parameters=("x", None), asked_about=(("persons.surname", "x"),))
    assert again == fresh
    for part in ("whole", "answered"):
        assert entry_payload(part, "t", again, Answered("open")) == entry_payload(
            part, "t", fresh, Answered("open")
        )
    third = again.again("a-3", (), ())
    assert entry_object(entry_payload("whole", "t", third, Answered("open")))["parameters"] == []
    # What is replaced is encoded anew, whatever was encoded before.
    renamed = replace(again, statement="SELECT 2")
    assert entry_object(entry_payload("whole", "t", renamed, Answered("open")))["statement"] == "SELECT 2"


def test_the_roots_of_the_error_tree_cannot_be_raised() -> None:
    """They only say who is at fault."""
    roots: list[type[OstiaryError]] = [OstiaryError, *OstiaryError.__subclasses__()]
    for root in roots:
        if not root.code:
            with pytest.raises(TypeError):
                root("x")


def test_every_error_has_a_code_of_its_own() -> None:
    """No two kinds share one, and each keeps its hint."""

    def kinds(root: type[OstiaryError]) -> list[type[OstiaryError]]:
        return [kind for child in root.__subclasses__() for kind in (child, *kinds(child))]

    codes = [kind.code for kind in kinds(OstiaryError) if kind.code and kind.__module__ == "ostiary.errors"]
    assert len(codes) == len(set(codes))
    assert ProtocolViolation("m", hint="h").hint == "h"


def test_a_later_portion_of_an_answer_names_the_access_that_it_continues() -> None:
    """The member is there only then; an access that stands by itself is written as it always was."""
    entry = entry_object(
        entry_payload("whole", "t", asked().again("a-2", (), (), "a-1"), Answered("answered"))
    )
    assert (entry["access"], entry["continues"]) == ("a-2", "a-1")
    assert "continues" not in entry_object(entry_payload("whole", "t", asked(), Answered("answered")))
