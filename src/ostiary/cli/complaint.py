"""``ostiary complaint``: what residents have written, read and answered by the oversight office.

Knows: the command line, the office's key file, and how letters are printed.
Must not know: how a letter is sealed, how rows are kept.
"""

from __future__ import annotations

import json
import secrets
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, TextIO

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.errors import CounterRefused, KeyFileError, ProofInvalid
from ostiary.server.settings import load_home
from ostiary.store.control import control_connection
from ostiary.store.key_files import read_private_line, write_private
from ostiary.store.letters import Letter, LetterCounts, all_letters, letter_counts, read_letter
from ostiary.tlog.key_text import decode_base64, encode_base64
from ostiary.web.counter.letters import MAX_CHARACTERS, read_written, send_answer, why_not
from ostiary.web.counter.sealed import PUBLIC_BYTES, public_of

_KEY_TAG: Final = "ostiary-letters-"
"""A line of the key file begins so, that no other key is taken for it."""

office_key_option = click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path),
    help="The office's private key (mode 0600), as `ostiary complaint key` has drawn it.",
)


@click.group(cls=ExplainingGroup)
def complaint() -> None:
    """Questions and complaints of residents: list them, read them with the office's key, answer them."""


@complaint.command("key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def key_command(*, file: Path, as_json: bool) -> None:
    """Draw the office's key into a new FILE, and print the public key that goes into ostiary.toml.

    Keep the file on the machine where letters are read, and a copy in a safe: what was sealed to it opens with nothing else.
    """
    private = secrets.token_bytes(PUBLIC_BYTES)
    write_private(file, f"{_KEY_TAG}{encode_base64(private)}\n".encode())
    public = encode_base64(public_of(private))
    click.echo(json.dumps({"key": str(file), "public": public}) if as_json else public)


@complaint.command("list")
@home_option
@json_option
def list_command(*, home: Path | None, as_json: bool) -> None:
    """List all letters, those that must be answered first first, and how the office does."""
    with control_connection(load_home(home_folder(home)).officials_dsn) as connection:
        letters, counts = all_letters(connection), letter_counts(connection)
    today = datetime.now(UTC).date()
    if as_json:
        found = [_object(one, today) for one in letters]
        click.echo(json.dumps({"letters": found, "counts": _counts_object(counts)}))
        return
    for one in letters:
        click.echo(_line(one, today))
    click.echo(
        f"waiting {counts.open}, late {counts.late}; answered in time {counts.in_time}, late {counts.too_late}"
    )


@complaint.command()
@click.argument("number", type=click.IntRange(min=1))
@office_key_option
@home_option
@json_option
def show(*, number: int, key: Path, home: Path | None, as_json: bool) -> None:
    """Show what the letter NUMBER says. Its text came from anybody: it is printed without control characters."""
    private = read_office_key(key)
    with control_connection(load_home(home_folder(home)).officials_dsn) as connection:
        letter = read_letter(connection, number)
    written = read_written(private, letter)
    if as_json:
        said = {"language": written.language, "text": written.text}
        click.echo(json.dumps(_object(letter, datetime.now(UTC).date()) | said))
        return
    click.echo(f"{_line(letter, datetime.now(UTC).date())}; language {written.language}\n")
    click.echo(_printable(written.text))


@complaint.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option(
    "--text-file",
    type=click.File(encoding="utf-8"),
    default="-",
    help="The answer, in the language of the letter.  [default: standard input]",
)
@home_option
@json_option
def answer(*, number: int, text_file: TextIO, home: Path | None, as_json: bool) -> None:
    """Answer the letter NUMBER, once. The answer is sealed to whoever wrote the letter."""
    text = text_file.read(MAX_CHARACTERS + 1)
    if problem := why_not(text):
        why = (
            "the answer is empty"
            if problem == "empty"
            else f"the answer has more than {MAX_CHARACTERS} characters"
        )
        raise CounterRefused(why, hint="nothing was sent")
    send_answer(load_home(home_folder(home)).officials_dsn, number, text)
    if as_json:
        click.echo(json.dumps({"number": number, "answered": True}))
    else:
        click.echo(f"letter {number} is answered", err=True)


def read_office_key(path: Path) -> bytes:
    """The office's private key. Raises KeyFileError; nothing of the file is repeated."""
    line = read_private_line(path)
    try:
        private = decode_base64(line.removeprefix(_KEY_TAG)) if line.startswith(_KEY_TAG) else b""
    except ProofInvalid:
        private = b""
    if len(private) != PUBLIC_BYTES:
        raise KeyFileError(
            f"`{path}` is no key of an oversight office", hint="`ostiary complaint key FILE` draws one"
        )
    return private


def _line(letter: Letter, today: date) -> str:
    answered = f"answered {letter.answered_on}" if letter.answered_on else "not answered"
    late = ", late" if letter.is_late(today) else ""
    return f"{letter.number}: {letter.kind}, received {letter.received_on}, due {letter.due_on}, {answered}{late}"


def _object(letter: Letter, today: date) -> dict[str, object]:
    return {
        "number": letter.number,
        "kind": letter.kind,
        "received_on": letter.received_on.isoformat(),
        "due_on": letter.due_on.isoformat(),
        "answered_on": letter.answered_on.isoformat() if letter.answered_on else None,
        "late": letter.is_late(today),
    }


def _counts_object(counts: LetterCounts) -> dict[str, int]:
    return {
        "open": counts.open,
        "late": counts.late,
        "in_time": counts.in_time,
        "too_late": counts.too_late,
    }


def _printable(text: str) -> str:
    """The text for a terminal: lines stay, and whatever else is no letter or sign becomes a mark."""
    return "".join(one if one == "\n" or one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
