"""A slip: a disclosure that waits, sealed under a code that is on paper alone, and opens once.

Knows: how a folder becomes one sealed file, how long it waits, and that it is gone before it is shown.
Must not know: HTTP, pages, who the person is, how the disclosure was made.

The disclosure is made while the person stands at the counter, and sealed. So the site that opens it needs neither the log nor an
index key nor anybody's signing key, and whoever has the database has sizes, full hours and digests.

The row is deleted, for good, before the first byte is shown. If we crash in between, or the line breaks, the list is lost and nothing
else: the person goes to the counter again, which issues another slip. The other order could show it twice, to two people.
"""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ostiary.errors import CounterRefused
from ostiary.store.control import control_connection
from ostiary.store.resident_tables import MAX_SLIP_BYTES
from ostiary.store.slips import keep_slip, take_slip
from ostiary.web.counter.code import RANDOM_BYTES, Code, drawn_code
from ostiary.web.counter.code_keys import keys_of
from ostiary.web.counter.sealed import NONCE_BYTES, TAG_BYTES, open_with, padded_length, seal_with

SLIP_HOURS: Final = 24
"""As the site says in every language; the database rounds up to a full hour."""
FOLDER: Final = "who-looked"
"""The folder inside the zip file. It does not say whose."""
_BOUND: Final = b"ostiary/slip/v1\x00"
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""Of each file in the zip: when it was packed is nobody's business."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed: the code, and when it ends."""

    code: Code
    ends: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """What a slip opens: the files of the disclosure by name, and all of them in one."""

    files: Mapping[str, bytes]
    zipped: bytes


def issue_slip(control_dsn: str, files: Mapping[str, bytes]) -> Slip:
    """Keep a disclosure, its files by name, for whoever has the code; the code is known to nobody else when this returns.

    Raises CounterRefused when it is too large or too many wait, and ControlDown.
    """
    packed = pack(files)
    if padded_length(len(packed)) + len(_BOUND) + NONCE_BYTES + TAG_BYTES > MAX_SLIP_BYTES:
        raise CounterRefused(
            "the answer is too large for a slip",
            hint="hand it over at the counter: `ostiary disclose person` writes it into a folder",
        )
    code = drawn_code(secrets.token_bytes(RANDOM_BYTES))
    keys = keys_of(code, "slip")
    sealed = seal_with(keys.key, secrets.token_bytes(NONCE_BYTES), packed, _BOUND + keys.digest)
    with control_connection(control_dsn) as connection:
        return Slip(code, keep_slip(connection, keys.digest, sealed, SLIP_HOURS))


def open_slip(control_dsn: str, code: Code) -> Opened | None:
    """What waits for a code, which is used up when this returns; None where nothing waits. Raises ControlDown, ProofInvalid."""
    keys = keys_of(code, "slip")
    with control_connection(control_dsn) as connection:
        sealed = take_slip(connection, keys.digest)
    if sealed is None:
        return None
    zipped = open_with(keys.key, sealed, _BOUND + keys.digest)
    return Opened(unpack(zipped), zipped)


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files in one zip file, each in the folder; the same files make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(_named(name), files[name], compresslevel=9)
    return out.getvalue()


def unpack(zipped: bytes) -> dict[str, bytes]:
    """The files by name. It is only given what ``pack`` has made: nobody else could seal it."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name.removeprefix(f"{FOLDER}/"): archive.read(name) for name in archive.namelist()}


def _named(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(f"{FOLDER}/{name}", _FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
