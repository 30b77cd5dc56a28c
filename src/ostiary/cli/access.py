"""`ostiary access`: who asked what, why, and what was decided.

Knows: arguments, which entries are meant, output.
Must not know: how an entry came about, the journal's form.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import click

from ostiary.cli.access_explain import explanation
from ostiary.cli.access_words import fields_of, line, printable, table
from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.errors import SettingsError
from ostiary.evidence.commitment import ACCESS, KINDS
from ostiary.server.settings import load_home
from ostiary.store.bundle_files import read_bundle
from ostiary.store.log_reader import Entry, read_entries

FOLLOW_SECONDS = 0.5


@click.group(cls=ExplainingGroup)
def access() -> None:
    """Who asked what, why, and what was decided; from the private side of the log."""


@access.command()
@click.option("-n", "count", default=20, show_default=True, help="How many of the last entries.")
@click.option("-f", "--follow", is_flag=True, help="Go on with new entries until Ctrl-C.")
@home_option
@json_option
def tail(home: Path | None, count: int, *, follow: bool, as_json: bool) -> None:
    """The last entries, one line each."""
    log_dir = load_home(home_folder(home)).log_dir
    last = deque(read_entries(log_dir), maxlen=max(count, 0))
    following = _follow(log_dir, last[-1].index + 1 if last else 0) if follow else ()
    for entries in (last, following):
        for entry in entries:
            click.echo(
                json.dumps(_object(entry)) if as_json else line(entry.index, entry.kind, entry.payload)
            )


@access.command()
@click.argument("index", type=click.IntRange(min=0))
@home_option
@json_option
def show(home: Path | None, index: int, *, as_json: bool) -> None:
    """One entry in full."""
    entry = _entry(load_home(home_folder(home)).log_dir, index)
    if as_json or entry.kind != ACCESS:
        click.echo(json.dumps(_object(entry), indent=2, ensure_ascii=False))
        return
    click.echo(f"access log entry {entry.index}")
    for name, value in table(fields_of(entry.payload)):
        click.echo(f"  {name:<13} {printable(value)}")


@access.command()
@click.argument("index", type=click.IntRange(min=0))
@home_option
@json_option
def explain(home: Path | None, index: int, *, as_json: bool) -> None:
    """Why one access was allowed or refused: the rules, in words, with their citations."""
    found = load_home(home_folder(home))
    entry = _entry(found.log_dir, index)
    if entry.kind != ACCESS:
        raise SettingsError(f"entry {index} is a {KINDS.get(entry.kind, 'unknown kind')}, not an access")
    lines = list(explanation(fields_of(entry.payload), read_bundle(found.policy_dir)))
    click.echo(
        json.dumps({"index": index, "explanation": lines}) if as_json else "\n".join(map(printable, lines))
    )


def _follow(log_dir: Path, start: int) -> Iterator[Entry]:
    while True:
        for entry in read_entries(log_dir, start):
            start = entry.index + 1
            yield entry
        time.sleep(FOLLOW_SECONDS)


def _entry(log_dir: Path, index: int) -> Entry:
    entry = next(read_entries(log_dir, index), None)
    if entry is None:
        raise SettingsError(f"the log has no entry {index}", hint="`ostiary access tail` shows the last ones")
    return entry


def _object(entry: Entry) -> dict[str, object]:
    kind = KINDS.get(entry.kind, "unknown")
    if entry.kind == ACCESS:
        return {"index": entry.index, "kind": kind, **fields_of(entry.payload)}
    return {"index": entry.index, "kind": kind, "text": entry.payload.decode(errors="replace")}
