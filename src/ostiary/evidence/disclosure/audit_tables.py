"""What auditors read: one row for each access of the days, and a page of what they come to.

Knows: which members of an access entry are shown, how they are counted.
Must not know: proofs, files, whom to trust.

Nothing is kept from auditors, what is held back from people included: it is marked.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import ACCESS, KINDS
from ostiary.evidence.disclosure import english as say
from ostiary.evidence.disclosure.audit import Audit, Opened
from ostiary.evidence.disclosure.look import STYLE
from ostiary.evidence.disclosure.page import POLICY
from ostiary.evidence.disclosure.tables import cell
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.model.entry_form import entry_text
from ostiary.model.markup import Element, element, page
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.key_text import encode_base64

FORM: Final = "ostiary/audited-accesses/v1"

# Append-only: whoever reads a column by its name goes on reading it.
COLUMNS: Final = (
    "entry",
    "part",
    "access",
    "at",
    "member",
    "role",
    "agency",
    "beneficiary",
    "purpose",
    "case",
    "basis",
    "statement",
    "asked_about",
    "outcome",
    "rules",
    "rows",
    "subjects",
    "policy",
    "held_until",
)

# A disclosure of several logs has one more: entries of two logs may have one number.
CHAIN_COLUMNS: Final = (*COLUMNS, "log")

_BETWEEN: Final = "; "


@dataclass(frozen=True, slots=True)
class Audited:
    """The rows, how many entries there are of each kind, and how many accesses of each agency, purpose and outcome."""

    rows: tuple[Mapping[str, str], ...]
    kinds: Counter[str]
    tallies: Counter[tuple[str, str, str]]


def audited(audit: Audit, entries: Iterable[tuple[str, Opened]]) -> Audited:
    """All of it, from verified entries, each with its log. Raises ProofInvalid for an access that cannot be read."""
    rows: list[Mapping[str, str]] = []
    kinds: Counter[str] = Counter()
    tallies: Counter[tuple[str, str, str]] = Counter()
    untils = {case: hold.until for case, hold in audit.holds}
    for log, one in entries:
        kinds[KINDS[one.opening.kind]] += 1
        if one.opening.kind == ACCESS:
            row = _row(one, untils)
            if audit.before:
                row["log"] = log
            rows.append(row)
            if row["part"] in {"whole", "asked"}:
                tallies[row["agency"], row["purpose"], row["outcome"]] += 1
    return Audited(tuple(rows), kinds, tallies)


def audit_files(audit: Audit, found: Audited, trees: Sequence[Checkpoint]) -> dict[str, bytes]:
    """The page and both tables; ``trees`` are of the logs in the order of ``audit.logs``."""
    rows: list[Plain] = list(found.rows)
    columns = CHAIN_COLUMNS if audit.before else COLUMNS
    told: dict[str, Plain] = {"form": FORM, "as_of": audit.as_of, "columns": list(columns), "rows": rows}
    return {
        "index.html": _page(audit, found, trees),
        "accesses.json": canonical_bytes(told) + b"\n",
        "accesses.csv": _csv(found, columns),
    }


def _row(one: Opened, untils: Mapping[str, str]) -> dict[str, str]:
    try:
        entry: dict[str, Any] = json.loads(entry_text(one.opening.payload))
        values = tuple(_values(one.entry, entry, untils))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, LogDamaged):
        raise ProofInvalid(f"entry {one.entry} is no access entry") from None
    return dict(zip(COLUMNS, values, strict=True))


def _values(number: int, entry: Mapping[str, Any], untils: Mapping[str, str]) -> Iterator[str]:
    decision = entry.get("decision") or {}
    reasons = [one["rule"] for one in decision.get("reasons", ()) if one["rule"]]
    rules = [*decision.get("permits", ()), *decision.get("duties", ())] or reasons
    yield str(number)
    for name in ("part", "access", "at", "member", "role", "agency", "beneficiary", "purpose", "case"):
        yield str(entry.get(name) or "")
    yield _BETWEEN.join(map(str, entry.get("basis") or ()))
    yield str(entry.get("statement") or "")
    yield _BETWEEN.join(f"{column} = {value}" for column, value in entry.get("asked_about") or ())
    yield str(entry["outcome"])
    yield _BETWEEN.join(map(str, rules))
    yield str(entry["rows"])
    yield _BETWEEN.join(map(str, entry["subjects"]))
    yield str(entry["policy"])
    yield untils.get(str(entry.get("case") or ""), "")


def _csv(found: Audited, columns: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in found.rows:
        writer.writerow(map(cell, row.values()))
    return out.getvalue().encode(errors="backslashreplace")


def _page(audit: Audit, found: Audited, trees: Sequence[Checkpoint]) -> bytes:
    accesses, held = found.tallies.total(), sum(bool(row["held_until"]) for row in found.rows)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("title", "For auditors"),
        element("style", STYLE),
    )
    period = f"{say.day(audit.since)} to {say.day(audit.until)}"
    header = element(
        "header",
        element("p", "For auditors: every entry, opened in full", class_="kind"),
        element("h1", f"{say.counted(accesses, 'access', 'accesses')} from {period}."),
        element(
            "p",
            f"{say.counted(held, 'entry is', 'entries are')} held back from people, and shown here.",
            class_="lead",
        ),
        element(
            "p",
            f"As of {say.moment(audit.as_of)}. All of it is in `accesses.csv` and `accesses.json`.",
            class_="note",
        ),
    )
    kinds = _table(("Kind", "Entries"), [(kind, str(count)) for kind, count in sorted(found.kinds.items())])
    main = element(
        "main",
        element("section", element("h2", "By agency, purpose and outcome"), _tallies(audit, found)),
        element("section", element("h2", "Entries by kind"), kinds),
        element(
            "section",
            element("h2", say.COVERAGE),
            element("ul", [element("li", one) for one in say.AUDIT_LIMITS]),
        ),
    )
    rows = [("Made by", f"{audit.official.name}, {audit.official.office}")]
    for tree in trees:
        rows += (
            ("Log", tree.origin),
            ("Entries in the log", str(tree.size)),
            ("Root", encode_base64(tree.root)),
        )
    cells = [part for name, said in rows for part in (element("dt", name), element("dd", said))]
    footer = element("footer", element("dl", cells))
    body = element("body", header, main, footer)
    return page(element("html", head, body, lang=say.LANGUAGE)).encode(errors="backslashreplace")


def _tallies(audit: Audit, found: Audited) -> Element:
    ordered = sorted(found.tallies.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        (say.named(agency, audit.words.agencies), purpose or say.NO_PURPOSE, outcome, str(count))
        for (agency, purpose, outcome), count in ordered
    ]
    return _table(("Agency", "Purpose", "Outcome", "Accesses"), rows)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Element:
    top = element("tr", [element("th", head, scope="col") for head in heads])
    body = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            [
                element("td", text, class_="number", data_head=head)
                for text, head in zip(row[1:], heads[1:], strict=True)
            ],
        )
        for row in rows
    ]
    return element("div", element("table", element("thead", top), element("tbody", body)), class_="scroll")
