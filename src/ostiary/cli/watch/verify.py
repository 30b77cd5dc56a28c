"""``ostiary watch verify``: whether a watch folder is what its manifests say, and what the log says.

Knows: arguments, output, the exit code of what does not hold.
Must not know: how a part is checked, how events are made.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

from ostiary.cli.exits import VERIFICATION_FAILED
from ostiary.cli.options import json_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.errors import ImportRefused, LogUnavailable
from ostiary.office.access_words import printable
from ostiary.policy.words.lists import counted
from ostiary.watch.duties.verifying import LoggedActs, acts_faults, acts_there
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
@click.option(
    "--unlogged",
    is_flag=True,
    help="With --log: open entries also where no log writer can note who does.",
)
@json_option
def verify(
    *, folder: Path, log: Path | None, master_key: Path | None, subject_key: Path | None, unlogged: bool, as_json: bool
) -> None:  # fmt: skip
    """Compare every part of a watch folder with its manifest: bytes, rows, columns, and that nothing else lies there.

    The acts on findings and duties must follow each other as they were written; with --log HOME, for the folder of that installation,
    each head that its console has logged must be among theirs.

    Whoever can write into the folder can write manifests too. With --log, entries are opened again, compared with the log's signed
    checkpoint, and every event of that log made anew: each that is missing, too many or altered is named, and so is each that
    still stands here while the log says that it was erased. Ends with 5 when something does not hold.

    Before an entry is opened, the log notes which system account opens them; where it cannot, none is opened.
    """
    if unlogged and log is None:
        raise click.UsageError("--unlogged is for --log: without it no entry is opened")
    found = WatchFolder.open(folder)
    seen = _seen(found, _Opening(log, master_key, subject_key, unlogged), is_shown=not as_json)
    if as_json:
        click.echo(json.dumps(_object(found, seen)))
    else:
        click.echo("\n".join(map(printable, _lines(found, seen, log))))
    if not seen.holds:
        sys.exit(VERIFICATION_FAILED)


@dataclass(frozen=True, slots=True)
class _Opening:
    """Which log is opened, with which keys, and whether without an entry of it."""

    log: Path | None
    master_key: Path | None
    subject_key: Path | None
    unlogged: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is wrong, what came of the comparison (None: there was none), and what the log says of this opening."""

    faults: Sequence[Fault]
    compared: Comparison | None = None
    logged: Mapping[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        one = self.compared
        return not self.faults and (one is None or not (_differences(one) or one.without_log or one.not_here))


def _seen(folder: WatchFolder, opening: _Opening, *, is_shown: bool) -> _Seen:
    """Nothing of a log is opened before it says so, nor for a folder that is not whole by itself."""
    faults = list(folder_faults(folder))
    if opening.log is None or faults:
        return _Seen([*faults, *acts_faults(folder)])
    believed = _believed(folder, opening.log, opening)
    logged = {} if opening.unlogged else _log_opening(opening.log)
    there = acts_there(folder)
    faults += acts_faults(folder, _acts_logged(folder, opening.log, opening.master_key), there)
    if faults:
        return _Seen(faults, None, logged)
    with shown_progress("opening entries", is_shown=is_shown and sys.stderr.isatty()) as progress:
        return _Seen((), compare_logs(folder, believed, progress), logged)


def _log_opening(log: Path) -> Mapping[str, str]:
    """What the log says of who opens it. Raises LogUnavailable where nobody can write it."""
    if not (log / HOME_FILE).exists():
        raise LogUnavailable(
            f"in `{log}` nobody can note who opens its entries",
            hint="name the home of its installation; for a copy, or a log that nobody writes any more, give --unlogged",
        )
    found: Mapping[str, str] = import_module("ostiary.cli.watch.own_log").log_verification(log)
    return found


def _acts_logged(folder: WatchFolder, log: Path, master_key: Path | None) -> LoggedActs | None:
    """What was logged of acts in this folder; None where it is not the folder of that installation."""
    if not (log / HOME_FILE).exists():
        return None
    found: LoggedActs | None = import_module("ostiary.cli.watch.acts_logged").acts_logged(
        log, folder.path, master_key
    )
    return found


def _believed(folder: WatchFolder, log: Path, opening: _Opening) -> Believed:
    path = opening.subject_key or key_file_of(folder.path)
    if not path.exists():
        raise ImportRefused(
            f"the key of subjects is not at `{path}`: without it no token can be made again",
            hint="give --subject-key FILE",
        )
    key = read_subject_key(path)
    if not (log / HOME_FILE).exists():
        return Believed(logs_of(log), key, opening.master_key)
    found: Believed = import_module("ostiary.cli.watch.own_log").believed_home(log, key, opening.master_key)
    return found


def _differences(compared: Comparison) -> list[tuple[str, Difference]]:
    found = [(source, one) for source, held in compared.held.items() for one in held.differences]
    found += [("another source", one) for one in compared.strangers]
    return [*found, *(("what is known", one) for one in compared.known or ())]


def _object(folder: WatchFolder, seen: _Seen) -> dict[str, Any]:
    compared = seen.compared
    return {
        "holds": seen.holds,
        "sources": [one.source for one in folder.manifests()],
        "faults": [asdict(one) for one in seen.faults],
        "opened_by": seen.logged.get("opened_by"),
        "opening_entry": seen.logged.get("opening_entry"),
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


def _lines(folder: WatchFolder, seen: _Seen, log: Path | None) -> Iterator[str]:
    faults, compared = seen.faults, seen.compared
    sources = list(folder.manifests())
    parts = sum(len(one.parts) for one in sources)
    held = f"{counted(len(sources), 'source')} with {counted(parts, 'part')}"
    yield from (fault.sentence for fault in faults)
    if faults:
        yield f"not as it should be: {counted(len(faults), 'thing')} in {held}"
        if log is not None:
            yield "no event was compared with the log: that is for a folder that is whole by itself"
        return
    yield f"the folder is whole: {held}, as the manifests say"
    if compared is not None:
        yield from _compared_lines(compared)
        entry = seen.logged.get("opening_entry")
        yield f"the log has this opening as #{entry}" if entry else "the log has no entry of this opening"
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
