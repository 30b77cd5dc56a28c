"""`ostiary demo code`: the current one-time code of an account of the demonstration, without a telephone.

Knows: arguments, the clock, what is printed.
Must not know: how a code is made.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.demo.console_people import account_named
from ostiary.demo.place import verify_demonstration


@click.command()
@click.argument("name")
@home_option
@json_option
@click.pass_context
def code(context: click.Context, name: str, home: Path | None, *, as_json: bool) -> None:
    """Print the current one-time code of the account NAME of a demonstration's console.

    For demonstration only: a city's codes are made by their owner's authenticator, and their secrets lie in no file.
    """
    named = home or (context.parent.params["home"] if context.parent is not None else None)
    folder = home_folder(named)
    verify_demonstration(folder)
    digits, seconds = account_named(folder, name).code(int(time.time()))
    if as_json:
        click.echo(json.dumps({"name": name, "code": digits, "seconds": seconds}))
        return
    click.echo(digits)
    click.echo(f"the next one comes in {seconds} s; a code is taken once", err=True)
