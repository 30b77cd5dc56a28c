"""``ostiary finding erase|seal``: what a custodian does about what findings say.

Knows: arguments, output, whose acts are sealed.
Must not know: how texts are sealed or destroyed.
"""

from __future__ import annotations

import json
from functools import partial
from importlib import import_module
from pathlib import Path

import click

from ostiary.cli.finding.folder import folder_option, found_folder, now
from ostiary.cli.options import home_option, json_option
from ostiary.cli.who_runs import who_runs
from ostiary.errors import FindingRefused
from ostiary.policy.words.lists import counted
from ostiary.watch.duties.done import duty_acts
from ostiary.watch.duties.erasing import BEGINS as DUTY
from ostiary.watch.duties.erasing import erase_duty
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.act import note_of
from ostiary.watch.findings.anchoring import DUTY_ACTS, FINDING_ACTS, write_first
from ostiary.watch.findings.erasing import Doing, Touched, erase_resting_on, order_of
from ostiary.watch.findings.erasing import erase as erase_finding
from ostiary.watch.findings.sealing_anew import is_unsealed, seal_anew
from ostiary.watch.findings.store import FindingStore


@click.command()
@click.argument("finding", default="")
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="ID",
    help="In place of one finding: all that rest on this event, which still stands in the folder; again for more.",
)
@click.option("--order", required=True, help="By whose order: a court's number, a directive. It stays.")
@click.option("--reason", required=True, help="Why, in words that name nobody: they stay.")
@folder_option
@home_option
@json_option
def erase(
    *,
    finding: str,
    events: tuple[str, ...],
    order: str,
    reason: str,
    folder: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Erase what a FINDING says: whom it is about, its evidence, its sentence, and all that was written about it.

    Of a duty (its id begins with d-), what shows that it was done.

    The key to these texts is destroyed. That there was a finding, who did what about it when, and what came of it stay, and so do
    the order and the reason. What still stands in the events is found anew by the next run: take it out there before that. Letters, reports
    and copies of the folder are files elsewhere, which this does not reach.
    """
    if bool(finding) == bool(events):
        raise click.UsageError("name one FINDING, or events with --event")
    place = found_folder(folder, home)
    doing = Doing(now(), place.log, who_runs(), note_of(reason))
    if events:
        said, line = _erased_by_events(place.store, events, order, doing)
    elif finding.startswith(DUTY):
        erase_duty(place.store.folder, finding, order, doing)
        said, line = {"duty": finding}, f"{finding}: what shows that it was done is erased; that it was stays"
    else:
        one = erase_finding(place.store, finding, order, doing)
        said = {"finding": one.id, "state": one.state}
        line = f"{one.id}: what it said is erased; that it was {one.before} stays"
    click.echo(json.dumps(said | {"order": order}) if as_json else line)


def _erased_by_events(
    store: FindingStore, events: tuple[str, ...], order: str, doing: Doing
) -> tuple[dict[str, object], str]:
    count = erase_resting_on(store.folder, _touched(store.folder, events, order_of(order)), doing)
    return {
        "events": list(events),
        "findings_erased": count,
    }, f"what {counted(count, 'finding')} said is erased"


def _touched(folder: WatchFolder, events: tuple[str, ...], order: str) -> list[Touched]:
    """The events as they stand. Raises FindingRefused for one that is not there: whoever knows nothing of it cannot tell what rests on it."""
    look_up = import_module("ostiary.watch.events.looking_up").look_up
    found = [Touched(one.event, one.at, one.user, one.agency, order) for one in look_up(folder, events)]
    missing = set(events) - {one.event for one in found}
    if missing:
        raise FindingRefused(
            f"there is no event `{min(missing)}` in the folder",
            hint="erase what rests on an event before a file without it is imported; else name each finding",
        )
    return found


@click.command()
@folder_option
@home_option
@json_option
def seal(*, folder: Path | None, home: Path | None, as_json: bool) -> None:
    """Seal the acts of a folder of an earlier release, which kept their texts within the chain, where no erasure reaches them.

    History stays, and heads that somebody has kept are still found in it. The old files are overwritten.
    """
    place = found_folder(folder, home)
    chains = ((FINDING_ACTS, place.store.file), (DUTY_ACTS, duty_acts(place.store.folder)))
    acts = 0
    for prefix, file in chains:
        if is_unsealed(file):
            acts += len(seal_anew(file, who_runs(), now(), partial(write_first, place.log, prefix)).acts) - 1
    click.echo(json.dumps({"sealed": acts}) if as_json else _sealed(acts))


def _sealed(acts: int) -> str:
    return (
        f"{counted(acts, 'act')} sealed"
        if acts
        else "nothing to seal: no act holds its text within the chain"
    )
