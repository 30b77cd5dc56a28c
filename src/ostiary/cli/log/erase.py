"""``ostiary log erase``: order that what entries say is destroyed.

Knows: arguments, and that what cannot be erased is told before anybody signs.
Must not know: keys, journals, who may order, how it is carried out.
"""

from __future__ import annotations

from pathlib import Path

import click

from ostiary.cli.access.group import INDEX
from ostiary.cli.home import home_folder
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import home_option, json_option, key_option
from ostiary.cli.ordering import show_ordered
from ostiary.errors import SettingsError
from ostiary.evidence.erasure import Erasure
from ostiary.model.directive import AnyErasureOrder, ErasureOrder, NameErasureOrder
from ostiary.office.act_words import said
from ostiary.office.ordering import order_act
from ostiary.server.settings import load_home
from ostiary.store.log.erasing import locate
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.name_erasing import find_sealed, plan_name_erasure
from ostiary.store.log.rests import Rests
from ostiary.store.log.unlocking import log_keys


@click.command()
@click.argument("entries", metavar="NUMBER...", nargs=-1, required=True, type=INDEX)
@click.option(
    "--subject",
    "subjects",
    type=int,
    multiple=True,
    metavar="ID",
    help="Of one entry: this subject alone is erased, and the rest stays; may be given several times.",
)
@click.option(
    "--asked-about",
    multiple=True,
    metavar="COLUMN=TEXT",
    help="Of one entry: this text that was asked about alone is erased, and the rest stays.",
)
@click.option(
    "--order",
    "ordered",
    required=True,
    metavar="TEXT",
    help="The court's or authority's order, such as its number; everybody will see it, so it names nobody.",
)
@click.option("--law", required=True, metavar="TEXT", help="By what law it is obeyed. Everybody will see it.")
@click.option(
    "--log",
    "name",
    metavar="NAME",
    help="The log's name, where its folder is not on this machine; then nobody looks whether the entries can be erased.",
)
@key_option
@home_option
@json_option
def erase(
    *,
    entries: tuple[int, ...],
    subjects: tuple[int, ...],
    asked_about: tuple[str, ...],
    ordered: str,
    law: str,
    name: str | None,
    key: Path,
    home: Path | None,
    as_json: bool,
) -> None:
    """Order that what the entries NUMBER... say is destroyed, as the log has it; the log stays whole.

    Nothing happens until another official confirms it with `ostiary directive confirm`. The gateway then has the log's
    writer destroy the entries' keys, and an entry of the log says that it was done, by which directive. It cannot be undone.

    With --subject or --asked-about only these names go, of one entry. They are looked for with the log's master key, on a
    machine that has both, and the directive says their places in the entry, never who they are.

    Accesses and counts of strangers can be erased. Directives, recoveries and erasures cannot: others rest upon them.
    What was handed out before (openings, disclosures, exports) is out of reach, and so are older backups of the keys:
    docs/backup.md says what to do with those. The index of a day that was indexed before goes on saying whom an entry was
    about, to them and to whoever has the index key, who can also try guesses of its time, agency, purpose and outcome.
    """
    desk = open_desk(home)
    signatory = desk.signatory(key)
    numbers = tuple(sorted(set(entries)))
    act: AnyErasureOrder
    if subjects or asked_about:
        act = _of_names(home, numbers, subjects=subjects, asked_about=asked_about, ordered=ordered, law=law)
    else:
        act = ErasureOrder(name or _verified_log(home, numbers, ordered), numbers, ordered, law)
    click.echo(f"this {said(act, desk.bundle)}", err=True)
    show_ordered(order_act(desk, signatory, act), desk, home, as_json=as_json)


def _of_names(
    home: Path | None,
    numbers: tuple[int, ...],
    *,
    subjects: tuple[int, ...],
    asked_about: tuple[str, ...],
    ordered: str,
    law: str,
) -> NameErasureOrder:
    """Raises UsageError for several entries, SettingsError when the entry does not name one of them."""
    if len(numbers) != 1:
        raise click.UsageError("names are erased in one entry at a time")
    found = load_home(home_folder(home))
    folder, (number,) = LogFolder(found.log_dir), numbers
    texts = [_column_and_text(one) for one in asked_about]
    with log_keys(folder.root, found.master_key_file) as keys, JournalReader(folder.journal) as reader:
        if keys is None or not isinstance(keys.rests, Rests):
            raise SettingsError(
                "the log is in the clear: nothing in it can be erased", hint="ostiary log encrypt"
            )
        places = plan_name_erasure(
            find_sealed(reader, number),
            number,
            keys,
            keys.rests,
            subjects=frozenset(subjects),
            asked_about=frozenset(texts),
            order=ordered,
        )
    log = read_verifier(folder).name
    return NameErasureOrder(log, number, places.subjects, places.asked_about, ordered, law)


def _column_and_text(said: str) -> tuple[str, str]:
    column, is_there, text = said.partition("=")
    if not is_there:
        raise click.UsageError(f"`{said}` is not a column, `=` and a text")
    return column, text


def _verified_log(home: Path | None, numbers: tuple[int, ...], ordered: str) -> str:
    """The name of the home's log. Raises SettingsError when these entries of it cannot be erased."""
    folder = LogFolder(load_home(home_folder(home)).log_dir)
    if not folder.verifier_key.is_file():
        raise SettingsError(f"there is no log at `{folder.root}`", hint="say which log is meant: --log NAME")
    try:
        erasure = Erasure(numbers, ordered)
    except ValueError as fault:
        raise SettingsError(str(fault)) from None
    with JournalReader(folder.journal) as reader:
        locate(reader, erasure)
    return read_verifier(folder).name
