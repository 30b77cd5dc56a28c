"""A disclosure to a person: what is in it, and that nothing can be taken out, put in or altered unseen."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ostiary.errors import LogUnavailable, ProofInvalid
from ostiary.evidence.disclosure.content import Disclosure, Hold, Listed, State
from ostiary.evidence.disclosure.evidence_file import read_evidence, write_evidence
from ostiary.evidence.disclosure.made import open_made
from ostiary.evidence.disclosure.own_opening import verify_own_opening
from ostiary.evidence.disclosure.page import page_of
from ostiary.evidence.disclosure.tables import COLUMNS
from ostiary.evidence.index.keys import Identifier, subject
from ostiary.evidence.partial_file import read_partial, write_partial
from ostiary.evidence.partial_opening import open_everything
from ostiary.evidence.receipt import verify_receipt
from ostiary.model.canonical import canonical_bytes
from ostiary.model.entry_form import subject_of
from ostiary.store.disclosure_folder import contents, opening_name, receipt_name, verify_folder
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.receipts import make_receipts
from ostiary.tlog.note import sign_note
from ostiary.tlog.trust import parse_trust
from store.disclosure_world import OFFICIAL, World, busy_week

PEOPLE = (subject(42), Identifier("person_id", "42"), Identifier("plate", "ab12"))
UNTIL = "2026-03-07"


def judge(question: Mapping[str, Any]) -> tuple[State, str]:
    """One case is sealed, and one purpose mostly concerns others."""
    if question["case"] == "SEALED-1":
        return "held", "H-1"
    return ("third-party", "") if question["purpose"] == "heir-search" else ("shown", "")


@dataclasses.dataclass
class Made:
    """A log, and a disclosure from it in a folder of its own for each test."""

    world: World
    folder: Path

    def opening(self, entry: int) -> bytes:
        return (self.folder / opening_name(entry)).read_bytes()

    def verify(self) -> None:
        verify_folder(self.folder, self.world.trust)

    @property
    def disclosure(self) -> Disclosure:
        return read_evidence((self.folder / "evidence.json").read_bytes())

    def rewrite(self, change: Callable[[Disclosure], Disclosure], *, is_consistent: bool = True) -> None:
        """Whoever makes it all lies: evidence, page, tables and the log's entry are all of the changed disclosure."""
        changed = change(self.disclosure)
        numbers = {*(day.entry for day in changed.days), *(part.entry for part in changed.parts)}
        receipts = make_receipts(self.world.folder.root, numbers)
        files = {receipt_name(entry): raw for entry, raw in receipts.items()}
        files |= self.world.made(changed) | {"evidence.json": write_evidence(changed)}
        if is_consistent:
            # What is made of it is only to be had where it holds.
            files |= contents(
                changed, lambda entry: verify_receipt(receipts[entry], self.world.trust), self.opening
            )[1]
        shutil.rmtree(self.folder / "receipts")
        (self.folder / "receipts").mkdir()
        for name, data in files.items():
            (self.folder / name).write_bytes(data)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A week with everything in it, told of under a hold."""
    place = tmp_path_factory.mktemp("disclosure")
    world = busy_week(place / "log")
    world.index()
    world.disclose(place / "told", UNTIL, people=PEOPLE, judge=judge, holds=[Hold("H-1", "2027-05-12")])
    return Made(world, place / "told")


@pytest.fixture
def made(first: Made, tmp_path: Path) -> Made:
    """A copy that a test may spoil."""
    shutil.copytree(first.folder, tmp_path / "told")
    return Made(first.world, tmp_path / "told")


def test_every_access_is_told_with_what_came_of_it(first: Made) -> None:
    """Answered, refused, asked in vain, streamed over midnight, held back, and for somebody else's sake not told in full."""
    checked = verify_folder(first.folder, first.world.trust)
    told = [(one.state, one.result, one.agency, len(one.entries)) for one in checked.account.accesses]
    assert told == [
        ("shown", "given", "fbi", 1),
        ("shown", "refused", "cpd", 1),
        ("shown", "nothing", "fbi", 1),
        ("shown", "given", "fbi", 2),
        ("held", "unknown", "", 1),
        ("third-party", "given", "", 1),
    ]


