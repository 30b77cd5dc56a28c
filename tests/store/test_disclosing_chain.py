"""A disclosure over a log and the closed ones before it: no entry, day, part of a day or log can be left out unseen."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ostiary.cli.log.disclosure import count_roots, disclosure_lines, roots_by_log
from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import DISCLOSURE
from ostiary.evidence.disclosure.audit import Audit, write_audit
from ostiary.evidence.disclosure.chain import MAX_RECOVERIES
from ostiary.evidence.disclosure.content import Chapter, Day, Disclosure
from ostiary.evidence.disclosure.evidence_file import read_evidence, write_evidence
from ostiary.evidence.disclosure.made import Made, evidence_hash, sign_made
from ostiary.evidence.index.keys import Identifier, subject
from ostiary.evidence.opening import Opening
from ostiary.store.audit_folder import audit_contents, verify_audit_folder
from ostiary.store.audit_gathering import gather_audit
from ostiary.store.disclosing_chain import (
    GatheredChain,
    Sought,
    gather_chain,
    last_told,
    opened_logs,
    papers_of,
)
from ostiary.store.disclosure_folder import (
    Checked,
    contents,
    made_files,
    opening_name,
    receipt_name,
    verify_folder,
    write_folder,
)
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.receipts import make_receipts, read_opening_of, read_published
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from ostiary.tlog.trust import TrustPolicy
from store.chain_world import ask, closed, index, rotate, rotated_world, told
from store.disclosure_world import FIRST, OFFICIAL, SIGNATORY, WORDS, World
from store.log_world import opened, publish

PEOPLE = (subject(42), Identifier("person_id", "42"))
OLD, MIDDLE, NEW = "log.example/gw1", "log.example/succ", "log.example/third"
ALL = "2026-01-01"


def gather(world: World, since: str = ALL, until: str = "") -> GatheredChain:
    with opened_logs(world.folder.root, None, since) as chain:
        return gather_chain(chain, Sought(PEOPLE, lambda _: ("shown", ""), since, until), told)


def disclose(world: World, place: Path, since: str = ALL, until: str = "") -> Disclosure:
    """A disclosure in that folder, over all logs that there are."""
    gathered = gather(world, since, until)
    disclosure = Disclosure(
        gathered.origins[-1],
        "2026-03-20T10:00:00+00:00",
        gathered.since,
        gathered.until,
        10,
        SIGNATORY,
        gathered.last.keys,
        gathered.last.days,
        gathered.last.parts,
        words=WORDS,
        before=gathered.before,
        links=gathered.links,
    )
    with opened_logs(world.folder.root, None, since) as chain:
        (*before, own), files = papers_of(chain, gathered)
    made = contents(disclosure, own.receipt_of, own.opening_of, before)[1]
    write_folder(place, files | made | world.made(disclosure))
    return disclosure


@dataclasses.dataclass
class Told:
    """Three logs, and a disclosure of them in a folder."""

    world: World
    folder: Path

    @property
    def disclosure(self) -> Disclosure:
        return read_evidence((self.folder / "evidence.json").read_bytes())

    def verify(self, trust: TrustPolicy | None = None) -> Checked:
        return verify_folder(self.folder, trust or self.world.trust)

    def place_of(self, origin: str) -> Path:
        """The folder of a log."""
        tail = "" if origin == NEW else f".{origin.rpartition('/')[2]}"
        return self.world.folder.root.with_name(f"log{tail}")

    def lie(self, place: Path, change: Callable[[Disclosure], Disclosure]) -> Told:
        """The folder of somebody who makes all of it anew from a changed disclosure, with every receipt that the logs give."""
        changed, openings = change(self.disclosure), dict[tuple[str, int], bytes]()
        for at, chapter in enumerate(self.disclosure.chapters, 1):
            number = 0 if chapter.origin == NEW else at
            for part in chapter.parts:
                path = self.folder / opening_name(part.entry, number)
                openings[chapter.origin, part.entry] = path.read_bytes()
        files = dict.fromkeys(("index.html", "accesses.json", "accesses.csv"), b"")
        for at, chapter in enumerate(changed.chapters, 1):
            number = 0 if at == len(changed.chapters) else at
            directory = self.place_of(chapter.origin)
            size = read_published(directory).checkpoint.size
            numbers = {day.entry for one in changed.chapters for day in one.days if day.entry < size}
            numbers |= {part.entry for part in chapter.parts} | {0, size - 1}
            receipts = make_receipts(directory, numbers)
            files |= {receipt_name(entry, number): raw for entry, raw in receipts.items()}
            files |= {
                opening_name(part.entry, number): openings[chapter.origin, part.entry]
                for part in chapter.parts
            }
        write_folder(place, files | self.world.made(changed) | {"evidence.json": write_evidence(changed)})
        return Told(self.world, place)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Six days of a first log, some of the roots in each of three; two days of a second; one of the log that runs."""
    place = tmp_path_factory.mktemp("chain")
    world = rotated_world(place)
    index(world, FIRST + timedelta(days=12))
    rotate(world, NEW)
    ask(world, 7)
    index(world, FIRST + timedelta(days=17))
    publish(world.folder)
    disclose(world, place / "told")
    return Told(world, place / "told")


