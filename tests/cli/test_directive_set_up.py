"""What must be there before the first directive: keys, and a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from copied_postgres import fresh_server
from ostiary.cli.directive import directive
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.store.key_files import read_key


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with fresh_server(tmp_path_factory.mktemp("control")) as embedded:
        yield embedded


def test_a_key_is_drawn_and_only_its_public_half_printed(tmp_path: Path) -> None:
    """The line that is printed is the vkey of the file, which is private."""
    path = tmp_path / "mayor.key"
    result = CliRunner().invoke(directive, ["key", str(path), "--name", "city.example/mayor"])
    assert result.exit_code == 0
    assert result.stdout.strip() == read_key(path).verifier().format()
    assert result.stdout.startswith("city.example/mayor+")
    assert path.read_text().strip() not in result.stdout


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """Somebody's signature may rest on it."""
    path = tmp_path / "mayor.key"
    path.write_text("something")
    result = CliRunner().invoke(directive, ["key", str(path), "--name", "city.example/mayor"])
    assert result.exit_code == 1
    assert path.read_text() == "something"


def test_the_table_is_made_once_and_stays(server: EmbeddedPostgres, tmp_path: Path) -> None:
    """Twice is once; the roles are there, and what they may do."""
    file = tmp_path / "owner.dsn"
    file.write_text(server.admin_dsn())
    file.chmod(0o600)
    for _ in range(2):
        result = CliRunner().invoke(directive, ["install", "--dsn-file", str(file)])
        assert result.exit_code == 0, result.stderr
    assert "ostiary_directive_reader" in result.stdout
    with psycopg.connect(server.admin_dsn()) as connection:
        rights = connection.execute(
            "SELECT has_table_privilege(role, 'ostiary.directive_step', 'INSERT')"
            " FROM unnest(ARRAY['ostiary_directive_reader', 'ostiary_directive_writer']) AS role"
        ).fetchall()
    assert rights == [(False,), (True,)]


def test_a_connection_string_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """It holds a password."""
    file = tmp_path / "owner.dsn"
    file.write_text("host=/nowhere")
    file.chmod(0o644)
    result = CliRunner().invoke(directive, ["install", "--dsn-file", str(file)])
    assert result.exit_code == 1
    assert "is open to others than its owner" in result.stderr
