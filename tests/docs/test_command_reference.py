"""docs/commands.md is the program's own help."""

from __future__ import annotations

import subprocess
import sys

from docs.documents import ROOT
from ostiary.cli.main import NOUNS


def test_the_reference_is_what_the_program_prints() -> None:
    """After a change to the command line the document is written again, as CONTRIBUTING says."""
    command = [sys.executable, str(ROOT / "tools" / "command_reference.py")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == printed


def test_contributing_says_how_to_write_it() -> None:
    """The command that writes the reference stands in CONTRIBUTING."""
    assert "tools/command_reference.py > docs/commands.md" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_no_list_of_commands_cuts_a_sentence_off() -> None:
    """Whoever looks for a command reads what it does to the end."""
    lines = (ROOT / "docs" / "commands.md").read_text("utf-8").splitlines()
    assert [line for line in lines if line.endswith("...") and not line.startswith("Usage: ")] == []


def test_every_noun_has_a_section() -> None:
    """No noun is left out of the reference."""
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert [noun for noun in NOUNS if f"## `ostiary {noun}`" not in text] == []
