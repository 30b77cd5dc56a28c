"""The second engine: Z3 on plain Booleans.

Knows: Z3, and nothing else here does.
Must not know: rules, boxes, what a clause says.

Work is bounded by the solver's own count of steps, so that a machine under load answers what an idle one answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import z3

from ostiary.promises.clauses import Clauses

Answer: TypeAlias = Literal["yes", "no", "unknown"]

MAX_STEPS = 4_000_000
"""For one question. Eleven pigeons in ten holes, which is hard on purpose, took 2.6 million and 14 s; ten questions about 2,000
rules took 1.1 million together, and the loading of the clauses is most of that."""

_ANSWERS: dict[str, Answer] = {"sat": "yes", "unsat": "no"}


class Solver:
    """Clauses, loaded once. Raises z3.Z3Exception when they cannot be."""

    def __init__(self, clauses: Clauses) -> None:
        self._solver = z3.SolverFor("QF_FD", ctx=z3.Context())
        self._solver.set("rlimit", MAX_STEPS)
        self._solver.from_string(clauses.text())

    def can_hold(self, literals: Sequence[int]) -> Answer:
        """Whether the clauses and these literals can hold together. Whoever gets ``unknown`` has no answer."""
        answer = self._solver.check(*(self._literal(one) for one in literals))
        return _ANSWERS.get(str(answer), "unknown")

    def _literal(self, literal: int) -> z3.BoolRef:
        # Variables of a DIMACS text are named by their numbers.
        variable = z3.Bool(abs(literal), ctx=self._solver.ctx)
        return variable if literal > 0 else z3.Not(variable)
