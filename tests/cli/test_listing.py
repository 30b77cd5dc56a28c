"""Lists of commands say of each what it does, to the end."""

from __future__ import annotations

import click
from click.testing import CliRunner

from ostiary.cli.late import LateGroup
from ostiary.cli.listing import ListingGroup

SENTENCE = "Say something that is longer than a line of a narrow terminal, and that is understood at its end."


def shown(group: click.Group) -> str:
    """The help of a group, as one line."""
    result = CliRunner().invoke(group, ["--help"], terminal_width=60)
    assert result.exit_code == 0
    return " ".join(result.output.split())


def test_the_first_sentence_is_whole_and_alone() -> None:
    """What follows it stands in the command's own help."""
    group = ListingGroup(commands={"say": click.Command("say", help=f"{SENTENCE} Then more.")})
    assert shown(group).endswith(f"say {SENTENCE}")


def test_a_late_command_is_listed_without_its_module() -> None:
    """Its line stands in the table, beside commands that are there."""
    group = LateGroup(late={"later": ("no.such.module", "It comes later.")})
    group.add_command(click.Command("now", help=SENTENCE))
    assert shown(group).endswith(f"later It comes later. now {SENTENCE}")
