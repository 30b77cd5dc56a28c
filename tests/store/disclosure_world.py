"""A small log with an index, and disclosures from it, for tests of both."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ostiary.evidence.commitment import ACCESS, DISCLOSURE, SALT_BYTES
from ostiary.evidence.disclosure.content import Disclosure, Hold, Signatory, Words, rule_key
from ostiary.evidence.disclosure.evidence_file import write_evidence
from ostiary.evidence.disclosure.made import Made, evidence_hash, sign_made
from ostiary.evidence.index.keys import Identifier, subject
from ostiary.evidence.opening import Opening
from ostiary.evidence.receipt import verify_receipt
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.request import Allow, Context, Deny, Duties, Reason
from ostiary.store.disclosing import Gathering, Judge
from ostiary.store.disclosure_folder import contents, made_files, opening_name, receipt_name, write_folder
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.indexing import Indexed, Source, index_due
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.receipts import make_receipts
from ostiary.tlog.note import SignerKey
from ostiary.tlog.trust import TrustPolicy, parse_trust
from store.log_world import make_log, opened, publish

FIRST = date(2026, 3, 1)
TODAY = date(2026, 3, 20)
OFFICIAL = SignerKey.generate("city.example/clerk", bytes(range(32)))
SIGNATORY = Signatory("clerk", "A. Clerk", "Office of the Clerk", OFFICIAL.verifier().format())
WORDS = Words(
    agencies={"fbi": "Federal Bureau", "cpd": "City Police"},
    purposes={"homicide": "Homicide"},
    rules={rule_key("p" * 64, "R10"): "Allows this.", rule_key("p" * 64, "R01"): "Forbids that."},
    custodian="the records custodian",
)


def asked(
    access: str,
    agency: str = "fbi",
    *,
    is_allowed: bool = True,
    about: Sequence[tuple[str, str]] = (),
    **context: str,
) -> Asked:
    """A question by a member of that agency."""
    denied = Deny((Reason("prohibited", "R01", "the law of 2019", "SECRET text"),))
    purpose = context.pop("purpose", "homicide")
    return Asked(
        access=access,
        gateway="gw",
        session="s",
        client="192.0.2.1",
        context=Context(
            "SECRET-member", agency, "officer", purpose, agency, case=context.pop("case", "JK123456")
        ),
        statement="SECRET statement",
        parameters=("SECRET",),
        asked_about=tuple(about),
        record_classes=("persons",),
        fields=("persons.address", "persons.surname"),
        decision=Allow(("R10",), Duties()) if is_allowed else denied,
        policy="p" * 64,
        profile="p",
        directive_head="",
    )


def at(day: int, hour: int = 8) -> str:
    """An instant so many days after the first."""
    return (datetime(FIRST.year, FIRST.month, FIRST.day, hour, tzinfo=UTC) + timedelta(days=day)).isoformat()


@dataclass
class World:
    """A log on a disk."""

    folder: LogFolder
    signed: list[Indexed] = field(default_factory=list)

    @classmethod
    def make(cls, place: Path) -> World:
        """An empty log."""
        return cls(make_log(place))

    @property
    def source(self) -> Source:
        """The log as the index takes it."""
        return Source(self.folder.root)

    @property
    def trust(self) -> TrustPolicy:
        """The log's own trust file."""
        return parse_trust(self.folder.trust_policy.read_bytes())

    def append(self, kind: int, payload: bytes) -> int:
        """One entry, durable."""
        with opened(self.folder) as (journal, _):
            return journal.append([JournalEntry(kind, secrets.token_bytes(SALT_BYTES), payload)])

    def access(self, payloads: Sequence[bytes]) -> None:
        """So many accesses, in one frame."""
        with opened(self.folder) as (journal, _):
            journal.append([JournalEntry(ACCESS, secrets.token_bytes(SALT_BYTES), one) for one in payloads])

    def index(self, today: date = TODAY, delay: int = 10) -> list[Indexed]:
        """Index what is due, and publish."""
        found = list(index_due(self.source, today, delay, self.append, lambda _done, _total: None))
        publish(self.folder)
        return found

    def disclose(
        self,
        place: Path,
        until: str,
        *,
        people: Sequence[Identifier] = (subject(42),),
        judge: Judge = lambda _: ("shown", ""),
        holds: Sequence[Hold] = (),
        since: str = "2026-01-01",
    ) -> Disclosure:
        """A disclosure in that folder."""
        gathered = Gathering(self.source, tuple(people), judge).gather(
            since, until, lambda _done, _total: None
        )
        receipts = make_receipts(self.folder.root, gathered.entries)
        disclosure = Disclosure(
            origin=self.trust.logs[0].key.name,
            as_of="2026-03-20T10:00:00+00:00",
            since=gathered.since,
            until=until,
            delay_days=10,
            official=SIGNATORY,
            keys=gathered.keys,
            days=gathered.days,
            parts=gathered.parts,
            holds=tuple(holds),
            words=WORDS,
        )
        _, files = contents(
            disclosure,
            lambda entry: verify_receipt(receipts[entry], self.trust),
            gathered.openings.__getitem__,
        )
        files |= {opening_name(entry): raw for entry, raw in gathered.openings.items()}
        files |= {receipt_name(entry): raw for entry, raw in receipts.items()}
        write_folder(place, files | self.made(disclosure))
        return disclosure

    def made(self, disclosure: Disclosure) -> dict[str, bytes]:
        """The log's entry about a disclosure, and its receipt."""
        digest = evidence_hash(write_evidence(disclosure))
        made = Made("clerk", "person", "pseudonym", disclosure.since, disclosure.until, digest)
        payload, salt = sign_made(made, OFFICIAL), secrets.token_bytes(SALT_BYTES)
        with opened(self.folder) as (journal, _):
            entry = journal.append([JournalEntry(DISCLOSURE, salt, payload)])
        publish(self.folder)
        return made_files(make_receipts(self.folder.root, [entry])[entry], Opening(DISCLOSURE, salt, payload))


