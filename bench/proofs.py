"""All promises of a policy, proved by both engines, under few and many rules.

Knows: policies of any number of rules, promises that they keep, and one mistake.
Must not know: how anything is proved.

Each policy gets promises in the words of some of its own prohibitions, which are then in force on all days, and one about a
purpose that it newly forbids; all are kept. ``mistake`` is the same with one of those prohibitions gone: what breaks is found,
generalised and mended, each change proved again. Times are those of the processor in this process, taken in turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Final

from bench.plan import Plan
from bench.series import Ledger
from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Prohibition, Promise, Source
from ostiary.promises.engines import Boxes
from ostiary.promises.findings import find
from ostiary.promises.formula import formula_of
from ostiary.promises.proofs import Proofs
from ostiary.promises.proving import prove
from ostiary.promises.solver import Solver
from ostiary.testing.random_policy import random_bundle
from ostiary.testing.random_world import large

RULES: Final = (20, 200, 2_000)
SEED: Final = 7
FROM_PROHIBITIONS: Final = 4


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Each number of rules: all promises, either engine by itself, one mistake, and the rules that do nothing."""
    for rules in RULES:
        bundle = with_promises(random_bundle(Random(SEED), large(rules)))
        verify_kept(bundle)
        for number in range(plan.rounds):
            say(f"proofs under {rules} rules, round {number + 1} of {plan.rounds}")
            for name, part in PARTS.items():
                ledger.note(f"proofs/{name}/{rules}", "ms", timed(part, bundle))


def with_promises(bundle: Bundle) -> Bundle:
    """The policy with promises that it keeps."""
    lasting = [
        replace(one, source=replace(one.source, effective=None, expires=None)) for one in bundle.prohibitions
    ]
    chosen = lasting[:FROM_PROHIBITIONS]
    purpose = max(bundle.purposes)
    never = Condition((Atom("purpose", frozenset({purpose}), words=(purpose,)),))
    ban = Prohibition(Source("ban", "s. 0"), never)
    promises = [
        Promise(Source(f"Q{number}", "s. 0"), one.when, one.unless, is_permanent=True)
        for number, one in enumerate([*chosen, ban])
    ]
    return replace(bundle, prohibitions=(*lasting, ban), promises=tuple(promises))


def with_mistake(bundle: Bundle) -> Bundle:
    """The policy without the prohibition that carries its last promise."""
    return replace(bundle, prohibitions=bundle.prohibitions[:-1])


def by_boxes(bundle: Bundle) -> list[str]:
    """What set algebra alone says."""
    engine = Boxes.of(bundle, date.min)
    return [engine.verdict(one) for one in bundle.promises]


def by_solver(bundle: Bundle) -> list[str]:
    """What the solver alone says: whether each promise is broken, and whether it ever can be."""
    formula = formula_of(bundle)
    solver = Solver(formula.clauses)
    return [
        solver.can_hold([broken, ever]) for broken in formula.broken for ever in (-formula.ever, formula.ever)
    ]


def with_findings(bundle: Bundle) -> object:
    """The rules that do nothing, and nothing else."""
    return find(bundle, Proofs(bundle.name, bundle.version, 0, 0, None, ()))


PARTS: Final[dict[str, Callable[[Bundle], object]]] = {
    "all": prove,
    "boxes": by_boxes,
    "solver": by_solver,
    "mistake": lambda bundle: prove(with_mistake(bundle)),
    "findings": with_findings,
}


def timed(part: Callable[[Bundle], object], bundle: Bundle) -> float:
    """Milliseconds of the processor."""
    started = time.process_time()
    part(bundle)
    return (time.process_time() - started) * 1e3


def verify_kept(bundle: Bundle) -> None:
    """Raises RuntimeError when a promise of this measurement is not kept for good, or its mistake breaks nothing."""
    found = [one.verdict for one in prove(bundle).proofs]
    mistaken = prove(with_mistake(bundle)).proofs[-1].verdict
    if set(found) != {"KEPT"} or mistaken not in {"BROKEN", "KEPT TODAY"}:
        raise RuntimeError(f"the promises of this measurement are {found}, and the mistake is {mistaken}")
