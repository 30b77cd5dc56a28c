"""All logs of an installation: closed ones too, what their directives prove, a process that is killed, and the commands."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from directives.directive_world import ICE, OFFICIALS, Chain, enrolment
from ostiary.cli.main import main as program
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.model.access import Answered
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from ostiary.testing.example import example_bundle
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts
from ostiary.watch.events.subject_key import key_file_of, open_subject_key
from ostiary.watch.events.verifying import folder_faults
from ostiary.watch.events.writing import SourceWriter
from ostiary.watch.own_log.importing import Job
from ostiary.watch.own_log.installation import (
    Believed,
    Ground,
    Told,
    compare_logs,
    import_logs,
    logs_of,
    unread,
)
from ostiary.watch.own_log.terms import KNOWN_SOURCE
from watch.own_log_world import KEY, World, asked, no_policy, rows_of

GROUND = Ground(replace(example_bundle(), officials=OFFICIALS), no_policy, KEY)


FOR_ICE = replace(
    asked("a", agency="cpd"), context=replace(asked("a", agency="cpd").context, beneficiary="ice")
)


def no_progress(_done: int, _total: int) -> None:
    """Nobody waits for these."""


def rotate(world: World, origin: str) -> Path:
    """Close the log; where the closed one stands. The world's folder is the successor's."""
    prepare_successor(world.log.root, origin)
    order_rotation(world.log.root)
    rotate_if_ordered(world.log.root, LogOptions(world.master), lambda _: None, quorum_seconds=0.0)
    return next(one.folder for one in predecessors(world.log.root) if one.folder is not None)


def run(world: World) -> Told:
    """Import every log."""
    return import_logs(world.watch, logs_of(world.log.root), world.master, GROUND, Job())


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A log with an access and an enrolment that was closed, and its successor with an access and a cut-off, imported."""
    world = World.make(tmp_path_factory.mktemp("begun"))
    chain = Chain().order(enrolment("a-1")).confirm("E-1").order(ICE).confirm("D-1")
    world.whole("a-1", 42)
    world.append(chain.raws[:2], DIRECTIVE)
    # Another gateway of the same log has logged the same steps.
    world.append(chain.raws[:2], DIRECTIVE)
    rotate(world, "log.example/succ")
    world.whole("a-2", 42)
    world.append(chain.raws[2:], DIRECTIVE)
    run(world)
    return world


@pytest.fixture
def world(begun: World, tmp_path: Path) -> World:
    """The same, to be changed."""
    place = shutil.copytree(begun.log.root.parent, tmp_path / "copy")
    return World(
        LogFolder(place / begun.log.root.name),
        place / "master.key",
        WatchFolder.open(place / "watch"),
        begun.hour,
    )


def test_each_log_is_a_source_and_what_directives_prove_is_one(begun: World) -> None:
    """Entries of both logs have the number 0; their events do not have one id. Steps of both are one chain."""
    assert [row["event_id"] for row in rows_of(begun.watch, "events")] == [
        "log.example/gw1/0",
        "log.example/succ/1",
    ]
    assert [(row["user"], row["enabled"]) for row in rows_of(begun.watch, "accounts")] == [("a-1", True)]
    assert [row["agency"] for row in rows_of(begun.watch, "cutoffs")] == ["ice"]
    assert [one.kind for one in begun.watch.manifests()] == ["ostiary", "ostiary", "ostiary-known"]
    assert unread(begun.watch, logs_of(begun.log.root)) == {}


def test_how_far_the_log_goes_is_seen_without_its_entries(world: World) -> None:
    """What is due is shown to every role at each request: nothing of it may take an entry, or a key."""
    world.whole("a-7", 42)
    LogFolder(world.log.root).journal.unlink()
    world.master.unlink()
    assert unread(world.watch, logs_of(world.log.root)) == {"log.example/succ": (4, 5)}


def test_all_of_it_holds_against_the_logs(begun: World) -> None:
    """And with another policy the known tables do not."""
    logs = logs_of(begun.log.root)
    found = compare_logs(begun.watch, Believed(logs, KEY, begun.master, GROUND), no_progress)
    assert {source: held.differences for source, held in found.held.items()} == dict.fromkeys(found.held, ())
    assert len(found.held) == 2
    assert (found.known, found.without_log) == ((), ())
    other = replace(GROUND, founding=replace(GROUND.founding, agencies={}))
    known = compare_logs(begun.watch, Believed(logs, KEY, begun.master, other), no_progress).known
    assert known is not None
    assert {(one.kind, one.table) for one in known} >= {("extra", "grants")}


