"""``ostiary watch verify``: whether a watch folder is what its manifests say, and what the log says.

Knows: arguments, output, the exit code of what does not hold.
Must not know: how a part is checked, how events are made.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

from ostiary.cli.exits import VERIFICATION_FAILED
from ostiary.cli.options import json_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.errors import ImportRefused
from ostiary.office.access_words import printable
from ostiary.policy.words.lists import counted
from ostiary.watch.duties.verifying import LoggedActs, acts_faults
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.subject_key import key_file_of, read_subject_key
from ostiary.watch.events.verifying import Fault, folder_faults
from ostiary.watch.own_log.installation import Believed, Comparison, compare_logs, logs_of
from ostiary.watch.own_log.verifying import Difference

HOME_FILE: Final = "ostiary.toml"
"""What makes a folder an installation's home. Reading one takes what only a gateway has, and is imported when it is used."""

SHOWN: Final = 100
"""Differences that are told in lines; JSON has all of them."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--log",
    "log",
    metavar="HOME|FOLDER",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Make every event again from this installation's logs, or from the log in this folder.",
)
@master_key_option
@click.option(
    "--subject-key",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The key under which subjects became tokens.  [default: DIR.subject-key]",
)
@json_option
def verify(
    *, folder: Path, log: Path | None, master_key: Path | None, subject_key: Path | None, as_json: bool
) -> None:
    """Compare every part of a watch folder with its manifest: bytes, rows, columns, and that nothing else lies there.

    The acts on findings and duties must follow each other as they were written; with --log HOME, for the folder of that installation,
    each head that its console has logged must be among theirs.

    Whoever can write into the folder can write manifests too. With --log, entries are opened again, compared with the log's signed
    checkpoint, and every event of that log made anew: each that is missing, too many or altered is named, and so is each that
    still stands here while the log says that it was erased. Ends with 5 when something does not hold.
    """
    found = WatchFolder.open(folder)
    faults = [*folder_faults(found), *acts_faults(found, _acts_logged(found, log))]
    compared = None
    if log is not None and not faults:
        with shown_progress("opening entries", is_shown=sys.stderr.isatty() and not as_json) as progress:
            believed = _believed(found, log, master_key, subject_key)
            compared = compare_logs(found, believed, progress)
    holds = (
        not faults
        and (compared is None or not _differences(compared))
        and not (compared and (compared.without_log or compared.not_here))
    )
    if as_json:
        click.echo(json.dumps(_object(found, faults, compared, holds=holds)))
    else:
        click.echo("\n".join(map(printable, _lines(found, faults, compared, log))))
    if not holds:
        sys.exit(VERIFICATION_FAILED)


def _acts_logged(folder: WatchFolder, log: Path | None) -> LoggedActs:
    """What the console has logged of acts in this folder; nothing where it is not the folder of that installation."""
    if log is None or not (log / HOME_FILE).exists():
        return ()
    found: LoggedActs = import_module("ostiary.cli.watch.acts_logged").acts_logged(log, folder.path)
    return found


def _believed(folder: WatchFolder, log: Path, master_key: Path | None, subject_key: Path | None) -> Believed:
    path = subject_key or key_file_of(folder.path)
    if not path.exists():
        raise ImportRefused(
            f"the key of subjects is not at `{path}`: without it no token can be made again",
            hint="give --subject-key FILE",
        )
    key = read_subject_key(path)
    if not (log / HOME_FILE).exists():
        return Believed(logs_of(log), key, master_key)
    found: Believed = import_module("ostiary.cli.watch.own_log").believed_home(log, key, master_key)
    return found


def _differences(compared: Comparison) -> list[tuple[str, Difference]]:
    found = [(source, one) for source, held in compared.held.items() for one in held.differences]
    found += [("another source", one) for one in compared.strangers]
    return [*found, *(("what is known", one) for one in compared.known or ())]


def _object(
    folder: WatchFolder, faults: list[Fault], compared: Comparison | None, *, holds: bool
) -> dict[str, Any]:
    return {
        "holds": holds,
        "sources": [one.source for one in folder.manifests()],
        "faults": [asdict(one) for one in faults],
        "compared": compared
        and {
            "logs": {
                source: {"entries": held.entries, "published": held.published}
                for source, held in compared.held.items()
            },
            "known": compared.known is not None,
            "without_log": list(compared.without_log),
            "not_here": list(compared.not_here),
            "differences": [{"source": source, **asdict(one)} for source, one in _differences(compared)],
        },
    }


def _lines(
    folder: WatchFolder, faults: list[Fault], compared: Comparison | None, log: Path | None
) -> Iterator[str]:
    sources = list(folder.manifests())
    parts = sum(len(one.parts) for one in sources)
    held = f"{counted(len(sources), 'source')} with {counted(parts, 'part')}"
    yield from (fault.sentence for fault in faults)
    if faults:
        yield f"not as it should be: {counted(len(faults), 'thing')} in {held}"
        if log is not None:
            yield "the log was not opened: what is not whole by itself is not compared"
        return
    yield f"the folder is whole: {held}, as the manifests say"
    if compared is not None:
        yield from _compared_lines(compared)
    elif any(one.kind == "ostiary" for one in sources):
        yield "whether its events are those of the log is for --log to say"


def _compared_lines(compared: Comparison) -> Iterator[str]:
    differences = _differences(compared)
    yield from (f"{source}: {one.sentence}" for source, one in islice(differences, SHOWN))
    if len(differences) > SHOWN:
        yield f"and {len(differences) - SHOWN} more: --json names them all"
    for source, held in compared.held.items():
        state = "differs from" if held.differences else "is what comes of"
        yield f"{source} {state} the first {held.entries} entries of its log, whose signed tree has {held.published}"
    for source in compared.without_log:
        yield f"{source} was compared with nothing: its log is not here, or its keys are gone"
    for name in compared.not_here:
        yield f"of the log {name} nothing is here: it was never imported, or its source was taken away; import again"
    if compared.known is None:
        yield "accounts, grants and cut-offs were not compared: that takes an installation's home, with its policies"
    elif not compared.known:
        yield "accounts, grants, cut-offs, agreements, holds and approvals are what its directives and policies come to"
