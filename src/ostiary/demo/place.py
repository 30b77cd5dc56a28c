"""Where a demonstration stands: a folder that bears a mark, and has one demonstration at a time.

Knows: which folders may be wiped, the lock that a running demonstration holds, whether a port is free and the disk
has room.
Must not know: what is set up there.

The mark is also the lock, and stays while everything else is wiped: whoever holds it holds the folder.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ostiary.errors import SettingsError

MARK: Final = "this-is-a-demonstration"
"""A file that says of a folder that it may be wiped by the next demonstration, and which process runs in it."""

LONGEST_SOCKET: Final = Path("run", "log.sock")
MAX_SOCKET_BYTES: Final = 107
"""A Unix socket's path has 108 bytes on Linux, the last of which is 0."""


@contextmanager
def claimed(folder: Path) -> Iterator[Path]:
    """Hold a folder, which may be new, as the one demonstration in it; the resolved path.

    Nothing in it is touched yet, see ``wipe``. Raises SettingsError when a demonstration runs there, when it holds
    something else, and when it cannot be written to.
    """
    resolved = folder.resolve()
    _verify_short(resolved)
    try:
        lock = _open_mark(resolved)
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"`{folder}` cannot be written to: {why}", hint="name another folder with --home"
        ) from error
    with os.fdopen(lock, "r+") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError(
                f"a demonstration runs in `{folder}` (process {mark.read().strip()})",
                hint="stop it, or name another folder with --home",
            ) from None
        mark.truncate(0)
        mark.write(f"{os.getpid()}\n")
        mark.flush()
        yield resolved


def wipe(folder: Path) -> None:
    """Remove everything but the mark from a claimed folder: the log and the keys of an earlier demonstration."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARK:
            path.unlink()


LISTENING_PORTS: Final = range(10_240, 32_768)
"""Below those that Linux gives to connections that go out: a free one is not taken by some client before we listen."""


def free_port() -> int:
    """A port that nobody listens on at the moment. Raises SettingsError when a hundred at random are all taken."""
    for _ in range(100):
        port = secrets.choice(LISTENING_PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise SettingsError("no free port was found on this machine", hint="name one with --port")


def verify_free(port: int) -> None:
    """Raises SettingsError when nobody could listen on that port now."""
    with socket.socket() as probe:
        # As the gateway itself listens: connections that have just ended do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = "is in use" if error.errno == errno.EADDRINUSE else "may not be listened on by this account"
            raise SettingsError(
                f"port {port} {why}", hint="give another --port; 0 is any free one"
            ) from error


def verify_demonstration(folder: Path) -> None:
    """Raises SettingsError when the folder bears no mark: made-up members are enrolled in no real installation."""
    if not (folder / MARK).exists():
        raise SettingsError(
            f"`{folder}` is no demonstration, and made-up members are enrolled in nothing else",
            hint="name the home folder of a running `ostiary demo` with --home",
        )


def verify_room(folder: Path, needed: int) -> None:
    """Raises SettingsError when the disk of the folder has fewer bytes left than that."""
    left = shutil.disk_usage(folder).free
    if left < needed:
        raise SettingsError(
            f"a city of that size needs {needed / 2**30:.1f} GB, and `{folder.parent}` has {left / 2**30:.1f} GB left",
            hint="give a smaller --size, or set TMPDIR to a folder with more room",
        )


def _verify_short(folder: Path) -> None:
    length = len(os.fsencode(folder / LONGEST_SOCKET))
    if length > MAX_SOCKET_BYTES:
        raise SettingsError(
            f"the path `{folder}` is too long: a Unix socket in it would have {length} bytes,"
            f" and {MAX_SOCKET_BYTES} is the most",
            hint="name a folder with a shorter path with --home",
        )


def _open_mark(folder: Path) -> int:
    """Open the mark, or set it in a folder that is new or empty."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = folder / MARK
    # Only what bears the mark is ever wiped: a home folder may be a real installation.
    if not mark.exists() and any(folder.iterdir()):
        raise SettingsError(
            f"`{folder}` is not empty and no demonstration", hint="name another folder with --home"
        )
    return os.open(mark, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
