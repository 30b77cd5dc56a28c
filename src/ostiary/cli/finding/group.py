"""``ostiary finding``: the group of its commands.

Knows: which module each command stands in.
Must not know: what any of them does.
"""

from __future__ import annotations

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.finding.acting import close, explain, notice, open_, refer, reopen, suppress, take
from ostiary.cli.finding.heads import head_, verify_
from ostiary.cli.finding.keeping import erase, seal
from ostiary.cli.finding.reading import effort, list_, show


@click.group(cls=ExplainingGroup)
def finding() -> None:
    """What the watch found, and what became of it. A finding is a lead for a person to look at, never a verdict.

    Reviewers see a pseudonym in place of a user until whoever has taken the finding opens it. Each act stands in the watch
    folder, in a chain that nobody changes unseen, under the name of the account that runs the command.
    """


for command in (
    close, effort, erase, explain, head_, list_, notice, open_, refer, reopen, seal, show, suppress, take, verify_,
):  # fmt: skip
    finding.add_command(command)
