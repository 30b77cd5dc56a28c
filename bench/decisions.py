"""A decision under few and many rules, by each evaluator of ours and by two other engines.

Knows: policies of any number of rules, requests of all kinds to them, and that everybody must answer the same.
Must not know: how an engine is asked, sessions, SQL.

All are asked the same questions in the same round, one after the other: one agency, one column, allowed. The slower ones are
asked the first few of them. The index has been asked each before; ``index-new`` is one that has been asked nothing. Refusals, which our
evaluators give in full, with every rule that stands against it, are measured for themselves. Times are those of the processor in
this thread: everybody decides in it, and the machine is shared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Final, TypeVar

from bench.engines import Casbin, Cedar, Engine
from bench.plan import Plan
from bench.series import Ledger
from ostiary.model.bundle import Bundle
from ostiary.model.request import Decision, Request
from ostiary.policy.facts import Facts
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.reference import decide
from ostiary.session.deciding import verdict_on
from ostiary.session.verdicts import Verdicts
from ostiary.sql.plan import Footprint
from ostiary.testing.random_policy import random_bundle
from ostiary.testing.random_requests import Asker
from ostiary.testing.random_world import large

T = TypeVar("T")

RULES: Final = (20, 200, 2_000)
SEED: Final = 7
QUESTIONS: Final = 400
"""As many that are allowed and that are refused."""

PASSES: Final = 20
"""How often the index is asked all of them in a round: some twentieth of a second."""

FIRST_FEW: Final = {"reference": 20, "cedar": 40, "casbin": 4}
"""How many of them the slower ones are asked in a round: under 2,000 rules some tenths of a second each."""

TIMES_AGAIN: Final = 20_000


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Each evaluator at each number of rules."""
    for rules in RULES:
        say(f"decisions under {rules} rules: everybody must answer the same")
        contest = Contest(rules)
        contest.verify()
        for number in range(plan.rounds):
            say(f"decisions under {rules} rules, round {number + 1} of {plan.rounds}")
            contest.note(ledger)
    for rules in RULES:
        for slower in FIRST_FEW:
            ledger.note_ratio(
                f"decisions/{slower}:index/{rules}", f"decisions/{slower}/{rules}", f"decisions/index/{rules}"
            )


class Contest:
    """One policy, its questions, and everybody who decides by it."""

    def __init__(self, rules: int) -> None:
        rng = Random(SEED)
        self.rules, self.bundle = rules, random_bundle(rng, large(rules))
        self.policy = IndexedPolicy(self.bundle)
        asker = Asker(rng, self.bundle)
        self.allowed = questions(asker, self.policy, allowed=True)
        self.refused = questions(asker, self.policy, allowed=False)
        self.others: dict[str, Engine] = {"cedar": Cedar(self.bundle), "casbin": Casbin(self.bundle)}
        self.forms = {
            name: [engine.form(one) for one in self.allowed[: FIRST_FEW[name]]]
            for name, engine in self.others.items()
        }

    def verify(self) -> None:
        """Raises RuntimeError when the index differs from the reference in anything, or another engine in its answer."""
        for request in (*self.allowed[:QUESTIONS], *self.refused[: FIRST_FEW["reference"]]):
            if self.policy.decide(request) != decide(self.bundle, request):
                raise RuntimeError(f"the index differs from the reference for {request}")
        for name, engine in self.others.items():
            few = FIRST_FEW[name]
            for request in (*self.allowed[:few], *self.refused[:few]):
                if engine.allows(engine.form(request)) != self.policy.is_allowed(request):
                    raise RuntimeError(f"{name} differs from the index for {request}")

    def note(self, ledger: Ledger) -> None:
        """One round: everybody in turn."""

        def tell(who: str, seconds: float) -> None:
            ledger.note(f"decisions/{who}/{self.rules}", "us", seconds * 1e6)

        few = FIRST_FEW["reference"]
        tell("index", each(self.policy.decide, self.allowed * PASSES))
        tell("index-refused", each(self.policy.decide, self.refused))
        tell("reference", each(self._by_reference, self.allowed[:few]))
        tell("reference-refused", each(self._by_reference, self.refused[:few]))
        for name, engine in self.others.items():
            tell(name, each(engine.allows, self.forms[name]))
        tell("again", self._again(self.allowed[0]))
        started = time.thread_time()
        fresh = IndexedPolicy(self.bundle)
        ledger.note(f"decisions/build/{self.rules}", "ms", (time.thread_time() - started) * 1e3)
        tell("index-new", each(fresh.decide, self.allowed))

    def _by_reference(self, request: Request) -> Decision:
        return decide(self.bundle, request)

    def _again(self, request: Request) -> float:
        """What a session takes that has asked before."""
        held, read = Verdicts(), (Footprint(request.record_class, tuple(sorted(request.fields))),)
        question = (self.policy, request.context, request.day, read, verdict_on)
        held.find(*question)
        started = time.thread_time()
        for _ in range(TIMES_AGAIN):
            held.find(*question)
        return (time.thread_time() - started) / TIMES_AGAIN


def questions(asker: Asker, policy: IndexedPolicy, *, allowed: bool) -> list[Request]:
    """Different questions of one agency for one column, of words that the policy knows; so many of one answer."""
    found: dict[Request, None] = {}
    while len(found) < QUESTIONS:
        request = asker.ask(alone=True)
        is_single = len(request.fields) == 1 and _is_known(policy.bundle, request)
        if is_single and policy.is_allowed(request) == allowed:
            found[request] = None
    return list(found)


def _is_known(bundle: Bundle, request: Request) -> bool:
    (column,) = request.fields
    return not Facts.of(bundle, request, request.context.agency, column).unknown


def each(decides: Callable[[T], object], asked: Sequence[T]) -> float:
    """Seconds for one answer, on the average of all."""
    started = time.thread_time()
    for one in asked:
        decides(one)
    return (time.thread_time() - started) / len(asked)
