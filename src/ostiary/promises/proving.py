"""Every promise of a policy proved, or shown broken.

Knows: the order of a proof: both engines, then a region, an example that the reference evaluator has allowed, a way back.
Must not know: files, how a report looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ostiary.errors import TooManyCases
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow
from ostiary.model.rules import Condition, Permit, Promise, Rule, Source
from ostiary.policy.reference import decide
from ostiary.promises.claims import Claim, breaches
from ostiary.promises.engines import Engines, NotSettled
from ostiary.promises.examples import Example, example_of
from ostiary.promises.meaning import excludes
from ostiary.promises.proofs import Case, Cited, Proof, Proofs
from ostiary.promises.region_words import region_in_words
from ostiary.promises.regions import gap_of, region_of
from ostiary.promises.undoing import undos
from ostiary.promises.work import bounded


def prove(
    bundle: Bundle,
    since: date | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Proofs:
    """What is proved of each promise of a bundle, for all days from ``since`` or the policy's own first day on.

    ``progress`` is told how many promises are done, and of how many. Never raises: whatever goes wrong, the promises are
    not settled.
    """
    with bounded():
        return _proofs(bundle, since or bundle.effective, progress)


def _proofs(bundle: Bundle, first: date | None, progress: Callable[[int, int], None]) -> Proofs:
    try:
        engines = Engines.of(bundle, first or date.min)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in here, nothing is proved
        proofs = tuple(_unsettled(promise, error) for promise in bundle.promises)
        return Proofs(bundle.name, bundle.version, count_rules(bundle), 0, first, proofs)
    found: list[Proof] = []
    for number in range(len(bundle.promises)):
        found.append(_prove(engines, number, first or date.min))
        progress(number + 1, len(bundle.promises))
    return Proofs(bundle.name, bundle.version, count_rules(bundle), engines.encoded, first, tuple(found))


def count_rules(bundle: Bundle) -> int:
    """How many rules a bundle has."""
    return len(bundle.permits) + len(bundle.prohibitions) + len(bundle.duties)


def _prove(engines: Engines, number: int, since: date) -> Proof:
    promise = engines.bundle.promises[number]
    try:
        verdict = engines.verdict(number)
        if verdict == "KEPT":
            carriers = engines.boxes.bulwark.carriers(promise)
            return Proof(promise, verdict, tuple(Cited(one.source.id, one.source.cite) for one in carriers))
        case = _breach(engines, promise) if verdict == "BROKEN" else _gap(engines, promise)
        wanted = verdict == "BROKEN" or promise.is_permanent
        back = undos(engines.bundle, promise, case, since) if wanted else ()
        return Proof(promise, verdict, case=case, undos=back)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in here, nothing is proved
        return _unsettled(promise, error)


def _unsettled(promise: Promise, error: Exception) -> Proof:
    known = isinstance(error, NotSettled | TooManyCases)
    return Proof(
        promise, "NOT SETTLED", why=str(error) if known else f"a mistake of ours: {type(error).__name__}"
    )


def _breach(engines: Engines, promise: Promise) -> Case:
    territory = engines.boxes.territory
    region = region_of(territory, next(breaches(territory, Claim.of(territory.layout, promise))))
    example = example_of(territory.space, engines.bundle, region)
    allow = _replayed(example, promise)
    return Case(
        region_in_words(territory.layout, region),
        example.request,
        tuple(_cited(engines.bundle, rule) for rule in allow.permits),
        tuple(_cited(engines.bundle, rule, number) for rule, number in allow.released),
    )


def _gap(engines: Engines, promise: Promise) -> Case:
    """What no prohibition stops: the reference evaluator allows it as soon as there is a permit for everything."""
    bulwark = engines.boxes.bulwark
    region = gap_of(bulwark, next(bulwark.gaps(promise)))
    example = example_of(bulwark.layout.space, engines.bundle, region)
    allow = _replayed(Example(permitting_everything(example.bundle), example.request), promise)
    return Case(
        region_in_words(bulwark.layout, region),
        example.request,
        released=tuple(_cited(engines.bundle, rule, number) for rule, number in allow.released),
    )


def permitting_everything(bundle: Bundle) -> Bundle:
    """The bundle with one permit for everything and without the needs of duties: its prohibitions alone refuse."""
    everything = Permit(Source("everything", ""), Condition())
    duties = tuple(replace(one, needs=()) for one in bundle.duties)
    return replace(bundle, permits=(everything,), duties=duties)


def _replayed(example: Example, promise: Promise) -> Allow:
    """What the reference evaluator says of an example. Raises NotSettled unless it allows it and the promise excludes it."""
    decision = decide(example.bundle, example.request)
    known = next(one for one in example.bundle.promises if one.source.id == promise.source.id)
    match decision:
        case Allow() if excludes(example.bundle, known, example.request):
            return decision
        case _:
            raise NotSettled("the reference evaluator refuses what both engines call allowed")


def _cited(bundle: Bundle, rule: str, exception: int = 0) -> Cited:
    rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions)
    cite = next(one.source.cite for one in rules if one.source.id == rule)
    return Cited(rule, cite, exception)
