"""One access, opened and explained: who, why, what was asked, about whom, and under which rules it was decided.

Knows: that an opening is logged before it is shown, and how an entry is explained.
Must not know: how entries are kept, how anything is decided or said (it asks).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ostiary.errors import BundleError, ControlDown, LogDamaged
from ostiary.evidence.commitment import ACCESS, KINDS
from ostiary.model.bundle import Bundle
from ostiary.office.access_words import Fields, fields_of, outcome, table
from ostiary.office.erasures_seen import ErasuresSeen
from ostiary.office.explained import explanation
from ostiary.store.log.reader import Entry, ErasedEntry, Found
from ostiary.web.console.filters import MAX_DIGITS
from ostiary.web.console.ground import Ground, account_of
from ostiary.web.frame.visit import Absent, Answer, Shown, Visit

NONE: Final = "The log has no entry of this number."


def one_access(ground: Ground, visit: Visit) -> Answer:
    """Open one entry. That it was opened, by whom, is durable before anything of it is read."""
    text = visit.path["index"]
    if not (text.isascii() and text.isdigit()) or len(text) >= MAX_DIGITS:
        return Absent(NONE)
    index = int(text)
    ground.recent.look()
    if index >= ground.log.size:
        return Absent(NONE)
    opened_as = ground.acts.write(account_of(visit), "view-access", f"#{index}")
    found = ground.log.maybe_entry(index)
    if found is None:
        return Absent(NONE)
    values = _values(ground, found) | {"index": index, "opened_as": opened_as}
    return Shown("console/one_access.html", values)


def _values(ground: Ground, found: Found) -> dict[str, object]:
    nothing: dict[str, object] = {"rows": (), "lines": (), "erased": "", "headline": "", "kind": ""}
    if isinstance(found, ErasedEntry):
        return nothing | {"erased": _erased(ground, found), "headline": "What this entry said was erased"}
    if found.kind != ACCESS:
        what = KINDS.get(found.kind, "unknown kind")
        return nothing | {"kind": what, "headline": f"Entry {found.index} is a {what}, not an access"}
    return nothing | _opened(ground, found)


def _opened(ground: Ground, entry: Entry) -> dict[str, object]:
    fields = fields_of(entry.payload)
    lines = list(explanation(fields, _policy(ground, fields)))
    return {"rows": list(table(fields)), "lines": lines, "headline": _headline(fields)}


def _headline(fields: Fields) -> str:
    if "agency" not in fields:
        return f"A later part of access {fields['access']}: {outcome(fields)}"
    verb = "was refused" if fields["outcome"] == "refused" else "was let in"
    return f"{fields['member']} of {fields['agency']} {verb}: {fields['purpose'] or 'no purpose declared'}"


def _policy(ground: Ground, fields: Fields) -> Bundle:
    """The policy that decided it where it is to be had, else the one in force: the explanation says which it is."""
    try:
        return ground.looks.policy(fields["policy"])
    except (BundleError, ControlDown):
        return ground.looks.look().bundle


def _erased(ground: Ground, entry: ErasedEntry) -> str:
    """What is still known of it. The erasure stands somewhere behind what it erases."""
    seen = ErasuresSeen()
    try:
        for found in _behind(ground, entry.index):
            seen.see(found)
    except LogDamaged as fault:
        return f"{seen.line(entry)} ({fault.message})"
    return seen.line(entry)


MAX_BEHIND: Final = 50_000
"""Entries searched for the erasure that explains one: some seconds. It stands close behind, or is looked for with the command."""


def _behind(ground: Ground, index: int) -> Iterator[Found]:
    for count, found in enumerate(ground.log.from_entry(index)):
        if count >= MAX_BEHIND:
            return
        yield found
