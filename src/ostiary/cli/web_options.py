"""What the commands that keep the console's accounts share.

Knows: the account of the database that they take, and how their acts are named.
Must not know: accounts, keys, what any command does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

FACE: Final = "command line"
"""Where acts of these commands were done, as their entries say it."""

keeper_dsn_option = click.option(
    "--dsn-file",
    required=True,
    type=click.Path(path_type=Path),
    help="A file (mode 0600) with the connection string of an account that keeps the console's accounts.",
)
