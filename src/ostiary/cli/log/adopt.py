"""``ostiary log adopt``: a log's head is brought into the control database.

Knows: arguments, the question that is asked before, what is printed.
Must not know: rows, journals, signatures.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from ostiary.cli.log.home import log_and_head_of_home
from ostiary.cli.options import home_option, json_option
from ostiary.errors import SettingsError
from ostiary.store.log.adopting import adopt_head
from ostiary.store.log.receipts import read_published


@click.command()
@click.option("--confirm", "typed", metavar="NAME", help="The log's name once more, instead of the question.")
@home_option
@json_option
def adopt(typed: str | None, home: Path | None, *, as_json: bool) -> None:
    """Put the log's last checkpoint into the control database, where the log writer compares it from then on.

    For a log from before `head_dsn_file` was set, and for a control database that was restored and has no newer backup. The
    gateway has to be stopped. A row is never moved back, nor over a tree that the journal does not have.
    """
    log_dir, dsn_file = log_and_head_of_home(home)
    if dsn_file is None:
        raise SettingsError(
            "the settings name no control database for the log's head",
            hint="head_dsn_file under [log] in ostiary.toml; docs/install.md, `9. The log`",
        )
    found = read_published(log_dir).checkpoint
    if typed is None:
        click.echo(
            f"{found.origin} has {found.size} entries under its checkpoint. Compare that with the newest one that witnesses or"
            " others kept.",
            err=True,
        )
        typed = click.prompt("The log's name, to go on", err=True)
    if typed != found.origin:
        raise SettingsError(f"`{typed}` is not the name of the log", hint=f"it is {found.origin}")
    adopted = adopt_head(log_dir, dsn_file)
    before = None if adopted.before is None else adopted.before.size
    if as_json:
        click.echo(json.dumps({"origin": adopted.head.origin, "size": adopted.head.size, "before": before}))
        return
    was = "nothing" if before is None else f"{before} entries"
    click.echo(
        f"the control database knows {adopted.head.size} entries of {adopted.head.origin}; it knew {was}"
    )
