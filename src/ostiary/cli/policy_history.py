"""``ostiary policy history``: which of several policies was in force, and what each says to one request.

Knows: the command line, how periods and answers are printed.
Must not know: how a bundle is read or what makes a history; what a request means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, assert_never

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.options import days_value, json_option
from ostiary.errors import SettingsError
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Context, Decision, Deny, Request
from ostiary.policy.explain import detail
from ostiary.policy.history import Period, decide_then, in_force, periods
from ostiary.policy.words_known import did_you_mean
from ostiary.store.bundle_files import read_bundle

_ASKING = ("agency", "purpose", "record_class")
"""What a request needs at least."""
CAVEAT = "This is what each policy says of what is declared here. Cut-offs, and whether a declaration was true, are not in it."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bundle of a day says to the request."""

    day: date
    bundle: Bundle
    decision: Decision


@click.command(cls=ExplainingCommand)
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--day",
    "days",
    multiple=True,
    metavar="DATE",
    callback=days_value,
    help="A day to ask about; repeatable.",
)
@click.option("--agency", help="Who asks: the code of an agency.")
@click.option("--beneficiary", help="For whom, when it is another agency.")
@click.option("--affiliation", multiple=True, help="An agency that employs the member too; repeatable.")
@click.option("--role", default="officer", show_default=True, help="The role of the member.")
@click.option("--purpose", help="Why: a code of the policy.")
@click.option("--record-class", help="What is asked for.")
@click.option("--field", "fields", multiple=True, help="A field of it; repeatable. Without any: some field.")
@click.option("--basis", multiple=True, help="A paper or ground that is declared; repeatable.")
@click.option("--case", help="The case number that is declared.")
@click.option(
    "--vouched",
    metavar="NEED",
    multiple=True,
    type=click.Choice(["open-case", "approval"]),
    help="What somebody else vouches for: open-case or approval; repeatable.",
)
@json_option
def history(folders: tuple[Path, ...], days: tuple[date, ...], *, as_json: bool, **asked: Any) -> None:
    """Say from when to when each policy in FOLDERS was in force, or what they say to one request on some days.

    A policy is in force from the day under `effective` until the next one begins. With --day, --agency, --purpose and
    --record-class the request is decided by the policy of each day, and each answer names that policy's version.
    """
    _check(asked, days)
    bundles = [read_bundle(folder) for folder in folders]
    found = periods(bundles)
    if days:
        _verify_known(bundles, asked)
    answers = [_answer(bundles, day, asked) for day in days]
    if as_json:
        click.echo(
            json.dumps({"periods": [*map(_period_json, found)], "answers": [*map(_answer_json, answers)]})
        )
    else:
        lines = [*map(_answer_line, answers), CAVEAT] if answers else map(_period_line, found)
        click.echo("\n".join(lines))


def _check(asked: Mapping[str, Any], days: Sequence[date]) -> None:
    missing = [name for name in _ASKING if not asked[name]]
    if days and missing:
        every = ", ".join("--" + name.replace("_", "-") for name in missing)
        raise click.UsageError(f"--day asks what the policy of that day says to a request; missing: {every}")
    if not days and len(missing) < len(_ASKING):
        raise click.UsageError("a request is decided on a day: give --day")


def _verify_known(bundles: Sequence[Bundle], asked: Mapping[str, Any]) -> None:
    """Raises SettingsError for a word that none of the policies knows: what they would answer to a misspelling says nothing."""
    agencies = {asked["agency"], asked["beneficiary"] or asked["agency"], *asked["affiliation"]}
    facts: tuple[tuple[str, Iterable[str], Iterable[Collection[str]]], ...] = (
        ("agency", agencies, (one.agencies for one in bundles)),
        ("purpose", {asked["purpose"]}, (one.purposes for one in bundles)),
        ("basis", asked["basis"], (one.known_bases for one in bundles)),
        ("record class", {asked["record_class"]}, (one.catalogue.classes for one in bundles)),
        ("field", asked["fields"], (_columns(one, asked["record_class"]) for one in bundles)),
    )
    for what, words, known in facts:
        every = frozenset(chain.from_iterable(known))
        for word in sorted(frozenset(words) - every):
            raise SettingsError(f"unknown {what} `{word}`{did_you_mean(word, every)}")


def _columns(bundle: Bundle, name: str) -> frozenset[str]:
    record_class = bundle.catalogue.classes.get(name)
    return frozenset(column.name for column in record_class.columns) if record_class else frozenset()


def _answer(bundles: Sequence[Bundle], day: date, asked: Mapping[str, Any]) -> Answer:
    bundle = in_force(bundles, day)
    if asked["case"] and not re.fullmatch(bundle.case_form, asked["case"], re.ASCII):
        raise SettingsError(
            f"`{asked['case']}` is no case number under `{bundle.name}`",
            hint=f"one has the form of {bundle.case_example}",
        )
    return Answer(day, *decide_then(bundles, _request(day, asked)))


def _request(day: date, asked: Mapping[str, Any]) -> Request:
    context = Context(
        member="",
        agency=asked["agency"],
        role=asked["role"],
        purpose=asked["purpose"],
        beneficiary=asked["beneficiary"] or asked["agency"],
        affiliations=frozenset(asked["affiliation"]),
        basis=frozenset(asked["basis"]),
        case=asked["case"] or None,
        vouched=frozenset(asked["vouched"]),
    )
    return Request(context, asked["record_class"], frozenset(asked["fields"]), day)


def _period_line(period: Period) -> str:
    last = f"to {period.until - timedelta(days=1)}" if period.until else "on"
    return f"{period.first} {last:<13}  {period.bundle.name}, version {period.bundle.version}"


def _answer_line(answer: Answer) -> str:
    match answer.decision:
        case Allow(permits, _, released):
            said = f"allowed by {', '.join(permits)}"
            said += "".join(f"; exception {number} of {rule} holds" for rule, number in released)
        case Deny(reasons):
            said = f"refused: {reasons[0].text}. {detail(answer.decision)}"
        case _ as never:
            assert_never(never)
    return (
        f"{answer.day}  {said.removesuffix('.')}.\n"
        f"            {answer.bundle.name}, version {answer.bundle.version}"
    )


def _period_json(period: Period) -> Mapping[str, object]:
    return {
        "name": period.bundle.name,
        "version": period.bundle.version,
        "first": period.first.isoformat(),
        "until": period.until.isoformat() if period.until else None,
    }


def _answer_json(answer: Answer) -> Mapping[str, object]:
    common = {"day": answer.day.isoformat(), "name": answer.bundle.name, "version": answer.bundle.version}
    match answer.decision:
        case Allow(permits, _, released):
            return {**common, "allowed": True, "permits": permits, "released": released}
        case Deny(reasons):
            said = [
                {"kind": one.kind, "rule": one.rule, "cite": one.cite, "text": one.text} for one in reasons
            ]
            return {**common, "allowed": False, "reasons": said}
        case _ as never:
            assert_never(never)
