"""``ostiary policy explain``: what a policy would answer, before it is in force.

Knows: how a request is given on the command line, how the answer is printed.
Must not know: how anything is decided or said (it asks).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.options import day_value, json_option
from ostiary.errors import SettingsError
from ostiary.model.bundle import Bundle
from ostiary.model.request import Context, Decision, Deny, Request
from ostiary.model.rules import VOUCHED, Need
from ostiary.office.decision_words import decision_lines
from ostiary.policy.explain import account, mattered
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.ways_out import way_out
from ostiary.policy.words_known import did_you_mean
from ostiary.store.bundle_files import read_bundle

CAVEAT: Final = "This is what the policy says of what is declared here. Cut-offs, and whether a declaration would be true, are not in it."


@click.command(cls=ExplainingCommand)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("asked", metavar="CLASS[.COLUMN]", nargs=-1, required=True)
@click.option("--agency", required=True, help="The member's agency (a code of the policy).")
@click.option("--purpose", required=True, help="The declared purpose (a code of the policy).")
@click.option("--role", default="officer", show_default=True, help="The member's role.")
@click.option("--case", "case_number", default=None, help="The declared case number.")
@click.option("--basis", multiple=True, help="A declared legal basis; can be given several times.")
@click.option(
    "--beneficiary", default="", help="The agency on whose behalf one asks.  [default: the member's own]"
)
@click.option(
    "--affiliation",
    multiple=True,
    help="An agency that employs the member or to which the member is assigned.",
)
@click.option(
    "--vouched", multiple=True, type=click.Choice(VOUCHED), help="A need for which somebody else vouches."
)
@click.option(
    "--day",
    callback=day_value,
    metavar="DATE",
    help="The day of the question.  [default: today, UTC]",
)
@json_option
def explain(
    folder: Path,
    asked: tuple[str, ...],
    *,
    agency: str,
    purpose: str,
    role: str,
    case_number: str | None,
    basis: tuple[str, ...],
    beneficiary: str,
    affiliation: tuple[str, ...],
    vouched: tuple[Need, ...],
    day: date | None,
    as_json: bool,
) -> None:
    """What the policy of a FOLDER answers to one question, under which rules, and what would be allowed instead.

    All columns must be of one record class; the class alone asks for the mere presence of rows. Exits 0 when it is allowed and
    1 when it is refused.
    """
    bundle = read_bundle(folder)
    context = Context(
        member="",
        agency=agency,
        role=role,
        purpose=purpose,
        beneficiary=beneficiary or agency,
        affiliations=frozenset(affiliation),
        basis=frozenset(basis),
        case=case_number,
        vouched=frozenset(vouched),
    )
    _verify_known(bundle, context)
    request = _request(bundle, context, asked, day or datetime.now(UTC).date())
    policy = IndexedPolicy(bundle)
    decision = policy.decide(request)
    hint = way_out(policy, request, decision) if isinstance(decision, Deny) else ""
    click.echo(
        json.dumps(_object(bundle, request, decision, hint)) if as_json else _told(bundle, decision, hint)
    )
    if isinstance(decision, Deny):
        click.get_current_context().exit(1)


def _told(bundle: Bundle, decision: Decision, hint: str) -> str:
    verdict = f"refused: {decision.reasons[0].text}" if isinstance(decision, Deny) else "allowed"
    return "\n".join((verdict, *decision_lines(bundle, decision, hint), CAVEAT))


def _object(bundle: Bundle, request: Request, decision: Decision, hint: str) -> dict[str, object]:
    reasons = [asdict(one) for one in decision.reasons] if isinstance(decision, Deny) else []
    return {
        "name": bundle.name,
        "version": bundle.version,
        "day": request.day.isoformat(),
        "allowed": not isinstance(decision, Deny),
        "reasons": reasons,
        "because": account(bundle, decision),
        "instead": hint,
        "rules": [asdict(one) for one in mattered(bundle, decision)],
    }


def _verify_known(bundle: Bundle, context: Context) -> None:
    """Raises SettingsError for a word that the policy does not know: what it would answer to a misspelling says nothing."""
    facts: tuple[tuple[str, Iterable[str], Collection[str]], ...] = (
        ("agency", context.principals, bundle.agencies),
        ("purpose", {context.purpose}, bundle.purposes),
        ("basis", context.basis, bundle.known_bases),
    )
    for what, words, known in facts:
        for word in sorted(words):
            if word not in known:
                raise SettingsError(f"unknown {what} `{word}`{did_you_mean(word, known)}")
    if context.case is not None and not re.fullmatch(bundle.case_form, context.case, re.ASCII):
        hint = f"give one in the form of {bundle.case_example}"
        raise SettingsError(f"`{context.case}` is no case number of this policy", hint=hint)


def _request(bundle: Bundle, context: Context, asked: tuple[str, ...], day: date) -> Request:
    """Raises SettingsError for more than one record class, and for what the catalogue does not have."""
    names = {one.partition(".")[0] for one in asked}
    if len(names) > 1:
        raise SettingsError(
            f"columns of {len(names)} record classes are {len(names)} questions",
            hint="ask for one record class at a time",
        )
    name = names.pop()
    record_class = bundle.catalogue.classes.get(name)
    if record_class is None:
        raise SettingsError(f"unknown record class `{name}`{did_you_mean(name, bundle.catalogue.classes)}")
    fields = frozenset(one.partition(".")[2] for one in asked if "." in one)
    columns = [column.name for column in record_class.columns]
    for field in sorted(fields - set(columns)):
        raise SettingsError(f"unknown column `{name}.{field}`{did_you_mean(field, columns)}")
    return Request(context, name, fields, day)
