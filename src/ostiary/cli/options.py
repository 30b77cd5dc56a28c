"""Options that several commands have, said once.

Knows: their names, their help, and where their values come from.
Must not know: what a command does with them.
"""

from __future__ import annotations

from pathlib import Path

import click

home_option = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="OSTIARY_HOME",
    show_envvar=True,
    show_default="./.ostiary-demo",
    help="The installation's folder, with ostiary.toml.",
)
key_option = click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path),
    help="The file with your own signing key (mode 0600).",
)
dsn_file_option = click.option(
    "--dsn-file",
    type=click.Path(path_type=Path),
    help="A file (mode 0600) with the connection string of an account that may do it.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