def test_nobody_else_is_in_it(first: Made) -> None:
    """No file has a statement, a parameter, a member, a case, another subject, or what a refusal said in words."""
    for path in first.folder.rglob("*"):
        if path.is_file():
            assert not {word for word in (b"SECRET", b"SEALED", b"JK123456") if word in path.read_bytes()}, (
                path
            )


def test_the_page_says_the_answer_first_and_needs_nothing_else(first: Made) -> None:
    """One headline, the count of what is held back, no script and no address."""
    page = (first.folder / "index.html").read_text("utf-8")
    assert "<h1>Your records were looked at 3 times from 1 March 2026 to 7 March 2026.</h1>" in page
    assert "1 entry is being held back under an order, until 12 May 2027 at the latest." in page
    assert "No lawyer has reviewed" in page
    assert not [word for word in ("<script", "http:", "https:", "src=", "url(") if word in page]


def test_the_page_says_what_was_erased_before_it_was_indexed(first: Made) -> None:
    """Two officials may erase within the days of the delay: then no list has it, and zero is no statement about it."""
    checked = verify_folder(first.folder, first.world.trust)
    assert b"before the days were indexed" not in (first.folder / "index.html").read_bytes()
    days = tuple(dataclasses.replace(day, unreadable=1) for day in checked.verified.days[:2])
    said = page_of(
        checked.disclosure, checked.account, dataclasses.replace(checked.verified, days=days)
    ).decode()
    assert "2 entries of these days had been erased by order before the days were indexed." in said


def test_the_tables_have_one_schema(first: Made) -> None:
    """JSON and CSV say the same in the same columns."""
    as_json = json.loads((first.folder / "accesses.json").read_bytes())
    as_csv = list(csv.DictReader(io.StringIO((first.folder / "accesses.csv").read_text("utf-8"))))
    assert as_json["rows"] == as_csv
    assert as_json["columns"] == list(as_csv[0]) == list(COLUMNS)


def test_zero_is_a_statement(first: Made, tmp_path: Path) -> None:
    """Whom nobody asked about is told so, with as many proofs."""
    first.world.disclose(tmp_path / "none", UNTIL, people=[subject(999)])
    page = (tmp_path / "none" / "index.html").read_text("utf-8")
    assert "No one was given anything about you from 1 March 2026 to 7 March 2026." in page
    assert "0 entries are being held back." in page
    checked = verify_folder(tmp_path / "none", first.world.trust)
    assert (len(checked.verified.days), checked.account.accesses) == (7, ())


def test_what_was_held_back_is_told_by_itself_when_the_order_ends(first: Made, tmp_path: Path) -> None:
    """The same log, asked again without the hold, tells all."""
    first.world.disclose(tmp_path / "later", UNTIL, people=PEOPLE)
    accesses = verify_folder(tmp_path / "later", first.world.trust).account.accesses
    assert {one.state for one in accesses} == {"shown"}


@pytest.mark.parametrize("at", range(6))
def test_an_entry_that_was_left_out_is_missed(made: Made, at: int) -> None:
    """Whichever it is, and whoever makes page, tables and the log's entry anew."""
    with pytest.raises(ProofInvalid, match="was left out"):
        made.rewrite(lambda one: dataclasses.replace(one, parts=one.parts[:at] + one.parts[at + 1 :]))
    made.rewrite(
        lambda one: dataclasses.replace(one, parts=one.parts[:at] + one.parts[at + 1 :]), is_consistent=False
    )
    with pytest.raises(ProofInvalid, match="was left out"):
        made.verify()


def test_an_entry_that_was_left_out_of_its_list_is_missed(made: Made) -> None:
    """The day's index commits to the whole list."""

    def change(one: Disclosure) -> Disclosure:
        day = one.days[0]
        found = day.proofs[0]
        assert isinstance(found, Listed)
        other = one.days[1].proofs[1]
        assert isinstance(other, Listed)
        forged = dataclasses.replace(found, mentions=other.mentions)
        return dataclasses.replace(
            one, days=(dataclasses.replace(day, proofs=(forged, *day.proofs[1:])), *one.days[1:])
        )

    made.rewrite(change, is_consistent=False)
    with pytest.raises(ProofInvalid, match="another list"):
        made.verify()


