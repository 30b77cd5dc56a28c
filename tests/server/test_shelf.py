"""Where a home finds a policy by its version, and what it believes of what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from copied_postgres import fresh_server
from ostiary.errors import BundleError, ControlDown
from ostiary.model.canonical import canonical_bytes
from ostiary.policy.load import load_bundle
from ostiary.server.policies.shelf import Shelf
from ostiary.server.setting_sections import Database
from ostiary.server.settings import Home, Settings
from ostiary.store.control import control_connection, install
from ostiary.store.kept_policies import keep_policy_texts, maybe_kept_texts
from ostiary.store.policy_versions import keep_policy
from ostiary.testing.example import RULES, TEXTS

OTHER_TEXTS = TEXTS | {"rules.toml": RULES.replace("s. 1", "s. 1a")}
OTHER = load_bundle(OTHER_TEXTS)


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A control database."""
    with fresh_server(tmp_path_factory.mktemp("postgres")) as postgres:
        install(postgres.admin_dsn())
        yield postgres.admin_dsn()


@pytest.fixture
def home(tmp_path: Path, control: str) -> Iterator[Home]:
    """A home with the example's policy, and nothing else in the control database."""
    for folder in ("policy", "secrets"):
        (tmp_path / folder).mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "policy" / name).write_text(text)
    (tmp_path / "secrets" / "control.dsn").write_text(control)
    (tmp_path / "secrets" / "control.dsn").chmod(0o600)
    yield Home(tmp_path, Settings("gateway-1", Database("h", "city", "secrets/keeper.dsn")))
    with psycopg.connect(control, autocommit=True) as connection:
        connection.execute("TRUNCATE ostiary.policy_version")


def test_the_founding_version_needs_no_database(home: Home) -> None:
    """It stands in the folder."""
    (home.folder / "secrets" / "control.dsn").unlink()
    shelf = Shelf(home)
    assert shelf.bundle(load_bundle(TEXTS).version) == shelf.founding.bundle


def test_a_version_is_fetched_once_and_kept(home: Home, control: str) -> None:
    """Afterwards it is to be had while the control database is away, and when its row was taken out."""
    with control_connection(control) as connection:
        keep_policy(connection, OTHER, OTHER_TEXTS)
    assert Shelf(home).bundle(OTHER.version) == OTHER
    with psycopg.connect(control, autocommit=True) as connection:
        connection.execute("TRUNCATE ostiary.policy_version")
    assert Shelf(home).bundle(OTHER.version) == OTHER
    (home.folder / "secrets" / "control.dsn").write_text("host=/nowhere")
    assert Shelf(home).bundle(OTHER.version) == OTHER


def test_a_version_that_nobody_has_is_not_served(home: Home) -> None:
    """Neither is one for which the control database cannot be asked."""
    with pytest.raises(BundleError, match="has no policy"):
        Shelf(home).find(OTHER.version)
    (home.folder / "secrets" / "control.dsn").write_text("host=/nowhere")
    with pytest.raises(ControlDown):
        Shelf(home).find(OTHER.version)


def test_a_copy_that_was_changed_is_thrown_away(home: Home, control: str) -> None:
    """What lies in the home is believed no more than what lies in the database."""
    with control_connection(control) as connection:
        keep_policy(connection, OTHER, OTHER_TEXTS)
    keep_policy_texts(home.policies_dir, OTHER.version, TEXTS)
    assert Shelf(home).bundle(OTHER.version) == OTHER
    assert maybe_kept_texts(home.policies_dir, OTHER.version) == OTHER_TEXTS


def test_a_copy_that_is_torn_is_fetched_anew(home: Home, control: str) -> None:
    """So that it is there when the control database is not."""
    with control_connection(control) as connection:
        keep_policy(connection, OTHER, OTHER_TEXTS)
    keep_policy_texts(home.policies_dir, OTHER.version, TEXTS)
    (home.policies_dir / f"{OTHER.version}.json").write_bytes(b"{")
    assert Shelf(home).bundle(OTHER.version) == OTHER
    assert maybe_kept_texts(home.policies_dir, OTHER.version) == OTHER_TEXTS


def test_forged_texts_are_refused_and_not_kept(home: Home, control: str) -> None:
    """Texts that compile to another version than the one under which they stand."""
    add = "INSERT INTO ostiary.policy_version (version, texts) VALUES (%s, %s)"
    with psycopg.connect(control, autocommit=True) as connection:
        connection.execute(add, [OTHER.version, canonical_bytes(dict(TEXTS))])
    with pytest.raises(BundleError, match="compile to"):
        Shelf(home).find(OTHER.version)
    assert maybe_kept_texts(home.policies_dir, OTHER.version) is None


@pytest.mark.parametrize("lies", [b"", b"[]", b'{"a": 1}', b"[" * 100_000, b"\xff"])
def test_what_is_no_policy_is_none(tmp_path: Path, lies: bytes) -> None:
    """A torn or foreign file counts as none at all."""
    (tmp_path / f"{OTHER.version}.json").write_bytes(lies)
    assert maybe_kept_texts(tmp_path, OTHER.version) is None


@pytest.mark.parametrize("version", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_a_version_names_a_file(tmp_path: Path, version: str) -> None:
    """Whatever else comes as one, no other file is read or written."""
    assert maybe_kept_texts(tmp_path, version) is None
    with pytest.raises(ValueError, match="no policy version"):
        keep_policy_texts(tmp_path, version, TEXTS)
