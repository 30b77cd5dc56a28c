"""`python -m bench.watch_eval`: how good the watch is, in tables (`make eval`).

Knows: where labelled reasons, released logs and cases lie, which parts are held out, which seeds are run.
Must not know: how anything is measured.

Words and thresholds are printed under their digest before anything is measured. A released log that is not there is named and left out.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any, Final

import click

from ostiary.watch.evaluating.agreement import Agreement, agreement
from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.case import Case, cases_in
from ostiary.watch.evaluating.city import made_up_city
from ostiary.watch.evaluating.frozen import frozen
from ostiary.watch.evaluating.held_out_table import held_out_table, outcomes_table
from ostiary.watch.evaluating.holding_out import HeldOut, Outcome, gap_found, held_out
from ostiary.watch.evaluating.measuring import Measured, measured
from ostiary.watch.evaluating.released import EUGENE, OKALOOSA, RELEASED, Form
from ostiary.watch.evaluating.table import (
    agreement_table,
    alarms_table,
    classes_table,
    planted_table,
    public_table,
)
from ostiary.watch.evaluating.text import (
    LABELS,
    Alarms,
    Labelled,
    OfClass,
    alarms,
    is_held_out,
    of_classes,
    recall_of,
    rules,
)
from ostiary.watch.evaluating.varying import varied
from ostiary.watch.reasons.shipped import shipped_words

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = ROOT.parent / "shared" / "data"
OWN: Final = ROOT / "tests" / "fixtures" / "watch" / "labelled_reasons.csv"
LATER: Final = OWN.with_name("labelled_reasons_later.csv")
SECOND: Final = OWN.with_name("labelled_reasons_second.csv")
SECOND_LABELS: Final = OWN.with_name("second_labels.csv")
"""The second annotator's labels of published strings, by the strings' SHA-256."""
CASES: Final = ROOT / "src" / "ostiary" / "watch" / "evaluating" / "cases"
UNSEEN: Final = CASES.with_name("held_out")
UNSEEN_SEED: Final = 11
"""Of the stories that nobody has seen; the two after it are of their variants: all, and one of ten."""
UNSEEN_USERS: Final = 1200
"""So many that nearly everybody plays one case only."""
SPARSE: Final = 10
GAP_CITY: Final = (60, 60)
"""Users and days of the city whose log has a gap."""
SEED: Final = 1
"""With which seen cases were tried out; the others are other cities, and other hands."""
OTHER_SEEDS: Final = (2,)
CITY_USERS: Final = 300
PARTS: Final = ("text", *(form.name for form in RELEASED), "city", "public", "held-out")
SPLIT_AT: Final = "2025-09-01"
"""Of Eugene: the days before are one part, those from here on another."""


def main() -> int:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.watch_eval", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object in place of the tables")
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="only this part; again for more (default: all)"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="only the first seed of everything, and no real log for held-out cases",
    )
    arguments = parser.parse_args()
    said: dict[str, Any] = {"frozen": frozen(), "left_out": _left_out()}
    click.echo(
        f"words {said['frozen']['words'][:16]}, detectors {said['frozen']['detectors'][:16]}", err=True
    )
    for name in said["left_out"]:
        click.echo(f"left out: {name} is not here", err=True)
    parts = arguments.only or PARTS
    began = monotonic()
    if arguments.json:
        click.echo(json.dumps(said | _values_of(parts, quick=arguments.quick)))
    else:
        for line in _tables(parts, quick=arguments.quick):
            click.echo(line)
    click.echo(f"measured in {monotonic() - began:.0f} s", err=True)
    return 0


def _values_of(parts: Sequence[str], *, quick: bool) -> dict[str, Any]:
    classes, false_alarms = _text() if "text" in parts else ({}, [])
    return {
        "classes": {title: _values(found) for title, found in classes.items()},
        "agreement": {title: asdict(one) for title, one in _agreements().items()} if "text" in parts else {},
        "alarms": [asdict(one) for one in false_alarms],
        "planted": [asdict(one) for name in parts for one in _planted(name, quick=quick)],
        "public": asdict(_public()) if "public" in parts else None,
        "held_out": {title: asdict(one) for title, one in _unseen(quick=quick)}
        if "held-out" in parts
        else {},
        "held_out_gaps": [asdict(one) for one in _gaps()] if "held-out" in parts else [],
    }


def _tables(parts: Sequence[str], *, quick: bool) -> Iterator[str]:
    """The tables, each as soon as it was measured."""
    if "text" in parts:
        classes, false_alarms = _text()
        for title, found in classes.items():
            yield from classes_table(title, found)
        yield from agreement_table(_agreements())
        yield from alarms_table(false_alarms)
    for one in (one for name in parts for one in _planted(name, quick=quick)):
        yield from planted_table(one)
    if "public" in parts:
        yield from public_table(_public())
    if "held-out" in parts:
        for title, each in _unseen(quick=quick):
            yield from held_out_table(title, each)
        yield "\nHeld-out cases, logs with a gap, each in a small city of its own"
        yield from outcomes_table(_gaps())


def _left_out() -> list[str]:
    names = ("reason_strings.csv", *(form.file for form in RELEASED))
    return [name for name in names if not (DATA / name).exists()]


def _text() -> tuple[dict[str, dict[str, list[OfClass]]], list[Alarms]]:
    own = _labelled(OWN)
    sets = {
        "Our own labelled reasons, looked at while the words were written": [
            each for each in own if not is_held_out(each.reason)
        ],
        "Our own labelled reasons, the half that was held out": [
            each for each in own if is_held_out(each.reason)
        ],
    }
    sets[
        "A second list of ours, sloppy as people type; when it was first run 147 of 162 were right, then words were mended"
    ] = _labelled(LATER)
    sets["A second annotator's list, written blind to the words and to the other lists"] = _labelled(SECOND)
    published = _labelled(DATA / "reason_strings.csv")
    if published:
        sets["Strings of published audits (known when the words were written)"] = published
    judges = rules(shipped_words())
    classes = {
        title: {name: of_classes(labelled, rule) for name, rule in judges.items()}
        for title, labelled in sets.items()
    }
    recall = {name: recall_of(published or own, rule) for name, rule in judges.items()}
    found = [
        alarms(name, rule, log, reasons, recall[name])
        for log, reasons in _real_reasons().items()
        for name, rule in judges.items()
    ]
    return classes, found


def _agreements() -> dict[str, Agreement]:
    """The second annotator against the labels of the published strings, and against the words."""
    rule = rules(shipped_words())["ostiary"]
    found = {
        "the second annotator and the words, on the second annotator's list": agreement(
            [(each.label, rule(each.reason)) for each in _labelled(SECOND)]
        )
    }
    with SECOND_LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["sha256"]: row["class"] for row in csv.DictReader(file)}
    both = [
        (each.label, labels[digest])
        for each in _labelled(DATA / "reason_strings.csv")
        if (digest := hashlib.sha256(each.reason.encode()).hexdigest()) in labels
    ]
    return found | {"the second annotator and the labels of published strings": agreement(both)}


def _labelled(path: Path) -> list[Labelled]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(row["reason"], LABELS.get(row["class"], row["class"])) for row in csv.DictReader(file)
        ]


def _real_reasons() -> dict[str, Counter[str]]:
    """By agency, and Eugene by time, too; and all together."""
    found: dict[str, Counter[str]] = {}
    for form, column, time in ((EUGENE, "reason", "searchDate"), (OKALOOSA, "Reason", "")):
        if (DATA / form.file).exists():
            for row in _rows(form):
                part = (
                    ""
                    if not time
                    else (f", before {SPLIT_AT}" if row[time] < SPLIT_AT else f", from {SPLIT_AT}")
                )
                found.setdefault(f"{form.home}{part}", Counter())[row[column] or ""] += 1
    if found:
        found["all"] = sum(found.values(), Counter())
    return found


def _rows(form: Form) -> list[dict[str, str]]:
    with (DATA / form.file).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _planted(part: str, *, quick: bool) -> Iterator[Measured]:
    """In one background, with the seed that cases were tried out with, then with those that were held out."""
    cases, forms = _read_cases("planted.toml"), {form.name: form for form in RELEASED}
    for seed in (SEED, *(() if quick else OTHER_SEEDS)):
        if part in forms and (DATA / forms[part].file).exists():
            yield _told(_released(forms[part]), cases, seed)
        elif part == "city":
            yield _told(made_up_city(seed, CITY_USERS), cases, seed, with_days=seed == SEED)


def _public() -> Measured:
    return _told(made_up_city(SEED, CITY_USERS), _read_cases("public.toml"), SEED)


def _unseen(*, quick: bool) -> Iterator[tuple[str, HeldOut]]:
    """Stories in a made-up city, their variants in another, one of ten of these in a third, and the stories in a real log."""
    cases = [case for case in _unseen_cases() if case.gap is None]
    misuse = [case for case in cases if not case.is_benign]
    benign = [case for case in cases if case.is_benign]
    first, second, third = range(UNSEEN_SEED, UNSEEN_SEED + 3)
    yield "stories", _held_out(made_up_city(first, UNSEEN_USERS), cases, first)
    if quick:
        return
    yield (
        "generated variants",
        _held_out(made_up_city(second, UNSEEN_USERS), [varied(case, second) for case in cases], second),
    )
    few = [varied(case, third) for case in (*misuse[::SPARSE], *benign)]
    yield f"variants, one of {SPARSE} of misuse", _held_out(made_up_city(third, UNSEEN_USERS), few, third)
    if (DATA / EUGENE.file).exists():
        yield "stories in a real log", _held_out(_released(EUGENE), cases, first)


def _held_out(background: Background, cases: Sequence[Case], seed: int) -> HeldOut:
    click.echo(f"measuring: {background.name}, seed {seed}, {len(cases)} held-out cases ...", err=True)
    return held_out(background, cases, seed)


def _gaps() -> list[Outcome]:
    return [
        gap_found(made_up_city(UNSEEN_SEED, *GAP_CITY), case, UNSEEN_SEED)
        for case in _unseen_cases()
        if case.gap is not None
    ]


def _unseen_cases() -> list[Case]:
    return [case for file in sorted(UNSEEN.glob("*.toml")) for case in cases_in(file.read_text("utf-8"))]


def _told(background: Background, cases: Sequence[Case], seed: int, *, with_days: bool = False) -> Measured:
    click.echo(f"measuring: {background.name}, seed {seed}, {len(cases)} cases ...", err=True)
    return measured(background, cases, seed, with_days=with_days)


def _read_cases(name: str) -> tuple[Case, ...]:
    return cases_in((CASES / name).read_text("utf-8"))


def _released(form: Form) -> Background:
    with (DATA / form.file).open(encoding="utf-8-sig", newline="") as file:
        return form.background(file)


def _values(found: Mapping[str, Sequence[OfClass]]) -> dict[str, list[dict[str, Any]]]:
    return {rule: [asdict(one) for one in classes] for rule, classes in found.items()}


if __name__ == "__main__":
    sys.exit(main())