def a_week(place: Path) -> World:
    """Seven days: two answers about 42, a refusal, a search in vain, a stream over midnight, and other people throughout."""
    world = World.make(place)
    for day in range(7):
        world.access(
            [
                entry_payload("whole", at(day), asked(f"o-{day}-{n}", "cpd"), Answered("answered", 1, (n,)))
                for n in range(5)
            ]
        )
    world.access([entry_payload("whole", at(7), asked("o-7"), Answered("answered"))])
    return world


def whole(day: int, question: Asked, answered: Answered) -> bytes:
    """A short access."""
    return entry_payload("whole", at(day), question, answered)


def busy_week(place: Path) -> World:
    """The same with 42 in it."""
    world = World.make(place)
    about = [("persons.person_id", "42")]
    stream = asked("stream")
    days = {
        0: [whole(0, asked("a-0"), Answered("answered", 2, (42, 7)))],
        1: [
            whole(
                1, asked("a-1", "cpd", is_allowed=False, about=about), Answered("refused", sqlstate="42501")
            )
        ],
        2: [whole(2, asked("a-2", about=[("vehicles.plate", "AB 12")]), Answered("answered"))],
        3: [entry_payload("asked", at(3, 23), stream, Answered("open"))],
        4: [
            entry_payload("answered", at(4, 0), stream, Answered("open", 3, (42, 43, 44))),
            entry_payload("ended", at(4, 0), stream, Answered("answered", 1, (45,))),
        ],
        5: [whole(5, asked("a-5", case="SEALED-1"), Answered("answered", 1, (42,)))],
        6: [whole(6, asked("a-6", purpose="heir-search"), Answered("answered", 1, (42,)))],
    }
    for day, payloads in days.items():
        others = [whole(day, asked(f"o-{day}-{n}", "cpd"), Answered("answered", 1, (n,))) for n in range(5)]
        world.access([*payloads, *others])
    world.access([whole(8, asked("o-8"), Answered("answered"))])
    return world
