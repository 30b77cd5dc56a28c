"""Our own log as events: what each access comes to, what a second run adds, and that nothing is lost or doubled."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ostiary.errors import ImportRefused, LogDamaged, ProofInvalid, WatchFolderDamaged
from ostiary.evidence.index.keys import SUBJECT, Identifier
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.subject_key import token
from ostiary.watch.events.verifying import folder_faults
from ostiary.watch.findings.store import FindingStore
from ostiary.watch.findings.taking import take
from ostiary.watch.own_log.importing import import_log
from ostiary.watch.own_log.log_entries import opened_entries
from ostiary.watch.own_log.terms import Terms
from store.log_world import FAULTS, ORIGIN, Died, Fault, FaultyDisk
from watch.finding_world import DETECTORS, LEAD, NOW
from watch.own_log_world import KEY, ORDER, TERMS, World


def subject(number: int) -> str:
    """The token of a subject of the records."""
    return token(KEY, Identifier(SUBJECT, str(number)))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A log with a whole access, a refused one and a stream that is open, imported."""
    world = World.make(tmp_path_factory.mktemp("begun"))
    world.whole("a-1", 42, 43)
    world.whole("a-2", is_allowed=False)
    world.stream("a-3", "asked", "answered")
    world.run()
    return world


@pytest.fixture
def world(begun: World, tmp_path: Path) -> World:
    """The same, to be changed."""
    shutil.copytree(begun.log.root.parent, tmp_path / "copy")
    return World(
        type(begun.log)(tmp_path / "copy" / begun.log.root.name),
        tmp_path / "copy" / begun.master.name,
        WatchFolder.open(tmp_path / "copy" / "watch"),
        begun.hour,
    )


def test_an_access_says_who_asked_what_for_whom_and_how_it_ended(begun: World) -> None:
    """Each column of an event comes from the entry, and a subject that was named and answered is one."""
    first, refused, stream = begun.rows("events")
    expected = {
        "event_id": f"{ORIGIN}/0",
        "source": TERMS.source,
        "row": 0,
        "user": "fbi-1",
        "user_state": "given",
        "agency": "fbi",
        "beneficiary": "cpd",
        "owner": "City Police",
        "role": "officer",
        "address": "192.0.2.1",
        "session": "gw/s-1",
        "action": "lookup",
        "reason": None,
        "reason_state": "absent",
        "purpose": "homicide",
        "case_no": "JK123456",
        "case_no_state": "given",
        "decision": "allow",
        "rule": "R10",
        "rows": 2,
        "exported": False,
        "outcome": "answered",
        "access": "a-1",
        "classes": "arrests,persons",
        "fields": "persons.surname",
        "duties": None,
        "accounting": "R",
        "basis": None,
        "devices": 2,
        # Person 42, whom it named and got, person 43, whom it got, and a plate.
        "subjects": 3,
        # Half past eleven in the evening in UTC is half past five in the afternoon in Chicago.
        "local_minute": 17 * 60 + 30,
    }
    assert {name: first[name] for name in expected} == expected
    assert first["day"] == first["local_day"] == 20513
    assert (refused["decision"], refused["rule"], refused["outcome"], refused["rows"]) == (
        "deny",
        "R01",
        "refused",
        0,
    )
    assert (stream["outcome"], stream["rows"]) == ("open", 1)
    about = {
        row["subject"]: row["asked"] for row in begun.rows("subjects") if row["event_id"] == f"{ORIGIN}/0"
    }
    assert about[subject(42)] is True
    assert about[subject(43)] is False
    assert about[token(KEY, Identifier("plate", "ab1234"))] is True


def test_what_was_imported_holds_against_the_log(begun: World) -> None:
    """Every event made again is the one that stands there."""
    assert begun.hold().differences == ()
    assert not list(folder_faults(begun.watch))


def test_a_second_run_reads_what_is_new_and_ends_what_was_open(world: World) -> None:
    """The stream has its rows and its end; days on which nothing happened keep their parts."""
    before = {part.path for part in world.watch.maybe_manifest(TERMS.source).parts_of("events")}  # type: ignore[union-attr]  # it is there
    world.hour = 30
    world.stream("a-3", "answered", "ended", subject=8)
    world.whole("a-4", 50)
    done = world.run()
    assert (done.entries, done.new, done.again, done.gone) == (3, 1, 1, 0)
    found = {row["access"]: row for row in world.rows("events")}
    assert (found["a-3"]["outcome"], found["a-3"]["rows"], found["a-3"]["subjects"]) == ("answered", 2, 4)
    assert found["a-4"]["day"] == found["a-1"]["day"] + 2
    assert len(found) == 4
    kept = before & {part.path for part in done.manifest.parts_of("events")}
    assert [path.split("/")[1] for path in kept] == ["date=2026-03-01"]
    assert world.hold().differences == ()


