"""``ostiary watch coverage``: which agencies, days and columns a watch folder covers, and what nobody can therefore say.

Knows: arguments, output.
Must not know: how it is counted (it asks).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click

from ostiary.cli.options import json_option
from ostiary.office.access_words import printable
from ostiary.policy.words.lists import counted
from ostiary.watch.detecting.detector import Detector
from ostiary.watch.detecting.registry import DETECTORS
from ostiary.watch.detecting.running import Judging, judging
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.moments import utc_day
from ostiary.watch.joining.coverage import Coverage, Stretch, coverage_of

SHOWN: Final = 20
"""Stretches that are printed; --json has more."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@json_option
def coverage(*, folder: Path, as_json: bool) -> None:
    """Say which agencies, days and columns the watch folder DIR covers, and what nobody can therefore say.

    A detector that lacks a column has found nothing and excluded nothing.
    """
    with judging(WatchFolder.open(folder), None) as judge:
        covered = covered_by(judge, DETECTORS)
    click.echo(json.dumps(covered.as_json()) if as_json else "\n".join(lines_of(covered)))


def covered_by(judge: Judging, detectors: Iterable[Detector]) -> Coverage:
    """What an opened folder covers, for these detectors."""
    return coverage_of(judge.engine, judge.tables, judge.sources, detectors)


def lines_of(covered: Coverage, *, short: bool = False) -> Iterator[str]:
    """It in words; ``short`` leaves out agencies and tables."""
    yield f"{counted(covered.events, 'event')} of {counted(covered.agencies, 'agency', 'agencies')}."
    if not short:
        yield from (_stretch(each) for each in covered.stretches[:SHOWN])
        if len(covered.stretches) > SHOWN:
            yield f"  and more, in --json: {len(covered.stretches):,} are the largest."
        known = ", ".join(f"{name} ({rows:,})" for name, rows in covered.known.items())
        yield f"Known beside them: {known or 'nothing'}."
    if covered.unsaid:
        yield "Nobody can say from this folder:"
        yield from (f"  - {text}" for text in covered.unsaid)
    for source, missing in covered.unsaid_of.items():
        yield printable(f"Nor, of `{source}`:")
        yield from (f"  - {text}" for text in missing)
    if not short:
        yield from (
            f"{code} cannot judge: no {', '.join(missing)}." for code, missing in covered.silent.items()
        )


def _stretch(each: Stretch) -> str:
    agency = each.agency or "(no agency named)"
    since, until = (utc_day(at) for at in (each.since, each.until))
    return printable(
        f"  {each.source}: {agency}: {counted(each.events, 'event')}, {since} to {until}, on {each.days:,} of {counted(each.of_days, 'day')}"
    )
