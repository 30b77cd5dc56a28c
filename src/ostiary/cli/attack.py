"""`ostiary attack`: a corpus of attacks against a door that is set up for them.

Knows: arguments, where the world stands, what is printed.
Must not know: how an attack is made or judged.
"""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from ostiary.cli.attack_words import in_words, is_clean, report
from ostiary.cli.exits import FAILED, ExplainingCommand
from ostiary.cli.options import json_option
from ostiary.cli.stopping import stopping_on_signals
from ostiary.demo.attack.assault import assault
from ostiary.demo.attack.corpus import read_attacks
from ostiary.demo.attack.direct import direct
from ostiary.demo.attack.world import PACK, TESTER, AttackWorld, standing

OWN: Final = PACK.parent / "attacks.sql"
"""The attacks that come with Ostiary."""


@click.command(cls=ExplainingCommand)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--direct", "over_wall", is_flag=True,
    help="Make each attack over the second wall alone, too, as the role that the door logs in as.",
)  # fmt: skip
@click.option(
    "--policy", "pack", type=click.Path(path_type=Path, exists=True, file_okay=False), default=PACK,
    show_default="the one that comes with it",
    help="Another policy over the same records, such as one that is broken on purpose.",
)  # fmt: skip
@click.option(
    "--seconds", type=click.FloatRange(0.1, 60), default=10.0, show_default=True,
    help="How long an answer may take.",
)  # fmt: skip
@click.option("--keep", is_flag=True, help="Leave the door open afterwards, until Ctrl-C.")
@json_option
@click.pass_context
def attack(
    context: click.Context,
    file: Path | None,
    *,
    over_wall: bool,
    pack: Path,
    seconds: float,
    keep: bool,
    as_json: bool,
) -> None:
    """Try the statements of FILE on a door of their own; exit 0 when nothing leaks and nothing is otherwise than expected.

    A database, a policy, both walls, a log and a gateway are set up, and end with the command. Before each statement
    of FILE stands a line `-- [ID] class | expected | why`; what can be expected is deny, filtered, masked, group or
    scrub. Without FILE the attacks that come with Ostiary are made.
    """
    file = file or OWN
    attacks = read_attacks(file)
    with stopping_on_signals(), _progress() as progress, _world(pack, progress) as world:
        began = time.monotonic()
        count = len(attacks)
        made = assault(world, attacks, seconds)
        judged = list(progress.track(made, count, description="attacking the door"))
        alone = None
        if over_wall:
            made_alone = direct(world, attacks, seconds)
            alone = list(progress.track(made_alone, count, description="attacking the second wall alone"))
        progress.stop()
        told = report(str(file), judged, alone, time.monotonic() - began)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else in_words(told))
        if keep:
            _stay(world)
    context.exit(0 if is_clean(told) else FAILED)


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(), TextColumn("{task.description:<44}"), BarColumn(bar_width=24), MofNCompleteColumn(),
        TimeRemainingColumn(compact=True), console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip


@contextmanager
def _world(pack: Path, progress: Progress) -> Iterator[AttackWorld]:
    task = progress.add_task("setting up", total=None)

    def step(what: str) -> None:
        progress.update(task, description=f"setting up: {what}")

    with (
        tempfile.TemporaryDirectory(prefix="ostiary-attack-") as folder,
        standing(Path(folder), step, pack) as world,
    ):
        progress.remove_task(task)
        yield world


def _stay(world: AttackWorld) -> None:
    declared = f"-c ostiary.purpose={TESTER.purpose} -c ostiary.case={world.case}"
    click.echo("\nThe door stays open until Ctrl-C. In another terminal:")
    click.echo(f"  export PGPASSFILE={shlex.quote(str(world.folder / 'members.pgpass'))}")
    click.echo(
        f'  psql "host=127.0.0.1 port={world.port} dbname=city user={TESTER.member.code} sslmode=disable'
        f" options='{declared}'\""
    )
    click.echo(f"  {shlex.quote(sys.argv[0])} access tail -f --home {shlex.quote(str(world.folder))}")
    try:
        world.gateway.wait_until_ended()
    except KeyboardInterrupt:
        click.echo("\nclosing the door")
