"""Whose records a query in an expression may read: those of the person that the row around it is about.

Knows: equality of subjects in WHERE, in joins and through IN, and what follows from it.
Must not know: SQL text, the parser, profiles, who asks.

A query in an expression leaves no row of its own, and nobody would be named for what it tells. So each of its records must be
tied: about a subject whom the row around it is about, and whom that row therefore names. Then the records of the named
subjects are enough to come to the same answer, also where it is that nothing is there (NOT EXISTS).

A key is tied when its subject must equal one of the row around it, or that of another tied key. An outer join keeps rows
that find nothing: its condition ties only the side that may be missing, because nothing is told by what is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from ostiary.sql.composing.inside import chooses
from ostiary.sql.composing.scope import Scope, Visible
from ostiary.sql.tree import ColumnName, Expression, JoinKind, Logic, Operation, Query, Target

ROW: Final = ""
"""Any subject of the row around a query, in place of the SQL of a key."""

Follows: TypeAlias = tuple[str, str]
"""Two keys by their SQL: when the first is tied, so is the second."""

UNTIED: Final = "a query in an expression reads records of people whom the row around it does not name"
UNTIED_HINT: Final = "Join the tables, or compare their subjects: WHERE vehicle.owner_id = person.person_id."


def of_where(condition: Expression | None, scope: Scope) -> Iterator[Follows]:
    """What a WHERE ties, one way and the other."""
    for one, other in _equal(condition, scope):
        yield one, other
        yield other, one


def of_join(
    kind: JoinKind,
    condition: Expression | None,
    pairs: Iterable[tuple[Visible, Visible]],
    scope: Scope,
    sides: tuple[Scope, Scope],
) -> Iterator[Follows]:
    """What the condition of a join, or the columns of its USING, ties. ``sides`` are those of the join, left and right."""
    left, right = ({key.sql for key in side.keys} for side in sides)
    may_be_missing = {"INNER": left | right, "LEFT": right, "RIGHT": left, "FULL": set[str]()}[kind]
    equal = [*_equal(condition, scope)]
    equal += [(one.subject, other.subject) for one, other in pairs if one.subject and other.subject]
    for one, other in equal:
        yield from ((one, other),) if other in may_be_missing else ()
        yield from ((other, one),) if one in may_be_missing else ()


def of_output(query: Query, scope: Scope) -> Iterator[Follows]:
    """What ``subject IN (query)`` ties: the rows of the query whose only column is equal to that subject."""
    match query.targets:
        case (Target(ColumnName() as name, _),) if not chooses(query) and scope.is_local(name):
            subject = scope.find(name).subject
            # Where an outer join may have found nobody, NULL in the list would tell whether it did.
            yield from ((ROW, subject),) if subject and subject not in scope.padded_keys else ()


def tied(follows: Iterable[Follows]) -> frozenset[str]:
    """Every key that is tied, by its SQL."""
    after: dict[str, list[str]] = {}
    for one, other in follows:
        after.setdefault(one, []).append(other)
    found, waiting = set[str](), [ROW]
    while waiting:
        fresh = [key for key in after.get(waiting.pop(), ()) if key not in found]
        found.update(fresh)
        waiting += fresh
    return frozenset(found - {ROW})


def _equal(condition: Expression | None, scope: Scope) -> Iterator[Follows]:
    """The subjects that are equal wherever the condition is true: by an equality that nothing stands beside but AND."""
    match condition:
        case Logic("AND", arguments):
            for argument in arguments:
                yield from _equal(argument, scope)
        case Operation("=", ColumnName() as left, ColumnName() as right):
            subjects = [_subject(name, scope) for name in (left, right)]
            if None not in subjects:
                yield subjects[0] or ROW, subjects[1] or ROW


def _subject(name: ColumnName, scope: Scope) -> str | None:
    """The SQL of the key whose subject a column is, ROW for one of the row around, None for any other column."""
    subject = scope.find(name).subject
    if not subject:
        return None
    return subject if scope.is_local(name) else ROW
