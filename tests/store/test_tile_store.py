"""The public side: what is written, in which order, and what is never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import LogDamaged
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.tile_store import TileStore
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.tiles import entries_path, tiles_of_size
from store.log_world import FaultyDisk, append, log_of, make_log, opened, payloads, publish, verify


def public_files(folder: LogFolder) -> set[str]:
    return {str(path.relative_to(folder.public)) for path in folder.public.rglob("*") if path.is_file()}


def expected_files(size: int) -> set[str]:
    tiles = list(tiles_of_size(size))
    bundles = {entries_path(tile.number, tile.width) for tile in tiles if tile.level == 0}
    return {tile.path for tile in tiles} | bundles | {"checkpoint"}


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600])
def test_a_size_has_exactly_its_files(tmp_path: Path, size: int) -> None:
    """One publication writes the tiles and bundles of the size, the checkpoint, and nothing else."""
    folder = log_of(tmp_path / "log", size)
    assert public_files(folder) == expected_files(size)
    assert verify(folder).size == size


def test_partial_tiles_stay_until_the_full_one_is_published(tmp_path: Path) -> None:
    """Every published size keeps its partial tiles, and they go once a checkpoint covers the full tile."""
    folder = log_of(tmp_path / "log", 100)
    append(folder, [payloads(100, 100)])
    publish(folder)
    assert public_files(folder) == expected_files(100) | expected_files(200)
    append(folder, [payloads(200, 100)])
    publish(folder)
    assert public_files(folder) == expected_files(300)


def test_the_checkpoint_comes_last_and_the_head_before_it(tmp_path: Path) -> None:
    """Files, their directories, the head with its directory, and only then the checkpoint."""
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 300)])
    disk = FaultyDisk()
    publish(folder, disk)
    head, checkpoint = disk.steps.index("rename head"), disk.steps.index("rename checkpoint")
    assert disk.steps[head + 1] == "fsync directory private"
    assert head < checkpoint
    assert disk.steps[checkpoint + 1 :] == ["fsync directory public"]
    for directory in ("0", "entries", "001.p", "000.p"):
        assert f"fsync directory {directory}" in disk.steps[:head]
    renames = [at for at, step in enumerate(disk.steps) if step.startswith("rename ")]
    assert all(disk.steps[at - 1] == "fsync file staging" for at in renames)
    assert [at for at in renames if at > head] == [checkpoint]


def test_publishing_the_same_again_writes_nothing(tmp_path: Path) -> None:
    """A publication without news touches no file; directories may be synced again."""
    folder = log_of(tmp_path / "log", 300)
    disk = FaultyDisk()
    publish(folder, disk)
    assert not [step for step in disk.steps if not step.startswith("fsync directory")]


def test_a_lost_or_short_file_is_written_again(tmp_path: Path) -> None:
    """Public files are derived: one that is missing, or a beginning of what it must be, comes back."""
    folder = log_of(tmp_path / "log", 300)
    names = sorted(public_files(folder) - {"checkpoint"})
    before = {name: (folder.public / name).read_bytes() for name in names}
    for name in names[::2]:
        (folder.public / name).unlink()
    for name in names[1::2]:
        (folder.public / name).write_bytes(before[name][:10])
    publish(folder)
    assert {name: (folder.public / name).read_bytes() for name in names} == before


def test_other_bytes_at_a_path_are_damage(tmp_path: Path) -> None:
    """A tile, full or partial, and a bundle that say something else are never written over."""
    folder = log_of(tmp_path / "log", 300)
    for name in sorted(public_files(folder) - {"checkpoint"}):
        path = folder.public / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(LogDamaged, match=f"`public/{name}`"):
            publish(folder)
        assert path.read_bytes() != whole
        path.write_bytes(whole)
    publish(folder)


def store_over(folder: LogFolder, head: Checkpoint) -> TileStore:
    store = TileStore(folder, read_signer(folder), head, Disk())
    with JournalReader(folder.journal) as reader:
        for frame, _ in reader.read_frames(reader.start):
            store.add(frame)
    return store


@pytest.mark.parametrize(("size", "why"), [(301, "signed and the journal holds"), (300, "another tree")])
def test_no_smaller_and_no_other_tree_is_signed(tmp_path: Path, size: int, why: str) -> None:
    """What was once signed binds: a smaller tree, or another of the same size, is refused and nothing is written."""
    folder = log_of(tmp_path / "log", 300)
    before = folder.head.read_bytes(), folder.checkpoint.read_bytes()
    store = store_over(folder, Checkpoint("log.example/gw1", size, bytes(32)))
    with pytest.raises(LogDamaged, match=why):
        store.publish()
    assert (folder.head.read_bytes(), folder.checkpoint.read_bytes()) == before


def test_a_frame_out_of_order_is_refused(tmp_path: Path) -> None:
    """Frames are taken in in their order, each once."""
    folder = log_of(tmp_path / "log", 10)
    with opened(folder) as (_, head):
        store = store_over(folder, head)
    with JournalReader(folder.journal) as reader:
        frame, _ = next(reader.read_frames(reader.start))
    with pytest.raises(LogDamaged, match="does not continue"):
        store.add(frame)


def test_a_head_that_was_not_published_yet_is_published(tmp_path: Path) -> None:
    """After a crash between head and checkpoint, the next start publishes what was signed."""
    folder = log_of(tmp_path / "log", 10)
    newest = folder.checkpoint.read_bytes()
    # Both logs have one key, so that the checkpoint of the empty one is an earlier one of this log.
    folder.checkpoint.write_bytes(make_log(tmp_path / "empty").checkpoint.read_bytes())
    publish(folder)
    assert folder.checkpoint.read_bytes() == newest
