"""``ostiary watch run``: every detector over a watch folder, and its leads handed to the findings.

Knows: arguments, output.
Must not know: how a detector judges, how findings are kept (it asks).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import duckdb

from ostiary.cli.options import json_option
from ostiary.cli.progress import shown_progress
from ostiary.cli.watch.coverage import covered_by, lines_of
from ostiary.office.access_words import printable
from ostiary.watch.detecting.detector import Detector
from ostiary.watch.detecting.engine import MEMORY, THREADS
from ostiary.watch.detecting.limits import Overrides, limits_of, raised, read_limits, read_words
from ostiary.watch.detecting.registry import chosen
from ostiary.watch.detecting.run_file import run_of, write_run
from ostiary.watch.detecting.running import Judged, Judging, judging
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.tables import Draw
from ostiary.watch.findings.finding import NO_VERDICT, Finding
from ostiary.watch.findings.identity import draw
from ostiary.watch.findings.queue import SAMPLED
from ostiary.watch.findings.store import FindingStore
from ostiary.watch.findings.taking import take
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.table import reasons_table

LOOK: Final = 3
"""The exit code where something should be looked at."""
TOP: Final = 10
"""Leads told in sentences; all are findings."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--only", default="", metavar="CODES", help="Only these detectors, such as M2,M4e.")
@click.option(
    "--limit",
    "words",
    multiple=True,
    metavar="NAME=N",
    help="Another limit, such as vague.share=0.7; again for more.",
)
@click.option(
    "--limits",
    "limits_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A TOML file of limits.  [default: limits.toml in DIR, where there is one]",
)
@click.option(
    "--memory",
    default=MEMORY,
    show_default=True,
    metavar="SIZE",
    help="What the engine may use; the rest spills to disk.",
)
@click.option(
    "--threads",
    default=THREADS,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Threads of the engine.",
)
@json_option
@click.pass_context
def run(
    ctx: click.Context,
    *,
    folder: Path,
    only: str,
    words: tuple[str, ...],
    limits_file: Path | None,
    memory: str,
    threads: int,
    as_json: bool,
) -> None:
    """Run the detectors over the watch folder DIR, and make findings of what they say.

    A finding is a lead, never a verdict. What a detector could not judge, for want of columns or tables, is said beside what it found.
    The run is kept in DIR/runs with every limit. Exit code 3 where there are leads, 0 where there are none; what is drawn at random
    (M15b) is none.
    """
    opened = WatchFolder.open(folder)
    detectors = chosen(filter(None, only.split(",")))
    overrides = (_site_limits(folder, limits_file), read_words(words))
    at = datetime.now(UTC)
    secret = Draw.of(draw(FindingStore(opened).key(), "", "rows"))
    with judging(opened, _read, memory=memory, threads=threads, draw=secret) as judge:
        covered = covered_by(judge, detectors)
        judged = list(_judged(judge, detectors, overrides, shown=not as_json))
        findings = {each.detector.code: _take(opened, judge, each, at) for each in judged if each.leads}
    ids = {code: [each.id for each in found] for code, found in findings.items()}
    run_values = run_of(opened, judged, ids, _about(at, memory, threads))
    kept = write_run(opened, run_values)
    if as_json:
        click.echo(
            json.dumps(
                {
                    **run_values,
                    "kept": str(kept),
                    "coverage": covered.as_json(),
                    "top": [_top(each) for each in _gravest(judged, findings)],
                }
            )
        )
    else:
        _tell(judged, findings, kept)
        click.echo("\n".join(lines_of(covered, short=True)), err=True)
    ctx.exit(LOOK if findings.keys() - SAMPLED else 0)


def _read(texts: Sequence[str]) -> Any:
    return reasons_table(texts, shipped_words())


def _site_limits(folder: Path, named: Path | None) -> Overrides:
    file = named or folder / "limits.toml"
    return read_limits(file.read_bytes()) if file.exists() else {}


