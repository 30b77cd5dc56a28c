"""Verifying: a whole log in one sentence, and every changed byte of every file found."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ostiary.errors import EvidenceFault, LogDamaged, ProofInvalid
from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder, create_log, read_signer, writer_lock
from ostiary.store.log.verify import verify_log
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from store.log_world import ORIGIN, append, log_of, make_log, payloads, publish, verify, writer


def files_of(folder: LogFolder) -> list[Path]:
    return sorted(path for path in folder.root.rglob("*") if path.is_file())


def public_copy(folder: LogFolder, directory: Path) -> LogFolder:
    """What an outsider has: the public side and the vkey."""
    shutil.copytree(folder.public, directory / "public")
    shutil.copy(folder.verifier_key, directory)
    return LogFolder(directory)


def changed(folder: LogFolder, path: Path, at: int) -> type[EvidenceFault] | None:
    """How verification fails with the byte ``at`` of a file changed; None when it does not. The byte is put back."""
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
    try:
        verify(folder)
    except (LogDamaged, ProofInvalid) as fault:
        return type(fault)
    finally:
        path.write_bytes(whole)
    return None


def sampled(length: int, most: int) -> list[int]:
    """Every position of a small file, evenly spread ones and both ends of a large one."""
    return sorted({*range(0, length, max(1, length // most)), length - 1})


def test_a_whole_log_is_told_in_one_sentence(tmp_path: Path) -> None:
    """How many entries, which root, whose signature, and how many are not published yet."""
    folder = log_of(tmp_path / "log", 300)
    append(folder, [payloads(300, 7)])
    report = verify(folder)
    root = base64.b64encode(report.root).decode()
    assert report.sentence == (
        f"the log is whole: 300 entries, root {root}, signed by {ORIGIN}; 7 more durable and not yet published;"
        " its head stands on this machine alone"
    )
    published = open_checkpoint(folder.checkpoint.read_bytes(), read_signer(folder).verifier())
    assert (report.origin, report.size, report.root) == (ORIGIN, 300, published.root)


def test_every_changed_byte_of_a_small_log_is_found(tmp_path: Path) -> None:
    """Each byte of each file, keys and policy included."""
    folder = log_of(tmp_path / "log", 3)
    assert len(files_of(folder)) == 8
    for path in files_of(folder):
        for at in range(len(path.read_bytes())):
            assert changed(folder, path, at), f"byte {at} of {path}"
    verify(folder)


def test_every_changed_file_of_a_larger_log_is_found(tmp_path: Path) -> None:
    """Full and partial tiles of two levels, bundles and the journal, at sampled positions."""
    folder = log_of(tmp_path / "log", 600)
    for path in files_of(folder):
        for at in sampled(len(path.read_bytes()), 20):
            assert changed(folder, path, at), f"byte {at} of {path}"
    verify(folder)


def test_every_changed_byte_of_a_public_copy_is_found(tmp_path: Path) -> None:
    """An outsider with the public side and the vkey finds the same."""
    folder = public_copy(log_of(tmp_path / "log", 300), tmp_path / "copy")
    report = verify(folder)
    assert (report.size, report.unpublished) == (300, None)
    assert report.sentence.endswith("; only the public side was verified")
    for path in files_of(folder):
        for at in sampled(len(path.read_bytes()), 60):
            assert changed(folder, path, at), f"byte {at} of {path}"


def test_every_changed_byte_beyond_the_checkpoint_is_found(tmp_path: Path) -> None:
    """Entries that are durable and not published yet are as well guarded: here the whole journal is beyond."""
    folder = make_log(tmp_path / "log")
    append(folder, [payloads(0, 2), payloads(2, 2)])
    for at in range(len(folder.journal.read_bytes())):
        assert changed(folder, folder.journal, at), f"byte {at}"
    assert verify(folder).unpublished == 4


def test_every_missing_file_is_found(tmp_path: Path) -> None:
    """Each file of a log is needed, but partial tiles that a full one has superseded."""
    folder = log_of(tmp_path / "log", 300)
    for path in files_of(folder):
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises((LogDamaged, ProofInvalid)) as fault:
            verify(folder)
        assert folder.name_of(path) in fault.value.message
        path.write_bytes(whole)
        path.chmod(0o600)


@pytest.mark.parametrize(
    "name", ["public/tile/0/000", "public/tile/entries/001.p/44", "private/head", "log.vkey"]
)
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    """The message says which file, relative to the log."""
    folder = log_of(tmp_path / "log", 300)
    path = folder.root / name
    path.write_bytes(path.read_bytes()[:-3] + b"???")
    with pytest.raises((LogDamaged, ProofInvalid)) as fault:
        verify(folder)
    assert f"`{name}`" in fault.value.message


def test_strays_are_told(tmp_path: Path) -> None:
    """Files under public/ that no entry explains are listed, in the sentence too, and do not make the log damaged."""
    folder = log_of(tmp_path / "log", 300)
    strays = ["public/index.html", "public/tile/0/001.p/045", "public/tile/0/001.p/45", "public/tile/9/000"]
    for name in strays:
        path = folder.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"stray")
    report = verify(folder)
    assert report.strays == tuple(strays)
    assert report.sentence.endswith("; 4 stray: " + ", ".join(strays))


def test_a_history_with_one_entry_changed_everywhere_is_found(tmp_path: Path) -> None:
    """Consistent tiles over another entry do not have the root that was signed."""
    folder, other = log_of(tmp_path / "log", 300), make_log(tmp_path / "other")
    append(other, [payloads(0, 150), payloads(400, 150)])
    publish(other)
    signed = folder.checkpoint.read_bytes()
    for directory, names in (
        (public_copy(other, tmp_path / "copy"), ["checkpoint"]),
        (other, ["checkpoint", "head"]),
    ):
        for name in names:
            getattr(directory, name).write_bytes(signed)
        with pytest.raises(ProofInvalid, match="do not have the root"):
            verify(directory)


def test_a_log_signed_by_another_key_is_found(tmp_path: Path) -> None:
    """A checkpoint that the log's key did not sign is worth nothing, whatever it says."""
    folder = log_of(tmp_path / "log", 3)
    create_log(tmp_path / "other", ORIGIN, bytes(32))
    other = LogFolder(tmp_path / "other")
    shutil.copy(other.verifier_key, folder.verifier_key)
    with pytest.raises(ProofInvalid, match=r"`trust\.policy`"):
        verify(folder)
    shutil.copy(other.trust_policy, folder.trust_policy)
    with pytest.raises(LogDamaged, match=r"`private/log\.key`"):
        verify(folder)
    shutil.copy(other.signer_key, folder.signer_key)
    with pytest.raises(ProofInvalid, match="`public/checkpoint`"):
        verify(folder)


