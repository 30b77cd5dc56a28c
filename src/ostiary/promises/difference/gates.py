"""Gates over plain Boolean variables, said in both directions; the same gate is the same variable.

Knows: conjunction, disjunction, and that what both policies say alike is one variable, so that it cannot differ.
Must not know: rules, requests, any solver.
"""

from __future__ import annotations

from collections.abc import Iterable

from ostiary.promises.clauses import Clauses


class Gates:
    """Literals made of literals. ``true`` holds; a literal is denied by its sign."""

    def __init__(self) -> None:
        self.clauses = Clauses()
        self.true = self.clauses.true
        self._known: dict[frozenset[int], int] = {}

    def variable(self) -> int:
        """A literal of which nothing is said."""
        return self.clauses.variable()

    def every(self, literals: Iterable[int]) -> int:
        """Holds exactly when all of these do."""
        parts = frozenset(literals) - {self.true}
        if -self.true in parts or any(-one in parts for one in parts):
            return -self.true
        if len(parts) < 2:  # noqa: PLR2004 - none, or one that is its own gate
            return next(iter(parts), self.true)
        found = self._known.get(parts)
        if found is None:
            found = self._known[parts] = self._made(parts)
        return found

    def some(self, literals: Iterable[int]) -> int:
        """Holds exactly when one of these does at least."""
        return -self.every(-one for one in literals)

    def differ(self, one: int, other: int) -> int:
        """Holds exactly when one of the two does and the other does not."""
        return self.some([self.every([one, -other]), self.every([-one, other])])

    def exactly_one(self, literals: Iterable[int]) -> None:
        """Says that one of these holds, and no other."""
        self.clauses.exactly_one(list(literals))

    def say(self, *literals: int) -> None:
        """Says that one of these holds at least."""
        self.clauses.add(*literals)

    def _made(self, parts: frozenset[int]) -> int:
        gate = self.variable()
        for one in parts:
            self.say(-gate, one)
        self.say(gate, *(-one for one in parts))
        return gate
