"""`ostiary demo`: the guided tour, and the same story as a check.

Knows: arguments, where the demonstration stands, what is printed for visitors.
Must not know: the story.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from ostiary.cli.demo_addresses import Offered, show_offered
from ostiary.cli.demo_code import code
from ostiary.cli.demo_screen import SetUpScreen
from ostiary.cli.demo_traffic import traffic
from ostiary.cli.demo_watching import watch
from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import DEMO_HOME
from ostiary.cli.log.demo_log import demo_log
from ostiary.cli.options import home_option, json_option
from ostiary.cli.stopping import stopping_on_signals
from ostiary.demo.beside import lively, watched
from ostiary.demo.city.sizes import SIZES, SMALL, Size
from ostiary.demo.console_people import ConsoleAccount, make_console_accounts
from ostiary.demo.faces import Faces
from ostiary.demo.gateway_process import GatewayProcess
from ostiary.demo.installation import Installation, set_up
from ostiary.demo.place import claimed, free_port, verify_free, wipe
from ostiary.demo.ports import Ports
from ostiary.demo.public_face import FOLDER
from ostiary.demo.stage import Stage, StoryBroken, Teller
from ostiary.demo.story import Story
from ostiary.demo.story_faces import tell_of_faces
from ostiary.demo.story_public import PublicStory
from ostiary.server.settings import load_home

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
@click.option(
    "--quiet",
    is_flag=True,
    help="Nobody asks but you: without the traffic of the city's agencies, and the watch that looks at it.",
)
@json_option
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
    quiet: bool,
    as_json: bool,
) -> None:
    """A city, its policy and its people, on this machine: a guided tour; then it stays up until Ctrl-C.

    Meanwhile its faces answer browsers at addresses that are printed with all accounts, its agencies ask, and the watch looks at the log.
    A demonstration that has ended is wiped from the folder first; nothing else ever is. With --check and no folder
    named, it stands in a temporary one.
    """
    if context.invoked_subcommand is not None:
        return
    if site is not None and not check:
        raise click.UsageError("--publish goes with --check")
    # As JSON the object alone goes to standard output.
    teller = Teller(partial(click.echo, err=as_json), in_full=not (check or as_json))
    ports = Ports.free()
    with (
        stopping_on_signals(),
        _folder(home, is_temporary=check and home is None) as folder,
        _set_up(
            folder,
            free_port() if check or not port else port,
            ports,
            teller,
            size=SIZES[size],
            incidents=incidents,
        ) as installation,
    ):
        stage = Stage(installation, teller)
        story = Story(stage)
        with GatewayProcess(folder) as gateway:
            story.tell()
            with _faces(installation, ports) as (faces, accounts):
                tell_of_faces(installation, faces, accounts, teller)
                if not check:
                    story.verify_log()
                    PublicStory(stage, folder / FOLDER).tell()
                    offered = Offered(installation, faces.listed, accounts, is_lively=not quiet)
                    _stay_up(offered, gateway, as_json=as_json)
        if check:
            _end_check(story, stage, site, as_json=as_json)


def _end_check(story: Story, stage: Stage, site: Path | None, *, as_json: bool) -> None:
    """What is checked when nobody asks any more."""
    story.verify_log()
    if site is not None:
        PublicStory(stage, site).tell()
    click.echo("every step of the story holds", err=as_json)
    if as_json:
        click.echo(json.dumps({"holds": True}))


demo.add_command(demo_log)
demo.add_command(traffic)
demo.add_command(code)
demo.add_command(watch)


@contextmanager
def _faces(installation: Installation, ports: Ports) -> Iterator[tuple[Faces, tuple[ConsoleAccount, ...]]]:
    accounts = make_console_accounts(load_home(installation.folder))
    with Faces(installation.folder, ports) as faces:
        yield faces, accounts


@contextmanager
def _folder(home: Path | None, *, is_temporary: bool) -> Iterator[Path]:
    if is_temporary:
        with tempfile.TemporaryDirectory(prefix="ostiary-demo-") as folder, claimed(Path(folder)) as place:
            yield place
        return
    with claimed(home or DEMO_HOME) as place:
        yield place


def _set_up(
    folder: Path, port: int, ports: Ports, teller: Teller, *, size: Size, incidents: Path | None
) -> Installation:
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
            faces=ports,
        )


def _stay_up(offered: Offered, gateway: GatewayProcess, *, as_json: bool) -> None:
    folder, alone = offered.installation.folder, nullcontext()
    with lively(folder) if offered.is_lively else alone, watched(folder) if offered.is_lively else alone:
        if as_json:
            click.echo(json.dumps(offered.as_object()))
        else:
            show_offered(offered, Console(highlight=False))
        try:
            gateway.wait_until_ended()
        except KeyboardInterrupt:
            click.echo("\nclosing the door", err=as_json)
            return
    raise StoryBroken(f"the gateway has ended; see `{gateway.log}`")
