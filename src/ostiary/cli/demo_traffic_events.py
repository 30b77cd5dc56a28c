"""`ostiary demo traffic --events N -o DIR`: made-up accesses by the million, in a watch folder.

Knows: what is printed, and which extra has what drawing them needs.
Must not know: how they are drawn.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click

from ostiary.cli.progress import shown_progress


def write_events(events: int | None, output: Path | None, *, seed: int, days: int, as_json: bool) -> None:
    """Draw and write them. Raises UsageError, ClickException where the extra is missing, ImportRefused, OSError."""
    if events is None or output is None:
        raise click.UsageError(
            "--events and -o belong together: how many accesses, and the watch folder for them"
        )
    making, folders = _late("ostiary.demo.at_scale.making"), _late("ostiary.watch.events.folder")
    _verify("--events", events, making.MIN_EVENTS, making.MAX_EVENTS)
    _verify("--days", days, making.MIN_DAYS, making.MAX_DAYS)
    with shown_progress("accesses", is_shown=not as_json) as show:
        made = making.make_events(
            folders.WatchFolder.open_or_make(output), events, seed=seed, days=days, progress=show
        )
    truth = output / making.TRUTH
    if as_json:
        click.echo(json.dumps({"events": events, "days": days, "seed": seed, "synthetic": True, "planted": made.planted,
                               "folder": str(output), "truth": str(truth)}))  # fmt: skip
    else:
        planted = sum(made.planted.values())
        click.echo(
            f"{events} synthetic accesses over {days} days are in `{output}`; {planted} planted cases are told in `{truth}`"
        )


def _verify(option: str, given: int, least: int, most: int) -> None:
    if not least <= given <= most:
        raise click.UsageError(f"{option} is from {least} to {most}")


# The extra `watch` is not part of `demo`: whoever plays accesses at a door does not need it.
def _late(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise click.ClickException(
            "--events needs what is not installed here: pip install 'ostiary[watch]'"
        ) from error
