"""From the texts of a folder to one portal.

Knows: which sections a file may have, and that a rights card names facts that stand once for all cards.
Must not know: folders, what is wrong with what is said.

A file has a ``[review]`` and then ``[[text]]``, ``[[help]]`` or a ``[situation]``; or it has ``[portal]`` and
``[[language]]``; or ``[[fact]]``, which are reviewed with the cards that name them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final, TypeVar

from ostiary.policy.reading import Problems, Table
from ostiary.policy.text_file import read_text_file
from ostiary.web.content.model import SITUATIONS, Helper, ResidentPortal, RightsCard, RightsFact, Sheet, Text
from ostiary.web.content.reading_site import Site, read_helper, read_offers, read_site
from ostiary.web.content.reading_texts import maybe_text, place_of, read_fact, read_sheet, read_words

MAX_FILE_CHARACTERS: Final = 250_000
"""The largest file, the facts in six languages, has 17,000: fourteen times that is twelve languages and many more facts."""
MAX_FILES: Final = 64
"""Six cards, eight files of words and three more are seventeen; the rest is room."""
CARD_SHEET: Final = "words-card"
"""The sheet of the wallet card: it is reviewed together with what the card's back says."""

T = TypeVar("T", RightsFact, Helper, Text)


def read_portal(files: Mapping[str, str], problems: Problems) -> ResidentPortal:
    """The portal that the texts, by file name, make together.

    What is wrong with their form is noted, and what is missing is empty; whoever shows the portal asks ``problems`` first.
    """
    if len(files) > MAX_FILES:
        problems.add("portal.toml", 1, f"a portal has at most {MAX_FILES} files, not {len(files)}")
        files = {}
    read = (read_text_file(name, files[name], problems, most=MAX_FILE_CHARACTERS) for name in sorted(files))
    tops = [top for top in read if top is not None]
    portal = _portal(tops, problems)
    for top in tops:
        top.finish()
    return portal


def _portal(tops: Sequence[Table], problems: Problems) -> ResidentPortal:
    facts = _by_id(tops, "fact", read_fact)
    words = _by_id(tops, "text", read_words)
    helpers = _by_id(tops, "help", read_helper)
    site, says = _site(tops, facts, problems)
    return ResidentPortal(
        name=site.name,
        city=site.city,
        jurisdiction=site.jurisdiction,
        exit_to=site.exit_to,
        hotline=site.hotline,
        edition=site.edition,
        counter=site.counter,
        threshold=site.threshold,
        offers=read_offers(_all(tops, "language")),
        words=words,
        facts=facts,
        card_says=says,
        situations=_situations(tops, facts, problems),
        helpers=tuple(helpers.values()),
        sheets=_sheets(tops, words, helpers, says),
        place=site.place,
    )


def _all(tops: Iterable[Table], section: str) -> list[Table]:
    return list(chain.from_iterable(top.tables(section) for top in tops))


def _by_id(tops: Iterable[Table], section: str, read: Callable[[Table], T]) -> dict[str, T]:
    """Everything of one section by its id; an id that is used twice is a problem, and the first one counts."""
    found: dict[str, T] = {}
    for table in _all(tops, section):
        one = read(table)
        if one.id in found:
            table.problem(f"`{one.id}` is already used at {':'.join(map(str, _place(found[one.id])))}", "id")
        else:
            found[one.id] = one
    return found


def _place(one: RightsFact | Helper | Text) -> tuple[str, int]:
    return one.text.place if isinstance(one, RightsFact) else one.place


def _site(
    tops: Sequence[Table], facts: Mapping[str, RightsFact], problems: Problems
) -> tuple[Site, tuple[RightsFact, ...]]:
    """What ``[portal]`` says, and the facts that the card's back names."""
    found = [table for top in tops if (table := top.table("portal")) is not None]
    if len(found) != 1:
        problems.add("portal.toml", 1, f"`[portal]` is said {len(found)} times; once is right")
        return Site(), ()
    return read_site(found[0]), _named(found[0], "card_says", facts)


def _named(table: Table, key: str, facts: Mapping[str, RightsFact]) -> tuple[RightsFact, ...]:
    """The facts that a key names, in its order."""
    names = table.texts(key)
    for name, path in names:
        if name not in facts:
            table.unknown("fact", name, facts, *path)
    if not names:
        table.problem(f"`{key}` names no fact", key)
    return tuple(facts[name] for name, _ in names if name in facts)


def _situations(
    tops: Sequence[Table], facts: Mapping[str, RightsFact], problems: Problems
) -> tuple[RightsCard, ...]:
    """The cards in the order of the page. Each place needs exactly one."""
    found: dict[str, RightsCard] = {}
    for top in tops:
        table = top.table("situation")
        if table is not None:
            card = _situation(top, table, facts)
            if card.id in found:
                table.problem(f"`{card.id}` has a card already, in {found[card.id].sheet.name}", "id")
            found[card.id] = card
    for missing in (one for one in SITUATIONS if one not in found):
        problems.add("portal.toml", 1, f"no file has the card of the situation `{missing}`")
    return tuple(found[one] for one in SITUATIONS if one in found)


def _situation(top: Table, table: Table, facts: Mapping[str, RightsFact]) -> RightsCard:
    situation_id = table.word("id")
    if situation_id and situation_id not in SITUATIONS:
        table.unknown("situation", situation_id, SITUATIONS, "id")
    title = maybe_text(table, "title", f"{situation_id}.title") or Text("title", {}, {}, place_of(table))
    can, need_not, say, know = (_named(table, key, facts) for key in ("can", "need_not", "say", "know"))
    texts = (title, *(fact.text for fact in (*can, *need_not, *say, *know)))
    counsel = tuple(line for line, _ in table.texts("open_for_counsel"))
    sheet = _sheet(top, texts)
    table.finish()
    return RightsCard(situation_id, title, can, need_not, say, know, counsel, sheet)


def _sheets(
    tops: Iterable[Table],
    words: Mapping[str, Text],
    helpers: Mapping[str, Helper],
    says: Sequence[RightsFact],
) -> dict[str, Sheet]:
    """The sheets of all files but those of cards: each over the texts that its file holds."""
    found = {}
    for top in tops:
        texts = [text for text in words.values() if text.place.file == top.file.name]
        for helper in helpers.values():
            if helper.place.file == top.file.name:
                texts += [text for text in (helper.scope, helper.cost, helper.hours) if text is not None]
        if _stem(top) == CARD_SHEET:
            texts += [fact.text for fact in says]
        if texts and top.has("situation"):
            top.problem(
                "the file of a rights card holds no other texts: they would be reviewed with it unseen"
            )
        elif texts:
            found[_stem(top)] = _sheet(top, tuple(texts))
    return found


def _stem(top: Table) -> str:
    return top.file.name.removesuffix(".toml")


def _sheet(top: Table, texts: tuple[Text, ...]) -> Sheet:
    """A file without ``[review]`` is one problem, not one for each key that is missing with it."""
    table = top.table("review", needed=True)
    if table is None:
        return Sheet(_stem(top), "", "", date.max, {}, texts, place_of(top))
    return read_sheet(table, _stem(top), texts)
