"""`ostiary config`: the settings of an installation.

Knows: arguments and words.
Must not know: which keys there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from ostiary.cli.config_text import example as example_text
from ostiary.cli.config_text import reference as reference_text
from ostiary.cli.config_text import toml_value
from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.server.setting_keys import Key, section_of
from ostiary.server.settings import FILE_NAME, Settings, read_home
from ostiary.server.settings_text import Read
from ostiary.store.key_files import privacy_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting as it is shown; ``line`` is 0 for a default, ``state`` says how a secret file lies there."""

    key: Key
    value: Any
    line: int
    state: str

    @property
    def origin(self) -> str:
        """Where the value comes from, in words."""
        return f"{FILE_NAME}:{self.line}" if self.line else "default"


@click.group(cls=ExplainingGroup)
def config() -> None:
    """The settings of an installation: what holds, where it is written, what each key is for."""


@config.command()
@home_option
@json_option
@click.pass_context
def show(context: click.Context, home: Path | None, *, as_json: bool) -> None:
    """Print every setting that holds, with the place that it comes from.

    Of what is secret only the file is named, and whether it is there and private.
    """
    folder, source = home_folder(home), _home_source(context)
    settings = list(_shown(folder, read_home(folder)))
    if as_json:
        click.echo(json.dumps(_as_object(folder, source, settings)))
        return
    click.echo(f"# home: {folder} ({source})")
    left = [f"{one.key.name} = {toml_value(one.value)}" for one in settings]
    width = min(max(map(len, left)), 60)
    for words, one in zip(left, settings, strict=True):
        state = f"; {one.key.kind}: {one.state}" if one.state else ""
        state += f"; `{one.key.flag}` goes before it" if one.key.flag else ""
        click.echo(f"{words:<{width}}  # {one.origin}{state}")


@config.command()
def reference() -> None:
    """Print what each key is for, as docs/configuration.md has it."""
    click.echo(reference_text(section_of(Settings)), nl=False)


@config.command()
def example() -> None:
    """Print a file of settings with every key; those that have a default are commented out."""
    click.echo(example_text(section_of(Settings)), nl=False)


def _shown(folder: Path, read: Read[Settings]) -> Iterator[Shown]:
    for key in read.section.all_keys():
        value = read.value(key)
        state = privacy_of(folder / value) if key.kind.startswith("secret") and value is not None else ""
        yield Shown(key, value, read.lines.get(key.path, 0), state)


def _home_source(context: click.Context) -> str:
    match context.get_parameter_source("home"):
        case ParameterSource.COMMANDLINE:
            return "--home"
        case ParameterSource.ENVIRONMENT:
            return "OSTIARY_HOME"
        case _:
            return "default"


def _as_object(folder: Path, source: str, settings: list[Shown]) -> dict[str, object]:
    return {
        "home": str(folder),
        "home_from": source,
        "settings": [
            {
                "key": one.key.name,
                "value": one.value,
                "from": one.origin,
                **({"kind": one.key.kind} if one.key.kind else {}),
                **({"state": one.state} if one.state else {}),
                **({"flag": one.key.flag} if one.key.flag else {}),
            }
            for one in settings
        ],
    }
