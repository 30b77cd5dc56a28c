"""Key files: where an official's or a log's secret key lies.

Knows: one line of text in the form of signer keys, and who may be able to read such a file.
Must not know: whose key it is, or what is signed with it.
"""

from __future__ import annotations

import os
import secrets
import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ostiary.errors import KeyFileError, ProofInvalid
from ostiary.tlog.key_text import SEED_BYTES
from ostiary.tlog.note import SignerKey

# A signer key is a name and 77 characters; this leaves 4,000 for the name.
MAX_KEY_FILE_BYTES: Final = 4096

_PRIVATE_MODE: Final = 0o600


def read_key(path: Path) -> SignerKey:
    """The signer key in a file of one line.

    Raises KeyFileError as ``read_private_line`` does and when the line is no key; nothing of it is ever repeated.
    """
    line = read_private_line(path)
    try:
        return SignerKey.parse(line)
    except KeyFileError as fault:
        raise KeyFileError(f"`{path}` is not a key file: {fault.message}") from None


def read_private_line(path: Path) -> str:
    """The one line of a file that only its owner may open, without its end: a key, or another secret.

    Raises KeyFileError when there is no such file, when others than its owner may read or change it, and when it holds
    anything but one line of UTF-8.
    """
    try:
        with private_file(path) as file:
            content = file.read(MAX_KEY_FILE_BYTES + 1)
    except OSError as fault:
        raise KeyFileError(f"`{path}` cannot be read: {_reason(fault)}") from fault
    try:
        line = content.decode().removesuffix("\n")
    except UnicodeDecodeError:
        raise KeyFileError(f"`{path}` is not text") from None
    if len(content) > MAX_KEY_FILE_BYTES or "\n" in line:
        raise KeyFileError(f"`{path}` has more than one line, or a very long one")
    return line


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A file that only its owner may open, open to be read.

    Raises KeyFileError when there is no such file, and when others than its owner may read or change it.
    """
    try:
        file = path.open("rb")
    except OSError as fault:
        raise KeyFileError(f"`{path}` cannot be read: {_reason(fault)}") from fault
    with file:
        # Asked of the open file, so that nobody can exchange it between the question and the reading.
        _verify_private(path, stat.S_IMODE(os.fstat(file.fileno()).st_mode))
        yield file


def _verify_private(path: Path, mode: int) -> None:
    if mode & 0o077:
        raise KeyFileError(
            f"`{path}` is open to others than its owner (mode {mode:04o})",
            hint=f"chmod 600 {shlex.quote(str(path))}",
        )


def privacy_of(path: Path) -> str:
    """How a secret file or folder lies there: ``private``, ``missing``, or what is wrong with it. It is not opened."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return "missing"
    except OSError as fault:
        return f"cannot be looked at: {_reason(fault)}"
    mode = stat.S_IMODE(found.st_mode)
    return f"open to others (mode {mode:04o})" if mode & 0o077 else "private"


def write_new_key(path: Path, name: str) -> str:
    """Draw a new key of that name into a new file (mode 0600); returns the vkey, which goes into the policy bundle.

    Raises KeyFileError when there is a file already, when none can be made, or when the name cannot be a key's.
    """
    try:
        key = SignerKey.generate(name, secrets.token_bytes(SEED_BYTES))
    except ProofInvalid as fault:
        raise KeyFileError(fault.message) from None
    write_private(path, f"{key.format()}\n".encode())
    return key.verifier().format()


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may open; durable when this returns. Raises KeyFileError, also if there is one."""
    try:
        # O_EXCL: a key that was there before is never lost, and no link leads elsewhere.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_MODE)
        # The vkey is published after this returns: a key that a crash could lose must not be in a policy by then.
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as fault:
        raise KeyFileError(
            f"`{path}` is there already; a secret is never overwritten", hint="choose another name"
        ) from fault
    except OSError as fault:
        raise KeyFileError(f"`{path}` cannot be written: {_reason(fault)}") from fault


def _reason(fault: OSError) -> str:
    return (fault.strerror or "unknown reason").lower()
