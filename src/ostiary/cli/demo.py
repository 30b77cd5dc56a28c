"""`ostiary demo`: the guided tour, and the same story as a check.

Knows: arguments, where the demonstration stands, what is printed for visitors.
Must not know: the story.
"""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.home import DEMO_HOME
from ostiary.demo.gateway_process import GatewayProcess, free_port
from ostiary.demo.installation import Installation, set_up
from ostiary.demo.people import AGENT, AUDITOR, DETECTIVE, OFFICER
from ostiary.demo.stage import Stage, Teller
from ostiary.demo.story import Story
from ostiary.errors import SettingsError

PORT = 6432

MARK = "this-is-a-demonstration"
"""A file that says of a folder that it may be deleted by the next tour."""


@click.command(cls=ExplainingCommand)
@click.option(
    "--check", is_flag=True, help="Play the story with real clients, print one `ok` line a step, and end."
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where it is set up.  [default: ./.ostiary-demo]",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where the door listens; 0 for any free port.",
)
@click.option(
    "--incidents", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A real extract of `Crimes - 2001 to Present` (CSV) instead of made-up incidents.",
)  # fmt: skip
def demo(home: Path | None, port: int, incidents: Path | None, *, check: bool) -> None:
    """A city, its policy and its people, on this machine: a guided tour; then it stays up until Ctrl-C."""
    teller = Teller(click.echo, in_full=not check)
    with (
        _folder(home, is_temporary=check and home is None) as folder,
        _stopping_on_sigterm(),
        _set_up(folder, free_port() if check or not port else port, incidents) as installation,
    ):
        story = Story(Stage(installation, teller))
        with GatewayProcess(folder, installation.port):
            story.tell()
            if not check:
                story.verify_log()
                _stay_up(installation)
        if check:
            story.verify_log()
    if check:
        click.echo("every step of the story holds")


@contextmanager
def _folder(home: Path | None, *, is_temporary: bool) -> Iterator[Path]:
    if is_temporary:
        with tempfile.TemporaryDirectory(prefix="ostiary-demo-") as folder:
            yield Path(folder)
        return
    chosen = home or DEMO_HOME
    if chosen.exists() and any(chosen.iterdir()):
        # Only what bears the mark is ever deleted: a home folder may be a real installation.
        if not (chosen / MARK).exists():
            raise SettingsError(
                f"`{chosen}` is not empty and no demonstration", hint="name another folder with --home"
            )
        # The database of an earlier tour went with it; what is left is its log and its keys.
        shutil.rmtree(chosen)
    chosen.mkdir(mode=0o700, parents=True, exist_ok=True)
    (chosen / MARK).touch()
    yield chosen


def _set_up(folder: Path, port: int, incidents: Path | None) -> Installation:
    console = Console(stderr=True)
    with console.status("setting up") as status:
        return set_up(
            folder.resolve(),
            port=port,
            incidents_file=incidents,
            progress=lambda what: status.update(f"setting up: {what}"),
        )


_TRY = """
(ICE was cut off in the tour; its officer is refused with the number of the directive.)

Then ask, for example:
  SET ostiary.case = 'JK123456';
  SELECT person_id, surname, ssn FROM persons WHERE surname LIKE 'S%';
and watch from another terminal:
  {ostiary} access tail -f --home {home}
psql itself, if it is not installed: {psql}"""


def _stay_up(installation: Installation) -> None:
    click.echo("\nThe door stays open until Ctrl-C. Connect as:")
    for person in (DETECTIVE, AGENT, OFFICER, AUDITOR):
        click.echo(f'  {person.title:<20} psql "{installation.conninfo(person)}"')
    click.echo(
        _TRY.format(ostiary=sys.argv[0], home=installation.folder, psql=installation.postgres.bin / "psql")
    )
    with _until_interrupted():
        signal.pause()


@contextmanager
def _until_interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        click.echo("\nclosing the door")


@contextmanager
def _stopping_on_sigterm() -> Iterator[None]:
    """SIGTERM ends the demonstration as Ctrl-C does: everything that it started is stopped."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
