"""``ostiary watch``: the group of its commands.

Knows: which module each command stands in.
Must not know: what any of them does.
"""

from __future__ import annotations

from typing import Final

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.late import LateGroup

# Verb: module, and the line that the help shows without importing it. All need what the extra `watch` brings.
VERBS: Final[dict[str, tuple[str, str]]] = {
    "verify": ("ostiary.cli.watch.verify", "Compare a watch folder with its manifests, and with the log."),
    "formats": ("ostiary.cli.watch.formats", "The formats of logs and tables that can be imported."),
    "import": ("ostiary.cli.watch.importing", "Read a log, or what is known beside it, into a watch folder."),
    "classify": ("ostiary.cli.watch.classify", "Say what the words of each reason in FILE say."),
    "coverage": (
        "ostiary.cli.watch.coverage",
        "Say which agencies, days and columns a watch folder covers, and what nobody can say.",
    ),
    "done": ("ostiary.cli.watch.due", "Say that a duty was done, with evidence."),
    "due": ("ostiary.cli.watch.due", "List what has to be done until when, overdue first."),
    "report": (
        "ostiary.cli.watch.report",
        "Make a page of pictures of a log: who searches, for what, how widely, when.",
    ),
    "run": (
        "ostiary.cli.watch.run",
        "Run the detectors over a watch folder, and make findings of what they say.",
    ),
}


class WatchGroup(LateGroup, ExplainingGroup):
    """A group whose commands need what only a watch has; errors end in words."""


@click.group(cls=WatchGroup, late=VERBS)
def watch() -> None:
    """Find misuse, in our own log and in the logs that others release. Whatever it says is a lead, never a verdict."""
