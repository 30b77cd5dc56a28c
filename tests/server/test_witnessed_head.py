from __future__ import annotations

from pathlib import Path

import pytest

from directives.directive_world import ICE, Chain
from ostiary.directives.envelope import step_hash
from ostiary.errors import DirectiveRefused, LogDamaged, ProofInvalid
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.server.steps.logged_steps import Logged, highest, read_logged_steps
from ostiary.server.steps.witnessed_head import Head, WitnessedHead
from ostiary.store.directive_floor import Floor
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, create_log, read_part, read_verifier
from ostiary.store.log.witnessed import publish_witnessed, read_trust, witnessed_file
from ostiary.tlog.checkpoint import parse_checkpoint
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from ostiary.tlog.note import sign_line, split_note
from server.witness_log import trust
from store.log_world import ORIGIN, append, entry, log_of, opened, payloads, publish

W1 = Cosigner("ombudsman.example/w1", ED25519_COSIGNATURE, bytes(range(1, 33)))
W2 = Cosigner("archive.example/w1", ED25519_COSIGNATURE, bytes(range(2, 34)))
RAWS = Chain().order(ICE).confirm("D-1").raws


def directives(folder: LogFolder, raws: list[bytes]) -> None:
    with opened(folder) as (journal, _):
        for raw in raws:
            journal.append([entry(raw, DIRECTIVE)])


def cosign(folder: LogFolder, at: int, *by: Cosigner) -> None:
    """The published checkpoint, cosigned at that second."""
    note = read_part(folder, folder.checkpoint)
    text = split_note(note)[0]
    publish_witnessed(folder, note, [sign_line(text, one.at(at)) for one in by], Disk())


