"""`ostiary watch import HOME --as ostiary`, with a real log writer: whoever opens entries stands in the log first."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.town import CHICAGO, HOME_TEXT
from ostiary.cli.main import main as program
from ostiary.cli.watch.opening_log import TO_IMPORT, log_opening
from ostiary.cli.web_watching import watching_of
from ostiary.cli.who_runs import who_runs
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS, CONSOLE_ACT
from ostiary.model.access import Answered, entry_payload
from ostiary.server.settings import load_home
from ostiary.store.log.client import append_once
from ostiary.store.log.reader import read_entries
from ostiary.store.log.receipts import read_published
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest
from ostiary.watch.events.subject_key import key_file_of
from ostiary.watch.findings.anchoring import heads_of
from ostiary.watch.findings.reviewing import do
from ostiary.watch.findings.store import FindingStore
from ostiary.watch.findings.taking import take
from ostiary.web.guard.console_session import ConsoleSession
from store.log_world import make_log, writer
from watch.finding_world import DETECTORS, LEAD, NOW, world
from watch.own_log_world import FIRST, asked, rows_of


class NoLog:
    """Pages that only look write nothing."""

    def write(self, session: ConsoleSession, act: str, on: str = "") -> int:
        """Never asked."""
        raise LogUnavailable(f"{session.account} {act} {on}")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation's home with a policy of ours, and a log with two accesses whose writer runs."""
    place = tmp_path_factory.mktemp("home")
    text = HOME_TEXT.replace("[database]", 'log_socket = "log.sock"\n[database]')
    (place / "ostiary.toml").write_text(text)
    shutil.copytree(CHICAGO, place / "policy")
    with writer(make_log(place / "log")) as running:
        for number in range(2):
            question, answered = asked(f"a-{number}"), Answered("answered", 1, (42,))
            append_once(running.socket, ACCESS, entry_payload("whole", FIRST.isoformat(), question, answered))
        wait_published(place, 2)
        yield place


def wait_published(home: Path, size: int) -> None:
    """Wait until so many entries are under the checkpoint."""
    while read_published(home / "log").checkpoint.size < size:
        time.sleep(0.01)


def run(home: Path, output: Path, *words: str) -> Result:
    """Import the home."""
    return CliRunner().invoke(
        program, ["watch", "import", str(home), "--as", "ostiary", "-o", str(output), *words]
    )


def verify(home: Path, folder: Path, *words: str) -> Result:
    """Hold a folder against the home's log."""
    return CliRunner().invoke(program, ["watch", "verify", str(folder), "--log", str(home), *words])


def acts(home: Path) -> list[dict[str, str]]:
    """What the log says of acts."""
    return [json.loads(one.payload) for one in read_entries(home / "log") if one.kind == CONSOLE_ACT]


def test_an_import_is_logged_before_an_entry_is_opened_and_holds(home: Path, tmp_path: Path) -> None:
    """The log says which account opened which entries; the manifest names that entry; what came of it is what the log says."""
    before = len(acts(home))
    said = run(home, tmp_path / "w", "--json", "--time-zone", "America/Chicago")
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    (log,) = told["logs"].values()
    assert log["new"] >= 2
    (act,) = acts(home)[before:]
    assert (act["face"], act["act"]) == ("command line", "open-for-watch")
    assert act["on"].startswith("#0 to #")
    assert int(log["opening_entry"]) >= 2
    assert told["known"]["grants"] > 10
    folder = WatchFolder.open(tmp_path / "w")
    assert {row["owner"] for row in rows_of(folder, "events")} == {
        "the records custodian, Chicago Police Department, Records Division"
    }
    assert key_file_of(folder.path).stat().st_mode & 0o777 == 0o600


def test_a_verification_is_logged_before_an_entry_is_opened(home: Path, tmp_path: Path) -> None:
    """One act for the log; it is named beside what came of it."""
    assert run(home, tmp_path / "w", "--time-zone", "America/Chicago").exit_code == 0
    before, size = len(acts(home)), read_published(home / "log").checkpoint.size
    checked = verify(home, tmp_path / "w", "--json")
    assert checked.exit_code == 0, checked.output
    told = json.loads(checked.stdout)
    assert told["compared"]["known"] is True
    act, entry = acts(home)[before], int(told["opening_entry"])
    assert (act["face"], act["act"], act["account"]) == ("command line", "open-to-verify", told["opened_by"])
    assert act["on"] == "every entry of log.example/gw1"
    assert entry >= size - 1
    assert len(acts(home)) == before + 1


def test_what_is_not_whole_by_itself_is_not_compared_and_opens_nothing(home: Path, tmp_path: Path) -> None:
    """So nothing is logged either."""
    assert run(home, tmp_path / "w").exit_code == 0
    next((tmp_path / "w" / "events").glob("*/*")).unlink()
    before = len(acts(home))
    assert verify(home, tmp_path / "w").exit_code == 5
    assert len(acts(home)) == before


def test_what_is_due_opens_no_entry_and_says_what_no_import_has_read(home: Path) -> None:
    """Before an import and after it: the watch folder of the installation is read, and of its log only how far it goes."""
    watch = load_home(home).watch_dir
    assert run(home, watch).exit_code == 0
    size = read_published(home / "log").checkpoint.size
    log_opening(home / "log.sock", TO_IMPORT, {"log.example/other": (0, 1)})
    wait_published(home, size + 1)
    before = len(acts(home))
    said = CliRunner().invoke(program, ["watch", "due", str(home), "--json"])
    told = json.loads(said.stdout)
    assert any("came after the last import, from #" in one for one in told["behind"])
    assert not any("import" in one for one in told["not_read"])
    assert len(acts(home)) == before


