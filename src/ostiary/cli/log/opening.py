"""Openings of entries: which parts somebody asks for, and what an opening shows, in words.

Knows: the options for parts, and how a field is called by people.
Must not know: digests, files, journals, receipts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import click

from ostiary.errors import ProofInvalid, SettingsError
from ostiary.evidence.commitment import ACCESS, KINDS
from ostiary.evidence.opened_names import OpenedNames
from ostiary.evidence.opening import Opening, write_opening
from ostiary.evidence.partial_file import write_partial
from ostiary.evidence.partial_opening import PartialOpening, open_everything
from ostiary.model.canonical import canonical_bytes
from ostiary.model.entry_form import FIELDS, asked_name, entry_text, subject_name, subject_of

CALLED: Final[Mapping[str, str]] = {
    "when": "when",
    "access": "which access",
    "agency": "which agency",
    "officer": "who asked",
    "door": "through which door",
    "purpose": "for what purpose",
    "case": "in which case",
    "basis": "on what paper",
    "classes": "which kinds of record",
    "columns": "which columns",
    "statement": "in what words",
    "parameters": "with which values",
    "rule": "decided by",
    "outcome": "outcome",
    "extent": "how much",
    "grounds": "under which policy",
    "subjects": "whom it is about",
    "asked_about": "whom it asked about",
}
"""Each part of an entry as a person calls it."""

_WIDTH: Final = max(map(len, CALLED.values())) + 2


def part_options(command: Callable[..., None]) -> Callable[..., None]:
    """Which parts of an entry an opening shows."""
    for option in (
        click.option(
            "--asked-about",
            multiple=True,
            metavar="COLUMN=TEXT",
            help="Open this text that was asked about too.",
        ),
        click.option(
            "--subject",
            "subjects",
            type=click.IntRange(-(2**63), 2**63 - 1),
            multiple=True,
            metavar="ID",
            help="Open this subject's place among those whom the entry names; may be given several times.",
        ),
        click.option(
            "--fields",
            metavar="NAMES",
            help=f"Open these fields alone, with commas between: {', '.join(FIELDS)}.",
        ),
    ):
        command = option(command)
    return command


def opening_file(
    opening: Opening | PartialOpening,
    fields: str | None,
    subjects: tuple[int, ...],
    asked_about: tuple[str, ...],
) -> bytes:
    """The file that opens a whole entry, or where parts are asked for those; of an entry in which names were erased, the rest.

    Raises SettingsError for parts that the entry has not, or that do not open one by one; UsageError for a wrong call.
    """
    wants_all = fields is None and not subjects and not asked_about
    if wants_all and isinstance(opening, Opening):
        return write_opening(opening)
    try:
        open_parts = (
            open_everything(opening.salt, opening.payload) if isinstance(opening, Opening) else opening
        )
        if wants_all:
            return write_partial(open_parts)
        names = [subject_name(one) for one in subjects], list(map(_asked_about, asked_about))
        return write_partial(open_parts.only(_fields(fields), *names))
    except ProofInvalid as fault:
        raise SettingsError(fault.message, hint=fault.hint) from None


def _fields(named: str | None) -> list[str]:
    found = [name.strip() for name in (named or "").split(",") if name.strip()]
    if unknown := [name for name in found if name not in FIELDS]:
        raise click.UsageError(f"`{unknown[0]}` is no field of an entry; there are {', '.join(FIELDS)}")
    return found


def _asked_about(text: str) -> bytes:
    column, is_there, value = text.partition("=")
    if not is_there:
        raise click.UsageError(f"`{text}` is not a column, `=` and a text")
    return asked_name(column, value)


def opening_lines(opening: Opening | PartialOpening) -> list[str]:
    """What an opening shows, and what it leaves closed."""
    if isinstance(opening, Opening):
        return [f"it says: {_one_line(_words(opening))}"]
    lines = ["it is opened in part:"]
    lines += [f"  {CALLED[one.name]:<{_WIDTH}}{_said(one.value)}" for one in opening.fields]
    for which, opened, names in _lists(opening):
        lines.append(f"  {CALLED[which]:<{_WIDTH}}{_one_line(', '.join(map(str, names)))}")
        lines.append(f"  {'':<{_WIDTH}}and others, or nobody else: {_places(opened, names)}")
    closed = ", ".join(CALLED[name] for name in opening.unopened) or "nothing"
    return [*lines, f"closed: {closed} (not every entry says each of these)"]


def opening_object(opening: Opening | PartialOpening) -> dict[str, object]:
    """The same as an object."""
    if isinstance(opening, Opening):
        return {"kind": KINDS[opening.kind], "payload": _words(opening)}
    shown: dict[str, object] = {one.name: _loaded(one.value) for one in opening.fields}
    names = {which: {"names": names, "at_most": _at_most(opened)} for which, opened, names in _lists(opening)}
    return {"kind": KINDS[ACCESS], "parts": shown | names, "closed": list(opening.unopened)}


def _lists(opening: PartialOpening) -> list[tuple[str, OpenedNames, list[object]]]:
    subjects, asked = opening.lists
    found: list[tuple[str, OpenedNames, list[object]]] = []
    if subjects is not None:
        found.append(("subjects", subjects, [subject_of(one.name) for one in subjects.names]))
    if asked is not None:
        texts: list[object] = [" = ".join(json.loads(one.name)) for one in asked.names]
        found.append(("asked_about", asked, texts))
    return found


def _at_most(opened: OpenedNames) -> int:
    return int(16**opened.depth)


def _places(opened: OpenedNames, names: list[object]) -> str:
    return f"{len(names)} of at most {_at_most(opened):,}"


def _words(opening: Opening) -> str:
    words = entry_text(opening.payload) if opening.kind == ACCESS else opening.payload
    return words.decode(errors="backslashreplace")


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _said(value: bytes) -> str:
    found = _loaded(value)
    if not isinstance(found, dict):
        return _one_line(value.decode(errors="backslashreplace"))
    return _one_line("; ".join(f"{name}: {_plain(one)}" for name, one in found.items()))


def _plain(value: object) -> str:
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def _loaded(value: bytes) -> Any:
    """What a field says; its bytes as text where they are not the one spelling of an object, so that nothing is left out."""
    try:
        found = json.loads(value)
        if canonical_bytes(found) == value:
            return found
    except (ValueError, TypeError, RecursionError):
        pass
    return value.decode(errors="backslashreplace")
