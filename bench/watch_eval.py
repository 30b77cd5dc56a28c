"""`python -m bench.watch_eval`: how good the watch is, in tables (`make eval`).

Knows: where labelled reasons, released logs and cases lie, which parts are held out, which seeds are run.
Must not know: how anything is measured.

Words and thresholds are printed under their digest before anything is measured. A released log that is not there is named and left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.case import Case, cases_in
from ostiary.watch.evaluating.city import made_up_city
from ostiary.watch.evaluating.frozen import frozen
from ostiary.watch.evaluating.measuring import Measured, measured
from ostiary.watch.evaluating.released import EUGENE, OKALOOSA, RELEASED, Form
from ostiary.watch.evaluating.table import alarms_table, classes_table, planted_table, public_table
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
from ostiary.watch.reasons.shipped import shipped_words

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = ROOT.parent / "shared" / "data"
OWN: Final = ROOT / "tests" / "fixtures" / "watch" / "labelled_reasons.csv"
CASES: Final = ROOT / "src" / "ostiary" / "watch" / "evaluating" / "cases"
SEED: Final = 1
"""With which cases were tried out; the others are run once."""
HELD_OUT_SEEDS: Final = (2, 3)
CITY_USERS: Final = 300
SPLIT_AT: Final = "2025-09-01"
"""Of Eugene: the days before are one part, those from here on another."""


def main() -> int:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.watch_eval", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object in place of the tables")
    parser.add_argument("--text", action="store_true", help="only the words, which takes seconds")
    arguments = parser.parse_args()
    said: dict[str, Any] = {"frozen": frozen(), "left_out": _left_out()}
    click.echo(
        f"words {said['frozen']['words'][:16]}, detectors {said['frozen']['detectors'][:16]}", err=True
    )
    for name in said["left_out"]:
        click.echo(f"left out: {name} is not here", err=True)
    classes, false_alarms = _text()
    planted, public = ([], None) if arguments.text else _cases()
    if arguments.json:
        said |= {
            "classes": {title: _values(found) for title, found in classes.items()},
            "alarms": [asdict(one) for one in false_alarms],
        }
        said |= {"planted": [asdict(one) for one in planted], "public": asdict(public) if public else None}
        click.echo(json.dumps(said))
    else:
        click.echo("\n".join(_tables(classes, false_alarms, planted, public)))
    return 0


def _tables(
    classes: Mapping[str, Mapping[str, Sequence[OfClass]]],
    false_alarms: Sequence[Alarms],
    planted: Sequence[Measured],
    public: Measured | None,
) -> Iterator[str]:
    for title, found in classes.items():
        yield from classes_table(title, found)
    yield from alarms_table(false_alarms)
    if planted:
        yield from planted_table(planted)
    if public:
        yield from public_table(public)


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


def _cases() -> tuple[list[Measured], Measured]:
    planted, public = (_read_cases(name) for name in ("planted.toml", "public.toml"))
    found = []
    for form in RELEASED:
        if (DATA / form.file).exists():
            found += [_told(_released(form), planted, seed) for seed in (SEED, *HELD_OUT_SEEDS)]
    found += [
        _told(made_up_city(seed, CITY_USERS), planted, seed, with_days=seed == SEED)
        for seed in (SEED, *HELD_OUT_SEEDS)
    ]
    return found, _told(made_up_city(SEED, CITY_USERS), public, SEED)


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
