"""Options that several commands have, said once.

Knows: their names, their help, and where their values come from.
Must not know: what a command does with them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ostiary.directives.instants import read_day
from ostiary.errors import DirectiveRefused


def day_value(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """The callback of an option that is a day, written like 2019-07-10."""
    return None if value is None else _day(value)


def days_value(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[date, ...]:
    """The callback of such an option that is given several times."""
    return tuple(map(_day, values))


def day_text_value(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """The callback of such an option where the day goes into a directive, as text."""
    day = day_value(context, option, value)
    return None if day is None else day.isoformat()


def _day(value: str) -> date:
    try:
        return read_day(value)
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
master_key_option = click.option(
    "--master-key",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The log's master key (mode 0600), where the settings of a home do not name it.",
)
