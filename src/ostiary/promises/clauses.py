"""Clauses over plain Boolean variables, and the text in which a solver takes them.

Knows: literals (an int, negative when denied), clauses, sets of literals of which exactly one holds, DIMACS.
Must not know: what a variable stands for, any solver.
"""

from __future__ import annotations

from collections.abc import Sequence

PAIRWISE = 6
"""Up to so many literals, each pair is denied: 15 clauses. A ladder takes three for each, and half as many variables."""


class Clauses:
    """A conjunction of clauses that grows. The literal ``true`` holds."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._last = 0
        self.true = self.variable()
        self.add(self.true)

    def variable(self) -> int:
        """A literal that nothing else is said of yet."""
        self._last += 1
        return self._last

    def variables(self, count: int) -> list[int]:
        """So many fresh literals."""
        return [self.variable() for _ in range(count)]

    def add(self, *literals: int) -> None:
        """At least one of the literals holds."""
        self._lines.append(f"{' '.join(map(str, literals))} 0")

    def all_of(self, literals: Sequence[int]) -> int:
        """A literal that holds only if all of these do."""
        return literals[0] if len(literals) == 1 else self.variable_for(literals)

    def variable_for(self, literals: Sequence[int]) -> int:
        """A fresh literal that holds only if all of these do, and of which more may be said."""
        gate = self.variable()
        for literal in literals:
            self.add(-gate, literal)
        return gate

    def any_of(self, literals: Sequence[int]) -> int:
        """A literal that holds only if at least one of these does."""
        if len(literals) == 1:
            return literals[0]
        gate = self.variable()
        self.add(-gate, *literals)
        return gate

    def if_any(self, literals: Sequence[int]) -> int:
        """A literal that holds if at least one of these does."""
        return -self.all_of([-literal for literal in literals])

    def at_most_one(self, literals: Sequence[int]) -> None:
        """No two of the literals hold."""
        if len(literals) <= PAIRWISE:
            for number, literal in enumerate(literals):
                for other in literals[:number]:
                    self.add(-literal, -other)
            return
        # Each rung says that the one which holds is not above it.
        below = literals[0]
        for literal in literals[1:]:
            self.add(-below, -literal)
            rung = self.variable()
            self.add(-below, rung)
            self.add(-literal, rung)
            below = rung

    def exactly_one(self, literals: Sequence[int]) -> None:
        """One of the literals holds, and no other."""
        self.add(*literals)
        self.at_most_one(literals)

    def __len__(self) -> int:
        return len(self._lines)

    def text(self) -> str:
        """All clauses in DIMACS."""
        return "\n".join((f"p cnf {self._last} {len(self._lines)}", *self._lines, ""))
