"""Whom entries are about: everybody whom an answer named, and everybody whom a question asked about.

Knows: which members of an access entry name people, in all forms that entries have had; that a stream's parts belong together.
Must not know: keys, maps, files, who may be told.

A stream is one entry with the question, then one for each batch of rows. Whoever is named in a batch has the question in
their list too: without it they could not be told who asked, or why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ostiary.evidence.index.keys import Identifier, identifiers, subject
from ostiary.evidence.index.lists import ASKED, NAMED, QUESTION
from ostiary.model.entry_form import entry_text


class Mentions:
    """Takes access entries in their order and says of each whom it is about."""

    def __init__(self) -> None:
        # The entry with the question, by access; only of streams that have not ended.
        self._questions: dict[str, int] = {}
        self._begun: set[int] = set()

    def note_question(self, entry: int, payload: bytes) -> bool:
        """See an entry that is in an earlier day's index; whether it begins a stream, which may go on in this one."""
        found = _object(payload)
        self._note(entry, found)
        return self.begins_stream(entry)

    def begins_stream(self, entry: int) -> bool:
        """Whether an entry that was seen is the question of a stream."""
        return entry in self._begun

    def of(self, entry: int, payload: bytes) -> Iterator[tuple[Identifier, int, int]]:
        """Whom this entry is about, each with the number of an entry for their list and how it is about them (bits).

        Raises ValueError or LogDamaged for bytes that are no access entry.
        """
        found = _object(payload)
        self._note(entry, found)
        question = self._questions.get(found["access"])
        if found.get("part") == "ended":
            self._questions.pop(found["access"], None)
        for who, how in _people(found).items():
            yield who, entry, how
            if how & NAMED and question is not None and question != entry:
                yield who, question, QUESTION

    def _note(self, entry: int, found: Mapping[str, Any]) -> None:
        if found.get("part") == "asked":
            self._questions[found["access"]] = entry
            self._begun.add(entry)


def _people(found: Mapping[str, Any]) -> dict[Identifier, int]:
    people = {subject(key): NAMED for key in found.get("subjects", ())}
    for column, value in found.get("asked_about", ()):
        for who in identifiers(column, value):
            people[who] = people.get(who, 0) | ASKED
    return people


def _object(payload: bytes) -> dict[str, Any]:
    found = json.loads(entry_text(payload))
    if not (isinstance(found, dict) and isinstance(found.get("access"), str)):
        raise ValueError("no access entry")  # noqa: TRY004 - of bytes, not of an argument
    return found