def test_every_log_is_told_of(made: Told) -> None:
    """Each access once, in the log that has it; entries of two logs may have one number, and the page and tables tell them apart."""
    checked = made.verify()
    told_of = [(one.log, one.at[:10], one.result) for one in checked.account.accesses]
    assert told_of == [
        *((OLD, f"2026-03-0{day}", "given") for day in range(1, 7)),
        (MIDDLE, "2026-03-06", "given"),
        (MIDDLE, "2026-03-07", "given"),
        (NEW, "2026-03-08", "given"),
    ]
    assert (checked.disclosure.since, checked.disclosure.until) == ("2026-03-01", "2026-03-08")
    assert "9 times" in disclosure_lines(checked)[0]
    assert disclosure_lines(checked)[-1].startswith("proved for 2 keys: 8 days from 2026-03-01 to 2026-03-08")
    assert disclosure_lines(checked)[-1].endswith(f"entries of the logs {NEW} and {MIDDLE} and {OLD}")
    rows = list(csv.DictReader(io.StringIO((made.folder / "accesses.csv").read_text("utf-8"))))
    assert [one["log"] for one in rows] == [one.log for one in checked.account.accesses]
    assert json.loads((made.folder / "accesses.json").read_bytes())["rows"] == rows
    page = (made.folder / "index.html").read_text("utf-8")
    places = [part.partition('"')[0] for part in page.split('id="')[1:]]
    assert len(places) == len(set(places)) == 9
    assert page.count(f"<dd>{OLD}</dd>") == 7


def test_roots_of_a_closed_logs_days_stand_in_logs_behind_it(made: Told) -> None:
    """Those that were due stand in it, the rest in the two after it."""
    (old, middle, new) = made.disclosure.chapters
    assert [day.log for day in old.days] == ["", "", MIDDLE, NEW, NEW, NEW]
    assert [day.log for day in middle.days] == [NEW, NEW]
    assert [day.log for day in new.days] == ["", ""][: len(new.days)]
    assert read_evidence(write_evidence(made.disclosure)) == made.disclosure


def change_at(one: Disclosure, at: int, change: Callable[[Chapter], Chapter]) -> Disclosure:
    """The disclosure with one of its logs changed."""
    chapters = [change(log) if number == at else log for number, log in enumerate(one.chapters)]
    last = chapters[-1]
    return dataclasses.replace(
        one, before=tuple(chapters[:-1]), keys=last.keys, days=last.days, parts=last.parts
    )


@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_entry_that_was_left_out_is_missed(made: Told, tmp_path: Path, at: int) -> None:
    """In whichever log, which is named."""
    forged = made.lie(
        tmp_path / "lie",
        lambda one: change_at(one, at, lambda log: dataclasses.replace(log, parts=log.parts[1:])),
    )
    with pytest.raises(
        ProofInvalid, match=r"`log\.example/.*`: entry \d+ is about the person and was left out"
    ):
        forged.verify()


def without(day: int) -> Callable[[Chapter], Chapter]:
    """A log without one of its days, and what it had."""
    return lambda log: dataclasses.replace(
        log, days=(*log.days[:day], *log.days[len(log.days) + day + 1 if day < 0 else day + 1 :]), parts=()
    )


