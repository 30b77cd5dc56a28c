"""What becomes of each row: taken, a copy, a duplicate or refused.

Knows: the order of these questions, and that every row gets exactly one answer.
Must not know: files, where rows are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from ostiary.errors import ImportRefused
from ostiary.watch.events.manifest import Counts
from ostiary.watch.events.schema import EVENT_SUBJECTS, EVENTS
from ostiary.watch.importing.cells import CellReader
from ostiary.watch.importing.clocks import AgencyClock
from ostiary.watch.importing.headers import Header, is_another_header, is_header_again
from ostiary.watch.importing.identity import Identity
from ostiary.watch.importing.mapping import SUBJECT, ColumnMapping, schema_of
from ostiary.watch.importing.records import Record
from ostiary.watch.importing.refusing import DUPLICATE, RowRefused
from ostiary.watch.importing.survey import trimmed
from ostiary.watch.importing.times import DAY, TimeForm, instant

Fate: TypeAlias = Literal["taken", "copy", "duplicate", "refused"]
_AT: Final = {column.name: index for index, column in enumerate(EVENTS)}
_OF_EVENT: Final = tuple(_AT.get(column.name) for column in EVENT_SUBJECTS)
"""For each column of ``subjects`` the column of the event that it repeats; None for the two that it has of its own."""
_TOKEN_AT: Final = next(index for index, column in enumerate(EVENT_SUBJECTS) if column.name == "subject")
_ASKED_AT: Final = next(index for index, column in enumerate(EVENT_SUBJECTS) if column.name == "asked")


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that was read: its values in the order of the schema, and of an event the rows of its subjects."""

    fate: Fate
    values: list[Any]
    subjects: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row that was refused, or that is a duplicate: where it stands and why."""

    fate: Fate
    row: int
    line: int
    column: str
    reason: str
    detail: str


@dataclass(slots=True)
class Tally:
    """What became of the rows so far."""

    counts: Counter[Fate] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    empty_lines: int = 0
    first: int | None = None
    last: int | None = None

    def so_far(self) -> Counts:
        """The counts of a manifest; ``read`` is the sum of the others."""
        got = self.counts
        return Counts(got.total(), got["taken"], got["copy"], got["duplicate"], got["refused"])


class RowTaker:
    """Answers for each row of one file."""

    def __init__(
        self,
        mapping: ColumnMapping,
        header: Header,
        forms: dict[str, TimeForm],
        *,
        reader: CellReader,
        identity: Identity,
        clock: AgencyClock,
        source: str,
        seen_twice: frozenset[int],
        known: frozenset[str],
        not_theirs: tuple[str, ...],
    ) -> None:
        """``not_theirs`` is how ids of our own logs begin: a stranger's row with one would be taken for a part of our event."""
        self._mapping, self._header, self._forms = mapping, header, forms
        self._reader, self._identity, self._clock, self._source = reader, identity, clock, source
        self._seen_twice, self._known, self._not_theirs = seen_twice, known, not_theirs
        # Of each id that more than one row has: the first of these, and a number for each of its cells.
        self._first: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._subject_at, self._subject_may_be_empty = _subject_column(mapping)
        self.tally = Tally()

    def all_of(self, found: Iterable[Record]) -> Iterator[Taken | NotTaken]:
        """The answer for each record that is no empty line, in order."""
        row = 0
        for record in found:
            if not record.cells and not record.fault:
                self.tally.empty_lines += 1
                continue
            row += 1
            answer = self._answer(row, record)
            self.tally.counts[answer.fate] += 1
            yield answer

    def _answer(self, row: int, record: Record) -> Taken | NotTaken:
        try:
            cells = self._cells(record)
            event_id = self._identity.event_id(cells)
            values = self._values(cells)
            self._refuse_duplicate(row, event_id, cells)
            if self._mapping.table == "events":
                return self._event(row, event_id, cells, values)
            return Taken("taken", self._known_row(cells, values))
        except RowRefused as why:
            self._refuse_another_header(row, record)
            self.tally.reasons[why.reason] += 1
            fate: Fate = "duplicate" if why.reason in DUPLICATE else "refused"
            return NotTaken(fate, row, record.line, why.column, why.reason, why.detail)

    def _cells(self, record: Record) -> list[str]:
        if record.fault:
            raise RowRefused(record.fault)
        width = len(self._header.titles)
        cells = trimmed(record.cells, width)
        if self._header.is_like(cells) and is_header_again(cells, self._header):
            raise RowRefused("header-again")
        if len(cells) != width:
            raise RowRefused("width", "", f"{len(cells)} cells, and the header has {width}")
        return cells

    def _values(self, cells: list[str]) -> list[Any]:
        try:
            return self._reader.values(cells)
        except RowRefused as why:
            if side := self._shifted(cells):
                raise RowRefused("shifted", why.column, f"they fit one column to the {side}") from None
            raise

    def _refuse_another_header(self, row: int, record: Record) -> None:
        """From another header on every cell would be taken for another: the rows after it belong to another file."""
        if is_another_header(record.cells, self._header, self._mapping):
            raise ImportRefused(
                f"row {row} (line {record.line}) is another header than the file's",
                hint="two exports stand in one file: split it there, and import both",
            )

    def _shifted(self, cells: Sequence[str]) -> str:
        """To which side the row's times would be read, where they are not read in their own columns; empty for neither."""
        places = [
            (self._header.columns[name], form) for name, form in self._forms.items() if name != "window"
        ]
        for side, step in (("left", 1), ("right", -1)):
            beside = [
                0 <= index + step < len(cells) and instant(cells[index + step], form) is not None
                for index, form in places
            ]
            if places and all(beside):
                return side
        return ""

    def _refuse_duplicate(self, row: int, event_id: str, cells: Sequence[str]) -> None:
        if hash(event_id) not in self._seen_twice:
            return
        content = tuple(hash(cell.strip()) for cell in cells)
        first = self._first.setdefault(event_id, (row, content))
        if first[0] == row:
            return
        differing = [
            title
            for title, one, other in zip(self._header.titles, first[1], content, strict=True)
            if one != other
        ]
        if not differing:
            raise RowRefused("identical", "", f"as row {first[0]}")
        raise RowRefused("same-id", differing[0], f"row {first[0]} came first; {len(differing)} cells differ")

    def _event(self, row: int, event_id: str, cells: Sequence[str], values: list[Any]) -> Taken:
        if event_id.startswith(self._not_theirs) and event_id not in self._known:
            raise RowRefused(
                "id", self._header.title("event_id"), "it is an id of our own log, which has no such event"
            )
        at = values[_AT["at"]]
        day, minute = self._clock.local(at)
        tokens = self._identity.tokens(cells)
        values[_AT["event_id"]], values[_AT["source"]], values[_AT["row"]] = event_id, self._source, row
        values[_AT["day"]], values[_AT["local_day"]], values[_AT["local_minute"]] = at // DAY, day, minute
        values[_AT["subjects"]] = None if tokens is None else len(tokens)
        self._span(at)
        if event_id in self._known:
            return Taken("copy", values)
        return Taken("taken", values, [_subject(values, each) for each in tokens or ()])

    def _known_row(self, cells: Sequence[str], values: list[Any]) -> list[Any]:
        """A row of what is known, whose subject, where it has one, becomes its token."""
        if self._subject_at is None:
            return values
        tokens = self._identity.tokens(cells) or ()
        if len(tokens) > 1:
            raise RowRefused("word", self._header.title(SUBJECT), "one subject a row")
        if not tokens and not self._subject_may_be_empty:
            raise RowRefused("missing", self._header.title(SUBJECT))
        values[self._subject_at] = tokens[0] if tokens else None
        return values

    def _span(self, at: int) -> None:
        tally = self.tally
        tally.first = at if tally.first is None else min(tally.first, at)
        tally.last = at if tally.last is None else max(tally.last, at)


def _subject_column(mapping: ColumnMapping) -> tuple[int | None, bool]:
    """Where a table of what is known has its subject, and whether it may be nobody in particular."""
    schema = schema_of(mapping.table)
    found = [(at, bool(column.empty)) for at, column in enumerate(schema) if column.name == SUBJECT]
    return found[0] if found and mapping.table != "events" else (None, True)


def _subject(values: Sequence[Any], token: str) -> list[Any]:
    row = [None if index is None else values[index] for index in _OF_EVENT]
    row[_TOKEN_AT], row[_ASKED_AT] = token, True
    return row
