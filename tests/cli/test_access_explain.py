"""An entry's decision in words: the same that the client was told, from the same functions."""

from __future__ import annotations

from typing import Any

import pytest

from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.bundle import Bundle
from ostiary.model.entry_form import entry_object
from ostiary.model.request import Allow, Decision, Deny, Duties, Request
from ostiary.office.explained import decision_of, explanation
from ostiary.policy.explain import account, detail
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.policy.ways_out import way_out
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO, ask, small_files

EXCEPTION = """
[[permit]]
id = "P1"
cite = "s. 1"
when.record_class = "persons"
[[prohibit]]
id = "X1"
cite = "s. 2"
when.purpose = "robbery"
[[prohibit.unless]]
role = "judge"
[[prohibit.unless]]
basis = "judicial-warrant"
"""


def entry(bundle: Bundle, request: Request, decision: Decision) -> dict[str, Any]:
    """The fields of an access entry of that request, as they come back from the log."""
    asked = Asked(
        access="a-1",
        gateway="gw",
        session="s",
        client="127.0.0.1:1",
        context=request.context,
        statement="SELECT 1",
        parameters=(),
        asked_about=(),
        record_classes=(request.record_class,),
        fields=tuple(f"{request.record_class}.{one}" for one in sorted(request.fields)),
        decision=decision,
        policy=bundle.version,
        profile="p",
        directive_head="h",
    )
    at = f"{request.day.isoformat()}T10:00:00+00:00"
    fields: dict[str, Any] = entry_object(entry_payload("whole", at, asked, Answered("refused")))
    return fields


@pytest.fixture(name="chicago", scope="module")
def chicago_bundle() -> Bundle:
    """The pack chicago-2019."""
    return read_bundle(CHICAGO)


@pytest.mark.parametrize(
    "request_",
    [
        ask("cpd", "detainer", "persons", "surname", case="JK123456"),
        ask("cpd", "homicide", "persons", "surname", "birth_country"),
        ask("ice-ero", "homicide", "persons", "surname", case="JK123456"),
        ask("fbi", "prosecution", "persons", "surname"),
        ask("oak-lawn-pd", "homicide", "contact_cards"),
    ],
)
def test_detail_and_hint_of_the_refusal_are_said_again(chicago: Bundle, request_: Request) -> None:
    """What psql showed as DETAIL and HINT stands in the explanation, word for word."""
    policy = IndexedPolicy(chicago)
    deny = policy.decide(request_)
    assert isinstance(deny, Deny)
    lines = list(explanation(entry(chicago, request_, deny), chicago))
    assert f"because: {detail(deny)}" in lines
    assert f"instead: {way_out(policy, request_, deny)}" in lines
    assert [line for line in lines if line.startswith("refused because")] == [
        f"refused because {one.text}" for one in deny.reasons
    ]


def test_no_hint_is_made_up_for_what_would_be_decided_otherwise(chicago: Bundle) -> None:
    """Where the question cannot be asked again as it was, nothing is said to have been offered."""
    refused, other = ask("cpd", "detainer", "persons"), ask("cpd", "homicide", "persons")
    deny = IndexedPolicy(chicago).decide(refused)
    lines = list(explanation(entry(chicago, other, deny), chicago))
    assert not [line for line in lines if line.startswith("instead")]


def test_an_exception_that_released_comes_back_from_the_log() -> None:
    """The entry names the prohibition and the number of its exception; the explanation says what it was."""
    bundle = load_bundle(small_files(EXCEPTION))
    request = ask("city-police", "robbery", "persons", "dob", basis=frozenset({"judicial-warrant"}))
    decision = IndexedPolicy(bundle).decide(request)
    fields = entry(bundle, request, decision)
    assert fields["decision"]["released"] == [["X1", 2]]
    assert decision_of(fields) == decision
    lines = list(explanation(fields, bundle))
    assert f"because: {account(bundle, decision)}" in lines
    assert (
        "X1 (s. 2) would have stopped this; its exception 2 released it: the member declares as legal basis a judicial"
        " warrant." in account(bundle, decision)
    )
    other = load_bundle(
        small_files(
            EXCEPTION,
            policy="[policy]\nname = 'o'\ntitle = 'O'\ncustodian = 'c'\ncase_form = 'x'\ncase_example = 'x'",
        )
    )
    assert "  X1, which its exception 2 released" in list(explanation(fields, other))


def test_entries_from_before_exceptions_were_recorded_are_read() -> None:
    """A member that an old entry does not have is not needed."""
    fields = {"decision": {"allowed": True, "permits": ["P"], "duties": ["D"]}}
    assert decision_of(fields) == Allow(("P",), Duties(rules=("D",)))


def test_a_rule_that_is_gone_is_named(chicago: Bundle) -> None:
    """No sentence is made up for a rule that the policy does not have."""
    fields = entry(chicago, ask("cpd", "homicide", "persons"), Allow(("R99",), Duties()))
    assert "  R99 is not a rule of the policy in force" in list(explanation(fields, chicago))
