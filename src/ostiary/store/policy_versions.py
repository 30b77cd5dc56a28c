"""Policies that directives put in force: their texts in the control database, under the version that they compile to.

Knows: one table that only grows, and that nothing is believed of a row but what its texts compile to.
Must not know: which directive names a version, whether it may.

Officials and gateways all read the texts from here, so that all enforce the same. The database is trusted for delivery
alone: a row whose texts compile to another version is refused, whoever wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from ostiary.errors import BundleError, ControlDown
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import canonical_bytes
from ostiary.policy.load import load_bundle

# The most that the control database takes (``store.control``); a policy of 2,000 rules takes two megabytes.
MAX_TEXTS_BYTES = 16_777_216

_ADD = """
INSERT INTO ostiary.policy_version (version, texts) VALUES (%s, %s) ON CONFLICT (version) DO NOTHING
"""
_READ = "SELECT texts FROM ostiary.policy_version WHERE version = %s"


def keep_policy(connection: psycopg.Connection, bundle: Bundle, texts: Mapping[str, str]) -> None:
    """Keep the texts of a bundle for everybody; what is there under its version already must compile to it.

    Raises BundleError when the texts are too large, or when other texts stand there.
    """
    stored = canonical_bytes(texts)
    if len(stored) > MAX_TEXTS_BYTES:
        raise BundleError(f"the policy's texts take {len(stored)} bytes; the most is {MAX_TEXTS_BYTES}")
    with _explaining():
        # If we crash after this, there is a row that no directive names. It does nothing.
        connection.execute(_ADD, [bundle.version, stored])
    read_policy(connection, bundle.version)


def read_policy(connection: psycopg.Connection, version: str) -> Bundle:
    """The bundle of that version. Raises BundleError when its texts are not there, or compile to something else."""
    return load_policy(version, read_policy_texts(connection, version))


def read_policy_texts(connection: psycopg.Connection, version: str) -> dict[str, str]:
    """The texts kept under that version, by file name, as they lie there. Raises BundleError when there are none."""
    with _explaining():
        row = connection.execute(_READ, [version]).fetchone()
    if row is None:
        raise BundleError(
            f"the control database has no policy {version[:12]}",
            hint="order it again from its folder, with `ostiary directive order policy`",
        )
    return _texts(bytes(row[0]), version)


def load_policy(version: str, texts: Mapping[str, str]) -> Bundle:
    """The bundle that these texts compile to, if it has that version. Raises BundleError."""
    bundle = load_bundle(texts)
    if bundle.version != version:
        raise BundleError(
            f"the texts kept as policy {version[:12]} compile to {bundle.version[:12]}",
            hint="find out who wrote them; another release of Ostiary may also compile them to another version",
        )
    return bundle


def _texts(stored: bytes, version: str) -> dict[str, str]:
    try:
        value = json.loads(stored)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise BundleError(f"what is kept as policy {version[:12]} is no policy")
    return value


@contextmanager
def _explaining() -> Iterator[None]:
    """Says what is missing in a control database that an earlier release has installed."""
    try:
        yield
    except psycopg.errors.UndefinedTable:
        raise ControlDown(
            "the control database has no table of policies yet",
            hint="run `ostiary directive install` there once more: it adds what is missing",
        ) from None
