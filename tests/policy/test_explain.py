"""Decisions in words: every rule that mattered, with its citation."""

from __future__ import annotations

from hypothesis import given

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Deny, Duties, Reason, ReasonKind, Request
from ostiary.policy.explain import Mattered, account, detail, mattered, sentence
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from policy_worlds import STEADY, ask, bundles, requests, small_files

RULES = """
[[permit]]
id = "P1"
cite = "s. 1"
when.record_class = "persons"
[[prohibit]]
id = "X1"
cite = "s. 2"
quote = "never"
when.purpose = "robbery"
[[prohibit.unless]]
role = "judge"
[[prohibit.unless]]
basis = ["judicial-warrant", "court-order"]
needs = ["case-number"]
[[duty]]
id = "D1"
cite = "s. 3"
row_limit = 5
"""
PAPERS = frozenset({"judicial-warrant"})


def test_detail_names_rule_and_citation() -> None:
    """One sentence a reason, whatever its kind."""
    kinds: tuple[ReasonKind, ...] = (
        "prohibited",
        "need-missing",
        "duty-unmet",
        "not-permitted",
        "evaluation-failed",
        "not-understood",
    )
    deny = Deny(tuple(Reason(kind, "R1", "s. 1", "so it is") for kind in kinds))
    assert detail(deny) == (
        "R1 (s. 1) prohibits this. R1 (s. 1) would then permit this. R1 (s. 1) asks for more. No permit covers this."
        " Refused in doubt. This is not understood."
    )


def test_detail_does_not_repeat_the_message() -> None:
    """The first reason's text is the message; what another reason says differently is said."""
    deny = Deny(
        (Reason("prohibited", "R1", "s. 1", "so it is"), Reason("prohibited", "R2", "s. 2", "this too"))
    )
    assert detail(deny) == "R1 (s. 1) prohibits this. R2 (s. 2) prohibits this: this too."


def test_an_exception_that_released_is_told_with_its_number() -> None:
    """What permits, what would have stopped it and why it did not, and what comes with it."""
    bundle = load_bundle(small_files(RULES))
    decision = decide(bundle, ask("city-police", "robbery", "persons", "dob", case="JK123456", basis=PAPERS))
    assert account(bundle, decision) == (
        "P1 (s. 1) permits this. X1 (s. 2) would have stopped this; its exception 2 released it: the member declares as"
        " legal basis a court order or a judicial warrant, and a case number is declared. D1 (s. 3) comes with it."
    )


def test_the_account_of_a_refusal_is_its_detail() -> None:
    """One source for what a client is told and what stands in an explanation."""
    bundle = load_bundle(small_files(RULES))
    decision = decide(bundle, ask("city-police", "robbery", "persons", "dob"))
    assert isinstance(decision, Deny)
    assert account(bundle, decision) == detail(decision) == "X1 (s. 2) prohibits this."


def test_rules_that_mattered_say_what_they_did_and_what_they_say() -> None:
    """With sentence, citation and quotation; a rule that the bundle does not have is named alone."""
    bundle = load_bundle(small_files(RULES))
    deny = Deny((Reason("prohibited", "X1", "s. 2", "so it is"),))
    (one,) = mattered(bundle, deny)
    assert (one.rule, one.did, one.cite, one.quote) == ("X1", "prohibits this", "s. 2", "never")
    assert sentence(bundle, bundle.prohibitions[0]) == f"X1: {one.sentence} (s. 2)"
    gone = Allow(("P9",), Duties(), (("X9", 3),))
    assert mattered(bundle, gone) == (
        Mattered("P9", "permits this"),
        Mattered("X9", "would have stopped this; its exception 3 released it"),
    )
    assert mattered(bundle, Allow((), Duties(), (("X1", 3),)))[0].did.endswith("its exception 3 released it")


@STEADY
@given(bundles(), requests())
def test_every_rule_of_a_decision_is_in_its_account(bundle: Bundle, request: Request) -> None:
    """Nothing that decided is left out, and everything is on one line."""
    decision = decide(bundle, request)
    said = account(bundle, decision)
    assert said.isprintable()
    if isinstance(decision, Allow):
        named = [*decision.permits, *decision.duties.rules, *(rule for rule, _ in decision.released)]
    else:
        named = [reason.rule for reason in decision.reasons if reason.rule]
    assert [rule for rule in named if f"{rule} (" not in said] == []
