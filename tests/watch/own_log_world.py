"""A sealed log with accesses, streams and erasures in it, and a watch folder beside it, for tests of what ties the two."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ostiary.evidence.commitment import ACCESS, SALT_BYTES
from ostiary.evidence.erasure import Erasure
from ostiary.model.access import Answered, Asked, Part, entry_payload
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Context, Deny, Duties, Reason
from ostiary.store.durable_files import Disk
from ostiary.store.log.erasing import erase_entries
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.name_erasing import erase_names, find_sealed, plan_name_erasure
from ostiary.store.log.recovery import Recovered, open_for_writing
from ostiary.store.log.rests import Rests
from ostiary.store.log.tile_store import TileStore
from ostiary.store.master_key import read_master_key, write_new_master_key
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.own_log.importing import Imported, Job, import_log
from ostiary.watch.own_log.log_entries import opened_entries
from ostiary.watch.own_log.terms import Terms
from ostiary.watch.own_log.verifying import Held, hold_against_log
from store.log_world import ORIGIN, make_log

FIRST = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
KEY = bytes(range(32))
ORDER = "2026 CH 4711"
TERMS = Terms(ORIGIN, "City Police", frozenset({"person_id"}), "America/Chicago", KEY)


def asked(access: str, *, agency: str = "fbi", is_allowed: bool = True, statement: str = "SELECT 1") -> Asked:
    """A question by a member of that agency about person 42, whom it names."""
    denied = Deny((Reason("prohibited", "R01", "the law of 2019", "no"),))
    return Asked(
        access=access,
        gateway="gw",
        session="s-1",
        client="192.0.2.1",
        context=Context(f"{agency}-1", agency, "officer", "homicide", "cpd", case="JK123456"),
        statement=statement,
        parameters=(),
        asked_about=(("persons.person_id", "42"), ("vehicles.plate", "ab-123 4")),
        record_classes=("persons", "arrests"),
        fields=("persons.surname",),
        decision=Allow(("R10",), Duties()) if is_allowed else denied,
        policy="p" * 64,
        profile="p",
        directive_head="",
    )


@dataclass
class World:
    """A log and a watch folder."""

    log: LogFolder
    master: Path
    watch: WatchFolder
    hour: int = 0

    @classmethod
    def make(cls, place: Path) -> World:
        """An empty folder beside an empty log that is sealed from its first entry on."""
        folder, master = make_log(place / "log"), place / "master.key"
        write_new_master_key(master, "city.example/master")
        create_key_file(folder.keys, read_master_key(master), Disk(), staging=folder.staging)
        return cls(folder, master, WatchFolder.open_or_make(place / "watch"))

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[Recovered, KeyFile, Rests]]:
        """The log as its writer opens it."""
        key = read_master_key(self.master)
        with (
            KeyFile(self.log.keys, key, Disk(), writes=True) as keys,
            Rests(self.log, key, Disk(), writes=True) as rests,
        ):
            recovered = open_for_writing(
                self.log, read_signer(self.log).verifier(), Disk(), keys, rests=rests
            )
            try:
                yield recovered, keys, rests
            finally:
                recovered.journal.close()

    def append(self, payloads: Sequence[bytes], kind: int = ACCESS) -> int:
        """Entries in one frame, published; the number of the first."""
        with self.writing() as (recovered, _, _):
            first = recovered.journal.append(
                [JournalEntry(kind, secrets.token_bytes(SALT_BYTES), one) for one in payloads]
            )
        self.publish()
        return first

    def part(self, part: Part, question: Asked, answered: Answered) -> bytes:
        """A part of an access, an hour after the last one."""
        self.hour += 1
        return entry_payload(part, (FIRST + timedelta(hours=self.hour)).isoformat(), question, answered)

    def whole(self, access: str, *subjects: int, **how: Any) -> int:
        """A whole access that named these subjects."""
        question = asked(access, **how)
        outcome = Answered("answered", len(subjects), subjects)
        if not isinstance(question.decision, Allow):
            outcome = Answered("refused", sqlstate="42501")
        return self.append([self.part("whole", question, outcome)])

    def stream(self, access: str, *parts: Part, subject: int = 7) -> int:
        """Parts of a stream; each that is answered has one row about a subject, the next number after the last."""
        found = []
        for part in parts:
            subject += part == "answered"
            said = {
                "asked": Answered("open"),
                "answered": Answered("open", 1, (subject,)),
                "ended": Answered("answered"),
            }
            found.append(self.part(part, asked(access), said[part]))
        return self.append(found)

    def publish(self) -> None:
        """Publish everything, as the writer does."""
        with self.writing() as (recovered, _, _), JournalReader(self.log.journal) as reader:
            store = TileStore(self.log, read_signer(self.log), recovered.head, Disk())
            for frame, _ in reader.read_frames(reader.start):
                store.add(frame)
            store.publish()

    def erase(self, *entries: int) -> None:
        """Erase entries."""
        with self.writing() as (recovered, keys, _):
            erase_entries(self.log.journal, recovered.journal, keys, Erasure(entries, ORDER))
        self.publish()

    def erase_name(self, entry: int, subject: int) -> None:
        """Erase one subject of an entry."""
        with self.writing() as (recovered, keys, rests), JournalReader(self.log.journal) as reader:
            sealed = find_sealed(reader, entry)
            plan = plan_name_erasure(
                sealed, entry, keys, rests, subjects=[subject], asked_about=(), order=ORDER
            )
            erase_names(sealed, recovered.journal, keys, rests, plan)
        self.publish()

    def run(self, disk: Disk | None = None) -> Imported:
        """Import what is new."""
        with opened_entries(self.log.root, self.master) as log:
            return import_log(self.watch, log, TERMS, Job(disk=disk))

    def hold(self, terms: Terms = TERMS) -> Held:
        """Hold the folder against the log."""
        manifest = self.watch.maybe_manifest(TERMS.source)
        assert manifest is not None
        with opened_entries(self.log.root, self.master) as log:
            return hold_against_log(self.watch, manifest, log, terms, lambda _done, _total: None)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table that count."""
        return rows_of(self.watch, table)


def no_policy(_version: str) -> Bundle | None:
    """No later policy is to be had."""
    return None


def rows_of(folder: WatchFolder, table: str) -> list[dict[str, Any]]:
    """All rows of a table that count, in the order of their parts."""
    return [row for part in folder.parts(table) for row in pq.ParquetFile(part).read().to_pylist()]
