"""What a promise means for one request. Normative, short and never optimised, as the reference evaluator is.

Knows: that a promise covers as a prohibition does, and what it leaves out.
Must not know: boxes, clauses, whether the request is allowed.
"""

from __future__ import annotations

from ostiary.model.bundle import Bundle
from ostiary.model.request import Request
from ostiary.model.rules import Condition, Promise
from ostiary.policy.facts import Facts, lacks


def excludes(bundle: Bundle, promise: Promise, request: Request) -> bool:
    """Whether a promise says that a request must never be allowed: for some principal and some column that it asks for."""
    if not promise.source.is_in_force(request.day):
        return False
    return any(
        _covers(bundle, promise, request, agency, column)
        for agency in request.context.principals
        for column in request.fields
    )


def _covers(bundle: Bundle, promise: Promise, request: Request, agency: str, column: str) -> bool:
    facts = Facts.of(bundle, request, agency, column)
    left_out = any(
        _holds(facts, case) and not lacks(bundle, request, agency, case.needs) for case in promise.unless
    )
    return facts.touch(promise.never) and not left_out


def _holds(facts: Facts, case: Condition) -> bool:
    """A case holds when each fact that it tests is known and in its set. A fact that it does not test may be unknown.

    An exception of a prohibition is stricter: it releases nobody of whom anything is unknown.
    """
    return all(
        atom.fact not in facts.unknown and facts.values[atom.fact] & atom.values for atom in case.atoms
    )