@pytest.mark.parametrize(
    ("at", "day", "why"),
    [
        (0, 0, "do not reach"),
        (0, 2, "a day is missing"),
        (0, 5, "the index of a closed log ends too early"),
        (1, 0, "does not go on from that of the log before"),
        (1, 1, "the index of a closed log ends too early"),
        (2, 0, "does not go on from that of the log before|what the log has that goes on"),
        (2, 1, "do not reach"),
    ],
)
def test_a_day_that_was_left_out_is_missed(made: Told, tmp_path: Path, at: int, day: int, why: str) -> None:
    """The first, one between, and each of the parts of a day on which a log was closed."""
    forged = made.lie(tmp_path / "lie", lambda one: change_at(one, at, without(day)))
    with pytest.raises(ProofInvalid, match=why):
        forged.verify()


def only_behind(one: Disclosure, count: int, since: str = "") -> Disclosure:
    """The disclosure without its oldest logs."""
    return dataclasses.replace(
        one, before=one.before[count:], links=one.links[count:], since=since or one.since
    )


@pytest.mark.parametrize(("count", "since"), [(1, ""), (1, "2026-03-06"), (2, ""), (2, "2026-03-07")])
def test_the_oldest_log_cannot_be_left_out(made: Told, tmp_path: Path, count: int, since: str) -> None:
    """Also where the days that are claimed begin on the day on which it was closed: it has a part of that."""
    forged = made.lie(tmp_path / "lie", lambda one: only_behind(one, count, since))
    with pytest.raises(ProofInvalid, match=r"that the index of 2026-03-0[67] goes on from was left out"):
        forged.verify()


@pytest.mark.parametrize("number", [0, 1])
def test_a_log_between_cannot_be_left_out(made: Told, tmp_path: Path, number: int) -> None:
    """With either of its links: the log before it names it, and the log behind it begins with it."""

    def change(one: Disclosure) -> Disclosure:
        return dataclasses.replace(one, before=one.before[:1], links=(one.links[number],))

    with pytest.raises(
        ProofInvalid, match=r"opening is not of this entry|receipt of entry \d+ is of another"
    ):
        made.lie(tmp_path / "lie", change).verify()


def test_the_newest_days_cannot_be_left_out(made: Told, tmp_path: Path) -> None:
    """A disclosure until the day of a rotation has the part of the log behind it."""

    def change(one: Disclosure) -> Disclosure:
        cut = change_at(one, 2, lambda log: dataclasses.replace(log, days=(), parts=()))
        cut = change_at(cut, 1, lambda log: dataclasses.replace(log, days=(), parts=()))
        return dataclasses.replace(cut, until="2026-03-06")

    with pytest.raises(ProofInvalid, match="of 2026-03-06, what the log has that goes on from a closed one"):
        made.lie(tmp_path / "lie", change).verify()


@pytest.mark.parametrize("number", range(4))
def test_links_belong_to_their_logs(made: Told, tmp_path: Path, number: int) -> None:
    """Those of other logs, none, too few, and one that says something else."""
    first, second = made.disclosure.links
    other = dataclasses.replace(first, closing=Opening(7, bytes(32), b"{}"))
    links = ((second, first), (), (first,), (other, second))[number]
    forged = made.lie(tmp_path / "lie", lambda one: dataclasses.replace(one, links=links))
    with pytest.raises(ProofInvalid, match=r"not of this entry|needs the entries that tie it"):
        forged.verify()


def with_log(log: str) -> Callable[[Chapter], Chapter]:
    """A log that says of its first day that its root stands in another one."""

    def change(chapter: Chapter) -> Chapter:
        first: Day = dataclasses.replace(chapter.days[0], log=log)
        return dataclasses.replace(chapter, days=(first, *chapter.days[1:]))

    return change


@pytest.mark.parametrize(("at", "log"), [(0, NEW), (0, "elsewhere"), (1, OLD), (2, "elsewhere")])
def test_a_root_stands_where_it_is_said_to(made: Told, tmp_path: Path, at: int, log: str) -> None:
    """In no log before its own, nor in one that nobody knows."""
    forged = made.lie(tmp_path / "lie", lambda one: change_at(one, at, with_log(log)))
    with pytest.raises(ProofInvalid, match=r"stands in no log|not of this entry"):
        forged.verify()


