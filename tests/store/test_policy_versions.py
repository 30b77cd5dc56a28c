from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from control_world import fresh_control
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import BundleError, ControlDown
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import canonical_bytes
from ostiary.policy.load import load_bundle
from ostiary.store.control import READER_ROLE, WRITER_ROLE, clock_of, control_connection, install
from ostiary.store.policy_versions import MAX_TEXTS_BYTES, keep_policy, read_policy, read_policy_texts
from ostiary.testing.example import TEXTS, example_bundle


@pytest.fixture
def dsn(server: EmbeddedPostgres) -> str:
    """A fresh control database, as its owner."""
    return fresh_control(server)


@pytest.fixture
def writer(dsn: str) -> str:
    """The same database, as a login that has the writer role and nothing else."""
    return login(dsn, "policy_writer", WRITER_ROLE)


def login(dsn: str, name: str, role: str) -> str:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {name}".encode())
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret' IN ROLE {role}".encode())
    return make_conninfo(dsn, user=name, password="secret")


BUNDLE = example_bundle()


def plant(dsn: str, texts: bytes, version: str = BUNDLE.version) -> None:
    """Whoever owns the database writes what they like."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("INSERT INTO ostiary.policy_version VALUES (%s, %s)", [version, texts])


def kept(dsn: str) -> Bundle:
    with control_connection(dsn) as connection:
        return read_policy(connection, BUNDLE.version)


def test_a_policy_is_read_as_it_was_kept(dsn: str, writer: str) -> None:
    """An official keeps it, a gateway's account reads it: the same bundle, from the same texts. Twice is once."""
    for _ in range(2):
        with control_connection(writer) as connection:
            keep_policy(connection, BUNDLE, TEXTS)
    reader = login(dsn, "policy_reader", READER_ROLE)
    assert kept(reader) == BUNDLE
    with control_connection(reader) as connection:
        assert read_policy_texts(connection, BUNDLE.version) == TEXTS


def test_what_is_kept_is_not_changed_by_those_who_keep(dsn: str, writer: str) -> None:
    """Officials add and read, gateways read."""
    reader = login(dsn, "policy_reader", READER_ROLE)
    plant(dsn, canonical_bytes(TEXTS))
    for statement in (
        "UPDATE ostiary.policy_version SET texts = '{}'",
        "DELETE FROM ostiary.policy_version",
        "TRUNCATE ostiary.policy_version",
    ):
        for account in (writer, reader):
            with (
                pytest.raises(ControlDown, match="permission denied"),
                control_connection(account) as connection,
            ):
                connection.execute(statement.encode())
    with pytest.raises(ControlDown, match="permission denied"), control_connection(reader) as connection:
        keep_policy(connection, BUNDLE, TEXTS)


def test_texts_that_compile_to_another_version_are_not_believed(dsn: str, writer: str) -> None:
    """Whoever planted them; and whoever keeps the right ones is told that others stand there."""
    other = {**TEXTS, "rules.toml": TEXTS["rules.toml"].replace('"s. 1"', '"s. 7"')}
    assert load_bundle(other).version != BUNDLE.version
    plant(dsn, canonical_bytes(other))
    with pytest.raises(BundleError, match=f"kept as policy {BUNDLE.version[:12]} compile to") as caught:
        kept(writer)
    assert "find out who wrote them" in caught.value.hint
    with pytest.raises(BundleError, match="compile to"), control_connection(writer) as connection:
        keep_policy(connection, BUNDLE, TEXTS)


@pytest.mark.parametrize("texts", [b"nonsense", b"[]", b'{"a":1}', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_policy_is_not_read(dsn: str, texts: bytes) -> None:
    """Nor does it end in anything but a refusal."""
    plant(dsn, texts)
    with pytest.raises(BundleError, match="is no policy"):
        kept(dsn)


def test_a_policy_that_is_not_there_is_missed(dsn: str) -> None:
    """With the way to put it there."""
    with pytest.raises(BundleError, match="has no policy") as caught:
        kept(dsn)
    assert "directive order policy" in caught.value.hint


def test_a_policy_of_any_size_is_not_kept(writer: str) -> None:
    """The database would refuse it as well."""
    with pytest.raises(BundleError, match="the most is"), control_connection(writer) as connection:
        keep_policy(connection, BUNDLE, {"a.toml": "#" * MAX_TEXTS_BYTES})


def test_a_control_database_of_an_earlier_release_is_told_what_it_lacks(dsn: str) -> None:
    """And installing once more adds it, and changes nothing else."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE ostiary.policy_version")
    with pytest.raises(ControlDown, match="no table of policies yet") as caught:
        kept(dsn)
    assert "ostiary directive install" in caught.value.hint
    install(dsn)
    with control_connection(dsn) as connection:
        keep_policy(connection, BUNDLE, TEXTS)
    assert kept(dsn) == BUNDLE


def test_the_database_says_what_time_it_is(dsn: str) -> None:
    """In UTC, later each time."""
    with control_connection(dsn) as connection:
        first = clock_of(connection)
        assert first.utcoffset() is not None
        assert first <= clock_of(connection)
