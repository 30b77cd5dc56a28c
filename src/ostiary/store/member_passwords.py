"""A member's password on its way to the member: drawn into a new file, or taken from one.

Knows: files that only their owner may open, and a line of pgpass.
Must not know: who may be enrolled, what a verifier is.

A password is never on a command line, in the environment or on a terminal: others can read all three.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from ostiary.errors import KeyFileError
from ostiary.store.key_files import read_private_line, write_private

DRAWN_BYTES: Final = 18
"""144 bits: a verifier that leaks gives nothing to whoever guesses."""

MIN_LENGTH: Final = 15
"""NIST SP 800-63B-4 section 3.1.1.2 for a password that stands alone."""


def draw_password(path: Path, host: str, port: int, code: str) -> str:
    """A new password, after it stands in a new file (mode 0600) as a line of pgpass. Raises KeyFileError."""
    password = secrets.token_urlsafe(DRAWN_BYTES)
    line = ":".join((_field(host), str(port), "*", _field(code), password))
    write_private(path, f"{line}\n".encode())
    return password


def read_password(path: Path) -> str:
    """The password in a file of one line. Raises KeyFileError when it is short, or as ``read_private_line`` does."""
    password = read_private_line(path)
    if len(password) < MIN_LENGTH:
        raise KeyFileError(
            f"the password in `{path}` has fewer than {MIN_LENGTH} characters",
            hint="Let one be drawn with --new-password FILE.",
        )
    return password


def _field(text: str) -> str:
    """A field of pgpass: colons and backslashes in it have a backslash before them."""
    return text.replace("\\", "\\\\").replace(":", "\\:")
