"""The Atom feed of publications (RFC 4287): one entry a covered month, the newest first.

Knows: the elements that a feed must have, and how text stands in XML.
Must not know: files, the feed of directives, which is the register's own.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from ostiary.web.public import sums
from ostiary.web.public.model import DirectiveRow, NoticeRow, Publication

# XML 1.0 section 2.2: these characters cannot stand in a document, however they are written.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE: Final = "https://ostiary.invalid/public"
"""A name space for ids; nothing is there."""


def publications_atom(publication: Publication) -> bytes:
    """The feed. An entry changes when its month is counted further; its id stays."""
    entries = (line for month in reversed(sums.months(publication)) for line in _month(publication, month))
    return _feed(publication, "publications", "Who used police records", entries)


def directives_atom(publication: Publication) -> bytes:
    """The feed of directives: one entry each, the one that changed last first."""
    newest = sorted(
        publication.directives, key=lambda one: (one.settled_at or one.ordered_at, one.id), reverse=True
    )
    return _feed(
        publication,
        "directives",
        "Directives",
        (line for one in newest for line in _directive(publication, one)),
    )


def notices_atom(publication: Publication) -> bytes:
    """The feed of what officials announced: one entry a notice, with all that it ever said."""
    newest = sorted(publication.notices, key=lambda one: (one.now.at, one.id), reverse=True)
    return _feed(
        publication, "notices", "Notices", (line for one in newest for line in _notice(publication, one))
    )


def xml_text(text: str) -> str:
    """A text as it stands in XML."""
    return escape(_NOT_IN_XML.sub("\ufffd", text))


def _feed(publication: Publication, name: str, title: str, entries: Iterator[str]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{identity(publication.log.origin, name)}</id>",
        f"<title>{xml_text(title)}</title>",
        f"<updated>{publication.made_at}</updated>",
        f"<author><name>{xml_text(publication.policy.custodian)}</name></author>",
        *entries,
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def identity(*names: str) -> str:
    """An id that is one for good, wherever it is published."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '/'.join((_SPACE, *names)))}"


def _month(publication: Publication, month: str) -> Iterator[str]:
    all_of = sums.total(sums.only(publication.counts, lambda place: sums.month(place) == month))
    yield "<entry>"
    yield f"<id>{identity(publication.log.origin, 'publications', month)}</id>"
    yield f"<title>{month}: {all_of.answered} accesses answered, {all_of.refused} refused</title>"
    yield f"<updated>{publication.made_at}</updated>"
    yield f'<link rel="alternate" href="month-{month}.html"/>'
    yield (
        f'<content type="text">{all_of.asked} accesses: {all_of.answered} answered ({all_of.empty} of them empty),'
        f" {all_of.refused} refused, {all_of.unfinished} not finished. Counted up to {publication.until}, under the"
        f" root {publication.log.root} of {publication.log.size} entries.</content>"
    )
    yield "</entry>"


def _directive(publication: Publication, one: DirectiveRow) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{identity(publication.policy.name, 'directives', one.id, one.ordered_at)}</id>"
    yield f"<title>{xml_text(f'{one.id}: {one.title} ({one.status})')}</title>"
    yield f"<published>{one.ordered_at}</published>"
    yield f"<updated>{one.settled_at or one.ordered_at}</updated>"
    yield '<link rel="alternate" href="directives.html"/>'
    yield f'<content type="text">{xml_text(one.story)} SHA-256 {one.hash}</content>'
    yield "</entry>"


def _notice(publication: Publication, one: NoticeRow) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{identity(publication.policy.name, 'notices', one.id)}</id>"
    yield f"<title>{xml_text(f'{one.title} ({one.now.status})')}</title>"
    yield f"<published>{one.versions[0].at}</published>"
    yield f"<updated>{one.now.at}</updated>"
    yield f'<link rel="alternate" href="notices.html#{xml_text(one.id)}"/>'
    yield f'<link rel="related" type="application/cap+xml" href="cap/{xml_text(one.now.directive)}.xml"/>'
    said = (
        f"{said.at}, {said.status}: {said.statement} (source: {said.source})"
        for said in reversed(one.versions)
    )
    yield f'<content type="text">{xml_text(" / ".join(said))}</content>'
    yield "</entry>"