def test_a_run_that_finds_nothing_new_changes_nothing(world: World) -> None:
    """The open stream is looked at again, and every row is the same."""
    before = [world.rows(table) for table in ("events", "subjects", "entries")]
    done = world.run()
    assert (done.entries, done.new, done.again, done.gone) == (0, 0, 1, 0)
    assert [world.rows(table) for table in ("events", "subjects", "entries")] == before


def test_what_was_erased_is_gone_after_the_next_run(world: World) -> None:
    """An access whose entry was erased, and a name that was erased in another; until then verification says so."""
    world.erase(1)
    world.erase_name(0, 43)
    told = {(one.kind, one.table, one.row) for one in world.hold().differences}
    assert ("erased", "events", f"{ORIGIN}/1") in told
    assert ("erased", "subjects", f"{ORIGIN}/0 {subject(43)}") in told
    assert {kind for kind, _, _ in told} == {"erased"}
    rests = [
        replace(LEAD, evidence=(f"{ORIGIN}/{entry}",), events=1, entity=f"u{entry}") for entry in range(3)
    ]
    take(world.watch, rests, DETECTORS, NOW)
    done = world.run()
    assert (done.gone, done.findings) == (1, 2)
    findings = {one.entity: one for one in FindingStore(world.watch).read().findings.values()}
    assert (findings["u2"].state, set(findings)) == ("new", {"u2", ""})
    assert findings[""].history[-1].text("order") == ORDER
    assert [row["row"] for row in world.rows("events")] == [0, 2]
    assert subject(43) not in {row["subject"] for row in world.rows("subjects")}
    assert {row["entry"]: row["names_left"] for row in world.rows("entries")} == {0: False, 2: True, 3: True}
    assert world.hold().differences == ()


def test_a_stream_whose_question_was_erased_is_no_event(world: World) -> None:
    """Nobody can say any more what it was about; what still comes of it is counted and not told."""
    world.erase(2)
    done = world.run()
    assert (done.gone, done.without_question) == (1, 1)
    world.stream("a-3", "ended")
    assert world.run().without_question == 1
    assert [row["row"] for row in world.rows("events")] == [0, 1]
    assert world.hold().differences == ()


def test_part_of_a_stream_that_was_erased_takes_its_rows_along(world: World) -> None:
    """The question stays, with what the other parts say."""
    world.erase(3)
    world.run()
    (stream,) = (row for row in world.rows("events") if row["row"] == 2)
    assert (stream["rows"], stream["subjects"]) == (0, 2)
    assert world.hold().differences == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_interrupted_at_any_step_nothing_is_lost_or_doubled(
    world: World, fault: Fault, tmp_path: Path
) -> None:
    """Whatever step goes wrong, the folder says what it said before or all that is new, and the next run says all."""
    world.stream("a-3", "answered", "ended", subject=8)
    world.erase(1)
    start = shutil.copytree(world.watch.path, tmp_path / "start")
    complete = FaultyDisk()
    world.run(complete)
    expected = [world.rows(table) for table in ("events", "subjects", "entries")]
    for step in range(len(complete.steps)):
        world.watch = WatchFolder.open(shutil.copytree(start, tmp_path / str(step)))
        before = world.rows("events")
        with pytest.raises((OSError, Died)):
            world.run(FaultyDisk(step, fault))
        assert world.rows("events") in (before, expected[0])
        world.run()
        assert [world.rows(table) for table in ("events", "subjects", "entries")] == expected
        assert not list(folder_faults(world.watch))


def test_another_log_or_one_that_was_set_back_is_refused(world: World, tmp_path: Path) -> None:
    """What was imported once is the beginning of what is imported next."""
    old = shutil.copytree(world.log.root, tmp_path / "old")
    world.whole("a-4")
    world.run()
    world.log = type(world.log)(old)
    with pytest.raises(LogDamaged, match="were read before"):
        world.run()
    world.whole("forked")
    world.whole("forked again")
    with pytest.raises(ProofInvalid, match="root that was signed"):
        world.run()


def test_other_terms_or_another_key_are_refused(world: World) -> None:
    """Half of a source would not fit the other half: the same person would be two."""
    for other in (
        Terms(ORIGIN, "City Police", frozenset({"person_id"}), "America/Chicago", bytes(32)),
        Terms(ORIGIN, "City Police", frozenset(), "America/Chicago", KEY),
    ):
        with (
            opened_entries(world.log.root, world.master) as log,
            pytest.raises(ImportRefused, match="before with another"),
        ):
            import_log(world.watch, log, other)


def test_a_damaged_part_never_gets_into_a_new_one(world: World) -> None:
    """A manifest vouches for its parts: nothing is copied into a new one that is not what the old one named."""
    (part,) = [part for part in world.watch.parts("events") if "2026-03-01" in part]
    Path(part).write_bytes(Path(part).read_bytes()[:-1] + b"x")
    with pytest.raises(WatchFolderDamaged, match="other bytes"):
        world.run()
