"""The log writer: the one process that appends, and answers only for what is on the disk.

Knows: the loop of gathering requests, one frame and one fdatasync for all of them, then the replies.
Must not know: what a payload says, policy, or the PostgreSQL protocol.

Run as ``python -m ostiary.store.log.writer DIR --socket PATH``. It ends with 0 after SIGTERM or SIGINT (or, where it is
told so, at the end of its standard input), when what had arrived is durable and published, and otherwise with 1 and one
line that says why. There is no thread for an entry:
this loop is the only one that touches the journal, and publishing has a thread of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import OstiaryError
from ostiary.store.durable_files import Disk
from ostiary.store.log.eraser import Eraser
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.opening import LogOptions, open_log
from ostiary.store.log.publisher import PATIENCE_SECONDS, Publisher
from ostiary.store.log.rotation import rotate_if_ordered
from ostiary.store.log.stopping import Stop, stop_signals
from ostiary.store.log.strict import PEER_SECONDS
from ostiary.store.log.writer_loop import LogWriter
from ostiary.store.log.writer_socket import listen_privately

# When the publishing thread is busy, the loop gets the interpreter back within this time (Python's default is 5 ms,
# which would be felt in each commit). In seconds.
_SWITCH_INTERVAL = 0.0002

VOICE = "ostiary log writer: "
"""How each line on standard error begins."""


@dataclass(frozen=True, slots=True)
class WriterSettings:
    """Which log, where to listen, and how many seconds lie at least between two publications.

    ``master_key``: the file of the master key, where the log is sealed. ``ends_with_stdin``: it also stops when its standard input, a pipe from whoever started it, ends.
    ``strict``: it does not start without a file of peers, whose quorum may be silent for ``peer_seconds``.
    ``head_dsn_file``: the connection string of the control database in which the log's head stands as well; ``head_patience``
    is how many seconds entries are taken while that is away.
    """

    directory: Path
    socket: Path
    publish_interval: float = 1.0
    ends_with_stdin: bool = False
    master_key: Path | None = None
    head_dsn_file: Path | None = None
    head_patience: float = PATIENCE_SECONDS
    strict: bool = False
    peer_seconds: float = PEER_SECONDS


def run_writer(settings: WriterSettings) -> None:
    """Serve the log until SIGTERM or SIGINT. For the main thread of a process of its own.

    Raises LogUnavailable, LogDamaged, ProofInvalid, KeyFileError or OSError; then nothing more is acknowledged and the journal is
    as the last successful commit left it.
    """
    options = LogOptions(
        settings.master_key,
        settings.head_dsn_file,
        settings.head_patience,
        settings.strict,
        settings.peer_seconds,
    )
    rotate_if_ordered(settings.directory, options, _tell)
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(stop_signals())
        log = stack.enter_context(open_log(LogFolder(settings.directory), options, Disk(), stop.wake))
        listener = listen_privately(settings.socket)
        stack.callback(settings.socket.unlink, missing_ok=True)
        publisher = Publisher(
            log.reader,
            log.store,
            settings.publish_interval,
            stop.wake,
            patience=settings.head_patience,
            tell=_tell,
        )
        only_for = os.getppid() if settings.ends_with_stdin else None
        eraser = None
        if log.keys is not None:
            eraser = Eraser(log.reader, log.journal, log.keys, only_for, log.rests)
        writer = LogWriter(listener, log.journal, publisher, stop.readable, eraser=eraser, strict=log.strict)
        stack.callback(writer.close)
        if settings.ends_with_stdin:
            # Nobody writes to this pipe: it can be read when whoever started us is gone, killed or not.
            writer.watch(sys.stdin.fileno(), stop.ask)
        _announce(settings, log.journal.at.index, log.cut_bytes)
        publisher.start(log.journal.at)
        _serve_until_stopped(writer, publisher, stop)


def _serve_until_stopped(writer: LogWriter, publisher: Publisher, stop: Stop) -> None:
    failed = True
    try:
        while not stop.is_asked:
            writer.step()
        # One more round without waiting: what has arrived by now is committed and answered.
        writer.step(0)
        writer.finish()
        failed = False
    finally:
        # After a failed commit the thread still ends with a checkpoint over what is durable; its own failure is second.
        with contextlib.suppress(OstiaryError) if failed else contextlib.nullcontext():
            publisher.stop()


def _tell(said: str) -> None:
    sys.stderr.write(f"{VOICE}{said}\n")
    sys.stderr.flush()


def _announce(settings: WriterSettings, size: int, cut_bytes: int) -> None:
    if cut_bytes:
        sys.stderr.write(f"{VOICE}cut {cut_bytes} torn bytes; a recovery entry says so\n")
    sys.stdout.write(f"writing {settings.directory} from entry {size}, listening at {settings.socket}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ostiary.store.log.writer", description="Write a log.")
    parser.add_argument("directory", type=Path, metavar="DIR", help="the folder of the log")
    parser.add_argument("--socket", type=Path, required=True, metavar="PATH", help="where to listen")
    parser.add_argument("--publish-interval", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--end-with-stdin", action="store_true", help="stop when standard input ends")
    parser.add_argument("--master-key", type=Path, metavar="PATH", help="the master key of a sealed log")
    parser.add_argument("--head-dsn-file", type=Path, metavar="PATH", help="the head's control database")
    parser.add_argument("--head-patience", type=float, default=PATIENCE_SECONDS, metavar="SECONDS")
    parser.add_argument("--strict", action="store_true", help="do not start without a file of peers")
    parser.add_argument("--peer-seconds", type=float, default=PEER_SECONDS, metavar="SECONDS")
    given = parser.parse_args(arguments)
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        run_writer(
            WriterSettings(
                given.directory,
                given.socket,
                given.publish_interval,
                given.end_with_stdin,
                given.master_key,
                given.head_dsn_file,
                given.head_patience,
                given.strict,
                given.peer_seconds,
            )
        )
    except OstiaryError as fault:
        # One line, because whoever started us shows the last one.
        hint = f"; {fault.hint}" if fault.hint else ""
        sys.stderr.write(f"{VOICE}{fault.message}{hint}\n")
        return 1
    except OSError as fault:
        # A file that cannot be opened or closed ends the writer too, in words as well.
        where = f" ({fault.filename})" if fault.filename else ""
        sys.stderr.write(f"{VOICE}{fault.strerror or fault}{where}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
