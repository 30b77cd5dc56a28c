"""The tables of an evaluation with held-out cases, in plain text.

Knows: rows, columns, and the sentences that say what the figures are, and what they are not.
Must not know: how anything was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ostiary.watch.evaluating.holding_out import FalseAlarm, HeldOut, Outcome
from ostiary.watch.evaluating.scoring import place_of
from ostiary.watch.evaluating.table import share
from ostiary.watch.statistics import wilson

VARIANTS: Final = ("plain", "careful", "evasive")
SAID: Final = "Cases that nobody who wrote a detector had seen. Made up all the same: none of it is real precision, and `evasive` ones are there to be missed."
_WEEK: Final = 7


def held_out_table(title: str, one: HeldOut) -> Iterator[str]:
    """Recall by type and by split, the queue with its prevalence, and false alarms."""
    yield f"\nHeld-out cases, {title}. {SAID}"
    yield from _prevalence(one)
    yield from outcomes_table(one.outcomes)
    yield from _queue(one)
    yield from _alarms(one.alarms)


def outcomes_table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Found and named, by type with intervals (95 %, Wilson), and by what else tells cases apart."""
    if not outcomes:
        return
    yield (
        f"  {'type':<10}"
        + "".join(f"{name:>9}" for name in VARIANTS)
        + f"{'found by its type':>28}{'by any':>28}"
    )
    for kind in sorted({one.type for one in outcomes}, key=place_of):
        yield _line(kind, [one for one in outcomes if one.type == kind])
    yield _line("all", outcomes)
    yield from _split(outcomes, "agency", lambda one: one.place)
    yield from _split(outcomes, "half", lambda one: str(one.half))
    missed = [
        f"{one.case}{' (' + ', '.join(one.by) + ')' if one.by else ''}" for one in outcomes if not one.found
    ]
    yield f"  missed (others that name it)  {', '.join(missed) or 'none'}"


def _prevalence(one: HeldOut) -> Iterator[str]:
    kind = "real" if one.is_real else "made up"
    every = one.rows + one.misuse + one.benign
    yield (
        f"  {one.background} ({kind} background, seed {one.seed}): {one.rows} accesses in {one.days} days; planted {one.misuse} of misuse,"
        f" {one.benign} in order"
    )
    yield (
        f"  prevalence: {one.misuse / max(1, every):.1%} of accesses, {one.misusers} of {one.users} users ({one.misusers / max(1, one.users):.0%});"
        f" {len(one.outcomes)} cases of misuse, {len(one.alarms)} in order, {len(one.not_judged)} not planted because this log cannot show them"
    )
    weekly = one.alone / max(1, one.users) * 1000 / max(1, one.days) * _WEEK
    yield f"  leads where nothing is planted: {one.alone}, {weekly:.1f} a week for 1,000 users; with the cases {one.leads}"


def _line(name: str, cases: Sequence[Outcome]) -> str:
    cells = []
    for variant in VARIANTS:
        those = [one for one in cases if one.variant == variant]
        cells.append(f"{sum(one.found for one in those)}/{len(those)}" if those else "-")
    found = wilson(sum(one.found for one in cases), len(cases))
    named = wilson(sum(one.named for one in cases), len(cases))
    return f"  {name:<10}" + "".join(f"{cell:>9}" for cell in cells) + f"{share(found):>28}{share(named):>28}"


def _split(outcomes: Sequence[Outcome], name: str, part: Callable[[Outcome], str]) -> Iterator[str]:
    for value in sorted({part(one) for one in outcomes}):
        yield _line(f"{name} {value}"[:14], [one for one in outcomes if part(one) == value])


def _queue(one: HeldOut) -> Iterator[str]:
    for budget, looked in one.looked.items():
        read = looked.misuse + looked.benign + looked.neither
        yield (
            f"  first {budget:<4} precision {share(wilson(looked.misuse, read))}; about planted conduct in order {looked.benign}, about neither"
            f" {looked.neither}; cases {share(wilson(looked.cases, len(one.outcomes)))}"
        )


def _alarms(alarms: Sequence[FalseAlarm]) -> Iterator[str]:
    named = [one for one in alarms if one.by]
    yield f"  conduct in order that a lead names: {share(wilson(len(named), len(alarms)))}"
    for one in named:
        yield f"    {one.case:<12} looks like {', '.join(one.lookalike):<10} named by {', '.join(one.by)}"
