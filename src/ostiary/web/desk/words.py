"""What the door said of an answer, read from its notices and errors.

Knows: how the door's notices are written, and that what cannot be read is shown as it came.
Must not know: connections, which rules there are, rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MASKED: Final = "masked or filtered: "
_ENTRIES: Final = re.compile(r"access log (?:entry|entries) ([0-9,.]+)")
_ENTRY: Final = re.compile(r"\s*Access log entry ([0-9]+)\.\s*\Z")
_RULE: Final = re.compile(r"[A-Z][A-Za-z]*[0-9]+(?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_FIELD: Final = re.compile(r"([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*) \(([^()]+)\)")
_FATAL: Final = re.compile(r"\b(?:FATAL|ERROR):\s+")

MAX_SAID: Final = 4_000
"""Characters of one text of the door's that are shown; none of its own is as long."""


@dataclass(frozen=True, slots=True)
class Said:
    """One notice or error: its code, message, DETAIL and HINT, and the rule that an error names as its constraint."""

    sqlstate: str
    message: str
    detail: str = ""
    hint: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Masked:
    """One field whose values are not as they stand, and how they are changed."""

    record_class: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """What an answer leaves out: fields, rows of record classes, anything else as the door says it; under these rules."""

    fields: tuple[Masked, ...] = ()
    rows: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing came: the door's own words, the rules that they name, and the entry, if they name one."""

    said: Said
    rules: tuple[str, ...]
    entry: str


def maybe_entries(said: Said) -> str | None:
    """The numbers of the entries that a notice tells of; None for any other notice."""
    found = _ENTRIES.fullmatch(said.message)
    return None if found is None else found[1]


def maybe_withheld(said: Said) -> Withheld | None:
    """What a notice says is masked or filtered; None for any other notice."""
    if not said.message.startswith(_MASKED):
        return None
    text = said.message.removeprefix(_MASKED)
    fields = tuple(Masked(*found) for found in _FIELD.findall(text))
    left = _FIELD.sub("", text)
    rows, other = _rows_and_other(left)
    return Withheld(fields, rows, other, rules_in(said.detail))


def refusal_of(said: Said) -> Refusal:
    """An error in its parts: DETAIL without the number of its entry, which stands beside it."""
    found = _ENTRY.search(said.detail)
    detail = said.detail if found is None else said.detail[: found.start()]
    rules = tuple(dict.fromkeys([*([said.rule] if said.rule else []), *rules_in(detail)]))
    shown = Said(said.sqlstate, said.message, detail, said.hint, said.rule)
    return Refusal(shown, rules, "" if found is None else found[1])


def of_failed_login(text: str) -> Said:
    """What libpq says of a log-in that was refused; the door's own part of it, without the address that libpq puts before.

    libpq gives no SQLSTATE. Where more than one attempt was made, the last one is told.
    """
    door = _FATAL.split(text[-MAX_SAID:])[-1] if _FATAL.search(text) else "the door does not answer"
    message, *more = (line.strip() for line in door.splitlines() if line.strip())
    told = {name: words for line in more for name, _, words in [line.partition(":")]}
    return Said("", message, told.get("DETAIL", "").strip(), told.get("HINT", "").strip())


def rules_in(detail: str) -> tuple[str, ...]:
    """The ids of rules that a DETAIL names, each once: those behind ``Under``, or those that stand at a sentence's beginning."""
    if detail.startswith("Under "):
        return tuple(dict.fromkeys(_RULE.findall(detail.removeprefix("Under "))))
    return tuple(dict.fromkeys(re.findall(rf"(?:\A|[.;] )({_RULE.pattern}) \(", detail)))


def _rows_and_other(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    # Rows stand behind all fields, with their classes parted by commas; groups stand behind them.
    head, _, tail = text.partition("rows of ")
    parts = [part.strip() for part in tail.split(",") if part.strip()]
    rows = tuple(part for part in parts if re.fullmatch(r"[a-z_][a-z0-9_]*", part))
    other = [part.strip() for part in head.split(",") if part.strip()]
    return rows, tuple(other + [part for part in parts if part not in rows])
