"""Rules as Cedar policies, one for each permit and prohibition, and one for each duty with needs.

Knows: what every way of saying a set is in Cedar, and what an unknown fact does.
Must not know: entities and requests as data.

Two actions: ``read`` is asked for each agency that must be permitted, ``count`` for each that must merely not be forbidden; a
policy of its own permits every ``count``, so that only what is forbidden refuses it. ``context.unknown`` names the facts that the bundle
does not know: a permit and an exception need all of them known, a prohibition covers what is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Duty, Fact, Need, Permit, Prohibition, Source
from ostiary.policy.cedar.words import any_of, entity, listed, quoted

COUNTING = '@id("count")\npermit (principal, action == Action::"count", resource);'
"""Whoever only counts is permitted, as far as nothing forbids it."""

# What an unknown one of these is called, no prohibition can say: only who says what is left out covers it.
_NAMED_ONLY: tuple[Fact, ...] = ("record_class", "field")

_ALL_KNOWN = "context.unknown.isEmpty()"

_LABELS: dict[Fact, str] = {
    "agency": "principal.labels",
    "record_class": "resource.record_class.labels",
    "field": "resource.labels",
}
_IN: dict[Fact, tuple[str, str]] = {
    "agency": ("principal", "Agency"),
    "purpose": ("context.purpose", "Purpose"),
}


def cedar_policies(bundle: Bundle) -> str:
    """All rules of a bundle as one text, which begins with what it leaves out."""
    texts = [
        _opening(bundle),
        COUNTING,
        *map(_permit, bundle.permits),
        *map(_prohibition, bundle.prohibitions),
    ]
    texts += [_owed(duty) for duty in bundle.duties if duty.needs]
    return "\n\n".join(texts) + "\n"


def _opening(bundle: Bundle) -> str:
    left_out = ", ".join(sorted(duty.source.id for duty in bundle.duties)) or "none"
    lines = [
        f"Policy {bundle.name}, version {bundle.version}.",
        "This is an export to compare with. What counts is the bundle, and what its own evaluator says.",
        f"Left out, because Cedar has no counterpart: all that duties ask, except for needs ({left_out}).",
    ]
    return "\n".join(f"// {line}" for line in lines)


def _permit(rule: Permit) -> str:
    body = " && ".join([*_dates(rule.source), *_meeting(rule.when)])
    return f'{_head(rule.source)}permit (principal, action == Action::"read", resource)\nwhen {{ {body} }};'


def _prohibition(rule: Prohibition) -> str:
    unless = any_of(f"({' && '.join(_meeting(one))})" for one in rule.unless) if rule.unless else ""
    return _forbid(rule.source, rule.when, f"\nunless {{ {unless} }}" if unless else "")


def _owed(duty: Duty) -> str:
    """A duty with needs forbids whoever does not meet them; all else that it asks cannot be said."""
    return _forbid(duty.source, duty.when, f"\nunless {{ {_met(duty.needs)} }}")


def _forbid(source: Source, when: Condition, unless: str) -> str:
    body = " && ".join([*_dates(source), *map(_touching, when.atoms)]) or "true"
    return f"{_head(source)}forbid (principal, action, resource)\nwhen {{ {body} }}{unless};"


def _head(source: Source) -> str:
    return f"@id({quoted(source.id)})\n@cite({quoted(source.cite)})\n"


def _dates(source: Source) -> Iterator[str]:
    if source.effective:
        yield f"context.day >= {day_number(source.effective)}"
    if source.expires:
        yield f"context.day < {day_number(source.expires)}"


def day_number(day: date) -> int:
    """A day as a number that has its digits, in the order of days: 20260501."""
    return day.year * 10_000 + day.month * 100 + day.day


def _meeting(condition: Condition) -> list[str]:
    needs = [_met(condition.needs)] if condition.needs else []
    return [_ALL_KNOWN, *map(_test, condition.atoms), *needs]


def _met(needs: tuple[Need, ...]) -> str:
    return f"context.met.containsAll({listed(map(quoted, needs))})"


def _touching(atom: Atom) -> str:
    is_unknown = f"context.unknown.contains({quoted(atom.fact)})"
    if atom.fact in _NAMED_ONLY and not atom.others:
        return f"(!{is_unknown} && {_test(atom)})"
    return f"({is_unknown} || {_test(atom)})"


def _test(atom: Atom) -> str:
    """The test of a known fact."""
    if atom.way == "listed":
        return _listed(atom)
    said = atom.way.removeprefix("not_")
    test = any_of(_said(atom.fact, said, word) for word in atom.words)
    return test if said == atom.way else f"!({test})"


def _said(fact: Fact, way: str, word: str) -> str:
    """The test of one word. Raises KeyError for a way that a fact does not have."""
    match way:
        case "under":
            subject, kind = _IN[fact]
            return f"{subject} in {entity(kind, word)}"
        case "label":
            return f"{_LABELS[fact]}.contains({quoted(word)})"
        case "state":
            return f"(principal has state && principal.state == {quoted(word)})"
        case "level" | "kind":
            return f"principal.{way} == {quoted(word)}"
    raise KeyError(way)


def _listed(atom: Atom) -> str:
    words = sorted(atom.values)
    match atom.fact:
        case "agency":
            return _one_of("principal", [entity("Agency", word) for word in words])
        case "role":
            return _one_of("context.role", map(quoted, words))
        case "purpose":
            return _one_of("context.purpose", [entity("Purpose", word) for word in words])
        case "basis":
            return f"context.basis.containsAny({listed(map(quoted, words))})"
        case "record_class":
            return _one_of("resource.record_class", [entity("RecordClass", word) for word in words])
        case "field":
            return _one_of("resource", [entity("Field", word) for word in words])


def _one_of(subject: str, values: Iterable[str]) -> str:
    return any_of(f"{subject} == {value}" for value in values)
