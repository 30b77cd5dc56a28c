"""The tables of an evaluation, in plain text.

Knows: rows, columns, and the sentence that stands above each table: what its figures are, and what they are not.
Must not know: how anything was measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ostiary.watch.evaluating.agreement import Agreement
from ostiary.watch.evaluating.measuring import Measured
from ostiary.watch.evaluating.scoring import BUDGETS, Seen, place_of
from ostiary.watch.evaluating.text import PREVALENCE, Alarms, OfClass
from ostiary.watch.statistics import Share, wilson

VARIANTS: Final = ("subtle", "typical", "blatant", "public")
SYNTHETIC: Final = "Recall is of cases that we made up, and a lead about none of them counts as wrong although it may be right: none of it is real precision."


def classes_table(title: str, found: Mapping[str, Sequence[OfClass]]) -> Iterator[str]:
    """Precision and recall of each class under each rule."""
    yield f"\n{title}"
    yield f"  {'rule':<16}{'class':<12}{'precision':>28}{'recall':>28}"
    for rule, classes in found.items():
        for one in classes:
            yield f"  {rule:<16}{one.class_:<12}{share(one.precision):>28}{share(one.recall):>28}"


def agreement_table(found: Mapping[str, Agreement]) -> Iterator[str]:
    """Two labels of the same strings, or a label and the words."""
    yield "\nAgreement (Cohen's kappa; 1 is all, 0 is chance)"
    for title, one in found.items():
        kappa = "-" if one.kappa is None else f"{one.kappa:.2f}"
        yield f"  {title:<72}{one.same:>5} of {one.of:<5} kappa {kappa}"


def alarms_table(found: Sequence[Alarms]) -> Iterator[str]:
    """False alarms on real reasons."""
    yield "\nFalse alarms on real reasons, none of which names a purpose as far as can be seen; the share is at most (95 %) what the next"
    yield f"column says. Precision to expect is where {PREVALENCE:.1%} of rows are such, at that bound: never better than this is certain."
    yield f"  {'rule':<16}{'log':<36}{'rows':>8}{'alarms':>8}{'at most':>10}{'precision':>11}"
    for one in found:
        yield (
            f"  {one.rule:<16}{one.log:<36}{one.rows:>8}{one.alarms:>8}{one.at_most:>10.3%}{one.expected_precision:>11.0%}"
        )


def planted_table(one: Measured) -> Iterator[str]:
    """Cases found of each type and variant, and the queue; every such table says what it is not."""
    yield f"\nPlanted cases. {SYNTHETIC}"
    kind = "real" if one.is_real else "made up"
    yield (
        f"  {one.background} ({kind} background, seed {one.seed}): {one.rows} accesses of {one.users or 'unnamed'} users in {one.days} days,"
        f" {one.planted} planted ({one.planted / max(1, one.rows + one.planted):.1%}); {len(one.seen)} cases, {len(one.not_judged)} not"
        " planted because this log cannot show them"
    )
    alone = (
        ", ".join(
            f"{kind} {count}" for kind, count in sorted(one.alone.items(), key=lambda each: place_of(each[0]))
        )
        or "none"
    )
    yield f"  leads where nothing is planted: {sum(one.alone.values())} ({alone}); with the cases {one.leads}"
    yield (
        f"  {'type':<8}"
        + "".join(f"{name:>10}" for name in VARIANTS)
        + f"{'without text':>16}{'days to alert':>16}"
    )
    for name in sorted(
        {kind for case in one.seen for kind in case.types[:1]}, key=lambda kind: int(kind[1:])
    ):
        yield _of_type(name, [case for case in one.seen if case.types[0] == name], one.without_text)
    total = wilson(sum(case.found for case in one.seen), len(one.seen))
    blind = wilson(len(one.without_text), len(one.seen))
    yield f"  all     found {share(total)}; without text {share(blind)}"
    yield "  queue   " + "; ".join(
        f"first {budget}: precision {_part(one.precision[budget])}, cases {_part(one.recall[budget])}"
        for budget in BUDGETS
    )
    missed = [case.case for case in one.seen if not case.found]
    yield f"  missed  {', '.join(missed) or 'none'}"


def _of_type(name: str, cases: Sequence[Seen], blind: Sequence[str]) -> str:
    cells = []
    for variant in VARIANTS:
        those = [case for case in cases if case.variant == variant]
        cells.append(f"{sum(case.found for case in those)}/{len(those)}" if those else "-")
    days = [case.after_days for case in cases if case.after_days is not None]
    soon = f"{sorted(days)[len(days) // 2]:.0f}" if days else "-"
    text = f"{sum(case.case in blind for case in cases)}/{len(cases)}"
    return f"  {name:<8}" + "".join(f"{cell:>10}" for cell in cells) + f"{text:>16}{soon:>16}"


def public_table(found: Measured) -> Iterator[str]:
    """Each documented story: found by which detectors, and where in the queue."""
    yield "\nDocumented stories, replayed in the made-up city. Found says that a log of this shape is seen, not that the true one was."
    yield f"  {'story':<32}{'should':<14}{'found':<8}{'by':<24}{'rank':>6}{'days':>6}"
    for one in found.seen:
        days = "-" if one.after_days is None else f"{one.after_days:.0f}"
        yield (
            f"  {one.case:<32}{', '.join(one.types):<14}{'found' if one.found else 'missed':<8}{', '.join(one.by) or '-':<24}"
            f"{one.rank or '-':>6}{days:>6}"
        )
    hits = sum(one.found for one in found.seen)
    yield f"  {hits} of {len(found.seen)} found; {len(found.without_text)} without text; detectors that could not judge left out: {len(found.not_judged)}"


def share(found: Share) -> str:
    """`15 of 16, 94 % (72-99)`."""
    if found.value is None:
        return "-"
    return f"{found.hits} of {found.of}, {found.value:.0%} ({found.low * 100:.0f}-{found.high * 100:.0f})"


def _part(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
