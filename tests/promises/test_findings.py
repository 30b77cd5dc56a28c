"""Rules that change nothing are found, each for its reason, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from ostiary.model.bundle import Bundle
from ostiary.model.catalogue import Catalogue
from ostiary.model.rules import Atom, Condition, Duty, Permit, Prohibition, Source
from ostiary.promises.boxes import is_empty
from ostiary.promises.findings import Finding, find
from ostiary.promises.findings_report import findings_as_values, findings_in_words
from ostiary.promises.proofs import Proofs
from ostiary.promises.space import Space
from ostiary.promises.territory import Territory
from promises.promise_worlds import AGENCIES, CLASSES, FEW, PURPOSES, bundles

TOWN = Atom("agency", frozenset({"town"}), words=("town",))
FIRM = Atom("agency", frozenset({"firm"}), words=("firm",))
P = Atom("purpose", frozenset({"p"}), words=("p",))
Q = Atom("purpose", frozenset({"q"}), words=("q",))
P_OR_Q = Atom("purpose", frozenset({"p", "q"}), words=("p", "q"))
CONSENT = Atom("basis", frozenset({"consent"}), words=("consent",))
NO_PROOFS = Proofs("", "", 0, 0, date(2026, 1, 1), ())


def permit(name: str, *atoms: Atom, end: date | None = None) -> Permit:
    """A permit in one line."""
    return Permit(Source(name, "a law", expires=end), Condition(atoms))


def ban(name: str, *atoms: Atom, unless: tuple[Atom, ...] = ()) -> Prohibition:
    """A prohibition in one line, each exception of one conjunct."""
    return Prohibition(Source(name, "a law"), Condition(atoms), tuple(Condition((one,)) for one in unless))


def bundle_of(*rules: Permit | Prohibition | Duty) -> Bundle:
    """A bundle of these rules about the small world."""
    bundle = Bundle(
        "n", "T", "v", "c", "[0-9]+", "1", AGENCIES, PURPOSES, (), {}, Catalogue(CLASSES), (), (), ()
    )
    return replace(
        bundle,
        permits=tuple(one for one in rules if isinstance(one, Permit)),
        prohibitions=tuple(one for one in rules if isinstance(one, Prohibition)),
        duties=tuple(one for one in rules if isinstance(one, Duty)),
    )


def found(*rules: Permit | Prohibition | Duty) -> list[Finding]:
    """What is found in a bundle of these rules."""
    return list(find(bundle_of(*rules), NO_PROOFS))


def test_permits_that_change_nothing() -> None:
    """Over, without a match, overridden, and shadowed by two others together that neither shadows alone."""
    assert found(permit("A", TOWN, end=date(2025, 1, 1))) == [Finding("A", "over")]
    assert found(permit("A", TOWN, FIRM)) == [Finding("A", "never-matches")]
    assert found(permit("A", TOWN, P), ban("X", P)) == [Finding("A", "overridden", by=("X",))]
    together = found(permit("A", TOWN, P_OR_Q), permit("B", TOWN, P), permit("C", P_OR_Q, Q))
    assert Finding("A", "shadowed", by=("B", "C")) in together
    assert found(permit("A", TOWN, P_OR_Q), permit("C", FIRM, P)) == []


def test_prohibitions_that_others_make_needless() -> None:
    """A prohibition that stops nothing that is permitted is not among them: it stops what may be permitted."""
    assert found(permit("A", TOWN), ban("X", FIRM)) == []
    assert found(ban("X", P), ban("Y", P_OR_Q)) == [Finding("X", "shadowed", by=("Y",))]
    assert found(ban("X", TOWN, FIRM)) == [Finding("X", "strangers-only")]
    assert found(ban("X", P, Q)) == [Finding("X", "never-matches")]
    assert found(ban("X", P, unless=(CONSENT,)), ban("Y", P_OR_Q, unless=(CONSENT,))) == [
        Finding("X", "shadowed", by=("Y",))
    ]


def test_exceptions_that_release_nothing() -> None:
    """Because another prohibition stands all the same, another exception does it, or it never applies."""
    assert found(ban("X", P_OR_Q, unless=(P,)), ban("Y", P)) == [Finding("X", "idle-exception", 1, ("Y",))]
    doubled = found(ban("X", P_OR_Q, unless=(P, P, CONSENT)))
    assert doubled == [Finding("X", "idle-exception", 1), Finding("X", "idle-exception", 2)]
    assert found(ban("X", P, unless=(Q,))) == [Finding("X", "idle-exception", 1)]
    assert found(ban("X", P_OR_Q, unless=(P, CONSENT))) == []


def test_duties_that_come_with_nothing() -> None:
    """A duty whose needs refuse something does something; one about what nobody may read does not."""
    plain = Duty(Source("D", "a law"), Condition((Q,)), row_limit=5)
    assert found(permit("A", P), plain) == [Finding("D", "idle-duty")]
    assert found(permit("A", Q), plain) == []
    assert found(permit("A", Q), replace(plain, needs=("approval",))) == []
    over = replace(plain, source=replace(plain.source, expires=date(2025, 1, 1)))
    assert found(permit("A", Q), over) == [Finding("D", "over")]


def territories(bundle: Bundle, other: Bundle) -> tuple[Territory, Territory]:
    """Two bundles in one space."""
    space = Space.of((bundle, other))
    return Territory.of(space, bundle), Territory.of(space, other)


def changes(bundle: Bundle, other: Bundle) -> bool:
    """Whether any request is allowed by one and refused by the other."""
    one, two = territories(bundle, other)
    everything = one.space.everything
    return (
        any(
            not is_empty(second.refused_in(box))
            for first, second in ((one, two), (two, one))
            for grant in first.grants
            for box in first.allowed_in(grant.box)
        )
        or everything == ()
    )


@settings(FEW, max_examples=20)
@given(bundles(most_promises=0))
def test_a_permit_is_listed_exactly_when_dropping_it_changes_nothing(bundle: Bundle) -> None:
    """Each permit is dropped, and both policies are compared over all requests."""
    listed = {one.rule for one in find(bundle, replace(NO_PROOFS, since=None))}
    for one in bundle.permits:
        less = replace(bundle, permits=tuple(each for each in bundle.permits if each is not one))
        assert changes(bundle, less) == (one.source.id not in listed)


@settings(FEW, max_examples=20)
@given(bundles(most_promises=0))
def test_what_is_listed_among_prohibitions_may_go(bundle: Bundle) -> None:
    """A prohibition or an exception that is listed can be dropped, and every request is answered as before."""
    for one in find(bundle, replace(NO_PROOFS, since=None)):
        if one.kind == "strangers-only":
            continue
        rest = tuple(each for each in bundle.prohibitions if each.source.id != one.rule)
        if one.exception:
            (rule,) = (each for each in bundle.prohibitions if each.source.id == one.rule)
            kept = tuple(case for number, case in enumerate(rule.unless, 1) if number != one.exception)
            rest = (*rest, replace(rule, unless=kept))
        if len(rest) < len(bundle.prohibitions) or one.exception:
            assert not changes(bundle, replace(bundle, prohibitions=rest))


def test_findings_read_as_lines_and_as_objects() -> None:
    """One line each; the same as JSON values."""
    findings = found(ban("X", P_OR_Q, unless=(P,)), ban("Y", P), permit("A", TOWN, FIRM))
    assert findings_in_words(findings) == (
        "2 rules or exceptions do nothing, each by itself:\n"
        "  A covers nothing: its conditions exclude each other, or its needs are never met\n"
        "  X, exception 1, changes nothing (what it covers is settled by Y)"
    )
    assert findings_as_values(findings)[1] == {
        "rule": "X",
        "exception": 1,
        "kind": "idle-exception",
        "by": ["Y"],
    }
    assert findings_in_words([]) == "Every rule does something."