def _judged(
    judge: Judging, detectors: Sequence[Detector], overrides: Sequence[Overrides], *, shown: bool
) -> Iterator[Judged]:
    with shown_progress("detectors", is_shown=shown and sys.stderr.isatty()) as progress:
        for done, detector in enumerate(detectors, start=1):
            fitted = judge.fitted(detector)
            limits = limits_of(detector, {detector.code: raised(detector, fitted)}, *overrides)
            yield judge.judge(detector, limits, fitted)
            progress(done, len(detectors))


def _take(folder: WatchFolder, judge: Judging, judged: Judged, at: datetime) -> Sequence[Finding]:
    """The findings of one detector's leads; its sentences are told with the limits under which it judged."""
    detector = replace(judged.detector, limits=judged.limits)
    return take(folder, judge.leads(detector), {detector.code: detector}, int(at.timestamp() * 1000))


def _about(at: datetime, memory: str, threads: int) -> dict[str, str]:
    return {
        "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "engine": f"DuckDB {duckdb.__version__}",
        "memory": memory,
        "threads": str(threads),
        "words_sha256": shipped_words().digest,
    }


def _gravest(judged: Sequence[Judged], findings: Mapping[str, Sequence[Finding]]) -> list[Finding]:
    """One of each detector in turn, the gravest detector first: no detector crowds out the others."""
    severity = {each.detector.code: each.detector.severity for each in judged}
    placed = [
        (place, -severity[code], code, each)
        for code, found in findings.items()
        for place, each in enumerate(found[:TOP])
    ]
    return [each for *_, each in sorted(placed, key=lambda one: one[:3])[:TOP]]


def _top(finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding.id,
        "detector": finding.detector,
        "state": finding.state,
        "sentence": finding.sentence,
    }


def _tell(judged: Sequence[Judged], findings: Mapping[str, Sequence[Finding]], kept: Path) -> None:
    width = max(len(each.detector.name) for each in judged)
    click.echo(f"{'':5} {'detector':{width}} {'leads':>8} {'events':>10} {'seconds':>8}  could not judge")
    for each in judged:
        if each.could_judge:
            click.echo(_line(each, width))
    _tell_silent(judged)
    for finding in _gravest(judged, findings):
        click.echo(printable(f"{finding.id} {finding.detector} ({finding.state}): {finding.sentence}"))
    others = [each.detector.code for each in judged if dict(each.limits) != dict(each.detector.limits)]
    if others:
        # A folder may come from somebody else, and limits in it can silence a detector.
        click.echo(f"other limits than those shipped held for {', '.join(others)}: {kept}", err=True)
    click.echo(
        f"\nkept: {kept}; all findings: ostiary finding list --all --dir {kept.parent.parent}", err=True
    )
    click.echo(NO_VERDICT, err=True)


def _tell_silent(judged: Sequence[Judged]) -> None:
    """Those that could not judge at all, together by what they lack, most first."""
    lacking: dict[tuple[str, ...], list[str]] = {}
    for each in judged:
        if not each.could_judge:
            lacking.setdefault(each.missing, []).append(each.detector.code)
    if lacking:
        click.echo(f"\n{sum(map(len, lacking.values()))} could not judge, for want of")
    for missing, codes in sorted(lacking.items(), key=lambda one: (-len(one[1]), one[0])):
        click.echo(printable(f"  {', '.join(missing)}: {', '.join(codes)}"))
    if lacking:
        click.echo()


def _line(judged: Judged, width: int) -> str:
    figures = f"{judged.leads:8,} {judged.events:10,} {judged.seconds:8.1f}"
    silent = [f"{source} ({', '.join(needs)})" for source, needs in sorted(judged.silent.items())]
    told = f"{judged.detector.code:5} {judged.detector.name:{width}} {figures}  {'; '.join(silent)}"
    return printable(told.rstrip())