def test_each_log_is_asked_for_the_same_identifiers(made: Told, tmp_path: Path) -> None:
    """Otherwise one could be asked for fewer."""

    def change(one: Disclosure) -> Disclosure:
        return change_at(
            one,
            0,
            lambda log: dataclasses.replace(
                log,
                keys=log.keys[:1],
                days=tuple(dataclasses.replace(day, proofs=day.proofs[:1]) for day in log.days),
            ),
        )

    with pytest.raises(ProofInvalid, match="other identifiers"):
        made.lie(tmp_path / "lie", change).verify()


def test_every_log_is_believed_by_its_own_key(made: Told) -> None:
    """A trust file that does not name a closed log does not vouch for it."""
    for missing in range(3):
        logs = made.world.trust.logs
        fewer = dataclasses.replace(made.world.trust, logs=(*logs[:missing], *logs[missing + 1 :]))
        with pytest.raises(ProofInvalid):
            made.verify(fewer)


@pytest.mark.parametrize(
    "name", ["receipts-1/0.tlog-proof", "receipts-2/0.tlog-proof", "openings-1/0.opening"]
)
def test_a_file_of_a_closed_log_that_is_missing_is_noticed(made: Told, tmp_path: Path, name: str) -> None:
    """Nor may there be one more."""
    copy = Told(made.world, tmp_path / "copy")
    shutil.copytree(made.folder, copy.folder)
    (copy.folder / name).unlink()
    with pytest.raises(ProofInvalid, match="cannot be read"):
        copy.verify()
    shutil.copy(made.folder / name, copy.folder / name)
    (copy.folder / "receipts-3").mkdir()
    with pytest.raises(ProofInvalid, match="`receipts-3` does not belong"):
        copy.verify()


def test_days_of_closed_logs_alone_can_be_told_of(made: Told, tmp_path: Path) -> None:
    """The logs behind them have the roots, the links, and the entry that it was made."""
    disclose(made.world, tmp_path / "told", until="2026-03-05")
    checked = Told(made.world, tmp_path / "told").verify()
    assert [len(log.days) for log in checked.verified.logs] == [5, 0, 0]


def test_only_logs_that_have_a_part_are_told_of(made: Told, tmp_path: Path) -> None:
    """From the second day of the log that runs on it is a disclosure of one log, in its first form."""
    assert gather(made.world, "2026-03-07").origins == (MIDDLE, NEW)
    ask(made.world, 8)
    index(made.world, FIRST + timedelta(days=19))
    publish(made.world.folder)
    disclosure = disclose(made.world, tmp_path / "told", since="2026-03-09")
    assert (disclosure.before, b"disclosure-person/v1" in write_evidence(disclosure)) == ((), True)
    Told(made.world, tmp_path / "told").verify()


def test_a_disclosure_of_the_first_form_cannot_hide_a_closed_log(made: Told, tmp_path: Path) -> None:
    """The serial of its first root says that others stand before it."""
    with pytest.raises(ProofInvalid, match="goes on from was left out"):
        made.world.disclose(tmp_path / "told", "2026-03-08", since="2026-03-07")


def test_roots_are_counted_in_each_log(made: Told) -> None:
    """Each log's copy has the roots that stand in it where their serials say."""
    checked = made.verify()
    standing = roots_by_log(checked)
    tree = checked.verified.tree
    count_roots(tree, standing[NEW], made.world.folder.root, standing)
    first = min(standing[OLD])
    second_index = {**standing, OLD: {first: dataclasses.replace(standing[OLD][first], serial=1)}}
    with pytest.raises(ProofInvalid, match="some day has two"):
        count_roots(tree, standing[NEW], made.world.folder.root, second_index)


@pytest.fixture
def two(tmp_path: Path) -> World:
    """Two logs, nothing of which was indexed since the rotation."""
    return rotated_world(tmp_path)


def test_what_is_due_of_a_closed_log_is_told_at_once(two: World, tmp_path: Path) -> None:
    """Days whose roots stand in it need no root of its successor; the day of the rotation needs both."""
    disclose(two, tmp_path / "told")
    checked = Told(two, tmp_path / "told").verify()
    assert (checked.disclosure.until, [len(log.days) for log in checked.verified.logs]) == (
        "2026-03-02",
        [2, 0],
    )

    def fails_at_the_successors_first(kind: int, payload: bytes) -> int:
        if b'"origin":"log.example/succ"' in payload:
            raise LogUnavailable("gone")
        return two.append(kind, payload)

    with pytest.raises(LogUnavailable, match="gone"):
        index(two, append=fails_at_the_successors_first)
    publish(two.folder)
    with opened_logs(two.folder.root, None) as chain:
        assert last_told(chain) == "2026-03-05"
    with pytest.raises(LogUnavailable, match="2026-03-06 does not stand in the log yet"):
        gather(two, until="2026-03-06")


