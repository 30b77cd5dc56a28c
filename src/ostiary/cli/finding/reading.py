"""``ostiary finding list|show|effort``: what waits, one finding, and how reviewers work.

Knows: arguments, output.
Must not know: how findings are kept or ranked (it asks).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, get_args

import click

from ostiary.cli.finding.folder import folder_option, found_folder, now
from ostiary.cli.options import home_option, json_option
from ostiary.office.access_words import printable
from ostiary.watch.findings.effort import Effort, efforts
from ostiary.watch.findings.finding import NO_VERDICT
from ostiary.watch.findings.life import State
from ostiary.watch.findings.queue import Queue, queue_of
from ostiary.watch.findings.telling import (
    finding_line,
    finding_object,
    item_object,
    may_name,
    queue_csv,
    queue_object,
)

_OWN_ENTRY: Final = re.compile(r".+/\d+")
"""The id of an event of our own log: its origin and the number of its entry."""


@click.command("list")
@click.option(
    "--all", "everything", is_flag=True, help="All findings, whatever their state, not today's queue."
)
@click.option("--state", type=click.Choice(get_args(State)), help="All findings in one state.")
@click.option("--csv", "as_csv", is_flag=True, help="Print today's queue as CSV.")
@folder_option
@home_option
@json_option
def list_(
    *,
    folder: Path | None,
    home: Path | None,
    everything: bool,
    state: str | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """List today's queue: what matters most, as many as the budget has, and a random sample.

    The score is severity times calibrated probability times breadth. No detector fills more than half of the queue.
    """
    found = found_folder(folder, home)
    register = found.store.read()
    if everything or state:
        chosen = [one for one in register.findings.values() if state in {None, one.state}]
        lines = [finding_line(one, named=may_name(one)) for one in chosen]
        said = {"findings": lines, "head": found.store.head, "caution": NO_VERDICT}
        _print(lines, said, as_json=as_json)
        return
    queue = queue_of(register, found.store.key(), now(), found.settings.reviewer_budget)
    if as_csv:
        click.echo(queue_csv(queue), nl=False)
        return
    _print(
        [item_object(item) for item in queue.items],
        queue_object(queue) | {"head": found.store.head},
        as_json=as_json,
    )
    if not as_json:
        _tell(queue)


@click.command()
@click.argument("finding")
@folder_option
@home_option
@json_option
def show(*, finding: str, folder: Path | None, home: Path | None, as_json: bool) -> None:
    """Show one FINDING by its id or the beginning of it. Whom it is about is shown once its holder has opened it."""
    store = found_folder(folder, home).store
    register = store.read()
    found = register.finding(finding)
    values = finding_object(found, register, store.evidence(found), named=may_name(found))
    click.echo(json.dumps(values) if as_json else story(values))


@click.command()
@folder_option
@home_option
@json_option
def effort(*, folder: Path | None, home: Path | None, as_json: bool) -> None:
    """Tell how reviewers work: seconds an item, what was opened first, same words. Signs of a rubber stamp are pointed out."""
    found = efforts(found_folder(folder, home).store.read().findings.values())
    if as_json:
        click.echo(json.dumps({"reviewers": [asdict(one) for one in found]}))
        return
    for one in found:
        click.echo(printable(_effort_line(one)))
        for sign in one.signs:
            click.echo(f"  looks like a rubber stamp: {sign}")
    if not found:
        click.echo("nobody has decided on a finding yet", err=True)


def _print(lines: list[dict[str, Any]], values: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(values))
        return
    for line in lines:
        click.echo(printable(_line(line)))
    click.echo(NO_VERDICT, err=True)


def _line(line: Mapping[str, Any]) -> str:
    score = f"{line['score']:6.2f} " if "score" in line else ""
    mark = " (random sample)" if line.get("chosen") == "sample" else ""
    held = f", held by {line['holder']}" if line["holder"] else ""
    return f"{line['finding']} {score}{line['detector']:<5} {line['state']}{held}{mark}: {line['sentence']}"


def _tell(queue: Queue) -> None:
    words = [f"{queue.day}: {len(queue.items)} of {queue.waiting} that wait, budget {queue.budget}"]
    words += [f"{queue.decided} decided today"] if queue.decided else []
    words += [f"{queue.suppressed} suppressed"] if queue.suppressed else []
    words += [
        f"{count} more of {code} stay out: it has its share" for code, count in sorted(queue.capped.items())
    ]
    click.echo("; ".join(words), err=True)


def story(values: Mapping[str, Any]) -> str:
    """All that may be said of one finding, for a terminal."""
    return "\n".join(map(printable, _story(values)))


def _story(values: Mapping[str, Any]) -> Iterator[str]:
    yield f"{values['finding']}: {values['sentence']}"
    yield f"  {values['caution']}"
    yield f"  state        {values['state']}{', held by ' + values['holder'] if values['holder'] else ''}"
    yield f"  detector     {values['detector']} {values['detector_name']}, version {values['version']}, severity {values['severity']} of 5"
    yield f"  question     {values['question']}"
    if values["state"] != "erased":
        yield from _seen(values)
    yield from (f"    {one}" for one in values["evidence"])
    if any(_OWN_ENTRY.fullmatch(one) for one in values["evidence"]):
        yield "    of our own log the last number is the entry's: ostiary access show NUMBER"
    yield from (f"  may be       {one}" for one in values["innocent_explanations"])
    yield f"  next step    {values['next_step']}"
    if values["suppressed_until"]:
        yield f"  suppressed   until {values['suppressed_until']}"
    for act in values["history"]:
        words = f": {act['words']}" if act["words"] else ""
        more = "".join(f", {name} {act[name]}" for name in ("to", "outcome", "until", "order") if name in act)
        words = words or (": what was said was erased" if act.get("erased") else "")
        yield f"  {act['at']}  {act['act']} by {act['by']}{more}{words}".replace("\n", " ")


def _seen(values: Mapping[str, Any]) -> Iterator[str]:
    yield f"  about        {values['entity_kind']} {values['about']}"
    yield f"  agency       {values['agency'] or 'not known'}"
    yield f"  when         {values['since']} to {values['until']} (UTC)"
    yield f"  evidence     {values['events']:,} events{'' if values['opened'] else '; `ostiary finding open` names them'}"


def _effort_line(one: Effort) -> str:
    return (
        f"{one.reviewer}: {one.decided} decided, median {one.seconds_median:.0f} s, at most {one.most_in_a_minute} a minute,"
        f" {one.unopened:.0%} without opening the evidence, {one.same_words:.0%} in the same words"
    )