def test_a_list_cannot_be_denied(made: Made) -> None:
    """The proof that nothing stands under one key does not serve for another."""

    def change(one: Disclosure) -> Disclosure:
        day = one.days[0]
        return dataclasses.replace(
            one,
            parts=tuple(part for part in one.parts if part.entry != 0),
            days=(dataclasses.replace(day, proofs=(day.proofs[1], *day.proofs[1:])), *one.days[1:]),
        )

    made.rewrite(change, is_consistent=False)
    with pytest.raises(ProofInvalid, match="neighbours"):
        made.verify()


@pytest.mark.parametrize("at", [0, 3, 6])
def test_a_day_without_a_proof_is_missed(made: Made, at: int) -> None:
    """The first, the last, and one in the middle."""
    made.rewrite(
        lambda one: dataclasses.replace(one, days=one.days[:at] + one.days[at + 1 :], parts=one.parts[:0]),
        is_consistent=False,
    )
    with pytest.raises(ProofInvalid, match=r"a day is missing|the days do not reach"):
        made.verify()


def test_another_persons_entry_is_noticed(made: Made) -> None:
    """An entry that no index of these days has for the person."""

    def change(one: Disclosure) -> Disclosure:
        foreign = dataclasses.replace(one.parts[0], entry=2)
        return dataclasses.replace(one, parts=(one.parts[0], foreign, *one.parts[1:]))

    made.rewrite(change, is_consistent=False)
    with pytest.raises(ProofInvalid, match="not about the person"):
        made.verify()


def test_what_an_entry_says_cannot_be_changed(made: Made) -> None:
    """A field with another value, and an extract of another entry."""

    def change(one: Disclosure) -> Disclosure:
        first_part = one.parts[0]
        assert first_part.opening is not None
        opened = dict(first_part.opening.opened)
        opened["agency"] = (opened["agency"][0], "cpd")
        forged = dataclasses.replace(first_part.opening, opened=opened)
        return dataclasses.replace(
            one, parts=(dataclasses.replace(first_part, opening=forged), *one.parts[1:])
        )

    made.rewrite(change, is_consistent=False)
    with pytest.raises(ProofInvalid, match="not the one that the index commits to"):
        made.verify()


def test_no_field_is_kept_closed_in_silence(made: Made) -> None:
    """What is shown is shown whole; what is not says in which state it is."""

    def change(one: Disclosure) -> Disclosure:
        part = one.parts[0]
        assert part.opening is not None
        quiet = dataclasses.replace(one.parts[-1], entry=part.entry, state="shown")
        return dataclasses.replace(one, parts=(quiet, *one.parts[1:]))

    made.rewrite(change, is_consistent=False)
    with pytest.raises(ProofInvalid, match="does not show exactly"):
        made.verify()


@pytest.mark.parametrize("until", ["2026-03-20", "2026-03-01", "never"])
def test_nothing_is_held_back_beyond_the_end_of_its_order(made: Made, until: str) -> None:
    """On the day on which a hold ends it holds no more."""
    made.rewrite(lambda one: dataclasses.replace(one, holds=(Hold("H-1", until),)), is_consistent=False)
    with pytest.raises(ProofInvalid, match="held back"):
        made.verify()


@pytest.mark.parametrize(
    ("steps", "why"),
    [((1,), "not ordered by one"), ((3, 3), "not ordered by one"), ((0, 1), "of another kind")],
)
def test_a_hold_names_two_steps_of_directives(made: Made, steps: tuple[int, ...], why: str) -> None:
    """Where it names any: before they were named, it was the office's word."""
    made.rewrite(
        lambda one: dataclasses.replace(one, holds=(Hold("H-1", "2027-05-12", steps),)), is_consistent=False
    )
    with pytest.raises(ProofInvalid, match=why):
        made.verify()


@pytest.mark.parametrize("name", ["index.html", "accesses.json", "accesses.csv"])
def test_an_altered_page_or_table_is_noticed(made: Made, name: str) -> None:
    """Each is made again from the evidence and compared byte for byte."""
    path = made.folder / name
    path.write_bytes(path.read_bytes().replace(b"fbi", b"cpd", 1))
    with pytest.raises(ProofInvalid, match=name):
        made.verify()


