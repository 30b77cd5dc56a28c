"""``ostiary finding take|open|explain|refer|close|reopen|suppress|notice``: what a reviewer does.

Knows: arguments, under which name an act stands, output.
Must not know: which act may follow which, how acts are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from ostiary.cli.finding.folder import folder_option, found_folder, now
from ostiary.cli.finding.reading import story
from ostiary.cli.options import day_value, home_option, json_option
from ostiary.cli.who_runs import who_runs
from ostiary.errors import FindingRefused
from ostiary.office.access_words import printable
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.letter_words import ENGLISH, letter_languages, letter_words
from ostiary.watch.findings.life import OUTCOMES, Word
from ostiary.watch.findings.notice import Addressed
from ostiary.watch.findings.notice import notice as letter
from ostiary.watch.findings.queue import queue_of
from ostiary.watch.findings.reviewing import Says, do
from ostiary.watch.findings.telling import finding_line, finding_object, may_name

ANSWER_DAYS: Final = 14
"""Days that a notice gives for an answer unless it says another day: two weeks of shifts."""

reason_option = click.option("--reason", required=True, help="Why, in words: they stay.")


def _on_finding(command: Callable[..., None]) -> Callable[..., None]:
    """The argument and the options that every act has."""
    for one in (json_option, home_option, folder_option, click.argument("finding")):
        command = one(command)
    return command


@click.command()
@_on_finding
def take(*, finding: str, folder: Path | None, home: Path | None, as_json: bool) -> None:
    """Take a FINDING: from now on you look at it, and only you decide. It takes over from whoever has it."""
    found = found_folder(folder, home)
    register = found.store.read()
    queue = queue_of(register, found.store.key(), now(), found.settings.reviewer_budget)
    sampled = {item.finding.id for item in queue.items if item.chosen == "sample"}
    chosen = "sample" if register.finding(finding).id in sampled else "ranked"
    _do(finding, "taken", {"chosen": chosen}, folder, home, as_json=as_json)


@click.command("open")
@reason_option
@_on_finding
def open_(*, finding: str, reason: str, folder: Path | None, home: Path | None, as_json: bool) -> None:
    """Open a FINDING that you have taken: whom it is about, and its evidence. That you did, and why, stays."""
    place = found_folder(folder, home)
    store = place.store
    found = do(store, finding, "opened", {"note": reason}, by=who_runs(), at=now(), log=place.log)
    values = finding_object(found, store.read(), store.evidence(found), named=may_name(found))
    click.echo(json.dumps(values) if as_json else story(values))


@click.command()
@reason_option
@_on_finding
def explain(*, finding: str, reason: str, folder: Path | None, home: Path | None, as_json: bool) -> None:
    """Say of a FINDING which innocent reason there was. It comes back when there is other evidence."""
    _do(finding, "explained", {"note": reason}, folder, home, as_json=as_json)


@click.command()
@click.option("--to", required=True, help="To whom: an office that decides about people.")
@reason_option
@_on_finding
def refer(
    *, finding: str, to: str, reason: str, folder: Path | None, home: Path | None, as_json: bool
) -> None:
    """Hand a FINDING to those who decide about people."""
    _do(finding, "referred", {"note": reason, "to": to}, folder, home, as_json=as_json)


@click.command()
@click.option("--outcome", required=True, type=click.Choice(list(OUTCOMES)), help="What came of it.")
@reason_option
@_on_finding
def close(
    *, finding: str, outcome: str, reason: str, folder: Path | None, home: Path | None, as_json: bool
) -> None:
    """Close a FINDING with what came of it. Only what was closed or explained tells how good a detector is."""
    _do(finding, "closed", {"note": reason, "outcome": outcome}, folder, home, as_json=as_json)


@click.command()
@reason_option
@_on_finding
def reopen(*, finding: str, reason: str, folder: Path | None, home: Path | None, as_json: bool) -> None:
    """Reopen a FINDING that was explained, referred or closed."""
    _do(finding, "reopened", {"note": reason}, folder, home, as_json=as_json)


@click.command()
@click.option("--until", required=True, callback=day_value, help="The day on which it ends, like 2026-12-31.")
@reason_option
@_on_finding
def suppress(
    *, finding: str, until: date, reason: str, folder: Path | None, home: Path | None, as_json: bool
) -> None:
    """Keep a FINDING, and what its detector finds about the same again, out of the queue until a day, a year at most."""
    ends = int(datetime(until.year, until.month, until.day, tzinfo=UTC).timestamp() * 1000)
    _do(finding, "suppressed", {"reason": reason, "until": ends}, folder, home, as_json=as_json)


@click.command()
@click.option("--to", required=True, help="To whom the letter goes: an officer, or an agency.")
@click.option("--office", default="", help="Who writes.  [default: the oversight office]")
@click.option("--contact", default="", help="Whom to ask, and how.  [default: the oversight office]")
@click.option(
    "--answer-by", callback=day_value, help=f"The day of the answer.  [default: in {ANSWER_DAYS} days]"
)
@click.option(
    "--language",
    type=click.Choice(letter_languages()),
    default=ENGLISH,
    show_default=True,
    help="The letter's language. What rules say stays in English, and the English letter follows.",
)
@_on_finding
def notice(
    *,
    finding: str,
    to: str,
    office: str,
    contact: str,
    answer_by: date | None,
    language: str,
    folder: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Draft the letter to an officer or an agency about a FINDING that you have opened.

    It says what was seen, what often explains it, what is asked, by when, and whom to ask; and that it is a question and no
    accusation. It is a draft until counsel has reviewed it, and says so; a translation that nobody has reviewed says that, too.
    """
    found = found_folder(folder, home)
    register = found.store.read()
    one = register.finding(finding)
    if not one.opened:
        raise FindingRefused(
            f"`{one.id}` was not opened, and a letter names somebody",
            hint="open it first: ostiary finding open ID",
        )
    today = datetime.now(UTC).date()
    by = answer_by or today + timedelta(days=ANSWER_DAYS)
    words = letter_words(language)
    text = letter(one, register.described[one.detector], Addressed(to, today, by, office, contact), words)
    says = {"to": to, "answer_by": by.isoformat()}
    do(found.store, one.id, "noticed", says, by=who_runs(), at=now(), log=found.log)
    told = {
        "finding": one.id,
        "to": to,
        "language": language,
        "words": words.digest,
        "reviewed": words.is_reviewed,
        "letter": text,
    }
    # Whatever in it is foreign was made harmless where it was filled in.
    click.echo(json.dumps(told) if as_json else text, nl=as_json)


def _do(
    name: str, word: Word, says: Says, folder: Path | None, home: Path | None, *, as_json: bool
) -> Finding:
    place = found_folder(folder, home)
    found = do(place.store, name, word, says, by=who_runs(), at=now(), log=place.log)
    line: dict[str, Any] = {**finding_line(found, named=may_name(found)), "head": place.store.head}
    click.echo(json.dumps(line) if as_json else printable(f"{found.id} is {found.state}: {line['sentence']}"))
    if not as_json and place.log is None:
        click.echo(f"no log says so; keep this head elsewhere: {place.store.head}", err=True)
    return found
