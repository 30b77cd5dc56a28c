"""`ostiary access`: who asked what, why, and what was decided.

Knows: arguments, which entries are meant, output.
Must not know: how an entry came about, the journal's form.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.errors import SettingsError
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, KINDS
from ostiary.office.access_words import fields_of, line, printable, table
from ostiary.office.directive_words import directive_story
from ostiary.office.erasures_seen import ErasuresSeen, erasures_of
from ostiary.office.explained import explanation
from ostiary.office.step_words import StepsSeen, seen, step_of, without_verifiers
from ostiary.server.policies.in_force import policy_of_entry, policy_of_words
from ostiary.server.settings import Home, load_home
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.reader import Entry, ErasedEntry, Found, read_entries, read_found
from ostiary.store.log.unlocking import log_keys

FOLLOW_SECONDS = 0.5

log_option = click.option(
    "--log",
    "log",
    metavar="NAME",
    default="",
    help="A closed log that the running one goes on from, by its name.  [default: the running one]",
)


class EntryIndex(click.IntRange):
    """The index of an entry, also as the list shows it, with ``#`` before it."""

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The index. Raises BadParameter for anything else."""
        bare = value.removeprefix("#") if isinstance(value, str) else value
        # Click converts whatever was typed; its annotation has only the result in mind.
        return int(super().convert(bare, param, ctx))  # type: ignore[arg-type]  # see above


INDEX = EntryIndex(min=0)


@click.group(cls=ExplainingGroup)
def access() -> None:
    """Who asked what, why, and what was decided; from the private side of the log."""


@access.command()
@click.option(
    "-n",
    "count",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="How many of the last entries.",
)
@click.option("-f", "--follow", is_flag=True, help="Go on with new entries until Ctrl-C.")
@log_option
@home_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object for each entry, on a line of its own."
)
def tail(home: Path | None, count: int, log: str, *, follow: bool, as_json: bool) -> None:
    """The last entries, one line each; of the running log, whose first entry may come after those of closed ones."""
    found = load_home(home_folder(home))
    if follow and log:
        raise click.UsageError("a closed log takes no entry that could be followed")
    directory = _directory(found, log)
    with log_keys(directory, found.master_key_file) as keys:
        seen, size, last = _Seen(), 0, deque[Found](maxlen=count)
        for entry in read_found(directory, 0, keys):
            seen.see(entry)
            size = entry.index + 1
            last.append(entry)
        for entry in chain(last, _follow(directory, size, keys) if follow else ()):
            seen.see(entry)
            click.echo(json.dumps(seen.as_object(entry)) if as_json else printable(seen.line(entry)))
        if size < count:
            _tell_before(directory)


@access.command()
@click.argument("index", type=INDEX)
@log_option
@home_option
@json_option
def show(home: Path | None, index: int, log: str, *, as_json: bool) -> None:
    """One entry in full."""
    found = load_home(home_folder(home))
    directory = _directory(found, log)
    entry = _entry(found, directory, index)
    if isinstance(entry, ErasedEntry):
        _show_erased(entry, found, directory, as_json=as_json)
        return
    if entry.kind == DIRECTIVE and not as_json:
        _show_step(entry, found, directory)
        return
    if as_json or entry.kind != ACCESS:
        click.echo(json.dumps(_object(entry), indent=2))
        return
    click.echo(f"access log entry {entry.index}")
    for name, value in table(fields_of(entry.payload)):
        click.echo(f"  {name:<13} {printable(value)}")


@access.command()
@click.argument("index", type=INDEX)
@log_option
@home_option
@json_option
def explain(home: Path | None, index: int, log: str, *, as_json: bool) -> None:
    """Why one access was allowed or refused: the rules, in words, with their citations."""
    found = load_home(home_folder(home))
    entry = _entry(found, _directory(found, log), index)
    if isinstance(entry, ErasedEntry):
        raise SettingsError(
            f"what entry {index} said was erased", hint=f"`ostiary access show {index}` says by which order"
        )
    if entry.kind != ACCESS:
        hint = f"`ostiary directive show {step_of(entry).directive}`" if entry.kind == DIRECTIVE else ""
        what = KINDS.get(entry.kind, "unknown kind")
        raise SettingsError(f"entry {index} is a {what}, not an access", hint=hint)
    fields = fields_of(entry.payload)
    lines = list(explanation(fields, policy_of_entry(found, fields["policy"])))
    click.echo(
        json.dumps({"index": index, "explanation": lines}) if as_json else "\n".join(map(printable, lines))
    )


class _Seen:
    """What a listing has met so far, and what it says of an entry in the light of that."""

    def __init__(self) -> None:
        self._steps = StepsSeen()
        self._erasures = ErasuresSeen()

    def see(self, found: Found) -> None:
        """Take an entry in."""
        self._erasures.see(found)
        if isinstance(found, Entry):
            self._steps.see(found)

    def line(self, found: Found) -> str:
        """One line."""
        if isinstance(found, ErasedEntry):
            return self._erasures.line(found)
        if found.kind == DIRECTIVE:
            return self._steps.line(found)
        return line(found.index, found.kind, found.payload)

    def as_object(self, found: Found) -> dict[str, object]:
        """The plain form."""
        return self._erasures.as_object(found) if isinstance(found, ErasedEntry) else _object(found)


def _show_step(entry: Entry, found: Home, directory: Path) -> None:
    """The step, and the directive as the whole log has it."""
    with log_keys(directory, found.master_key_file) as keys:
        steps = seen(read_entries(directory, 0, keys))
    click.echo(f"log entry {printable(steps.line(entry))}")
    directive = steps.find(step_of(entry).directive)
    if directive is not None:
        click.echo(directive_story(directive, policy_of_words(found), datetime.now(UTC)))


def _show_erased(entry: ErasedEntry, found: Home, directory: Path, *, as_json: bool) -> None:
    """What is left of it: an erasure stands somewhere behind what it erases."""
    with log_keys(directory, found.master_key_file) as keys:
        erasures = erasures_of(read_found(directory, entry.index, keys))
    click.echo(
        json.dumps(erasures.as_object(entry), indent=2)
        if as_json
        else f"log entry {printable(erasures.line(entry))}"
    )


def _follow(log_dir: Path, start: int, keys: KeyFile | None) -> Iterator[Found]:
    while True:
        for entry in read_found(log_dir, start, keys):
            start = entry.index + 1
            yield entry
        time.sleep(FOLLOW_SECONDS)


def _directory(home: Home, name: str) -> Path:
    """The folder of the running log, or of the closed one of that name. Raises SettingsError when it is not here, LogDamaged, ProofInvalid."""
    if not name:
        return home.log_dir
    before = {one.verifier.name: one.folder for one in predecessors(home.log_dir)}
    folder = before.get(name)
    if folder is not None:
        return folder
    if name in before:
        raise SettingsError(f"the folder of the closed log `{name}` is not beside the running one")
    known = ", ".join(f"`{one}`" for one in before) or "none"
    raise SettingsError(f"`{name}` is no log that the running one goes on from", hint=f"there are: {known}")


def _tell_before(directory: Path) -> None:
    """Where older entries are, when these are all that the log has."""
    before = next(predecessors(directory), None)
    if before is not None:
        words = f"before these: {before.last.size} entries of the closed log, `--log {before.verifier.name}`"
        click.echo(printable(words), err=True)


def _entry(home: Home, directory: Path, index: int) -> Found:
    with log_keys(directory, home.master_key_file) as keys:
        entry = next(read_found(directory, index, keys), None)
    if entry is None:
        raise SettingsError(f"the log has no entry {index}", hint="`ostiary access tail` shows the last ones")
    return entry


def _object(entry: Entry) -> dict[str, object]:
    kind = KINDS.get(entry.kind, "unknown")
    if entry.kind == ACCESS:
        return {"index": entry.index, "kind": kind, **fields_of(entry.payload)}
    return {
        "index": entry.index,
        "kind": kind,
        "text": without_verifiers(entry.payload.decode(errors="replace")),
    }
