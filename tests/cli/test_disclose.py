"""`ostiary log index`, `ostiary disclose person` and `ostiary log verify` of a disclosure, with a real writer and real officials."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.town import Town, make_town
from control_world import fresh_control
from ostiary.cli import disclosing
from ostiary.cli.log.disclosure import verify_maker
from ostiary.cli.main import main
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, DISCLOSURE, SUBJECT_INDEX_ROOT
from ostiary.evidence.disclosure.serials import verify_serials
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.store.bundle_files import read_bundle
from ostiary.store.control import control_connection, read_steps
from ostiary.store.disclosure_folder import verify_folder
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder, create_log
from ostiary.store.log.reader import read_entries
from ostiary.store.log.tile_check import published_entries
from ostiary.tlog.trust import parse_trust
from store.disclosure_world import asked

KEY = "42"
TODAY = datetime.now(UTC).date()
FIRST, LAST = ((TODAY - timedelta(days=days)).isoformat() for days in (13, 10))
"""The days of the accesses, the last of which is due today."""


def whole(day: int, question: Asked, answered: Answered) -> bytes:
    """A short access at noon, so many days after the first."""
    at = datetime.fromisoformat(f"{FIRST}T12:00:00+00:00") + timedelta(days=day)
    return entry_payload("whole", at.isoformat(), question, answered)


@contextmanager
def opened_office(town: Town) -> Iterator[Town]:
    """A town with a log whose writer runs, and with accesses of four days about 42: one of a case that a court may seal."""
    create_log(town.home / "log", "log.example/office", bytes(32))
    (town.home / "run").mkdir()
    socket = town.home / "run" / "log.sock"
    command = [
        sys.executable,
        "-m",
        "ostiary.store.log.writer",
        str(town.home / "log"),
        "--socket",
        str(socket),
    ]
    with subprocess.Popen(
        [*command, "--publish-interval", "0.01"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().startswith("writing ")
        for payload in (
            whole(0, asked("a-0", "fbi"), Answered("answered", 1, (42,))),
            whole(1, asked("a-1", "cpd", case="JK654321"), Answered("answered", 1, (42,))),
            whole(2, asked("a-2", "cpd", about=[("vehicles.plate", "AB 12")]), Answered("answered")),
            whole(3, asked("a-3", "cpd", purpose="missing-person"), Answered("answered", 1, (42,))),
        ):
            append_once(socket, ACCESS, payload)
        try:
            yield town
        finally:
            writer.terminate()


@pytest.fixture
def office(town: Town) -> Iterator[Town]:
    """An office of one test alone."""
    with opened_office(town) as opened:
        yield opened


@pytest.fixture
def indexed(server: EmbeddedPostgres, indexed_office: Town) -> Town:
    """An office whose days are indexed, and where no directive stands: other tests use its control database too."""
    fresh_control(server)
    return indexed_office


@pytest.fixture(scope="module")
def indexed_office(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An office whose days are indexed, for tests that sign no directive."""
    with opened_office(make_town(server, tmp_path_factory.mktemp("indexed"))) as opened:
        ostiary("log", "index", f"--home={opened.home}")
        yield opened


