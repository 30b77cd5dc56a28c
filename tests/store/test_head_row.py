"""The head of a log in a real control database: swaps, two writers, restored backups, and a database that is away."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from control_world import fresh_control
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import EvidenceFault, LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.store.control import LOG_ROLE
from ostiary.store.durable_files import Disk
from ostiary.store.head_row import HeadRow
from ostiary.store.key_files import write_private
from ostiary.store.log import refusals
from ostiary.store.log.adopting import adopt_head
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.late_head import settle
from ostiary.store.log.receipts import read_published
from ostiary.tlog.checkpoint import Checkpoint, sign_checkpoint
from ostiary.tlog.merkle import EMPTY_ROOT
from ostiary.tlog.note import SignerKey
from store.log_world import ORIGIN, Running, append, log_of, make_log, payloads, publish, verify, writer
from store.refusal_world import refuses

ROWS = "SELECT size, note FROM ostiary.log_head WHERE origin = %s"


@pytest.fixture
def owner(server: EmbeddedPostgres) -> str:
    """A fresh control database, as its owner."""
    return fresh_control(server)


@pytest.fixture
def dsn(owner: str) -> str:
    """The same, as a log writer's account, which has the log's role and nothing else."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS gatelog")
        connection.execute(f"CREATE ROLE gatelog LOGIN PASSWORD 'secret' IN ROLE {LOG_ROLE}".encode())
    return make_conninfo(owner, user="gatelog", password="secret")


@pytest.fixture
def dsn_file(dsn: str, tmp_path: Path) -> Path:
    """Its connection string, where a writer reads it."""
    write_private(tmp_path / "log.dsn", f"{dsn}\n".encode())
    return tmp_path / "log.dsn"


@contextlib.contextmanager
def writing(folder: LogFolder, dsn_file: Path, patience: float = 30) -> Iterator[Running]:
    """A real writer whose head stands in the control database."""
    with writer(folder, after=_options(dsn_file, patience)) as running:
        yield running


def _options(dsn_file: Path, patience: float = 0.2) -> list[str]:
    return ["--head-dsn-file", str(dsn_file), "--head-patience", str(patience)]


def _shared_log(directory: Path, dsn_file: Path, entries: int = 3) -> LogFolder:
    """A published log of so many entries, with its head in the database, as a writer leaves it."""
    folder = log_of(directory, entries)
    row = HeadRow(dsn_file.read_text("utf-8").strip(), ORIGIN)
    settle(folder, row, row.read(), Disk())
    row.close()
    return folder


def _row(owner: str) -> tuple[int, bytes] | None:
    with psycopg.connect(owner) as connection:
        found = connection.execute(ROWS, [ORIGIN]).fetchone()
    return None if found is None else (found[0], bytes(found[1]))


def _run(owner: str, statement: str, *values: object) -> None:
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(statement.encode(), values)


