"""`ostiary desk` refuses what would not do before anybody is served, and says what a text is searched as."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import ostiary.demo
from ostiary.cli.main import main

SETTINGS = """
gateway = "g"
[database]
host = "/nowhere"
name = "city"
keeper_dsn_file = "keeper.dsn"
[desk]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = Path(ostiary.demo.__file__).parent
    shutil.copy(folder / "desk.toml", tmp_path)
    shutil.copytree(folder.parents[2] / "policies" / "chicago-2019", tmp_path / "policy")
    (tmp_path / "ostiary.toml").write_text(SETTINGS)
    return tmp_path


def run(home: Path, *words: str, more: str = "") -> Result:
    (home / "ostiary.toml").write_text(SETTINGS + more)
    return CliRunner().invoke(main, ["desk", *words, "--home", str(home)])


def test_a_text_is_said_to_be_what_it_is(home: Path) -> None:
    """Without asking anybody; what is nothing exits 0 with nothing on standard output."""
    assert run(home, "recognise", "ab 12345").stdout == "Plate: plate 'AB12345'; 2 statements\n"
    told = json.loads(run(home, "recognise", "Fairlie", "--json").stdout)
    assert told == [{"kind": "person", "values": {"surname": "Fairlie", "given": ""}}]
    nothing = run(home, "recognise", "1")
    assert (nothing.exit_code, nothing.stdout) == (0, "")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "the query desk has no port"),
        ("port = 1\ndoor_host = 'door.example'", "in the clear"),
        ("port = 1\nagency_key_file = 'a'", "go together"),
        ("port = 1\nsearches_file = 'none.toml'", "cannot be read"),
        ("port = 1\norigin = 'http://Desk'", "no origin"),
        ("port = 1\nhost = '0.0.0.0'", "to other machines in the clear"),
    ],
)
def test_a_desk_that_would_not_do_is_not_served(home: Path, more: str, said: str) -> None:
    """Each with what is wrong and the way out."""
    done = run(home, "serve", more=more)
    assert done.exit_code == 1
    assert said in done.stderr
