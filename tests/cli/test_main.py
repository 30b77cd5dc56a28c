"""``ostiary``: nouns are found, loaded late, and missing extras are said in words."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ostiary.cli.main import NOUNS, main

# Imports nothing that belongs to an extra; whatever tries is told that it is not there.
WITHOUT_EXTRAS = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in {'psycopg', 'msgspec', 'uvloop', 'postgast', 'structlog', 'rich', 'google'}:
            raise ModuleNotFoundError(f'no {name}', name=name.split('.')[0])
sys.meta_path.insert(0, Blocked())
from ostiary.cli.main import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_every_noun_has_a_command_of_that_name(noun: str) -> None:
    """`ostiary NOUN --help` works, and its text is a sentence."""
    result = CliRunner().invoke(main, [noun, "--help"])
    assert result.exit_code == 0
    assert f"Usage: main {noun}" in result.output


def test_the_help_lists_every_noun_without_loading_any() -> None:
    """The list of nouns is printed where no extra is installed."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRAS, "--help"], capture_output=True, text=True, check=True
    )
    assert [noun for noun in NOUNS if not re.search(rf"^  {noun} ", done.stdout, re.MULTILINE)] == []


def test_a_noun_whose_extra_is_missing_says_what_to_install() -> None:
    """`ostiary serve` without the gateway's packages ends with 1 and the line to type."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRAS, "serve"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "pip install 'ostiary[gateway]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_log_is_verified_without_any_extra(small_log: str) -> None:
    """`ostiary log verify` needs nothing but Click and cryptography."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRAS, "log", "verify", small_log],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("the log is whole: 5 entries")


def test_an_unknown_noun_is_a_usage_error() -> None:
    """Exit 2, as every wrong call."""
    assert CliRunner().invoke(main, ["acess"]).exit_code == 2
