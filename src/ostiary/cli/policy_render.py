"""``ostiary policy render``: the policy as an attorney reads it.

Knows: which form is asked for, where it goes.
Must not know: what a policy says, how it looks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.options import json_option
from ostiary.errors import SettingsError
from ostiary.model.bundle import Bundle
from ostiary.policy.rendering.as_html import page_of
from ostiary.policy.rendering.as_text import text_hash, text_of
from ostiary.policy.rendering.contents import document_of
from ostiary.store.bundle_files import read_bundle

TEXT: Final = "text"
HTML: Final = "html"


@click.command(cls=ExplainingCommand)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--text",
    "form",
    flag_value=TEXT,
    default=TEXT,
    help="As text, 80 columns wide: what is signed. The default.",
)
@click.option("--html", "form", flag_value=HTML, help="As one page for a browser and for paper.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to this file instead of printing it.",
)
@json_option
def render(folder: Path, form: str, out: Path | None, *, as_json: bool) -> None:
    """Write the policy of a FOLDER in English: a sentence for every rule, beside the law that it rests on.

    The text is the same on every machine, and its SHA-256 is part of the policy version.
    """
    bundle = read_bundle(folder)
    document = document_of(bundle)
    text = text_of(document)
    digest = text_hash(text)
    rendered = text if form == TEXT else page_of(document, version=bundle.version, text_hash=digest)
    if out is not None:
        _write(out, rendered)
        told = f"`{out}` is `{bundle.name}` as {form}; SHA-256 of the text {digest}; policy version {bundle.version}"
        click.echo(json.dumps(_object(bundle, digest, form, str(out))) if as_json else told)
    elif as_json:
        click.echo(json.dumps(_object(bundle, digest, form, None) | {form: rendered}))
    else:
        # Bytes, so that what is printed has the hash that is named, whatever the terminal's encoding.
        click.echo(rendered.encode(), nl=False)


def _object(bundle: Bundle, digest: str, form: str, file: str | None) -> dict[str, str | None]:
    return {"name": bundle.name, "version": bundle.version, "text_sha256": digest, "form": form, "file": file}


def _write(out: Path, rendered: str) -> None:
    try:
        out.write_bytes(rendered.encode())
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"`{out}` cannot be written: {why}", hint="name another file with --out"
        ) from error