def test_a_file_too_many_is_noticed(made: Made) -> None:
    """A page that somebody put beside it, and a receipt that belongs to nothing."""
    for name in ("more.html", "receipts/9.tlog-proof"):
        (made.folder / name).write_bytes(b"x")
        with pytest.raises(ProofInvalid, match=name):
            made.verify()
        (made.folder / name).unlink()


@pytest.mark.parametrize("name", ["made.opening", "made.tlog-proof", "receipts/0.tlog-proof", "index.html"])
def test_a_file_that_is_missing_is_noticed(made: Made, name: str) -> None:
    """Also the proof that the disclosure itself was logged."""
    (made.folder / name).unlink()
    with pytest.raises(ProofInvalid, match=r"cannot be read"):
        made.verify()


def test_the_log_knows_of_this_disclosure_and_no_other(made: Made) -> None:
    """Words are not proved; but the evidence with these words is what the log says was handed over."""
    words = dataclasses.replace(made.disclosure.words, agencies={"fbi": "Boy Scouts"})
    forged = dataclasses.replace(made.disclosure, words=words)
    entries = [*(day.entry for day in forged.days), *(part.entry for part in forged.parts)]
    receipts = {entry: (made.folder / receipt_name(entry)).read_bytes() for entry in entries}
    _, files = contents(forged, lambda entry: verify_receipt(receipts[entry], made.world.trust), made.opening)
    for name, data in files.items():
        (made.folder / name).write_bytes(data)
    with pytest.raises(ProofInvalid, match="not what the log says was handed over"):
        made.verify()


def test_another_log_is_not_believed(made: Made) -> None:
    """The trust file is the verifier's own, and names no key of this log."""
    with pytest.raises(ProofInvalid):
        verify_folder(made.folder, parse_trust(b"quorum none\n"))


def test_a_link_out_of_the_folder_is_not_followed(made: Made, tmp_path: Path) -> None:
    """The folder may come from somebody who wants to harm whoever verifies it."""
    (tmp_path / "page").write_bytes((made.folder / "index.html").read_bytes())
    (made.folder / "index.html").unlink()
    (made.folder / "index.html").symlink_to(tmp_path / "page")
    with pytest.raises(ProofInvalid, match=r"index\.html"):
        made.verify()


def test_a_day_that_is_not_due_cannot_be_told_of(first: Made, tmp_path: Path) -> None:
    """Nor one whose index is missing."""
    with pytest.raises(LogUnavailable, match="2026-03-11"):
        first.world.disclose(tmp_path / "early", "2026-03-11")


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"form":1}', b"\xff", b"[" * 100_000, b'{"a":1.5}'])
def test_evidence_of_another_form_is_refused(raw: bytes) -> None:
    """Whatever it is, it is refused in words."""
    with pytest.raises(ProofInvalid):
        read_evidence(raw)


@pytest.mark.parametrize(
    ("said", "other"),
    [
        (b'"since":"2026-03-01"', b'"since":"1 January, and nobody looked"'),
        (b'"since":"2026-03-01"', b'"since":"20260301"'),
        (b'"as_of":"2026-03-20T10:00:00+00:00"', b'"as_of":"today; all of it is proved"'),
        (b'"as_of":"2026-03-20T10:00:00+00:00"', b'"as_of":"2026-03-20T10:00:00+02:00"'),
        (b'"as_of":"2026-03-20T10:00:00+00:00"', b'"as_of":"2026-03-20T10:00:00"'),
    ],
)
def test_no_words_stand_where_an_instant_must(first: Made, said: bytes, other: bytes) -> None:
    """The headline shows them beside what was proved, on a page and on a terminal."""
    raw = (first.folder / "evidence.json").read_bytes()
    assert said in raw
    with pytest.raises(ProofInvalid, match="is something else"):
        read_evidence(raw.replace(said, other))


