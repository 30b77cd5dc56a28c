"""``ostiary watch formats``: what can be imported.

Knows: arguments, how formats are listed.
Must not know: how a row is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.options import json_option
from ostiary.cli.watch.other_formats import OTHER_FORMATS
from ostiary.watch.importing.formats import SHIPPED, format_text, shipped
from ostiary.watch.importing.mapping import ColumnMapping, FieldRule


@click.command(cls=ExplainingCommand)
@click.argument("name", required=False)
@json_option
def formats(name: str | None, *, as_json: bool) -> None:
    """The formats of logs and tables that can be imported, each with its columns.

    With NAME the mapping of one format as TOML: copy it, change it, and import with `--as mapping:FILE.toml`.
    """
    if name is not None:
        click.echo(
            json.dumps({"name": name, "mapping": format_text(name)}) if as_json else format_text(name),
            nl=as_json,
        )
        return
    mappings = [shipped(each) for each in SHIPPED]
    if as_json:
        click.echo(json.dumps({"formats": [*map(_object, mappings), *_others()]}))
        return
    for mapping in mappings:
        click.echo(f"{mapping.name}: {mapping.says}")
        for rule in mapping.fields:
            click.echo(f"  {rule.name:<17} {_where(rule)}{' (needed)' if rule.needed else ''}")
    for other, (says, _) in OTHER_FORMATS.items():
        click.echo(f"{other}: {says}")
    click.echo("mapping:FILE.toml: any other delimited text, by a mapping of yours")


def _where(rule: FieldRule) -> str:
    named = ", ".join(rule.shown)
    option = f"--{rule.option}" if rule.option else ""
    return " or ".join(filter(None, (named, option)))


def _object(mapping: ColumnMapping) -> dict[str, object]:
    fields = {
        rule.name: {"from": list(rule.shown), "option": rule.option, "needed": rule.needed}
        for rule in mapping.fields
    }
    return {"name": mapping.name, "says": mapping.says, "table": mapping.table, "fields": fields}


def _others() -> Iterator[dict[str, object]]:
    for name, (says, _) in OTHER_FORMATS.items():
        yield {"name": name, "says": says, "table": "events", "fields": {}}
