"""`ostiary demo`: the guided tour, and the same story as a check.

Knows: arguments, where the demonstration stands, what is printed for visitors.
Must not know: the story.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from ostiary.cli.demo_screen import SetUpScreen
from ostiary.cli.demo_traffic import traffic
from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import DEMO_HOME
from ostiary.cli.log.demo_log import demo_log
from ostiary.cli.options import home_option
from ostiary.cli.stopping import stopping_on_signals
from ostiary.demo.city.sizes import SIZES, SMALL, Size
from ostiary.demo.gateway_process import GatewayProcess
from ostiary.demo.installation import Installation, set_up
from ostiary.demo.people import AGENT, AUDITOR, DETECTIVE, OFFICER
from ostiary.demo.place import claimed, free_port, verify_free, wipe
from ostiary.demo.stage import Stage, StoryBroken, Teller
from ostiary.demo.story import Story
from ostiary.demo.story_public import PublicStory

PORT = 6432

_DURATIONS = {"small": "about ten seconds", "medium": "less than a minute", "large": "some minutes"}
"""How long setting up takes on a machine of two processors."""


@click.group(cls=ExplainingGroup, invoke_without_command=True)
@click.option(
    "--check", is_flag=True, help="Play the story with real clients, print one `ok` line a step, and end."
)
@home_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where the door listens; 0 for any free port.",
)
@click.option(
    "--size",
    type=click.Choice(list(SIZES)),
    default=SMALL.name,
    show_default=True,
    help="About 20 thousand, 1 million or 10 million records.",
)
@click.option(
    "--incidents", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A real extract of `Crimes - 2001 to Present` (CSV) instead of made-up incidents.",
)  # fmt: skip
@click.option(
    "--publish", "site", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False),
    help="With --check: bake the public site of the story there.",
)  # fmt: skip
@click.pass_context
def demo(
    context: click.Context,
    *,
    home: Path | None,
    port: int,
    size: str,
    incidents: Path | None,
    check: bool,
    site: Path | None,
) -> None:
    """A city, its policy and its people, on this machine: a guided tour; then it stays up until Ctrl-C.

    A demonstration that has ended is wiped from the folder first; nothing else ever is. With --check and no folder
    named, it stands in a temporary one.
    """
    if context.invoked_subcommand is not None:
        return
    if site is not None and not check:
        raise click.UsageError("--publish goes with --check")
    teller = Teller(click.echo, in_full=not check)
    with (
        stopping_on_signals(),
        _folder(home, is_temporary=check and home is None) as folder,
        _set_up(
            folder, free_port() if check or not port else port, SIZES[size], incidents, teller
        ) as installation,
    ):
        stage = Stage(installation, teller)
        story = Story(stage)
        with GatewayProcess(folder) as gateway:
            story.tell()
            if not check:
                story.verify_log()
                _stay_up(installation, gateway)
        if check:
            story.verify_log()
            if site is not None:
                PublicStory(stage, site).tell()
    if check:
        click.echo("every step of the story holds")


demo.add_command(demo_log)
demo.add_command(traffic)


@contextmanager
def _folder(home: Path | None, *, is_temporary: bool) -> Iterator[Path]:
    if is_temporary:
        with tempfile.TemporaryDirectory(prefix="ostiary-demo-") as folder, claimed(Path(folder)) as place:
            yield place
        return
    with claimed(home or DEMO_HOME) as place:
        yield place


def _set_up(folder: Path, port: int, size: Size, incidents: Path | None, teller: Teller) -> Installation:
    verify_free(port)
    wipe(folder)
    teller.note(f"setting up: {_DURATIONS[size.name]}")
    with SetUpScreen(Console(stderr=True), size, of_extract=incidents is not None) as screen:
        return set_up(
            folder,
            port=port,
            size=size,
            incidents_file=incidents,
            progress=screen.step,
            watcher=screen.grown,
            monitoring_port=free_port(),
        )


_TRY = """
(ICE was cut off in the tour; its officer is refused with the number of the
directive.)

Then ask, for example:
  SET ostiary.case = 'JK123456';
  SELECT person_id, surname, ssn FROM persons WHERE surname LIKE 'S%';
and watch from another terminal:
  {ostiary} access tail -f --home {home}
and let nearly a hundred members of all agencies ask:
  {ostiary} demo traffic --home {home}
and see how the gateway is:
  {ostiary} doctor --home {home}
  curl -s http://127.0.0.1:{monitoring}/readyz
psql itself, if it is not installed: {psql}"""


def _stay_up(installation: Installation, gateway: GatewayProcess) -> None:
    click.echo("\nThe door stays open until Ctrl-C. In another terminal:")
    click.echo("\n".join(f"  {line}" for line in installation.exports))
    click.echo("and connect as:")
    for person in (DETECTIVE, AGENT, OFFICER, AUDITOR):
        click.echo(f'  {person.title:<20} psql "{installation.short_conninfo(person)}"')
    click.echo(
        _TRY.format(
            ostiary=shlex.quote(sys.argv[0]),
            home=shlex.quote(str(installation.folder)),
            monitoring=installation.monitoring_port,
            psql=installation.postgres.bin / "psql",
        )
    )
    try:
        gateway.wait_until_ended()
    except KeyboardInterrupt:
        click.echo("\nclosing the door")
        return
    raise StoryBroken(f"the gateway has ended; see `{gateway.log}`")
