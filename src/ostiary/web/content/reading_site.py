"""What a city says of its portal, and who helps, from tables of TOML.

Knows: the keys of ``[portal]``, ``[[language]]`` and ``[[help]]``.
Must not know: rights cards, what is wrong with what is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ostiary.policy.reading import Table
from ostiary.web.content.filling import has_phone
from ostiary.web.content.languages import ENGLISH, KNOWN
from ostiary.web.content.model import Counter, Helper, Offer, Place, Text, Threshold
from ostiary.web.content.reading_texts import NEVER, empty_or_text, maybe_text, place_of

_PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")
"""E.164: at most fifteen digits after the plus sign."""
_WEB: Final = re.compile(r"https://[a-z0-9.-]+/[A-Za-z0-9./_~%-]*")


_NO_COUNTER: Final = Counter("", "", 0)
_NO_THRESHOLD: Final = Threshold("", 0, 0, 0)
_NOWHERE: Final = Place("portal.toml", 1)


@dataclass(frozen=True, slots=True)
class Site:
    """What ``[portal]`` says."""

    name: str = ""
    city: str = ""
    jurisdiction: str = ""
    exit_to: str = ""
    hotline: str = ""
    edition: date = NEVER
    card_says: tuple[str, ...] = ()
    counter: Counter = _NO_COUNTER
    threshold: Threshold = _NO_THRESHOLD
    place: Place = _NOWHERE


def read_site(table: Table) -> Site:
    """``[portal]``, with its counter and threshold."""
    site = Site(
        name=table.word("name"),
        city=table.text("city"),
        jurisdiction=table.text("jurisdiction"),
        exit_to=read_web(table, "exit_to", needed=True),
        hotline=table.word("hotline"),
        edition=table.get("edition", date, needed=True) or NEVER,
        card_says=tuple(said for said, _ in table.texts("card_says")),
        counter=_counter(table.table("counter")),
        threshold=_threshold(table.table("threshold", needed=True)),
        place=place_of(table),
    )
    table.finish()
    return site


def _counter(table: Table | None) -> Counter:
    if table is None:
        return _NO_COUNTER
    counter = Counter(
        table.text("place"), table.text("hours", needed=False), _count(table, "answer_days") or 0
    )
    table.finish()
    return counter


def _threshold(table: Table | None) -> Threshold:
    if table is None:
        return _NO_THRESHOLD
    threshold = Threshold(
        source=table.text("source"),
        percent=_count(table, "percent", needed=True),
        people=_count(table, "people", needed=True),
        population=_count(table, "population"),
    )
    if threshold.percent > 100:  # noqa: PLR2004 - of a hundred
        table.problem("`percent` is at most 100", "percent")
    table.finish()
    return threshold


def _count(table: Table, key: str, *, needed: bool = False) -> int:
    """A number of people or days, from 1; 0 when it is missing."""
    value = table.get(key, int, needed=needed)
    if value is not None and value < 1:
        table.problem(f"`{key}` must be at least 1", key)
    return value or 0


def read_offers(tables: Sequence[Table]) -> tuple[Offer, ...]:
    """Every ``[[language]]`` that is a known one."""
    return tuple(offer for offer in map(_offer, tables) if offer.code in KNOWN)


def _offer(table: Table) -> Offer:
    code = table.text("code")
    if code and code not in KNOWN:
        table.unknown("language", code, KNOWN, "code")
    offered = table.flag("offered") if table.has("offered") else True
    is_partial = table.flag("partial")
    if is_partial and code == ENGLISH:
        table.problem("`en` cannot be partial: it stands where another language has no text", "partial")
    speakers = _count(table, "speakers")
    by, on = table.text("counted_by", needed=bool(speakers)), table.get("counted_on", date)
    if speakers and on is None:
        table.problem("`speakers` needs `counted_by` and `counted_on`", "speakers")
    table.finish()
    return Offer(code, offered, is_partial, speakers, by, on, place_of(table))


def read_helper(table: Table) -> Helper:
    """One ``[[help]]``."""
    helper_id = table.word("id")
    helper = Helper(
        id=helper_id,
        name=table.text("name"),
        short=table.text("short"),
        phone=_phone(table),
        shown=table.text("shown", needed=table.has("phone")),
        web=read_web(table, "web"),
        source=table.text("source"),
        languages=_languages(table),
        scope=maybe_text(table, "scope", f"{helper_id}.scope") or _unsaid(table, f"{helper_id}.scope"),
        cost=maybe_text(table, "cost", f"{helper_id}.cost"),
        hours=maybe_text(table, "hours", f"{helper_id}.hours"),
        checked_by=empty_or_text(table, "checked_by"),
        checked_on=table.get("checked_on", date),
        next_check=table.get("next_check", date),
        place=place_of(table),
    )
    table.finish()
    return helper


def _unsaid(table: Table, text_id: str) -> Text:
    return Text(text_id, {}, {}, place_of(table))


def _languages(table: Table) -> tuple[str, ...]:
    codes = table.texts("languages")
    for code, path in codes:
        if code not in KNOWN:
            table.unknown("language", code, KNOWN, *path)
    return tuple(code for code, _ in codes if code in KNOWN)


def _phone(table: Table) -> str:
    """The number to dial; what people read must have the same digits, with or without those of the country."""
    phone, shown = table.text("phone", needed=False), table.values.get("shown")
    if phone and not _PHONE.fullmatch(phone):
        table.problem("`phone` must be a plus sign and up to fifteen digits", "phone")
    text = shown if isinstance(shown, str) else ""
    if phone and not (has_phone(text) and phone.endswith("".join(filter(str.isdecimal, text)))):
        table.problem(f"`shown` is not the number `{phone}`", "shown")
    return phone


def read_web(table: Table, key: str, *, needed: bool = False) -> str:
    """An address that pages may lead to."""
    web = table.text(key, needed=needed)
    if web and not _WEB.fullmatch(web):
        table.problem(f"`{key}` must be an address that begins with https:// and asks for nothing", key)
    return web
