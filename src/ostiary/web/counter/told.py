"""What a slip opens, as a page shows it: every access in plain parts, and what they come to.

Knows: the files of a disclosure, and which parts of an access a resident is shown.
Must not know: codes, HTTP, languages, how a part is worded.

The words for the parts are the portal's, in the resident's language. Names of agencies, purposes and rules stand as the office
wrote them, in English.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ostiary.evidence.disclosure.content import Words, rule_key
from ostiary.evidence.disclosure.evidence_file import read_evidence
from ostiary.web.counter.slips import Opened

_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Look:
    """One access. What is not told is empty; ``number`` is what an inspector general finds it by, with its log where there are several."""

    number: str
    state: str
    result: str
    held_until: str
    day: str
    time: str
    agency: str
    beneficiary: str
    purpose: str
    asked: str
    basis: str
    rules: tuple[str, ...]
    is_of_groups: bool


@dataclass(frozen=True, slots=True)
class Told:
    """All of it. Days are ISO 8601; the numbers count accesses."""

    since: str
    until: str
    made: str
    delay_days: int
    given: int
    nothing: int
    refused: int
    held: int
    erased: int
    looks: tuple[Look, ...]
    kilobytes: int
    """Of the file in which the whole disclosure can be taken along."""


def told_of(opened: Opened) -> Told:
    """What the files of a slip tell. Raises ProofInvalid for files that ``disclose person`` has not made."""
    disclosure = read_evidence(opened.files["evidence.json"])
    rows: list[Mapping[str, str]] = json.loads(opened.files["accesses.json"])["rows"]
    looks = tuple(_look(row, disclosure.words) for row in rows)
    states, results = Counter(one.state for one in looks), Counter(one.result for one in looks)
    return Told(
        since=disclosure.since,
        until=disclosure.until,
        made=disclosure.as_of.partition("T")[0],
        delay_days=disclosure.delay_days,
        given=results["given"],
        nothing=results["nothing"] + results["described"] + results["failed"] + results["unknown"],
        refused=results["refused"],
        held=states["held"],
        erased=states["erased"],
        looks=looks,
        kilobytes=-(-len(opened.zipped) // 1_000),
    )


def base64_of(opened: Opened) -> str:
    """The zip file as an address of its own holds it, so that it comes with the page and is asked for nowhere."""
    return base64.b64encode(opened.zipped).decode()


def _look(row: Mapping[str, str], words: Words) -> Look:
    day, time = _moment(row["at"])
    return Look(
        number=" ".join(filter(None, (row["entry"], row.get("log", "")))),
        state=row["state"],
        result=row["result"],
        held_until=row["held_until"],
        day=day,
        time=time,
        agency=_named(row["agency"], row["agency_name"]),
        # An agency that asks for itself is said once.
        beneficiary=""
        if row["beneficiary"] == row["agency"]
        else _named(row["beneficiary"], row["beneficiary_name"]),
        purpose=row["purpose_name"] or row["purpose"],
        asked=_asked(row, words),
        basis=row["basis"],
        rules=tuple(_rule(row["policy"], one, words) for one in row["rules"].split(_BETWEEN) if one),
        is_of_groups=row["of_groups"] == "yes",
    )


def _moment(at: str) -> tuple[str, str]:
    """Day and time (UTC) of an instant; nothing of none."""
    if not at:
        return "", ""
    moment = datetime.fromisoformat(at)
    return moment.date().isoformat(), f"{moment:%H:%M}"


def _named(code: str, name: str) -> str:
    return f"{name} ({code})" if name else code


def _asked(row: Mapping[str, Any], words: Words) -> str:
    """The columns that were asked for or, where none were read, the record classes."""
    columns = (one.rpartition(".")[2].replace("_", " ") for one in row["fields"].split(_BETWEEN) if one)
    classes = (words.record_classes.get(one, one) for one in row["record_classes"].split(_BETWEEN) if one)
    return ", ".join(dict.fromkeys(columns)) or ", ".join(dict.fromkeys(classes))


def _rule(policy: str, rule: str, words: Words) -> str:
    said = words.rules.get(rule_key(policy, rule), "")
    return f"{rule}: {said}" if said else rule
