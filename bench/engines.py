"""Other engines that decide the same: the same rules and requests in their own form.

Knows: how a permit, a prohibition with exceptions and a duty with needs are said to each.
Must not know: what is measured.

Requests are those of one agency for one column, of words that the bundle knows: one question each for every engine. What it
takes to bring a request into an engine's form is no part of an answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce
from typing import Any, Final, Protocol

import casbin
import cedarpy

from ostiary.model.bundle import Bundle
from ostiary.model.request import Request
from ostiary.model.rules import NEEDS, Condition, Fact, Source
from ostiary.policy.cedar.entities import SCHEMA, cedar_entities
from ostiary.policy.cedar.policies import cedar_policies
from ostiary.policy.cedar.requests import cedar_requests
from ostiary.policy.facts import lacks


class Engine(Protocol):
    """Somebody who decides by one bundle."""

    def form(self, request: Request) -> Any:
        """A request as it is asked."""

    def allows(self, form: Any) -> bool:
        """The answer."""


class Cedar:
    """Cedar's own engine, with everything parsed before it is asked."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._policies = cedarpy.PolicySet.from_str(cedar_policies(bundle))
        self._entities = cedarpy.Entities.from_json_str(json.dumps(cedar_entities(bundle)))
        self._schema = cedarpy.Schema.from_str(SCHEMA)

    def form(self, request: Request) -> Any:
        """A request as it is asked."""
        ((only,),) = cedar_requests(self._bundle, request)
        return only

    def allows(self, form: Any) -> bool:
        """The answer. Raises RuntimeError for an error in evaluation."""
        result = cedarpy.is_authorized(form, self._policies, self._entities, self._schema)
        if result.diagnostics.errors:
            raise RuntimeError(f"an error in evaluation: {result.diagnostics.errors}")
        return result.allowed


MODEL: Final = """
[request_definition]
r = agency, role, purpose, basis, record_class, field, day, met
[policy_definition]
p = agency, role, purpose, basis, record_class, field, begins, ends, needs, unless, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.agency in p.agency && r.role in p.role && r.purpose in p.purpose && r.record_class in p.record_class \
&& r.field in p.field && p.begins <= r.day && r.day < p.ends && p.needs <= r.met && shares(r.basis, p.basis) \
&& !released(p.unless, r.agency, r.role, r.purpose, r.basis, r.record_class, r.field, r.met)
"""
"""Each rule is a row of sets; exceptions are a function, because a row has a fixed number of values."""


class _Everything:
    """The set of a rule that does not test a fact."""

    def __contains__(self, _: object) -> bool:
        return True


class Casbin:
    """The engine of that name, with sets in place of texts, so that it parses nothing while it is asked."""

    def __init__(self, bundle: Bundle) -> None:
        logging.getLogger("casbin").setLevel(logging.CRITICAL)
        self._bundle, self._enforcer = bundle, casbin.Enforcer(casbin.Enforcer.new_model(text=MODEL))
        self._enforcer.add_function("shares", _shares)
        self._enforcer.add_function("released", _released)
        self._enforcer.model["p"]["p"].policy = list(_rows(bundle))

    def form(self, request: Request) -> Any:
        """A request as it is asked."""
        context, (column,) = request.context, request.fields
        met = frozenset(NEEDS).difference(lacks(self._bundle, request, context.agency, NEEDS))
        field = f"{request.record_class}.{column}"
        return (
            context.agency,
            context.role,
            context.purpose,
            context.basis,
            request.record_class,
            field,
            request.day,
            met,
        )

    def allows(self, form: Any) -> bool:
        """The answer."""
        return bool(self._enforcer.enforce(*form))


def _rows(bundle: Bundle) -> Iterator[list[Any]]:
    for permit in bundle.permits:
        yield _row(permit.source, permit.when, (), "allow")
    for prohibition in bundle.prohibitions:
        yield _row(prohibition.source, prohibition.when, prohibition.unless, "deny")
    for duty in bundle.duties:
        if duty.needs:
            yield _row(duty.source, duty.when, (Condition((), duty.needs),), "deny")


def _row(source: Source, when: Condition, unless: Iterable[Condition], effect: str) -> list[Any]:
    *sets, needs = _sets(when)
    cases = [_sets(one) for one in unless]
    return [*sets, source.effective or date.min, source.expires or date.max, needs, cases, effect]


def _sets(condition: Condition) -> list[Any]:
    """The sets of a condition in the order of a row, and its needs."""
    basis = [atom.values for atom in condition.atoms if atom.fact == "basis"]
    first: list[Any] = [_set(condition, fact) for fact in ("agency", "role", "purpose")]
    return [
        *first,
        basis,
        _set(condition, "record_class"),
        _set(condition, "field"),
        frozenset(condition.needs),
    ]


def _set(condition: Condition, fact: Fact) -> Any:
    tests = [atom.values for atom in condition.atoms if atom.fact == fact]
    return reduce(frozenset.intersection, tests) if tests else _Everything()


def _shares(shown: frozenset[str], tests: list[frozenset[str]]) -> bool:
    return all(not test.isdisjoint(shown) for test in tests)


def _released(cases: list[list[Any]], *facts: Any) -> bool:
    """Whether one of a prohibition's exceptions holds."""
    agency, role, purpose, basis, record_class, field, met = facts
    return any(
        agency in case[0]
        and role in case[1]
        and purpose in case[2]
        and _shares(basis, case[3])
        and record_class in case[4]
        and field in case[5]
        and case[6] <= met
        for case in cases
    )