@pytest.mark.parametrize("size", [3, 5])
def test_a_head_that_is_not_the_last_is_found(tmp_path: Path, size: int) -> None:
    """An older head, and another tree of the same size, are not what was signed last."""
    folder = log_of(tmp_path / "log", 5)
    folder.head.write_bytes(sign_checkpoint(Checkpoint(ORIGIN, size, bytes(32)), read_signer(folder)))
    with pytest.raises(ProofInvalid, match="`private/head`"):
        verify(folder)


def test_a_signed_tree_larger_than_the_journal_is_found(tmp_path: Path) -> None:
    """Frames cut off at a boundary leave a well-formed journal that is too short."""
    folder = log_of(tmp_path / "log", 6, lot=3)
    whole = folder.journal.read_bytes()
    folder.journal.write_bytes(whole[: (len(whole) - 72) // 2 + 72])
    with pytest.raises(LogDamaged, match="6 entries were signed and only 3 are there"):
        verify(folder)


def test_a_torn_tail_is_damage_unless_it_is_being_written(tmp_path: Path) -> None:
    """With a writer at work an unfinished frame is normal; without one it has to be recovered first."""
    folder = log_of(tmp_path / "log", 3)
    with folder.journal.open("ab") as journal:
        journal.write(b"OSF1")
    with pytest.raises(LogDamaged, match="no whole frame") as fault:
        verify(folder)
    assert "start it again" in fault.value.hint
    with writer_lock(folder):
        assert verify(folder).size == 3


def test_a_superseded_partial_tile_may_be_gone(tmp_path: Path) -> None:
    """For a copy whose checkpoint is older than its tiles, the full tile stands in for the partial one."""
    folder = log_of(tmp_path / "log", 100)
    old = folder.checkpoint.read_bytes()
    append(folder, [payloads(100, 200)])
    publish(folder)
    folder = public_copy(folder, tmp_path / "copy")
    folder.checkpoint.write_bytes(old)
    assert verify(folder).size == 100


def test_a_running_log_can_be_verified(tmp_path: Path) -> None:
    """Verification while the writer appends and publishes sees a whole log each time."""
    folder = make_log(tmp_path / "log")
    with writer(folder, interval=0.0) as running:
        for number in range(60):
            append_once(running.socket, ACCESS, b"%d" % number)
            report = verify(folder)
            assert report.unpublished is not None
            assert report.size + report.unpublished > number
            assert report.strays == ()
        assert running.stop() == 0
    assert verify(folder).size == 60


def test_progress_ends_with_the_number_of_entries(tmp_path: Path) -> None:
    """Whoever watches sees the end, also of an empty log, and never more done than there is."""
    for size in (0, 5000):
        seen: list[tuple[int, int]] = []
        folder = log_of(tmp_path / str(size), size, lot=1000)
        verify_log(folder.root, lambda done, total, seen=seen: seen.append((done, total)))  # type: ignore[misc]
        assert seen[-1] == (size, size)
        assert all(done <= total for done, total in seen)


def imported_by(code: str) -> set[str]:
    """The top names of all modules that an interpreter has after running ``code``."""
    code += "; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}"], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_verifying_needs_nothing_but_cryptography() -> None:
    """The verifier imports the standard library, cryptography and this package: an outsider can run it."""
    # What the environment imports into every interpreter is not ours. Three are parts of cryptography; what
    # Cython leaves in modules that it has compiled is no package.
    found = imported_by("import ostiary.store.log.verify") - imported_by("pass") - sys.stdlib_module_names
    compiled = {name for name in found if name == "cython_runtime" or name.startswith("_cython_")}
    assert found <= {"ostiary", "cryptography", "cffi", "_cffi_backend", "_openssl"} | compiled


@pytest.mark.parametrize("name", ["public/tile/0/000", "public/tile/entries/000", "public/tile/0/001.p/44"])
def test_a_tile_is_no_way_to_other_files(tmp_path: Path, name: str) -> None:
    """A link to /dev/zero in the place of a tile or bundle is damage, with and without the private side."""
    whole = log_of(tmp_path / "log", 300)
    for folder in (public_copy(whole, tmp_path / "copy"), whole):
        (folder.root / name).unlink()
        (folder.root / name).symlink_to("/dev/zero")
        with pytest.raises(LogDamaged, match=f"`{name}` is not a regular file"):
            verify(folder)
