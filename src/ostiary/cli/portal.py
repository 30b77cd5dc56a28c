"""``ostiary portal``: the texts and the pages of the resident portal, as files and served.

Knows: the command line, how findings are printed, and what day it is.
Must not know: what is wrong with a text, or how a page looks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click
import uvloop

from ostiary.cli.exits import FAILED, ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.options import day_value, home_option, json_option
from ostiary.cli.web_faces import resident_place
from ostiary.server.event_log import EventLog
from ostiary.server.settings import load_home
from ostiary.web.content.lint import Finding, Report, lint, sound_pages
from ostiary.web.frame.serving import serve as serve_places
from ostiary.web.portal_files import portal_folder, read_templates, read_texts, write_pages

DEFAULT: Final = "chicago"
_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group(cls=ExplainingGroup)
def portal() -> None:
    """The texts and pages that tell residents their rights, who helps, and how to ask who looked."""


def _folder_and_day(command: _Command) -> _Command:
    folder = click.argument(
        "folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True)
    )
    day = click.option(
        "--day", callback=day_value, help="The day as of which to look, instead of today (UTC)."
    )
    return folder(day(command))


@portal.command("lint")
@_folder_and_day
@click.option(
    "--reviewed", is_flag=True, help="Fail also on what no person has reviewed, checked or counted."
)
@json_option
@click.pass_context
def lint_command(
    context: click.Context, folder: Path | None, day: date | None, *, reviewed: bool, as_json: bool
) -> None:
    """List everything that is wrong with the texts of a FOLDER: overdue, missing, different, too long, broken.

    Without FOLDER it looks at the texts that come with Ostiary. Exits 0 when nothing is wrong, and 1 when something is.
    Drafts that nobody has reviewed are counted, and say so on their pages; with --reviewed they are problems. A city runs it
    so before it opens its portal, and every day.
    """
    report = lint(read_texts(folder or portal_folder(DEFAULT)), read_templates(), day or _today())
    is_good = not (report.problems or (reviewed and report.unreviewed))
    click.echo(json.dumps(_object(report, is_good=is_good)) if as_json else _said(report, reviewed=reviewed))
    if not is_good:
        context.exit(FAILED)


@portal.command("bake")
@_folder_and_day
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder to write."
)
@json_option
def bake_command(folder: Path | None, day: date | None, out: Path, *, as_json: bool) -> None:
    """Write the pages of a FOLDER's texts as plain files, one folder a language, for any web server or none.

    Nothing is written while `ostiary portal lint` finds a problem. The pages say which day they are from: bake them again every
    day, so that what is overdue is not shown.
    """
    report = sound_pages(read_texts(folder or portal_folder(DEFAULT)), read_templates(), day or _today())
    write_pages(out, report.pages)
    if as_json:
        click.echo(
            json.dumps({"out": str(out), "day": report.day.isoformat(), "pages": sorted(report.pages)})
        )
    else:
        click.echo(
            f"{len(report.pages)} pages in {len(report.languages)} languages, as of {report.day}: {out}/index.html"
        )
        click.echo(_drafts(report))


@portal.command()
@home_option
def serve(home: Path | None) -> None:
    """Serve the portal until it is told to stop: its pages, lists that open with a code, questions and complaints.

    It reads `[portal]` of ostiary.toml, one connection string, and no key: run it under an account of its own that may read
    nothing else. It is not started while `ostiary portal lint` finds a problem. Events go to standard error as JSON lines; no
    address of a visitor is in them.
    """
    found = load_home(home_folder(home))
    events = EventLog(sys.stderr, gateway=found.settings.gateway)
    uvloop.run(serve_places((resident_place(found, events),), events))


def _today() -> date:
    return datetime.now(UTC).date()


def _object(report: Report, *, is_good: bool) -> dict[str, object]:
    return {
        "ok": is_good,
        "day": report.day.isoformat(),
        "problems": [_finding(one) for one in report.problems],
        "unreviewed": [_finding(one) for one in report.unreviewed],
        "languages": report.languages,
        "pages": len(report.pages),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {"file": finding.file, "line": finding.line, "message": finding.message}


def _said(report: Report, *, reviewed: bool) -> str:
    lines = [str(one) for one in report.problems]
    if reviewed:
        lines += [str(one) for one in report.unreviewed]
    count = len(report.problems)
    looked = (
        f"{len(report.pages)} pages in {len(report.languages)} languages"
        if report.pages
        else "no page was made"
    )
    lines.append(f"{count} problem{'' if count == 1 else 's'} on {report.day}; {looked}")
    return "\n".join([*lines, _drafts(report)])


def _drafts(report: Report) -> str:
    count = len(report.unreviewed)
    if not count:
        return (
            "every text was reviewed, every helper checked and every language counted, as its file declares"
        )
    return f"not reviewed, checked or counted by any person: {count} (`ostiary portal lint --reviewed` lists them)"
