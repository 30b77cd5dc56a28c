"""What a crash left in memory alone is made durable before anything rests upon it, and memory is not believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.errors import LogUnavailable
from ostiary.store.durable_files import Disk
from ostiary.store.log.encrypting import encrypt_log
from ostiary.store.log.key_file import create_key_file
from ostiary.store.log.opening import LogOptions, open_log
from ostiary.store.log.settling import settle
from ostiary.store.master_key import read_master_key
from store.log_world import append, entry, log_of
from store.test_encrypting import MASTER, quiet
from store.test_name_erasing import erase, writing, written


class BadFile(Disk):
    """A disk that cannot make one file durable."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.synced: list[str] = []

    def sync_data(self, descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        self.synced.append(name)
        if name == self._name:
            raise OSError(5, "Input/output error")
        super().sync_data(descriptor)


@pytest.mark.parametrize("name", ["journal", "keys", "rests", "rests.keys"])
def test_each_file_is_made_durable_before_anything_rests_upon_it(tmp_path: Path, name: str) -> None:
    """A key that was drawn, a key that was destroyed, a rest for which a key was: read from memory, they may be gone tomorrow."""
    folder, master = written(tmp_path)
    erase(folder, master, 7)
    before = {path: path.read_bytes() for path in folder.private.iterdir()}
    with (
        pytest.raises(LogUnavailable, match=f"`private/{name}` cannot be synced"),
        open_log(folder, LogOptions(master), BadFile(name)),
    ):
        pass
    assert {path: path.read_bytes() for path in folder.private.iterdir()} == before


def test_a_command_that_seals_a_log_believes_the_disk_too(tmp_path: Path) -> None:
    """It goes on where it was interrupted, with the keys that it finds."""
    folder = log_of(tmp_path / "log", 5)
    append(folder, [[b"more"]])
    create_key_file(folder.keys, MASTER, Disk(), staging=folder.staging)
    with pytest.raises(LogUnavailable, match="`private/keys` cannot be synced"):
        encrypt_log(folder, MASTER, BadFile("keys"), quiet)


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    """On a disk that works, it costs three syncs at a start; a file that is missing is whoever opens it to tell."""
    folder, master = written(tmp_path)
    disk = BadFile("")
    with open_log(folder, LogOptions(master), disk) as log:
        log.journal.append([entry(b"five")])
    assert disk.synced[:2] == ["keys", "journal"]
    settle(disk, folder.rests)
    with writing(folder, master) as (journal, _, _):
        assert journal.at.index == 6
    assert read_master_key(master).name == "city.example/master"
