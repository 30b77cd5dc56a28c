"""Options that several commands have, said once.

Knows: their names, their help, and where their values come from.
Must not know: what a command does with them.
"""

from __future__ import annotations

from pathlib import Path

import click

from ostiary.directives.instants import read_day
from ostiary.errors import DirectiveRefused


def day_option_value(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The callback of an option that is a day, written like 2019-07-10."""
    try:
        return None if value is None else read_day(value).isoformat()
    except DirectiveRefused as fault:
        raise click.BadParameter(f"{fault.message}; {fault.hint}") from fault


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