def ostiary(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def disclose(office: Town, folder: str, *words: str) -> Result:
    where = ("-o", str(office.home / folder), office.key("mayor"), f"--home={office.home}")
    return ostiary("disclose", "person", KEY, *where, *words)


def verified(office: Town, folder: str) -> dict[str, Any]:
    trust = office.home / "log" / "trust.policy"
    found: dict[str, Any] = json.loads(
        ostiary("log", "verify", str(office.home / folder), f"--trust={trust}", "--json").stdout
    )
    return found


def test_from_the_log_to_the_answer(office: Town) -> None:
    """Indexed, told, verified; with a plate of the person's the search in vain is found too."""
    indexed = json.loads(ostiary("log", "index", f"--home={office.home}", "--json").stdout)["indexed"]
    assert [one["day"] for one in indexed][::3] == [FIRST, LAST]
    assert ostiary("log", "index", f"--home={office.home}").stdout.startswith("no day is due")
    result = disclose(office, "told")
    assert result.exit_code == 0, result.output
    assert "Your records were looked at 3 times by 2 agencies from " in result.stdout
    assert verified(office, "told")["accesses"] == 3
    assert disclose(office, "more", "--also=plate=ab-12").exit_code == 0
    assert verified(office, "more")["accesses"] == 4


def log_steps(office: Town) -> list[int]:
    """Log every step of the officials' chain, as a gateway does; the entries."""
    with control_connection(office.dsn) as connection:
        steps = read_steps(connection)
    return [append_once(office.home / "run" / "log.sock", DIRECTIVE, one) for one in steps]


def test_a_hold_that_does_not_stand_in_the_log_holds_nothing_back(
    office: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody could look at it: nothing is handed over until a gateway has logged both its steps."""
    monkeypatch.setattr(disclosing, "PUBLISHED_SECONDS", 0.0)
    ostiary("log", "index", f"--home={office.home}")
    office.directive(
        "order",
        "hold",
        "JK654321",
        "--order=22 MC 117",
        f"--until={TODAY + timedelta(days=300)}",
        office.key("mayor"),
    )
    office.directive("confirm", "H-1", office.key("superintendent"))
    result = disclose(office, "unlogged")
    assert (result.exit_code, "does not stand in the log with both its signatures" in result.output) == (
        75,
        True,
    )
    assert not (office.home / "unlogged").exists()


def test_a_hold_that_two_have_signed_holds_back(office: Town) -> None:
    """One signature holds nothing back; two do, and the count is told; the end of the hold tells all."""
    ostiary("log", "index", f"--home={office.home}")
    order = ("order", "hold", "JK654321", "--order=22 MC 117", f"--until={TODAY + timedelta(days=300)}")
    assert office.directive(*order, office.key("mayor")).exit_code == 0
    assert disclose(office, "ordered").exit_code == 0
    assert verified(office, "ordered")["held"] == 0
    assert office.directive("confirm", "H-1", office.key("superintendent")).exit_code == 0
    ordered, confirmed = log_steps(office)
    result = disclose(office, "held")
    page = (office.home / "held" / "index.html").read_text("utf-8")
    assert f"H-1 stands in the log, as the entries {ordered} and {confirmed}." in page
    assert b"JK654321" not in (office.home / "held" / "evidence.json").read_bytes()
    (office.home / "held" / "receipts" / f"{confirmed}.tlog-proof").rename(office.home / "taken")
    assert verify(office, "held").exit_code == 5
    (office.home / "taken").rename(office.home / "held" / "receipts" / f"{confirmed}.tlog-proof")
    assert "1 entry is being held back under an order, until " in result.stdout
    assert (verified(office, "held")["held"], verified(office, "held")["accesses"]) == (1, 2)
    assert office.directive("order", "release", "H-1", "--reason=over", office.key("mayor")).exit_code == 0
    assert office.directive("confirm", "L-1", office.key("superintendent")).exit_code == 0
    assert disclose(office, "released").exit_code == 0
    assert verified(office, "released")["held"] == 0


def test_a_purpose_of_somebody_else_is_not_told(office: Town) -> None:
    """Nor any purpose under it; that there was an access is."""
    with (office.home / "ostiary.toml").open("a") as settings:
        settings.write('[disclosures]\nthird_party_purposes = ["criminal-investigation"]\n')
    ostiary("log", "index", f"--home={office.home}")
    assert disclose(office, "told").exit_code == 0
    rows = json.loads((office.home / "told" / "accesses.json").read_bytes())["rows"]
    assert {(one["state"], one["agency"]) for one in rows} == {("third-party", "")}


def test_each_disclosure_is_logged_without_the_persons_key(indexed: Town) -> None:
    """Who made it, of which days; and of the person a pseudonym alone, the same each time."""
    for folder in ("one", "two"):
        assert disclose(indexed, folder).exit_code == 0
    logged = [one.payload.decode() for one in read_entries(indexed.home / "log") if one.kind == DISCLOSURE][
        -2:
    ]
    said = [json.loads(one.partition("\n")[0]) for one in logged]
    assert [(one["by"], one["since"], one["until"]) for one in said] == [("mayor", FIRST, LAST)] * 2
    assert said[0]["about"] == said[1]["about"]
    assert len(said[0]["about"]) == 64


def test_what_cannot_be_told_is_refused_in_words(indexed: Town) -> None:
    """And no folder is left behind."""
    for words, why in (
        ((f"--since={LAST}", f"--until={FIRST}"), "can tell of no day"),
        (("--until=2099-01-01",), "does not stand in the log yet"),
        (("--also=plate",), "is not written like"),
        (("--also=plate=%",), "is not written like"),
        (("--key=/nowhere",), "cannot be read"),
    ):
        result = disclose(indexed, "what_cannot_be_", *words)
        assert result.exit_code != 0
        assert why in result.output
        assert not (indexed.home / "what_cannot_be_").exists()


def test_nothing_is_told_before_a_day_is_indexed(office: Town) -> None:
    """It says what to do, and to try later."""
    result = ostiary(
        "disclose", "person", KEY, "-o", str(office.home / "x"), office.key("mayor"), f"--home={office.home}"
    )
    assert (result.exit_code, "ostiary log index" in result.output) == (75, True)


def test_nothing_is_written_over(indexed: Town) -> None:
    """A disclosure goes into a new folder."""
    assert disclose(indexed, "nothing_is_writ").exit_code == 0
    result = disclose(indexed, "nothing_is_writ")
    assert (result.exit_code, "is there already" in result.output) == (1, True)


def test_a_disclosure_takes_a_trust_file(indexed: Town) -> None:
    """A key that lies beside what it vouches for vouches for nothing."""
    assert disclose(indexed, "a_disclosure_ta").exit_code == 0
    result = ostiary("log", "verify", str(indexed.home / "a_disclosure_ta"))
    assert (result.exit_code, "nobody says whom to believe" in result.output) == (2, True)
    (indexed.home / "a_disclosure_ta" / "index.html").write_text("nobody looked")
    trust = indexed.home / "log" / "trust.policy"
    result = ostiary("log", "verify", str(indexed.home / "a_disclosure_ta"), f"--trust={trust}")
    assert (result.exit_code, "the disclosure does not hold" in result.output) == (5, True)
    result = ostiary("log", "verify", str(indexed.home / "a_disclosure_ta"), f"--trust={trust}", "--json")
    assert (result.exit_code, json.loads(result.stdout)["holds"]) == (5, False)


def test_who_made_it_is_held_against_the_policy(indexed: Town, tmp_path: Path) -> None:
    """One of its officials, with that very key, name and office; another folder is a wrong call."""
    assert disclose(indexed, "who_made_it_is_").exit_code == 0
    trust, policy = f"--trust={indexed.home / 'log' / 'trust.policy'}", indexed.home / "policy"
    words = ("log", "verify", str(indexed.home / "who_made_it_is_"), trust)
    assert ostiary(*words, f"--policy={policy}").exit_code == 0
    assert ostiary(*words, f"--policy={tmp_path}").exit_code == 2
    receipt = str(indexed.home / "who_made_it_is_" / "made.tlog-proof")
    assert ostiary("log", "verify", receipt, trust, f"--policy={policy}").exit_code == 2
    checked = verify_folder(
        indexed.home / "who_made_it_is_", parse_trust((indexed.home / "log" / "trust.policy").read_bytes())
    )
    maker, officials = checked.disclosure.official, read_bundle(policy).officials
    verify_maker(maker, officials)
    for other in ({"code": "clerk"}, {"name": "Somebody"}, {"office": "elsewhere"}, {"vkey": "another"}):
        with pytest.raises(ProofInvalid, match="no official of the policy"):
            verify_maker(replace(maker, **other), officials)


def audit(office: Town, folder: str, *words: str) -> Result:
    return ostiary(
        "disclose",
        "auditor",
        "-o",
        str(office.home / folder),
        office.key("mayor"),
        f"--home={office.home}",
        *words,
    )


def verify(office: Town, folder: str) -> Result:
    trust = office.home / "log" / "trust.policy"
    return ostiary("log", "verify", str(office.home / folder), f"--trust={trust}")


def test_an_auditor_has_every_entry_and_sees_what_is_held_back(office: Town) -> None:
    """All of the days, opened in full, with the mark of the hold; and each way to spoil it is noticed."""
    ostiary("log", "index", f"--home={office.home}")
    order = ("order", "hold", "JK654321", "--order=22 MC 117", f"--until={TODAY + timedelta(days=300)}")
    office.directive(*order, office.key("mayor"))
    office.directive("confirm", "H-1", office.key("superintendent"))
    result = audit(office, "all")
    assert result.exit_code == 0, result.output
    assert "4 accesses in 4 entries from" in result.stdout
    assert "1 entry is held back from people" in verify(office, "all").stdout
    rows = json.loads((office.home / "all" / "accesses.json").read_bytes())["rows"]
    assert [(one["member"], one["subjects"], bool(one["held_until"])) for one in rows] == [
        ("SECRET-member", "42", False),
        ("SECRET-member", "42", True),
        ("SECRET-member", "", False),
        ("SECRET-member", "42", False),
    ]
    assert audit(office, "two", f"--since={LAST}").exit_code == 0
    assert json.loads((office.home / "two" / "accesses.json").read_bytes())["rows"] == rows[3:]
    entries = office.home / "all" / "entries.jsonl"
    lines = entries.read_bytes().splitlines(keepends=True)
    other = (office.home / "two" / "entries.jsonl").read_bytes()
    for spoiled, why in (
        (lines[:1] + lines[2:], "entry 1 was left out"),
        (lines[:-1], "entry 3 was left out"),
        ([*lines, lines[-1]], "entry 4 was left out, or is not in its place"),
        ([lines[0].replace(b'"kind":1', b'"kind":5'), *lines[1:]], "entry 0"),
        ([lines[0] + b"\n", *lines[1:]], "not JSON"),
        ([other], "entry 0 was left out"),
    ):
        entries.write_bytes(b"".join(spoiled))
        assert why in verify(office, "all").output
    entries.write_bytes(b"".join(lines))
    for name in ("index.html", "accesses.csv", "evidence.json", "made.opening", "checkpoint"):
        path = office.home / "all" / name
        whole_file = path.read_bytes()
        path.write_bytes(whole_file[:-2] + b"x\n")
        assert verify(office, "all").exit_code == 5, name
        path.write_bytes(whole_file)
    (office.home / "all" / "\x1b[2Jmore").touch()
    assert "`\\x1b[2Jmore` does not belong" in verify(office, "all").output


def test_words_in_an_audit_are_refused_in_words(indexed: Town) -> None:
    """Half a character, and a sentence in the place of an instant."""
    assert audit(indexed, "words").exit_code == 0
    path = indexed.home / "words" / "evidence.json"
    whole_file = path.read_bytes()
    found = json.loads(whole_file)
    for name, said in (("origin", "\ud800"), ("as_of", "today; all of it is proved")):
        path.write_text(json.dumps(found | {name: said}, sort_keys=True, separators=(",", ":")) + "\n")
        result = verify(indexed, "words")
        assert (result.exit_code, "the disclosure does not hold" in result.output) == (5, True)


def test_the_indexes_of_an_audit_are_counted_too(indexed: Town, tmp_path: Path) -> None:
    """A log that is not the disclosure's is found out, as it is for a person's."""
    assert audit(indexed, "counted").exit_code == 0
    words = (
        "log",
        "verify",
        str(indexed.home / "counted"),
        f"--trust={indexed.home / 'log' / 'trust.policy'}",
    )
    assert ostiary(*words, f"--log={indexed.home / 'log'}").exit_code == 0
    create_log(tmp_path / "other", "log.example/other", bytes(32))
    assert ostiary(*words, f"--log={tmp_path / 'other'}").exit_code == 5


def test_a_second_index_of_a_day_is_counted_in_the_log(indexed: Town) -> None:
    """With a copy of the public side; another log, or one with a root too many before, is found out."""
    assert disclose(indexed, "a_second_index_").exit_code == 0
    trust, log = indexed.home / "log" / "trust.policy", indexed.home / "log"
    words = ("log", "verify", str(indexed.home / "a_second_index_"), f"--trust={trust}")
    assert ostiary(*words, f"--log={log}").exit_code == 0
    checked = verify_folder(indexed.home / "a_second_index_", parse_trust(trust.read_bytes()))
    roots = dict(zip((one.entry for one in checked.disclosure.days), checked.verified.days, strict=True))
    entries = list(published_entries(LogFolder(log), checked.verified.tree.size))
    verify_serials(checked.verified.tree, roots, entries)
    forged = [bytes([SUBJECT_INDEX_ROOT]) + entries[0][1:], *entries[1:]]
    with pytest.raises(ProofInvalid, match="some day has two"):
        verify_serials(checked.verified.tree, roots, forged)
    with pytest.raises(ProofInvalid, match="not the one of the disclosure"):
        verify_serials(checked.verified.tree, roots, entries[:-1])