def test_an_opening_with_a_short_salt_is_refused_in_words(made: Made) -> None:
    """Also that of a day's root, which stands in the evidence."""
    path = made.folder / "evidence.json"
    found = json.loads(path.read_bytes())
    found["days"][0]["salt"] = ""
    path.write_bytes(canonical_bytes(found) + b"\n")
    with pytest.raises(ProofInvalid, match="a salt has 32 bytes"):
        made.verify()


def test_a_number_beyond_63_bits_is_nobody(first: Made) -> None:
    """A stranger may have written it beside a key: it is no subject whose name could be opened."""
    key = dataclasses.replace(first.disclosure.keys[0], who=Identifier("subject", "9" * 19))
    assert dataclasses.replace(first.disclosure, keys=(key,)).subjects == frozenset()


def test_an_entry_with_half_a_character_is_no_disclosure() -> None:
    """It was signed by whom the evidence names, which may be anybody."""
    lines = '{"about":"","audience":"person","by":"\\ud800","evidence":"","form":"ostiary/disclosure-made/v1","since":"","until":""}\n'
    with pytest.raises(ProofInvalid, match="not of the form"):
        open_made(sign_note(lines, [OFFICIAL]), OFFICIAL.verifier().format())


def test_evidence_has_one_spelling(first: Made) -> None:
    """A space, a name twice, a number as a fraction."""
    raw = (first.folder / "evidence.json").read_bytes()
    for wrong in (
        raw + b" ",
        raw.replace(b'"delay_days":10', b'"delay_days":10,"delay_days":10'),
        raw.replace(b":10,", b":10.0,"),
    ):
        with pytest.raises(ProofInvalid):
            read_evidence(wrong)
    assert write_evidence(read_evidence(raw)) == raw


def test_the_entries_themselves_open_of_what_the_person_may_have(first: Made) -> None:
    """When, which agency, why, what and what came of it; the person's own name, and nobody else's."""
    opened = {
        part.entry: read_partial(first.opening(part.entry))
        for part in first.disclosure.parts
        if part.opening is not None
    }
    assert opened.keys() == {0, 6, 12, 18, 24, 37}
    assert opened[0].opened == (
        "when",
        "access",
        "agency",
        "purpose",
        "classes",
        "columns",
        "outcome",
        "subjects",
    )
    named = opened[0].lists[0]
    assert named is not None
    assert [subject_of(one.name) for one in named.names] == [42]
    assert opened[37].opened == ("when", "access", "outcome")


def test_an_entry_that_opens_otherwise_than_its_extract_is_noticed(made: Made) -> None:
    """Another entry's parts, more than may be shown, and somebody else's name."""
    path = made.folder / opening_name(0)
    index = next(read_entries_with_salts(made.world.folder, 0))
    whole_entry = open_everything(index.salt, index.payload)
    for forged, why in (
        ((made.folder / opening_name(6)).read_bytes(), "not of this entry"),
        (write_partial(whole_entry.only({"when", "statement"})), "shows more than it may"),
        (write_partial(whole_entry.only({"when"}, None)), "names somebody else"),
        (b"{}", "opening"),
    ):
        path.write_bytes(forged)
        with pytest.raises(ProofInvalid, match=why):
            made.verify()
    path.unlink()
    with pytest.raises(ProofInvalid, match="cannot be read"):
        made.verify()


def test_an_extract_that_the_entry_does_not_bear_out_is_noticed(first: Made) -> None:
    """An index that was built with lies is found out by whoever has the entry's own parts."""
    part = first.disclosure.parts[0]
    assert part.opening is not None
    opened = dict(part.opening.opened)
    opened["agency"] = (opened["agency"][0], "cpd")
    lying = dataclasses.replace(part, opening=dataclasses.replace(part.opening, opened=opened))
    entry = next(read_entries_with_salts(first.world.folder, 0))
    with pytest.raises(ProofInvalid, match="another `agency` than its extract"):
        verify_own_opening(first.opening(0), entry.commitment, lying, {42})


def read_entries_with_salts(folder: LogFolder, start: int) -> Iterator[JournalEntry]:
    """The journal's entries in the clear."""
    with JournalReader(folder.journal) as reader:
        for frame, _ in reader.read_frames(reader.start):
            for index, entry in enumerate(frame.entries, frame.first):
                if index >= start:
                    assert isinstance(entry, JournalEntry)
                    yield entry