def test_the_subject_key_of_a_policy_is_one_with_what_is_asked_by_it(home: Path, tmp_path: Path) -> None:
    """Person 42 of the answer and `person_id = 42` of the question are one subject; a plate is another."""
    assert run(home, tmp_path / "w").exit_code == 0
    about = [row["asked"] for row in rows_of(WatchFolder.open(tmp_path / "w"), "subjects")]
    assert about == [True] * 4


def test_an_act_in_the_folder_of_an_installation_is_in_its_log_first(home: Path) -> None:
    """At the command line too, also where only the folder is named; an act that the log does not have is named by verification."""
    watch = load_home(home).watch_dir
    assert run(home, watch).exit_code == 0
    take(WatchFolder.open(watch), [LEAD], DETECTORS, NOW)
    store = FindingStore(WatchFolder.open(watch))
    name, before = next(iter(store.read().findings)), len(acts(home))
    words = [["take"], ["open", "--reason", "26-104"], ["erase", "--order", "26-1", "--reason", "sealed"]]
    for at, (word, *more) in enumerate(words):
        place = ["--dir", str(watch)] if at else ["--home", str(home)]
        done = CliRunner().invoke(program, ["finding", word, name, *more, *place])
        assert done.exit_code == 0, done.output
        assert "keep this head" not in done.output
    logged = acts(home)[before:]
    assert [one["act"] for one in logged] == ["finding-taken", "finding-opened", "finding-erased"]
    assert {(one["face"], one["account"]) for one in logged} == {("command line", who_runs())}
    chain = store.file.read()
    assert list(heads_of(one["on"] for one in logged)) == list(chain.heads[-4:-1])
    assert verify(home, watch).exit_code == 0
    take(WatchFolder.open(watch), [replace(LEAD, entity="kim")], DETECTORS, NOW)
    other = list(store.read().findings)[-1]
    do(store, other, "taken", {}, by="riley", at=NOW)
    checked = verify(home, watch)
    assert checked.exit_code == 5
    assert "`taken` by `riley`, of which the log says nothing" in checked.output
    shutil.rmtree(watch / "findings")


def test_pages_of_the_console_share_what_was_read_of_the_findings(home: Path, tmp_path: Path) -> None:
    """A page that comes after another verifies nothing again, and what is due rests on the same findings."""
    copy = shutil.copytree(home, tmp_path / "copy", ignore=shutil.ignore_patterns("*.sock", "watch"))
    watching = watching_of(load_home(copy), NoLog(), lambda: datetime(2026, 4, 1, tzinfo=UTC))
    assert watching.store() is None
    world(load_home(copy).watch_dir)
    stores = watching.store(), watching.store()
    registers = [one.read() for one in stores if one]
    assert registers[0] is registers[1]
    assert watching.due().facts.findings[0] is next(iter(registers[0].findings.values()))


def test_without_a_log_writer_nothing_is_done_in_the_folder_of_an_installation(
    home: Path, tmp_path: Path
) -> None:
    """The way out is named, and the chain is what it was."""
    copy = shutil.copytree(home, tmp_path / "copy", ignore=shutil.ignore_patterns("*.sock", "watch"))
    store = world(load_home(copy).watch_dir)
    name = next(iter(store.read().findings))
    said = CliRunner().invoke(program, ["finding", "take", name, "--home", str(copy)])
    assert said.exit_code == 75
    assert "start the gateway or its log writer" in said.output
    assert store.read().findings[name].state == "new"


def test_of_many_logs_each_is_named(home: Path) -> None:
    """An act has room for some logs; entries of those that are cut off would be opened unseen."""
    before, many = len(acts(home)), {f"log.example/a-gateway-of-many-{n}": (0, 10**6) for n in range(12)}
    size = read_published(home / "log").checkpoint.size
    log_opening(load_home(home).log_socket, TO_IMPORT, many)
    wait_published(home, size + len(many))
    said = " ".join(act["on"] for act in acts(home)[before:])
    assert all(f"#0 to #999999 of {origin}" in said for origin in many)


def test_no_second_key_is_drawn_for_a_folder(home: Path, tmp_path: Path) -> None:
    """A folder that has a released file, and whose key is lost, is not continued: it would be of two keys for ever."""
    folder = WatchFolder.open_or_make(tmp_path / "w")
    folder.admit(Manifest("other", "elm", Counts(), (), {"subject_key": "00" * 32}))
    said = run(home, tmp_path / "w")
    assert said.exit_code == 1
    assert "is not the key" in said.output
    assert not key_file_of(folder.path).exists()


def test_without_a_log_writer_nothing_is_opened(home: Path, tmp_path: Path) -> None:
    """The way out is named; with --unlogged the manifest names no entry that says so."""
    copy = shutil.copytree(home, tmp_path / "copy", ignore=shutil.ignore_patterns("*.sock"))
    said = run(copy, tmp_path / "w")
    assert said.exit_code == 75
    assert "--unlogged" in said.output
    assert rows_of(WatchFolder.open(tmp_path / "w"), "events") == []
    said = run(copy, tmp_path / "w", "--unlogged", "--json")
    assert said.exit_code == 0, said.output
    checked = verify(copy, tmp_path / "w")
    assert checked.exit_code == 75
    assert "--unlogged" in checked.output
    assert "is what comes of" not in checked.output
    assert verify(copy, tmp_path / "w", "--unlogged").exit_code == 0
    assert [log["opening_entry"] for log in json.loads(said.stdout)["logs"].values()] == [None]
