"""The account as a table for programs: JSON and CSV with the same columns.

Knows: the columns, and how each is written.
Must not know: proofs, pages, files.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from ostiary.evidence.disclosure.account import Access, Account
from ostiary.evidence.disclosure.content import Disclosure
from ostiary.model.canonical import Plain, canonical_bytes

FORM: Final = "ostiary/accesses/v1"

# Append-only: whoever reads a column by its name goes on reading it.
COLUMNS: Final = (
    "entry",
    "entries",
    "state",
    "held_until",
    "at",
    "agency",
    "agency_name",
    "beneficiary",
    "beneficiary_name",
    "role",
    "purpose",
    "purpose_name",
    "basis",
    "result",
    "asked_for",
    "of_groups",
    "rules",
    "citations",
    "record_classes",
    "fields",
    "policy",
)

# A disclosure of several logs has one more: entries of two logs may have one number.
CHAIN_COLUMNS: Final = (*COLUMNS, "log")

_BETWEEN: Final = "; "
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_json(disclosure: Disclosure, account: Account) -> bytes:
    """All rows as objects, and the columns in their order."""
    rows: list[Plain] = [_row(one, disclosure) for one in account.accesses]
    found: dict[str, Plain] = {
        "form": FORM,
        "as_of": disclosure.as_of,
        "columns": list(_columns(disclosure)),
        "rows": rows,
    }
    return canonical_bytes(found) + b"\n"


def as_csv(disclosure: Disclosure, account: Account) -> bytes:
    """The same rows as RFC 4180 has it, in UTF-8; what a spreadsheet would take for a formula begins with a quote."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_columns(disclosure))
    for one in account.accesses:
        writer.writerow(map(cell, _row(one, disclosure).values()))
    return out.getvalue().encode()


def _columns(disclosure: Disclosure) -> tuple[str, ...]:
    return CHAIN_COLUMNS if disclosure.before else COLUMNS


def _row(one: Access, disclosure: Disclosure) -> dict[str, str]:
    words = disclosure.words
    values = (
        str(one.entry),
        _BETWEEN.join(map(str, one.entries)),
        one.state,
        one.held_until,
        one.at,
        one.agency,
        words.agencies.get(one.agency, ""),
        one.beneficiary,
        words.agencies.get(one.beneficiary, ""),
        one.role,
        one.purpose,
        words.purposes.get(one.purpose, ""),
        _BETWEEN.join(one.basis),
        one.result if one.is_told else "",
        ("yes" if one.was_asked_for else "no") if one.is_told else "",
        ("yes" if one.is_of_groups else "no") if one.state == "shown" else "",
        _BETWEEN.join(one.rules),
        _BETWEEN.join(one.citations),
        _BETWEEN.join(one.record_classes),
        _BETWEEN.join(one.fields),
        one.policy,
    )
    named = (one.log,) if disclosure.before else ()
    return dict(zip(_columns(disclosure), (*values, *named), strict=True))


def cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
