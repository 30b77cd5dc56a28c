"""Why a request was allowed or refused: every rule that mattered, with its citation and in words.

Knows: what each rule did in a decision.
Must not know: how a decision is made, rows, the wire, the log.

This is the one source of what is said about a decision: to a client, about an entry of the log, before anything is in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision, Deny, Reason
from ostiary.model.rules import Prohibition, Promise, Rule
from ostiary.policy.words.cases import case
from ostiary.policy.words.sentences import rule_sentence


@dataclass(frozen=True, slots=True)
class Mattered:
    """One rule that mattered: what it did, and what it says.

    ``did`` is a clause without its subject, such as ``permits this``. All but ``rule`` and ``did`` are empty for a rule that
    the bundle does not have.
    """

    rule: str
    did: str
    cite: str = ""
    sentence: str = ""
    quote: str = ""


def sentence(bundle: Bundle, rule: Rule | Promise) -> str:
    """A rule with its id and citation on one line, always the same for the same rule."""
    return f"{rule.source.id}: {rule_sentence(bundle, rule)} ({rule.source.cite})"


def detail(deny: Deny) -> str:
    """The rules of a refusal with their citations: the DETAIL of a refusal whose message is the first reason's text."""
    message = deny.reasons[0].text
    return " ".join(_reason(reason, "" if reason.text == message else reason.text) for reason in deny.reasons)


def account(bundle: Bundle, decision: Decision) -> str:
    """Every rule that mattered, with what it did and its citation, on one line; of a refusal, its ``detail``."""
    match decision:
        case Deny():
            return detail(decision)
        case Allow():
            return " ".join(f"{_cited(one)} {one.did}." for one in mattered(bundle, decision))
        case _ as never:
            assert_never(never)


def mattered(bundle: Bundle, decision: Decision) -> tuple[Mattered, ...]:
    """The rules that decided, in the order in which they did: what permits or refuses, what was released, what comes with it."""
    rules = _rules(bundle)
    match decision:
        case Deny(reasons):
            found = [(reason.rule, _refuses(reason)) for reason in reasons if reason.rule]
        case Allow(permits, duties, released):
            found = [(one, "permits this") for one in permits]
            found += [(one, _released(bundle, rules.get(one), number)) for one, number in released]
            found += [(one, "comes with it") for one in duties.rules]
        case _ as never:
            assert_never(never)
    return tuple(_mattered(bundle, rules.get(name), name, did) for name, did in found)


def _rules(bundle: Bundle) -> dict[str, Rule]:
    every: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    return {rule.source.id: rule for rule in every}


def _mattered(bundle: Bundle, rule: Rule | None, name: str, did: str) -> Mattered:
    if rule is None:
        return Mattered(name, did)
    return Mattered(name, did, rule.source.cite, str(rule_sentence(bundle, rule)), rule.source.quote)


def _released(bundle: Bundle, rule: Rule | None, number: int) -> str:
    """That an exception let something through, and which: ``number`` counts a prohibition's exceptions from 1."""
    said = f"would have stopped this; its exception {number} released it"
    if isinstance(rule, Prohibition) and 1 <= number <= len(rule.unless):
        return f"{said}: {case(bundle, rule.unless[number - 1])}"
    return said


def _refuses(reason: Reason) -> str:
    match reason.kind:
        case "prohibited":
            return "prohibits this"
        case "need-missing":
            return "would then permit this"
        case "duty-unmet":
            return "asks for more"
        case "not-permitted" | "evaluation-failed" | "not-understood":
            return "refuses this"
        case _ as never:
            assert_never(never)


def _cited(one: Mattered) -> str:
    return f"{one.rule} ({one.cite})" if one.cite else one.rule


def _reason(reason: Reason, text: str) -> str:
    """The rule, and the reason's own text unless that is said already."""
    said = f": {text}." if text else "."
    match reason.kind:
        case "prohibited" | "need-missing" | "duty-unmet":
            return f"{reason.rule} ({reason.cite}) {_refuses(reason)}{said}"
        case "not-permitted":
            return f"No permit covers this{said}"
        case "evaluation-failed":
            return f"Refused in doubt{said}"
        case "not-understood":
            return f"This is not understood{said}"
        case _ as never:
            assert_never(never)