def test_a_closed_log_whose_keys_were_destroyed_takes_its_events_along(world: World) -> None:
    """Nothing can be erased in it but all at once; the folder follows at the next run, and does not come back to it."""
    (closed, running) = logs_of(world.log.root).folders
    LogFolder(closed).keys.unlink()
    told = run(world)
    assert told.destroyed == ["log.example/gw1"]
    assert [row["event_id"] for row in rows_of(world.watch, "events")] == ["log.example/succ/1"]
    assert not list(folder_faults(world.watch))
    # The enrolment stood there too: what rests upon it is not known any more, and is not told.
    assert "not known" in told.unknown
    assert rows_of(world.watch, "accounts") == []
    assert run(world).destroyed == ["log.example/gw1"]
    assert running == world.log.root


def test_a_log_that_is_not_here_is_named(world: World) -> None:
    """Of the log before, its successor knows the name alone."""
    (closed, _) = logs_of(world.log.root).folders
    shutil.rmtree(closed)
    assert logs_of(world.log.root).left_out == "log.example/gw1"
    believed = Believed(logs_of(world.log.root), KEY, world.master)
    found = compare_logs(world.watch, believed, no_progress)
    assert [source[:15] for source in found.without_log] == ["log-example-gw1"]


def test_a_source_that_was_taken_away_is_missed(world: World) -> None:
    """Without its manifest and its parts the folder is whole by itself, and the log that is at hand says what is not here."""
    believed = Believed(logs_of(world.log.root), KEY, world.master, GROUND)
    for manifest in list(world.watch.manifests())[1:]:
        for part in manifest.parts:
            (world.watch.path / part.path).unlink()
        (world.watch.path / f"sources/{manifest.source}.json").unlink()
    assert not list(folder_faults(world.watch))
    found = compare_logs(world.watch, believed, no_progress)
    assert found.not_here == ("log.example/succ",)
    assert {one.kind for one in found.known or ()} == {"missing"}
    assert "grants" in {one.table for one in found.known or ()}


def test_a_stranger_with_an_id_of_our_log_is_found(world: World) -> None:
    """It was imported before our log had given that id; only `watch verify --log` sees both."""
    row = rows_of(world.watch, "events")[0] | {"event_id": "log.example/gw1/77", "source": "theirs"}
    with SourceWriter(world.watch, "theirs", "elm") as writer:
        writer.add_rows("events", [row])
        writer.finish(Counts(read=1, taken=1), {})
    found = compare_logs(world.watch, Believed(logs_of(world.log.root), KEY, world.master), no_progress)
    assert [one.row for one in found.strangers] == ["log.example/gw1/77"]


def test_tables_that_were_emptied_as_if_nothing_were_known_are_missed(world: World) -> None:
    """Whoever empties the known tables can also write that nothing is known."""
    manifest = world.watch.maybe_manifest(KNOWN_SOURCE)
    assert manifest is not None
    emptied = replace(
        manifest, parts=(), made_from={**manifest.made_from, "unknown": "a step is not at hand"}
    )
    world.watch.admit(emptied)
    believed = Believed(logs_of(world.log.root), KEY, world.master, GROUND)
    known = compare_logs(world.watch, believed, no_progress).known
    assert {one.table for one in known or ()} >= {"accounts", "cutoffs", "grants"}


KILLED = """
import os, signal, sys
from pathlib import Path
from ostiary.store.durable_files import Disk
from ostiary.watch.own_log.importing import Job
from watch.own_log.test_installation import GROUND, run
from watch.own_log_world import World
from ostiary.store.log.folder import LogFolder
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.own_log.installation import import_logs, logs_of

class Killing(Disk):
    left = int(sys.argv[2])
    def sync(self, descriptor):
        super().sync(descriptor)
        Killing.left -= 1
        if Killing.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

place = Path(sys.argv[1])
log = LogFolder(place / "log")
import_logs(WatchFolder.open(place / "watch"), logs_of(log.root), place / "master.key", GROUND, Job(disk=Killing()))
"""


