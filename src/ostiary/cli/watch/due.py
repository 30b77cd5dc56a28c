"""``ostiary watch due``: what has to be done until when.

Knows: arguments, output, the exit code where something is overdue.
Must not know: how a fact becomes a duty.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from ostiary.cli.act_log import home_of_folder, log_of_home
from ostiary.cli.options import json_option
from ostiary.cli.watch.due_place import DuePlace, due_place
from ostiary.cli.who_runs import who_runs
from ostiary.errors import FindingRefused
from ostiary.office.access_words import printable
from ostiary.policy.words.lists import counted
from ostiary.watch.duties.done import Evidence, do_duty, done_act, done_in
from ostiary.watch.duties.duty import ClockedDuty
from ostiary.watch.duties.facts import Facts
from ostiary.watch.duties.telling import due_object
from ostiary.watch.duties.work_list import work_list

LOOK: Final = 3
"""The exit code where something is overdue."""
MAX_FILE_BYTES: Final = 64 * 2**20
"""Of a file that is evidence: a scanned certificate has some megabytes. Only its hash is kept."""

place_argument = click.argument(
    "place", metavar="[HOME|DIR]", required=False, type=click.Path(path_type=Path, file_okay=False)
)


@click.command()
@place_argument
@json_option
@click.pass_context
def due(ctx: click.Context, *, place: Path | None, as_json: bool) -> None:
    """List what has to be done until when, overdue first, for the installation HOME or the watch folder DIR.

    Persons to be told, deletion certificates, accounts nobody uses, agreements that end, training that lapses, findings nobody acts on,
    letters and notices nobody answers. Exits with 3 when something is overdue.
    """
    found = due_place(place)
    facts = found.facts()
    duties = work_list(facts, found.limits, done_in(found.folder) if found.folder else ())
    if as_json:
        click.echo(json.dumps(due_object(duties, facts)))
    else:
        _tell(duties, facts)
    if any(one.is_overdue(facts.today) for one in duties):
        ctx.exit(LOOK)


@click.command()
@click.argument("duty")
@place_argument
@click.option(
    "--evidence", required=True, help="What shows that it was done: the text of a certificate, a number."
)
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file that shows it; its SHA-256 is kept.",
)
@json_option
def done(*, duty: str, place: Path | None, evidence: str, file: Path | None, as_json: bool) -> None:
    """Say that DUTY was done, with evidence, under the name of the account that runs this.

    It ends the duty and nothing else: whom the door refuses, it refuses until officials change what it decides by.
    """
    found = due_place(place)
    one = _duty(found, duty)
    if found.folder is None:
        raise FindingRefused(
            "there is no watch folder yet, in which it could stand", hint="ostiary watch import --help"
        )
    home = found.home or home_of_folder(found.folder.path, None)
    log = log_of_home(home) if home else None
    do_duty(found.folder, done_act(one, _evidence(evidence, file), by=who_runs(), at=found.now), log)
    click.echo(
        json.dumps({"duty": one.id, "done": True}) if as_json else f"{one.id} is done: {printable(one.said)}"
    )


def _tell(duties: Sequence[ClockedDuty], facts: Facts) -> None:
    for one in duties:
        late = (facts.today - one.due).days
        when = f"{late} {'day' if late == 1 else 'days'} overdue" if late > 0 else f"due {one.due}"
        rules = f" ({', '.join(one.rules)})" if one.rules else ""
        click.echo(printable(f"{one.id}  {when}: {one.said}{rules}; {one.way}"))
    overdue = sum(one.is_overdue(facts.today) for one in duties)
    click.echo(f"{counted(len(duties), 'duty', 'duties')}, {overdue} overdue", err=True)
    for line in facts.behind:
        click.echo(printable(line), err=True)
    for line in facts.unread:
        click.echo(printable(f"not read: {line}"), err=True)


def _duty(found: DuePlace, name: str) -> ClockedDuty:
    every = {one.id: one for one in work_list(found.facts(), found.limits)}
    if name not in every:
        raise FindingRefused(f"there is no duty `{name}`", hint="list them: ostiary watch due")
    return every[name]


def _evidence(words: str, file: Path | None) -> Evidence:
    if file is None:
        return Evidence(words)
    if file.stat().st_size > MAX_FILE_BYTES:
        raise FindingRefused(
            f"`{file}` has more than {MAX_FILE_BYTES // 2**20} MiB", hint="name its hash in words instead"
        )
    return Evidence(words, file.name, file.read_bytes())