class World:
    """A log with ten accesses and the two steps of a cut-off, and clocks that a test holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = log_of(folder / "log", 10)
        trust(
            self.folder,
            [("w1", W1.verifier(), ""), ("w2", W2.verifier(), "")],
            "group any 1 w1 w2",
            "quorum any",
        )
        directives(self.folder, RAWS)
        publish(self.folder)
        self.boot, self.wall = 500.0, 1_000_000.0

    def head(self, logged: tuple[Logged, ...] | None = None) -> WitnessedHead:
        return WitnessedHead(
            self.folder,
            read_verifier(self.folder),
            read_trust(self.folder),
            read_logged_steps(self.folder.root) if logged is None else logged,
            seconds=100.0,
            clocks=lambda: (self.boot, self.wall),
        )


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_the_steps_of_a_log_are_found(world: World) -> None:
    """With their place, and what the next step names them by; they are the floor, whatever the file says."""
    logged = read_logged_steps(world.folder.root)
    assert [(one.index, one.sequence, one.hash) for one in logged] == [
        (10, 0, step_hash(RAWS[0])),
        (11, 1, step_hash(RAWS[1])),
    ]
    floor = Floor(1, step_hash(RAWS[1]))
    assert highest(Floor(), logged) == highest(Floor(0, step_hash(RAWS[0])), logged) == floor
    assert highest(Floor(7, "f" * 64), logged) == Floor(7, "f" * 64)
    with pytest.raises(DirectiveRefused, match="names another step 1 than the log"):
        highest(Floor(1, "f" * 64), logged)


def test_a_step_in_the_successor_is_not_covered_by_what_was_seen_of_the_old_log(world: World) -> None:
    """Its number is small again, and a gateway that has not noticed the rotation yet serves nobody under it."""
    head = world.head()
    cosign(world.folder, 999_990, W1)
    assert head.look().sequence == 1
    world.folder.root.rename(world.folder.root.with_name("log.closed"))
    head.add(2, "a" * 64, 1)
    create_log(world.folder.root, "log.example/2027h1", bytes(32))
    head.add(2, "a" * 64, 1)
    assert head.look().sequence == 1


def test_a_fork_of_the_chain_within_a_log_is_found(world: World) -> None:
    """A step that stands twice is one step; two different ones of a sequence are two histories."""
    directives(world.folder, RAWS[:1])
    assert len(read_logged_steps(world.folder.root)) == 2
    directives(world.folder, Chain().order(ICE, "superintendent").raws)
    with pytest.raises(LogDamaged, match="entries 10 and 13 of the log hold two different steps 0"):
        read_logged_steps(world.folder.root)


def test_a_directive_that_is_no_step_is_damage(world: World) -> None:
    """It is not passed over: what cannot be read might be the cut-off."""
    directives(world.folder, [b"something else"])
    with pytest.raises(LogDamaged, match="entry 12 of the log is a directive and holds no step"):
        read_logged_steps(world.folder.root)


def test_covered_is_what_stands_below_the_cosigned_size(world: World) -> None:
    """Nothing before a cosignature; then up to the last step in it, for the seconds that are left of its age."""
    head = world.head()
    assert head.look() == Head(-1, 0.0)
    cosign(world.folder, 999_990, W1)
    assert head.look() == Head(1, 590.0)
    head.add(2, "a" * 64, 12)
    assert head.look() == Head(1, 590.0)
    append(world.folder, [payloads(12, 1)])
    publish(world.folder)
    cosign(world.folder, 999_999, W2)
    assert head.look() == Head(2, 599.0)


def test_a_clock_that_is_set_back_prolongs_nothing(world: World) -> None:
    """The age was counted when the cosignature was first seen; one from the future is as good as one from now."""
    head = world.head()
    cosign(world.folder, 999_990, W1)
    assert head.look().until == 590.0
    world.boot, world.wall = 550.0, 0.0
    cosign(world.folder, 999_990, W1, W2)
    assert head.look().until == 590.0
    cosign(world.folder, 1_000_001, W1)
    assert head.look().until == 650.0


def test_witnesses_that_contradict_take_the_cover_away_when_no_quorum_is_left(world: World) -> None:
    """One of two cannot; both can, at once."""
    head = world.head()
    cosign(world.folder, 999_999, W1)
    assert head.look(frozenset({"w2"})).until == 599.0
    assert head.look(frozenset({"w1", "w2"})) == Head(1, 0.0)
    assert head.look().until == 599.0


def test_no_quorum_covers_nothing(world: World) -> None:
    """What one witness signs, where two are asked for, counts as nothing."""
    trust(
        world.folder,
        [("w1", W1.verifier(), ""), ("w2", W2.verifier(), "")],
        "group all all w1 w2",
        "quorum all",
    )
    head = world.head()
    cosign(world.folder, 999_999, W1)
    assert head.look() == Head(-1, 0.0)
    cosign(world.folder, 999_999, W1, W2)
    assert head.look().sequence == 1


def test_a_step_that_is_not_in_the_cosigned_tree_is_not_covered(world: World) -> None:
    """The journal shows a directive, and the tree that witnesses signed holds something else at its place."""
    (first, last) = read_logged_steps(world.folder.root)
    cosign(world.folder, 999_999, W1)
    forged = Logged(last.index, b"\0" * 32, last.sequence, last.hash)
    with pytest.raises(ProofInvalid, match="leaf 11 is not in the tree of 12"):
        world.head((first, forged)).look()


def test_a_log_that_is_behind_its_cosigned_checkpoint_covers_nothing(world: World) -> None:
    """The public checkpoint was set back, and the cosigned one was not."""
    older = read_part(world.folder, world.folder.checkpoint)
    append(world.folder, [payloads(12, 1)])
    publish(world.folder)
    cosign(world.folder, 999_999, W1)
    world.folder.checkpoint.write_bytes(older)
    assert parse_checkpoint(split_note(witnessed_file(world.folder, ORIGIN).read_bytes())[0]).size == 13
    with pytest.raises(LogDamaged, match="13 entries were cosigned, and 12 are published"):
        world.head().look()