@pytest.mark.parametrize("at", [9])
def test_a_process_that_is_killed_loses_and_doubles_nothing(world: World, at: int) -> None:
    """SIGKILL behind a sync: the folder says what it said, or what is new, and the next run says all of it once."""
    world.whole("a-3", 50)
    before = [row["event_id"] for row in rows_of(world.watch, "events")]
    environment = {**os.environ, "PYTHONPATH": f"{Path(__file__).parents[2]}"}
    command = [sys.executable, "-c", KILLED, str(world.log.root.parent), str(at)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    after = [row["event_id"] for row in rows_of(world.watch, "events")]
    assert after[: len(before)] == before
    run(world)
    found = [row["event_id"] for row in rows_of(world.watch, "events")]
    assert sorted(found) == sorted(set(found))
    assert len(found) == len(before) + 1
    assert not list(folder_faults(world.watch))
    believed = Believed(logs_of(world.log.root), KEY, world.master, GROUND)
    assert all(
        not held.differences for held in compare_logs(world.watch, believed, no_progress).held.values()
    )


def test_the_command_tells_what_holds_and_what_does_not(world: World) -> None:
    """0 and a sentence for each source; 5 and the name of the row where somebody changed one."""
    key_file = key_file_of(world.watch.path)
    open_subject_key(key_file)
    key_file.write_text(f"{KEY.hex()}\n")
    log = ["--log", str(world.log.root), "--master-key", str(world.master), "--unlogged"]
    said = CliRunner().invoke(program, ["watch", "verify", str(world.watch.path), *log])
    assert said.exit_code == 0, said.output
    assert said.output.count("is what comes of the first") == 2
    assert "no entry of this opening" in said.output
    noticed = CliRunner().invoke(program, ["watch", "verify", str(world.watch.path), *log[:-1]])
    assert noticed.exit_code == 75
    assert "--unlogged" in noticed.output
    erased = world.whole("a-9", 1)
    run(world)
    world.erase(erased)
    found = CliRunner().invoke(program, ["watch", "verify", str(world.watch.path), *log, "--json"])
    assert found.exit_code == 5
    told = json.loads(found.output)
    assert told["holds"] is False
    assert {one["kind"] for one in told["compared"]["differences"]} == {"erased"}
    shutil.rmtree(world.watch.path / "events")
    broken = CliRunner().invoke(program, ["watch", "verify", str(world.watch.path), *log])
    assert broken.exit_code == 5
    assert "is missing" in broken.output
    assert "no event was compared" in broken.output


def test_without_the_key_of_subjects_nothing_is_compared(world: World) -> None:
    """The command says which file is missing, and how to name another."""
    said = CliRunner().invoke(
        program, ["watch", "verify", str(world.watch.path), "--log", str(world.log.root)]
    )
    assert said.exit_code == 1
    assert "--subject-key" in said.output


def test_options_of_files_are_refused_for_an_installation(tmp_path: Path) -> None:
    """Nobody is to believe that an option was heeded which was not; a folder is no file of another format."""
    base = ["watch", "import", str(tmp_path), "-o", str(tmp_path / "w")]
    said = CliRunner().invoke(program, [*base, "--as", "ostiary", "--owner", "X"])
    assert (said.exit_code, "--owner is not for" in said.output) == (2, True)
    said = CliRunner().invoke(program, [*base, "--as", "plate-reader-org"])
    assert (said.exit_code, "is a folder" in said.output) == (2, True)
    said = CliRunner().invoke(program, [*base, "--as", "plate-reader-org", "--unlogged"])
    assert (said.exit_code, "--unlogged is not for" in said.output) == (2, True)


def test_what_an_agency_got_after_its_cut_off_is_found(tmp_path: Path) -> None:
    """The log alone proves it: the step that cut the agency off, and an answer that it got all the same."""
    world = World.make(tmp_path)
    world.append(Chain().order(ICE).confirm("D-1").raws, DIRECTIVE)
    world.whole("a-1", 42, agency="ice")
    world.append([world.part("whole", replace(FOR_ICE, access="a-2"), Answered("answered", 1, (42,)))])
    world.whole("a-3", 42, agency="fbi")
    world.whole("a-4", agency="ice", is_allowed=False)
    run(world)
    said = CliRunner().invoke(program, ["watch", "run", str(world.watch.path), "--only", "M11", "--json"])
    assert said.exit_code in {0, 3}, said.output
    leads = {one["code"]: one["events"] for one in json.loads(said.stdout)["detectors"] if one["leads"]}
    # The first two: one by the agency, one by another on its behalf.
    assert leads == {"M11b": 2}
