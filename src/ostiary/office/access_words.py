"""An access entry in words.

Knows: the fields of an entry, and how a person wants to read them.
Must not know: files, where entries come from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from ostiary.evidence.commitment import ACCESS, CONSOLE_ACT, ERASURE, KINDS, TURNED_AWAY
from ostiary.evidence.name_erasure import AnyErasure, NameErasure, read_any_erasure

Fields: TypeAlias = Mapping[str, Any]
"""An access entry's JSON object, see ``ostiary.model.access``."""

MAX_STATEMENT = 90
"""Characters of a statement on one line of the list; ``access show`` gives all of it."""
MAX_ERASED_SHOWN = 6
"""Numbers of erased entries on one line; the entry itself has them all."""


def fields_of(payload: bytes) -> Fields:
    """The fields of an access entry."""
    fields: Fields = json.loads(payload)
    return fields


def printable(text: str) -> str:
    """Text for a terminal: what a member typed must not steer the screen of whoever reads it."""
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in text)


def line(index: int, kind: int, payload: bytes) -> str:
    """An entry that is no directive's on one line: who, for whom and why, what was asked, what came of it."""
    if kind == TURNED_AWAY:
        return f"#{index}  {strangers(fields_of(payload))}"
    if kind == ERASURE:
        return f"#{index}  {erasing(read_any_erasure(payload))}"
    if kind == CONSOLE_ACT:
        return f"#{index}  {acting(fields_of(payload))}"
    if kind != ACCESS:
        return f"#{index}  {KINDS.get(kind, 'unknown')}"
    fields = fields_of(payload)
    at = moment(fields)
    if "statement" not in fields:
        return f"#{index}  {at}  {fields['member']}  … {fields['part']}: {outcome(fields)}"
    return f"#{index}  {at}  {asker(fields)}  {_shortened(fields['statement'])}  -> {outcome(fields)}"


def moment(fields: Fields) -> str:
    """When it was, to the second (UTC)."""
    return str(fields["at"])[:19].replace("T", " ")


def strangers(fields: Fields) -> str:
    """How many log-ins were turned away, when, where, and by which codes."""
    refused = fields["refused"]
    codes = ", ".join(f"{count} of {sqlstate}" for sqlstate, count in sorted(refused.items()))
    since, until = (str(fields[name])[:19].replace("T", " ") for name in ("since", "until"))
    where = f"{fields['gateway']}, worker {fields['worker']}"
    return f"{until}  {sum(refused.values())} log-ins turned away since {since} at {where}: {codes}"


def acting(fields: Fields) -> str:
    """Who did what at the console, and to what."""
    who = f"{fields['account']} ({fields['role']}) at the {fields['face']}"
    return f"{moment(fields)}  {who}: {' '.join((fields['act'], fields['on'])).strip()}"


def erasing(erasure: AnyErasure) -> str:
    """Which entries, or how many names in which one, were made unreadable, and on whose order."""
    if isinstance(erasure, NameErasure):
        count = len(erasure.subjects) + len(erasure.asked_about)
        return f"erasure of {count} name{'' if count == 1 else 's'} in #{erasure.entry} by `{erasure.order}`"
    numbers = ", ".join(f"#{index}" for index in erasure.entries[:MAX_ERASED_SHOWN])
    more = len(erasure.entries) - MAX_ERASED_SHOWN
    return f"erasure of {numbers}{f' and {more} more' if more > 0 else ''} by `{erasure.order}`"


def asker(fields: Fields) -> str:
    """Who asked, for which agency, for what purpose and case."""
    beneficiary = fields["beneficiary"]
    whom = f" for {beneficiary}" if beneficiary != fields["agency"] else ""
    case = f", case {fields['case']}" if fields["case"] else ""
    return f"{fields['member']} ({fields['agency']}{whom}), {fields['purpose'] or 'no purpose'}{case}:"


def outcome(fields: Fields) -> str:
    """What came of it."""
    rows, people = fields["rows"], len(fields["subjects"])
    match fields["outcome"]:
        case "refused":
            return "refused" + _by(rules_of(fields))
        case "open" if fields["part"] == "asked":
            return "allowed" + _by(rules_of(fields))
        case "answered" | "open":
            whom = "1 person" if people == 1 else f"{people} people"
            return f"{rows} row{'' if rows == 1 else 's'} about {whom}" + _by(rules_of(fields))
        case other:
            return f"{other} ({fields['sqlstate']})" if fields["sqlstate"] else str(other)


def rules_of(fields: Fields) -> tuple[str, ...]:
    """The rules that decided: permits and duties of an allowed access, the refusing rules of a refused one."""
    decision = fields.get("decision", {})
    if decision.get("allowed"):
        return (*decision["permits"], *decision["duties"])
    return tuple(reason["rule"] for reason in decision.get("reasons", ()) if reason["rule"])


def table(fields: Fields) -> Iterable[tuple[str, str]]:
    """Every field with its name in words, in the order in which they answer: who, why, what, and what came of it."""
    yield "when", str(fields["at"])
    yield "access", f"{fields['access']} ({fields['part']})"
    if "statement" in fields:
        yield "who", f"{fields['member']}, {fields['role']} of {fields['agency']}"
        if fields["affiliations"]:
            yield "works for", ", ".join(fields["affiliations"])
        yield "agency proved", proved(fields)
        yield "on behalf of", fields["beneficiary"]
        yield "purpose", fields["purpose"] or "none declared"
        yield "case", fields["case"] or "none declared"
        yield "basis", ", ".join(fields["basis"]) or "none shown"
        yield "from", fields["client"]
        yield "asked", fields["statement"]
        if "continues" in fields:
            yield "goes on with", f"the answer whose first rows access {fields['continues']} brought"
        if fields["parameters"]:
            yield "with", ", ".join("NULL" if value is None else value for value in fields["parameters"])
        if fields["asked_about"]:
            yield "about", ", ".join(f"{column} = {value}" for column, value in fields["asked_about"])
        yield "read", ", ".join(fields["fields"]) or ", ".join(fields["record_classes"]) or "nothing"
        if fields.get("accounting") == "G":
            yield "rows", "each stands for a group of people; all of them are among the subjects"
    yield "outcome", outcome(fields)
    yield "subjects", ", ".join(str(key) for key in fields["subjects"]) or "nobody"
    yield "policy", fields["policy"]


def proved(fields: Fields) -> str:
    """How it was proved that the access came from the agency; entries from before there were certificates do not say."""
    proof = fields.get("agency_proof")
    if proof is None:
        return "by the log-in alone"
    return f"by certificate {proof['certificate']}, under {proof['directive']}"


def _by(rules: tuple[str, ...]) -> str:
    return f" under {', '.join(rules)}" if rules else ""


def _shortened(statement: str) -> str:
    text = printable(" ".join(statement.split()))
    return text if len(text) <= MAX_STATEMENT else text[: MAX_STATEMENT - 1] + "…"