def test_without_the_closed_log_its_successor_is_told_of_from_its_second_day(
    two: World, tmp_path: Path
) -> None:
    """The older log has a part of the first; it is named as what is left out."""
    index(two)
    publish(two.folder)
    shutil.rmtree(closed(two).root)
    with opened_logs(two.folder.root, None) as chain:
        assert chain.left_out == OLD
    disclosure = disclose(two, tmp_path / "told")
    assert (disclosure.since, disclosure.before) == ("2026-03-07", ())
    Told(two, tmp_path / "told").verify()


def test_a_log_may_begin_after_a_recovery(tmp_path: Path) -> None:
    """The machine died just then: the entry that says so is shown to be no other."""
    world = World.make(tmp_path / "log")
    ask(world, 0)
    publish(world.folder)
    prepare_successor(world.folder.root, MIDDLE)
    with opened(world.folder.next):
        pass
    with world.folder.next.journal.open("ab") as journal:
        journal.write(b"a frame that is torn")
    order_rotation(world.folder.root)
    rotate_if_ordered(world.folder.root, LogOptions(), lambda _: None, quorum_seconds=0.0)
    ask(world, 0)
    index(world, FIRST + timedelta(days=10))
    publish(world.folder)
    disclosure = disclose(world, tmp_path / "told")
    assert [link.at for link in disclosure.links] == [1]
    told_of = Told(world, tmp_path / "told")
    told_of.verify()
    audit_of(world, tmp_path / "audit")
    verify_audit_folder(tmp_path / "audit", world.trust)
    for at in (0, 2, MAX_RECOVERIES + 1):
        forged = dataclasses.replace(disclosure, links=(dataclasses.replace(disclosure.links[0], at=at),))
        (told_of.folder / "evidence.json").write_bytes(write_evidence(forged))
        with pytest.raises(ProofInvalid):
            told_of.verify()


def test_a_damaged_closed_log_keeps_nobody_from_later_days(two: World) -> None:
    """What has no part in what is told is not looked at; where it has one, it is said what is wrong."""
    index(two)
    publish(two.folder)
    closed(two).successor.unlink()
    assert gather(two, since="2026-03-07").origins == (MIDDLE,)
    with pytest.raises(LogDamaged, match="successor"):
        gather(two, since="2026-03-06")


def audit_of(world: World, place: Path, since: str = "", until: str = "") -> Audit:
    """A disclosure to auditors in that folder."""
    with opened_logs(world.folder.root, None, since) as chain:
        gathered = gather_audit(chain, since, until, told, lambda read: read())
    *before, last = gathered.logs
    audit = Audit(
        last.origin,
        "2026-03-20T10:00:00+00:00",
        gathered.since,
        gathered.until,
        SIGNATORY,
        last.roots,
        before=tuple(before),
        links=gathered.links,
    )
    files = audit_contents(audit, gathered.entries, gathered.published)[1]
    write_folder(place, files | made_audit(world, audit))
    return audit


def made_audit(world: World, audit: Audit) -> dict[str, bytes]:
    """The log's entry about it, and its receipt."""
    digest = evidence_hash(write_audit(audit))
    payload = sign_made(Made("clerk", "auditor", "", audit.since, audit.until, digest), OFFICIAL)
    entry = world.append(DISCLOSURE, payload)
    publish(world.folder)
    opening = read_opening_of(world.folder.root, entry)
    assert isinstance(opening, Opening)
    return made_files(make_receipts(world.folder.root, [entry])[entry], opening)


@pytest.fixture(scope="module")
def audited(made: Told, tmp_path_factory: pytest.TempPathFactory) -> tuple[Audit, Path]:
    """A disclosure to auditors of all days of the three logs."""
    place = tmp_path_factory.mktemp("audit") / "all"
    return audit_of(made.world, place, until="2026-03-08"), place


