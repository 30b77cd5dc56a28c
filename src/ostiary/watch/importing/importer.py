"""Reads one file into a watch folder by a mapping: once to see its form, once to take its rows.

Knows: the order of the steps, and that nothing counts before all is durable.
Must not know: any one format, terminals.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from ostiary.errors import ImportRefused
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.folder_key import folder_key
from ostiary.watch.events.manifest import Manifest
from ostiary.watch.events.schema import STORED
from ostiary.watch.events.subject_key import key_commitment
from ostiary.watch.events.writing import SourceWriter
from ostiary.watch.importing.cells import CellReader, Given
from ostiary.watch.importing.clocks import AgencyClock, zone_of
from ostiary.watch.importing.fitting import SAMPLE, moved, supposed
from ostiary.watch.importing.headers import DELIMITERS, MAX_PREAMBLE, Header, header_in, no_header
from ostiary.watch.importing.identity import Identity
from ostiary.watch.importing.imported import Imported
from ostiary.watch.importing.known_ids import known_ids
from ostiary.watch.importing.mapping import Clock, ColumnMapping, Order
from ostiary.watch.importing.notes import notes_of
from ostiary.watch.importing.opened_file import OpenedFile, Told
from ostiary.watch.importing.records import Record, records
from ostiary.watch.importing.refusing import REASONS
from ostiary.watch.importing.side_file import SideFile
from ostiary.watch.importing.survey import Survey, surveyed
from ostiary.watch.importing.taking import NotTaken, RowTaker, Taken
from ostiary.watch.importing.times import TimeForm, forms_in_words

BATCH: Final = 8_192
"""Rows that become one batch of Arrow: some 4 MB of events as Python has them."""
_SLUG: Final = re.compile(r"[^a-z0-9]+")
MAX_SLUG: Final = 27
"""Characters of a file's name, and of its format's, in the name of a source, which has at most 64: with 8 of a hash, exactly."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read. All but ``tell`` belong to what was read: the same file read otherwise is another import.

    ``owner`` is the agency that released it; ``as_of`` (ISO 8601) what day or instant it describes; ``titles`` are the headers of a
    file that has none; ``clock`` and ``dates`` overrule the mapping's; ``replaces`` reads a file again in another way;
    ``subject_key`` is the file of the key of subjects, where it is not beside the folder.
    """

    mapping: ColumnMapping
    owner: str = ""
    time_zone: str = ""
    as_of: str = ""
    clock: Clock | None = None
    dates: Order | None = None
    encoding: str = ""
    titles: tuple[str, ...] = ()
    replaces: bool = False
    subject_key: Path | None = None
    tell: Told = field(default=lambda _done, _all: None, compare=False)

    def said(self) -> dict[str, str]:
        """The same for a manifest."""
        found = {
            "format": self.mapping.name,
            "mapping_sha256": self.mapping.digest,
            "owner": self.owner,
            "time_zone": self.time_zone,
            "as_of": self.as_of,
            "clock": self.clock or self.mapping.clock,
            "dates": self.dates or self.mapping.dates,
            "encoding": self.encoding,
            "titles": json.dumps(self.titles) if self.titles else "",
        }
        return {name: value for name, value in found.items() if value}


def import_file(path: Path, folder: WatchFolder, reading: Reading) -> Imported:
    """Read a file into the folder, and account for each of its rows.

    Raises ImportRefused, WatchFolderDamaged, KeyFileError, OSError; then the folder is what it was before.
    """
    with OpenedFile(path, reading.encoding) as file:
        return _Import(file, folder, reading).run()


class _Import:
    """One import, step by step."""

    def __init__(self, file: OpenedFile, folder: WatchFolder, reading: Reading) -> None:
        self._file, self._folder, self._reading = file, folder, reading
        self._mapping = reading.mapping
        self._digest = file.digest()
        before = _same_file(folder, self._digest, self._mapping)
        self._source = before.source if before else _source_name(file.name, self._digest, self._mapping)
        self._made_from = {"file": file.name, "sha256": self._digest, **reading.said()}
        zone = zone_of(reading.time_zone)
        clock = reading.clock or self._mapping.clock
        if clock == "local" and zone is None:
            raise ImportRefused(
                f"times of `{self._mapping.name}` are the agency's own",
                hint="say its zone: --time-zone America/Chicago",
            )
        self._clock = AgencyClock(clock, zone)
        self._said = Given(reading.owner, _instant(reading.as_of))

    def run(self) -> Imported:
        """All steps."""
        with SourceWriter(self._folder, self._source, self._mapping.name) as writer:
            if (known := self._again()) is not None:
                return known
            key = folder_key(self._folder, self._reading.subject_key)
            self._made_from["subject_key"] = key_commitment(key)
            delimiter, preamble, header = self._header()
            identity = Identity(self._mapping, header, key)
            survey = surveyed(self._rows(delimiter, preamble, 0), self._mapping, header, identity)
            forms = survey.forms(self._mapping, header, self._reading.dates)
            taker = self._taker(header, forms, identity, survey)
            with SideFile(self._folder.path / f"sources/{self._source}.refused.csv") as side:
                _write(taker, self._rows(delimiter, preamble, 1), self._mapping.table, writer, side)
                side.finish()
            self._note(taker, header, forms)
            manifest = writer.finish(taker.tally.so_far(), self._made_from)
        return _imported(manifest, self._mapping.table, self._folder)

    def _again(self) -> Imported | None:
        """The import of this very file, where it is in the folder and is not to be replaced.

        Raises ImportRefused where it was read in another way.
        """
        found = _same_file(self._folder, self._digest, self._mapping)
        if found is None:
            return None
        if found.source != self._source:
            raise ImportRefused(f"`{self._file.name}` has just been imported as `{found.source}`")
        told = self._reading.said()
        differing = [
            words for name, words in _SAID.items() if found.made_from.get(name, "") != told.get(name, "")
        ]
        if not differing:
            return _imported(found, self._mapping.table, self._folder, is_again=True)
        # What took no row says nothing that another reading could take back.
        if self._reading.replaces or not found.counts.taken + found.counts.copies:
            return None
        raise ImportRefused(
            f"`{self._file.name}` is already here as `{found.source}`, read with another {', '.join(differing)}",
            hint="read it as before, or say --replace: then what was taken from it goes",
        )

    def _header(self) -> tuple[str, int, Header]:
        """What separates cells, how many records stand before the first row, and the header."""
        if self._reading.titles:
            found = header_in(Record(0, list(self._reading.titles)), self._mapping)
            if found is None:
                raise no_header([Record(0, list(self._reading.titles))], self._mapping, "--header")
            return self._delimiter_for(len(found.titles)), 0, found
        for delimiter in DELIMITERS:
            for index, record in enumerate(self._head(delimiter)):
                if (found := header_in(record, self._mapping)) is not None:
                    rows = self._head(delimiter, index + 1, SAMPLE)
                    return delimiter, index + 1, moved(found, self._mapping, rows)
            if (found := supposed(self._mapping, self._head(delimiter, 0, SAMPLE))) is not None:
                return delimiter, 0, found
        raise no_header(self._head(","), self._mapping, self._file.name)

    def _delimiter_for(self, width: int) -> str:
        first = {mark: next(iter(self._head(mark)), Record(1, [])) for mark in DELIMITERS}
        return next((mark for mark, record in first.items() if len(record.cells) == width), DELIMITERS[0])

    def _head(self, delimiter: str, first: int = 0, count: int = MAX_PREAMBLE) -> list[Record]:
        return list(itertools.islice(records(self._file.lines(), delimiter), first, first + count))

    def _rows(self, delimiter: str, preamble: int, nth: int) -> Iterator[Record]:
        """The records after the header; the bar is at half when the first reading is done."""

        def tell(done: int, whole: int) -> None:
            self._reading.tell(nth * whole + done, 2 * whole)

        return itertools.islice(records(self._file.lines(tell), delimiter), preamble, None)

    def _taker(
        self, header: Header, forms: dict[str, TimeForm], identity: Identity, survey: Survey
    ) -> RowTaker:
        return RowTaker(
            self._mapping,
            header,
            forms,
            reader=CellReader(self._mapping, header, forms, self._clock, self._said),
            identity=identity,
            clock=self._clock,
            source=self._source,
            seen_twice=survey.seen_twice(),
            not_theirs=tuple(
                f"{origin}/" for each in self._folder.manifests() if (origin := each.made_from.get("log"))
            ),
            known=known_ids(self._folder, survey.ids, but=self._source)
            if self._mapping.table == "events"
            else frozenset(),
        )

    def _note(self, taker: RowTaker, header: Header, forms: dict[str, TimeForm]) -> None:
        """What the manifest keeps of how the file was read, so that the same words can be said again."""
        tally = taker.tally
        found = {
            "reasons": json.dumps(
                {reason: tally.reasons[reason] for reason in REASONS if tally.reasons[reason]}
            ),
            "first": "" if tally.first is None else str(tally.first),
            "last": "" if tally.last is None else str(tally.last),
            "times": forms_in_words({header.title(name): form for name, form in forms.items()}),
            "notes": json.dumps(
                notes_of(self._mapping, header, self._clock, tally, is_owned=bool(self._reading.owner)),
                ensure_ascii=False,
            ),
        }
        self._made_from |= {name: value for name, value in found.items() if value}


_SAID: Final = {
    "mapping_sha256": "mapping",
    "owner": "owner",
    "time_zone": "time zone",
    "as_of": "day that it describes",
    "clock": "clock",
    "dates": "order of dates",
    "encoding": "encoding",
    "titles": "header",
}
"""What belongs to a reading, in words."""


def _write(
    taker: RowTaker, found: Iterator[Record], table: str, writer: SourceWriter, side: SideFile
) -> None:
    """Answer for every row, and write each where it belongs."""
    answers = taker.all_of(found)
    targets = {"taken": table, "copy": "copies"}
    while batch := list(itertools.islice(answers, BATCH)):
        for one in batch:
            if isinstance(one, NotTaken):
                side.add(one)
        taken = [one for one in batch if isinstance(one, Taken)]
        for fate, target in targets.items():
            _add(writer, target, [one.values for one in taken if one.fate == fate])
        _add(writer, "subjects", [row for one in taken for row in one.subjects])


def _add(writer: SourceWriter, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        schema = arrow_schema(STORED[table])
        columns = zip(*rows, strict=True)
        arrays = [pa.array(column, type=each.type) for column, each in zip(columns, schema, strict=True)]
        writer.add(table, pa.RecordBatch.from_arrays(arrays, schema=schema))


def _imported(manifest: Manifest, table: str, folder: WatchFolder, *, is_again: bool = False) -> Imported:
    made_from = manifest.made_from
    side = folder.path / f"sources/{manifest.source}.refused.csv"
    return Imported(
        source=manifest.source,
        format=manifest.kind,
        table=table,
        counts=manifest.counts,
        reasons=json.loads(made_from.get("reasons", "{}")),
        first=int(made_from["first"]) if "first" in made_from else None,
        last=int(made_from["last"]) if "last" in made_from else None,
        notes=tuple(json.loads(made_from.get("notes", "[]"))),
        side_file=str(side) if manifest.counts.refused or manifest.counts.duplicates else "",
        is_again=is_again,
    )


def _same_file(folder: WatchFolder, digest: str, mapping: ColumnMapping) -> Manifest | None:
    """The source that was made of the same bytes by a mapping of the same name, whatever the file was called then."""
    return next(
        (
            each
            for each in folder.manifests()
            if each.made_from.get("sha256") == digest and each.kind == mapping.name
        ),
        None,
    )


def _source_name(name: str, digest: str, mapping: ColumnMapping) -> str:
    # One file may be read as two tables: a roster as accounts, and as cases by a mapping of somebody's.
    slug = _SLUG.sub("-", name.lower().split(".", 1)[0]).strip("-")[:MAX_SLUG].strip("-") or "file"
    return f"{slug}-{digest[:8]}-{mapping.name[:MAX_SLUG]}"


def _instant(text: str) -> int | None:
    """Ms since 1970 of an ISO 8601 day or time, in UTC where it says no zone."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ImportRefused(f"`{text}` is no day", hint="such as 2025-10-02") from None
    aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return round(aware.timestamp() * 1000)
