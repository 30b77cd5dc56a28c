"""Texts in several languages, and reviews of them, from tables of TOML.

Knows: a text is a table with a key for each language; a review is one line for each language.
Must not know: which texts a portal needs, which languages it offers, what is wrong with what is said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from ostiary.policy.reading import RULE_ID, Table
from ostiary.web.content.languages import KNOWN
from ostiary.web.content.model import KINDS, Place, RightsFact, Sheet, Text, TextReview

NEVER: Final = date(1970, 1, 1)
"""Stands for a day that is missing: it is over, so whatever waits for it is overdue."""


def place_of(table: Table, *inner: str | int) -> Place:
    """Where a table, or a path inside it, is written."""
    return Place(table.file.name, table.file.spans.line(table.path + inner))


def read_text(table: Table, text_id: str, *, beside: Collection[str] = ()) -> Text:
    """The text whose languages are keys of the table. Any key that is neither known nor ``beside`` them is a problem."""
    said, places = {}, {}
    for key in table.values:
        if key in beside:
            continue
        if key not in KNOWN:
            table.unknown("language", key, KNOWN, key)
        else:
            said[key] = table.text(key)
            places[key] = place_of(table, key)
    return Text(text_id, said, places, place_of(table))


def maybe_text(table: Table, key: str, text_id: str) -> Text | None:
    """The text in an inner table, or None where there is none."""
    inner = table.table(key)
    return None if inner is None else read_text(inner, text_id)


def read_words(table: Table) -> Text:
    """One ``[[text]]``."""
    return read_text(table, table.word("id", RULE_ID), beside=("id",))


def read_fact(table: Table) -> RightsFact:
    """One ``[[fact]]``."""
    fact_id, kind = table.word("id"), table.word("kind")
    if kind and kind not in KINDS:
        table.unknown("kind", kind, KINDS, "kind")
    source, cite = table.text("source"), table.text("cite", needed=kind == "law")
    text = read_text(table, fact_id, beside=("id", "kind", "source", "cite"))
    return RightsFact(fact_id, kind, source, cite, text)


def read_sheet(table: Table, name: str, texts: tuple[Text, ...]) -> Sheet:
    """The ``[review]`` of a file, over the texts that it is a review of."""
    sheet = Sheet(
        name=name,
        source=table.text("source"),
        jurisdiction=table.text("jurisdiction"),
        due=table.get("review_due", date, needed=True) or NEVER,
        reviews=_reviews(table),
        texts=texts,
        place=place_of(table),
    )
    table.finish()
    return sheet


def _reviews(table: Table) -> Mapping[str, TextReview]:
    found = {}
    for key in KNOWN:
        one = table.table(key)
        if one is not None:
            found[key] = _review(one)
    return found


def _review(table: Table) -> TextReview:
    review = TextReview(
        by=empty_or_text(table, "reviewed_by"),
        on=table.get("reviewed_on", date),
        text=table.text("reviewed_text", needed=False),
        place=place_of(table),
    )
    table.finish()
    return review


def empty_or_text(table: Table, key: str) -> str:
    """A key that must be written, also where it says nothing: nobody has."""
    return "" if table.get(key, str, needed=True) in {None, ""} else table.text(key)