def _end_connections(owner: str) -> None:
    _run(owner, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gatelog'")


def _wait(condition: object, what: str) -> None:
    until = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until, what
        time.sleep(0.01)


def _note(
    size: int, root: bytes = EMPTY_ROOT, seed: bytes | None = None, folder: LogFolder | None = None
) -> bytes:
    signer = SignerKey.generate(ORIGIN, seed or bytes(32)) if folder is None else read_signer(folder)
    return sign_checkpoint(Checkpoint(ORIGIN, size, root), signer)


def test_each_checkpoint_is_swapped_in_before_it_is_published(
    tmp_path: Path, owner: str, dsn_file: Path
) -> None:
    """The row, the head and the published checkpoint are the same bytes when a writer has stopped; the report says so."""
    folder = make_log(tmp_path / "log")
    with writing(folder, dsn_file) as running:
        for number in range(3):
            append_once(running.socket, ACCESS, b"entry %d" % number)
        assert running.stop() == 0
    row = _row(owner)
    assert row == (3, folder.head.read_bytes())
    assert folder.checkpoint.read_bytes() == folder.head.read_bytes()
    assert "its head stands in a control database too" in verify(folder).sentence


def test_a_writer_that_died_between_swap_and_head_goes_on(tmp_path: Path, owner: str, dsn_file: Path) -> None:
    """The row is ahead of every file, and the journal has its tree: the next writer takes it up."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    before = (folder.head.read_bytes(), folder.checkpoint.read_bytes())
    with writing(folder, dsn_file) as running:
        append_once(running.socket, ACCESS, b"one more")
        assert running.stop() == 0
    folder.head.write_bytes(before[0])
    folder.checkpoint.write_bytes(before[1])
    with writing(folder, dsn_file) as running:
        assert append_once(running.socket, ACCESS, b"and another") == 4
        assert running.stop() == 0
    assert (_row(owner) or (0,))[0] == verify(folder).size == 5


def test_a_swap_is_for_who_knows_what_it_replaces(dsn: str) -> None:
    """Whoever has read an older row takes nothing; nor does who knows of none."""
    first, second = HeadRow(dsn, ORIGIN), HeadRow(dsn, "log.example/another")
    assert first.read() is None
    first.begin(_note(0))
    first.swap(_note(1))
    # A second one for the same log cannot even look while the first holds it.
    late = HeadRow(dsn, ORIGIN, hold_seconds=0.0)
    with pytest.raises(LogUnavailable, match="another writer holds the head"):
        late.read()
    first.close()
    row = late.read()
    assert row is not None
    assert row.note == _note(1)
    # The first connects again only when the second has gone, and finds what that one did.
    late.swap(_note(2))
    late.close()
    with pytest.raises(LogUnavailable, match="has moved the head"):
        first.swap(_note(2, bytes(32)))
    assert second.read() is None
    first.close()
    second.close()


def test_no_account_takes_a_head_back(owner: str, dsn: str) -> None:
    """The table itself refuses a smaller size, a deletion and another name, also from a log writer's account."""
    row = HeadRow(dsn, ORIGIN)
    row.read()
    row.begin(_note(0))
    row.swap(_note(5))
    row.close()
    for statement, why in (
        ("UPDATE ostiary.log_head SET size = 4", "never goes back"),
        ("UPDATE ostiary.log_head SET origin = 'x'", "permission denied"),
        ("DELETE FROM ostiary.log_head", "permission denied"),
        ("TRUNCATE ostiary.log_head", "permission denied"),
        ("SELECT * FROM ostiary.directive_step", "permission denied"),
    ):
        with pytest.raises(psycopg.Error, match=why):
            _run(dsn, statement)
    with pytest.raises(psycopg.Error, match="never goes back"):
        _run(owner, "UPDATE ostiary.log_head SET size = 4")


def test_a_copy_on_another_machine_is_refused_while_the_first_writes(tmp_path: Path, dsn_file: Path) -> None:
    """The folder's lock does not reach there; the row's does, before anything is acknowledged."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    with writing(folder, dsn_file) as running:
        copy = LogFolder(shutil.copytree(folder.root, tmp_path / "copy"))
        refuses(copy, refusals.HELD_ELSEWHERE, _options(dsn_file))
        assert running.stop() == 0


def test_of_two_copies_that_go_on_one_loses(tmp_path: Path, owner: str, dsn_file: Path) -> None:
    """The second took over when the first was cut off: the first ends at its next swap and never starts again."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    copy = LogFolder(shutil.copytree(folder.root, tmp_path / "copy"))
    with writing(folder, dsn_file) as running:
        with psycopg.connect(owner, autocommit=True) as admin:
            # As when the first machine's network is cut: the server gives its lock away.
            admin.execute("ALTER ROLE gatelog CONNECTION LIMIT 0")
            _end_connections(owner)
            admin.execute("ALTER ROLE gatelog CONNECTION LIMIT -1")
        with writing(copy, dsn_file) as other:
            append_once(other.socket, ACCESS, b"on the copy")
            assert other.stop() == 0
        append_once(running.socket, ACCESS, b"on the first")
        status, said = running.wait_for_end()
    assert status == 1
    assert "has moved the head" in said
    refuses(folder, refusals.ROW_DIFFERS, _options(dsn_file))
    assert verify(copy).size == 4


def test_a_restored_private_side_is_refused(tmp_path: Path, dsn_file: Path) -> None:
    """All of the folder was restored, so that no file in it contradicts another; the row does."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    backup = LogFolder(shutil.copytree(folder.root, tmp_path / "backup"))
    with writing(folder, dsn_file) as running:
        append_once(running.socket, ACCESS, b"one more")
        assert running.stop() == 0
    refuses(backup, refusals.ROW_AHEAD, _options(dsn_file))


def test_a_restored_control_database_is_refused(tmp_path: Path, owner: str, dsn_file: Path) -> None:
    """Its row is older than the head, or is gone, or is another log's."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    _run(owner, "DELETE FROM ostiary.log_head")
    refuses(folder, refusals.NO_ROW, _options(dsn_file))
    insert = "INSERT INTO ostiary.log_head (origin, size, note) VALUES (%s, %s, %s)"
    _run(owner, insert, ORIGIN, 0, _note(0, folder=folder))
    refuses(folder, refusals.ROW_BEHIND, _options(dsn_file))
    _run(
        owner,
        "UPDATE ostiary.log_head SET size = 9, note = %s",
        _note(9, seed=b"another key, of the same log's 1"),
    )
    refuses(folder, refusals.ROW_OF_ANOTHER, _options(dsn_file))


def test_a_new_log_over_a_lost_one_is_refused(tmp_path: Path, owner: str, dsn_file: Path) -> None:
    """A mark says that a row was there, also of a log without entries; a row says that entries were."""
    folder = _shared_log(tmp_path / "log", dsn_file, entries=0)
    _run(owner, "DELETE FROM ostiary.log_head")
    refuses(folder, refusals.NO_ROW, _options(dsn_file))
    written = _shared_log(tmp_path / "written", dsn_file)
    shutil.rmtree(written.root)
    refuses(make_log(tmp_path / "written"), refusals.ROW_AHEAD, _options(dsn_file))


def test_a_head_does_not_leave_the_control_database(tmp_path: Path, dsn_file: Path) -> None:
    """Leaving out the setting is refused."""
    refuses(_shared_log(tmp_path / "log", dsn_file), refusals.SHARED_NO_MORE)


def test_without_its_control_database_a_log_does_not_start(tmp_path: Path, dsn_file: Path) -> None:
    """Nobody can say whether another writer has gone on."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    dsn_file.unlink()
    write_private(dsn_file, b"host=/nowhere dbname=control user=x\n")
    refuses(folder, refusals.ROW_UNREACHABLE, _options(dsn_file))


def test_a_row_from_the_future_is_refused(tmp_path: Path, owner: str, dsn_file: Path) -> None:
    """The control database's clock, or ours, has gone back since."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    _run(owner, "UPDATE ostiary.log_head SET signed_at = clock_timestamp() + interval '1 hour'")
    refuses(folder, refusals.CLOCK_BACK, _options(dsn_file))


def test_entries_are_taken_while_the_control_database_is_away(
    tmp_path: Path, owner: str, dsn_file: Path
) -> None:
    """They are durable at once, and published when it is back."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    with writing(folder, dsn_file) as running:
        with _away(owner):
            assert append_once(running.socket, ACCESS, b"meanwhile") == 3
            assert append_once(running.socket, ACCESS, b"still") == 4
            assert read_published(folder.root).checkpoint.size == 3
        _wait(lambda: read_published(folder.root).checkpoint.size == 5, "published")
        assert running.stop() == 0


def test_no_entry_is_taken_for_ever_without_a_checkpoint(tmp_path: Path, owner: str, dsn_file: Path) -> None:
    """When its patience is over the writer ends; what it has acknowledged is durable, and the next one publishes it."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    with writing(folder, dsn_file, patience=0.3) as running:
        with _away(owner):
            assert append_once(running.socket, ACCESS, b"meanwhile") == 3
            status, said = running.wait_for_end()
        assert status == 1
        assert "no checkpoint could be signed for " in said
    with writing(folder, dsn_file) as again:
        assert again.stop() == 0
    assert verify(folder).size == 4


def test_a_swap_that_nobody_answers_for_ends_the_writer(tmp_path: Path, owner: str, dsn_file: Path) -> None:
    """It may have been taken or not; the next start looks, and goes on from what it finds."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    with writing(folder, dsn_file) as running:
        with psycopg.connect(owner) as blocking:
            blocking.execute("SELECT FROM ostiary.log_head FOR UPDATE")
            append_once(running.socket, ACCESS, b"one more")
            waiting = (
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'gatelog' AND wait_event_type = 'Lock'"
            )
            _wait(lambda: blocking.execute(waiting).fetchone() == (1,), "a swap that waits")
            _end_connections(owner)
        status, said = running.wait_for_end()
        assert status == 1
        assert "has not said whether it took the checkpoint" in said
    with writing(folder, dsn_file) as again:
        assert again.stop() == 0
    assert verify(folder).size == 4


@contextlib.contextmanager
def _away(owner: str) -> Iterator[None]:
    """The log writer cannot connect to the control database for the length of the block."""
    with psycopg.connect(owner, autocommit=True) as admin:
        admin.execute("ALTER ROLE gatelog NOLOGIN")
        _end_connections(owner)
        try:
            yield
        finally:
            admin.execute("ALTER ROLE gatelog LOGIN")


def test_a_log_from_before_is_adopted_and_a_row_moved_forward(
    tmp_path: Path, owner: str, dsn_file: Path
) -> None:
    """A missing row and one that is behind become the log's own head; a writer starts then."""
    folder = log_of(tmp_path / "log", 3)
    refuses(folder, refusals.NO_ROW, _options(dsn_file))
    adopted = adopt_head(folder.root, dsn_file)
    assert (adopted.head.size, adopted.before) == (3, None)
    append(folder, [payloads(3, 2)])
    publish(folder)
    refuses(folder, refusals.ROW_BEHIND, _options(dsn_file))
    assert getattr(adopt_head(folder.root, dsn_file).before, "size", None) == 3
    assert _row(owner) == (5, folder.head.read_bytes())
    with writing(folder, dsn_file) as running:
        assert running.stop() == 0


def test_a_row_that_the_journal_does_not_have_is_not_moved(
    tmp_path: Path, owner: str, dsn_file: Path
) -> None:
    """Ahead of the journal, of another tree, or by another key: whatever it says, it stays."""
    folder = _shared_log(tmp_path / "log", dsn_file)
    for size, note in (
        (9, _note(9, folder=folder)),
        (9, _note(2, bytes(32), folder=folder)),
        (9, _note(3, seed=b"another key, of the same log's 1")),
    ):
        _run(owner, "UPDATE ostiary.log_head SET size = %s, note = %s", size, note)
        with pytest.raises(EvidenceFault, match="control database"):
            adopt_head(folder.root, dsn_file)
        assert _row(owner) == (size, note)
