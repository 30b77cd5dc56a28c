"""What a new policy would have answered to one past question.

Knows: the outcomes that there are, and when one is sure.
Must not know: entries, counts, how a request is decided: that is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Decision, Deny, Request
from ostiary.model.rules import VOUCHED
from ostiary.promises.replay.as_decided import Views
from ostiary.promises.replay.past import Past

Outcome: TypeAlias = Literal["same", "now-refused", "now-allowed", "cannot-tell", "not-by-rules"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("same", "now-refused", "now-allowed", "cannot-tell", "not-by-rules")
"""``not-by-rules``: no rule decided then, because the statement was not understood or asked for no records."""

Decide: TypeAlias = Callable[[Bundle, Request], Decision]

_ANY_CASE: Final = "any case"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome, and the rules of the new policy that it comes from: none where no permit covers what was asked."""

    outcome: Outcome
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    is_allowed: bool
    rules: tuple[str, ...]


class Judge:
    """Asks the new policy; ``decide`` says what a bundle answers to a request."""

    def __init__(self, old: Bundle, new: Bundle, decide: Decide) -> None:
        self._views = Views(old, new)
        self._decide = decide
        self._has_new_names = not _names(new) <= _names(old)

    def judge(self, past: Past, asked_on: date, rules_of: date) -> Judgement:
        """What the rules of one day say to a question that was asked on another, or the same."""
        if not past.is_by_rules or (past.was_allowed and not past.record_classes):
            return Judgement("not-by-rules")
        if not past.record_classes:
            # What was named was in no catalogue, and no entry says what it was. It stays so where no name is new.
            return Judgement("cannot-tell" if self._has_new_names else "same")
        at_best = self._answer(past, asked_on, rules_of, hopeful=True)
        if not at_best.is_allowed:
            return Judgement("now-refused" if past.was_allowed else "same", at_best.rules)
        at_worst = self._answer(past, asked_on, rules_of, hopeful=False)
        if not at_worst.is_allowed:
            return Judgement("cannot-tell", at_worst.rules)
        return Judgement("same" if past.was_allowed else "now-allowed", at_worst.rules)

    def _answer(self, past: Past, asked_on: date, rules_of: date, *, hopeful: bool) -> _Answer:
        """What is said to all that was asked for together: the first refusal, or the permits of everything."""
        principals = self._views.principals(past, asked_on, rules_of)
        view = self._views.view(principals, rules_of, hopeful=hopeful)
        context, permits = _context(past, hopeful=hopeful), set[str]()
        for name in past.record_classes:
            answer = self._decide(view, Request(context, name, _fields_of(past, name), rules_of))
            if isinstance(answer, Deny):
                return _Answer(is_allowed=False, rules=_refusing(answer))
            permits.update(answer.permits)
        return _Answer(is_allowed=True, rules=tuple(sorted(permits)))


def _context(past: Past, *, hopeful: bool) -> Context:
    vouched = frozenset(need for need in VOUCHED if past.vouched.get(need, hopeful))
    return Context(
        member="",
        agency=past.agency,
        role=past.role,
        purpose=past.purpose,
        beneficiary=past.beneficiary,
        affiliations=past.affiliations,
        basis=past.basis,
        case=_ANY_CASE if past.has_case else None,
        vouched=vouched,
    )


def _fields_of(past: Past, record_class: str) -> frozenset[str]:
    prefix = f"{record_class}."
    return frozenset(name.removeprefix(prefix) for name in past.fields if name.startswith(prefix))


def _refusing(deny: Deny) -> tuple[str, ...]:
    return tuple(sorted({reason.rule for reason in deny.reasons if reason.rule}))


def _names(bundle: Bundle) -> frozenset[tuple[str, str]]:
    return frozenset(
        (name, column.name) for name, one in bundle.catalogue.classes.items() for column in one.columns
    )
