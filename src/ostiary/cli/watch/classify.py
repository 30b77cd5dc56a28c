"""`ostiary watch classify`: what the words of each reason in a file say.

Knows: arguments, the forms in which rows are printed, that a cell is never given to a terminal as it is.
Must not know: any word that matters.
"""

from __future__ import annotations

import codecs
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.errors import ImportRefused
from ostiary.evidence.disclosure.tables import cell
from ostiary.office.access_words import printable
from ostiary.watch.importing.opened_file import OpenedFile
from ostiary.watch.importing.records import MAX_RECORD, OVERLONG
from ostiary.watch.reasons.classify import Reading, Spoke
from ostiary.watch.reasons.classify import classify as reading_of
from ostiary.watch.reasons.packs import CLASSES
from ostiary.watch.reasons.reason_file import read_reasons
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.told import COLUMNS, Value, columns_of, explained

_KEPT: Final = 100_000
"""Distinct reasons whose readings are kept: some 100 MB. Real logs of millions of rows have some thousand."""
_SHOWN: Final = 100
_USUAL: Final = "utf-8-sig"


@click.command(cls=ExplainingCommand)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), required=False)
@click.option("--column", default="reason", show_default=True, help="The column that holds reasons.")
@click.option(
    "--encoding",
    default="",
    help="The encoding of FILE, such as cp1252; else UTF-8, or what the first bytes of a file say.",
)
@click.option("--explain", metavar="TEXT", help="Say of one text which pattern speaks, and where.")
@click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values, one row a reason.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def classify(
    *, file: Path | None, column: str, encoding: str, explain: str | None, as_csv: bool, as_json: bool
) -> None:
    """Say what the words of each reason in FILE say: cells between commas, semicolons or tabs, or - for standard input.

    One line a row, in the file's order. The class is of the words alone: a lead, never a verdict, and no statement about whoever
    typed them.
    """
    if (file is None) == (explain is None):
        raise click.UsageError("give either FILE or --explain TEXT")
    if as_csv and as_json:
        raise click.UsageError("--csv and --json are two forms: give one")
    if explain is not None:
        _explain(explain, as_json=as_json)
    elif file is not None:
        with _opened(file, encoding) as lines:
            _print_all(_rows(lines, column), as_csv=as_csv, as_json=as_json)


def _explain(text: str, *, as_json: bool) -> None:
    reading = _reading(text)
    if as_json:
        spoke = [_spoken(one) for one in (*reading.spoke, *reading.passed_over)]
        click.echo(json.dumps(columns_of(1, reading, "given") | {"patterns": spoke}))
    else:
        click.echo("\n".join(explained(reading)))


def _spoken(one: Spoke) -> dict[str, Value]:
    start, end = one.span
    said: dict[str, Value] = {"pack": one.pack, "pattern": one.pattern, "strength": one.strength}
    return said | {"words": one.words, "start": start, "end": end, "beside": one.beside or None}


@lru_cache(maxsize=_KEPT)
def _reading(reason: str) -> Reading:
    return reading_of(reason, shipped_words())


def _rows(lines: Iterable[str], column: str) -> Iterator[dict[str, Value]]:
    for one in read_reasons(lines, column):
        yield columns_of(one.row, _reading(one.reason), one.state)


@contextmanager
def _opened(file: Path, encoding: str) -> Iterator[Iterable[str]]:
    if encoding and not _is_known(encoding):
        raise click.UsageError(f"there is no encoding `{encoding}`")
    if str(file) == "-":
        sys.stdin.reconfigure(encoding=encoding or _USUAL, errors="surrogateescape", newline="")  # type: ignore[union-attr]
        yield sys.stdin
    elif file.is_fifo():
        with file.open(encoding=encoding or _USUAL, errors="surrogateescape", newline="") as pipe:
            yield pipe
    else:
        with OpenedFile(file, encoding) as opened:
            yield map(_whole, opened.lines())


def _whole(line: str) -> str:
    if line is OVERLONG:
        raise ImportRefused(f"a line has more than {MAX_RECORD:,} characters", hint="no log has such lines")
    return line


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _print_all(rows: Iterator[dict[str, Value]], *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        found = list(rows)
        counts = Counter(str(row["class"]) for row in found)
        said = {
            "words": shipped_words().digest,
            "counts": {name: counts[name] for name in CLASSES},
            "rows": found,
        }
        click.echo(json.dumps(said))
    elif as_csv:
        _print_csv(rows)
    else:
        _print_lines(rows)


def _print_csv(rows: Iterator[dict[str, Value]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(_cell(value) for value in row.values())


def _cell(value: Value) -> Value:
    """A text that a spreadsheet would run gets an apostrophe before it; the JSON form has it as it is."""
    if isinstance(value, bool):
        return str(value).lower()
    return cell(value) if isinstance(value, str) else value


def _print_lines(rows: Iterator[dict[str, Value]]) -> None:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[str(row["class"])] += 1
        click.echo(
            f"{row['row']:>6}  {row['class']:<9}  {row['strength']:<17}  {row['pattern'] or '-':<22}  {_shown(row)}{_also(row)}"
        )
    summed = ", ".join(f"{counts[name]} {name}" for name in CLASSES)
    click.echo(f"{counts.total()} reasons: {summed}. Words: {shipped_words().digest[:16]}.", err=True)


def _also(row: dict[str, Value]) -> str:
    """The classes of other packs that speak."""
    packs, classes = (str(row[name] or "").split() for name in ("packs", "classes"))
    return "".join(
        f"  (also {class_}: {pack})" for class_, pack in list(zip(classes, packs, strict=True))[1:]
    )


def _shown(row: dict[str, Value]) -> str:
    """The cell for a terminal: one line, nothing that a terminal obeys, and not more than fits; or why it has none."""
    if row["state"] != "given":
        return f"({row['state']})"
    text = str(row["reason"])
    plain = printable(text[:_SHOWN])
    return plain + ("\N{HORIZONTAL ELLIPSIS}" if len(text) > _SHOWN else "")