def test_auditors_have_every_entry_of_every_log(audited: tuple[Audit, Path], made: Told) -> None:
    """Each log's from its first to its last, and the row of an access says in which log it stands."""
    checked = verify_audit_folder(audited[1], made.world.trust)
    assert [(row["at"][8:10], row["log"]) for row in checked.found.rows] == [
        *((f"0{day}", OLD) for day in range(1, 7)),
        ("06", MIDDLE),
        ("07", MIDDLE),
        ("08", NEW),
    ]
    sizes = [tree.size for tree in checked.trees[:-1]]
    assert [days[-1].end for days in checked.days[:-1]] == sizes
    assert checked.found.kinds["closing"] == checked.found.kinds["beginning"] == 2


def test_auditors_are_told_of_some_days(audited: tuple[Audit, Path], made: Told, tmp_path: Path) -> None:
    """Of closed logs alone, and of the one that runs alone."""
    audit_of(made.world, tmp_path / "old", until="2026-03-04")
    checked = verify_audit_folder(tmp_path / "old", made.world.trust)
    assert [len(days) for days in checked.days] == [4, 0, 0]
    assert audit_of(made.world, tmp_path / "some", "2026-03-06", "2026-03-07").before
    verify_audit_folder(tmp_path / "some", made.world.trust)


@pytest.mark.parametrize(
    ("name", "spoil", "why"),
    [
        ("entries-1.jsonl", lambda lines: lines[1:], "entry 0 was left out"),
        ("entries-1.jsonl", lambda lines: lines[:-1], "entry 8 was left out"),
        ("entries-2.jsonl", lambda lines: lines[:1] + lines[2:], "entry 1 was left out"),
        ("entries.jsonl", lambda lines: lines[:-1], "was left out"),
    ],
)
def test_an_entry_that_is_kept_from_auditors_is_missed(
    audited: tuple[Audit, Path],
    made: Told,
    tmp_path: Path,
    name: str,
    spoil: Callable[[list[bytes]], list[bytes]],
    why: str,
) -> None:
    """In whichever log."""
    shutil.copytree(audited[1], tmp_path / "copy")
    path = tmp_path / "copy" / name
    path.write_bytes(b"".join(spoil(path.read_bytes().splitlines(keepends=True))))
    with pytest.raises(ProofInvalid, match=why):
        verify_audit_folder(tmp_path / "copy", made.world.trust)


def only_newer(one: Audit) -> Audit:
    return dataclasses.replace(one, before=one.before[1:], links=one.links[1:], since="2026-03-06")


def without_links(one: Audit) -> Audit:
    return dataclasses.replace(one, links=())


def with_links_in_another_order(one: Audit) -> Audit:
    return dataclasses.replace(one, links=one.links[::-1])


def without_a_day(one: Audit) -> Audit:
    first, second = one.before
    return dataclasses.replace(
        one, before=(dataclasses.replace(first, roots=first.roots[:2] + first.roots[3:]), second)
    )


def without_the_last_part_of_a_day(one: Audit) -> Audit:
    first, second = one.before
    return dataclasses.replace(one, before=(dataclasses.replace(first, roots=first.roots[:-1]), second))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (only_newer, "goes on from was left out"),
        (without_links, "needs the entries that tie it"),
        (with_links_in_another_order, "inclusion proof"),
        (without_a_day, "a day is missing"),
        (without_the_last_part_of_a_day, "ends too early"),
    ],
)
def test_a_log_or_day_that_is_kept_from_auditors_is_missed(
    audited: tuple[Audit, Path],
    made: Told,
    tmp_path: Path,
    change: Callable[[Audit], Audit],
    why: str,
) -> None:
    """Whatever else whoever made it makes fit."""
    shutil.copytree(audited[1], tmp_path / "copy")
    forged = change(audited[0])
    if len(forged.before) == 1:
        for name in ("entries-{}.jsonl", "checkpoint-{}"):
            (tmp_path / "copy" / name.format(2)).rename(tmp_path / "copy" / name.format(1))
    for name, data in (made_audit(made.world, forged) | {"evidence.json": write_audit(forged)}).items():
        (tmp_path / "copy" / name).write_bytes(data)
    with pytest.raises(ProofInvalid, match=why):
        verify_audit_folder(tmp_path / "copy", made.world.trust)
