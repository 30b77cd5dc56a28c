"""A home says what is wrong with it; connection strings are read once, and nothing of a malformed one is ever repeated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ostiary.errors import KeyFileError, SettingsError
from ostiary.server.setting_sections import Database
from ostiary.server.settings import Home, Settings, load_home

FILES = {"control_dsn": "control.dsn", "officials_dsn": "officials.dsn", "keeper_dsn": "keeper.dsn"}


def home(folder: Path, dsn: str) -> Home:
    """A home with that connection string in each of its files."""
    (folder / "secrets").mkdir()
    for name in FILES.values():
        (folder / "secrets" / name).write_text(f"{dsn}\n")
        (folder / "secrets" / name).chmod(0o600)
    return Home(folder, Settings("g", Database("h", "city", "secrets/keeper.dsn")))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "dsn",
    [
        "",
        "host=x password=first S3cretTail",
        "host=x S3cretTail=1",
        "postgresql://u:S3cretTail%zz@h/d",
        "postgresql://u:p@S3cretTail@h/d",
        "postgresql://u:S3cretTail/p@h/d",
        "postgresql://u:12/S3cretTail@h/d",
    ],
)
def test_nothing_of_a_malformed_connection_string_is_told(tmp_path: Path, name: str, dsn: str) -> None:
    """The message is the same for each mistake and names the file alone; the library's text is not chained to it."""
    with pytest.raises(KeyFileError) as caught:
        getattr(home(tmp_path, dsn), name)
    path = tmp_path / "secrets" / FILES[name]
    assert caught.value.message == f"`{path}` holds no connection string that libpq understands"
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "dsn",
    [
        "host=/run/pg port=5432 dbname=city user=x password='a b@c'",
        "postgresql://u:p%40%2Fq@h1:1,h2:2/d?sslmode=require",
        "host=@abstract dbname=city",
        "service=city",
    ],
)
def test_a_sound_connection_string_is_given_as_it_is(tmp_path: Path, dsn: str) -> None:
    """Both forms of libpq are taken."""
    assert home(tmp_path, dsn).control_dsn == dsn


def test_a_home_that_is_not_there_and_one_of_another_account_have_different_ways_out(tmp_path: Path) -> None:
    """Whoever is missing a home is told to name one, and whoever may not read it to be somebody else."""
    with pytest.raises(SettingsError) as caught:
        load_home(tmp_path)
    assert caught.value.hint.startswith("Name the home folder")
    tmp_path.chmod(0)
    before, nobody = os.geteuid(), 65_534
    os.seteuid(before or nobody)
    try:
        with pytest.raises(SettingsError) as caught:
            load_home(tmp_path)
    finally:
        os.seteuid(before)
        tmp_path.chmod(0o700)
    assert caught.value.hint.startswith("Run this as the account that the home folder belongs to")
