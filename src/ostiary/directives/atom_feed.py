"""The public register as an Atom feed (RFC 4287): one entry a directive, the one that changed last first.

Knows: the elements that a feed and its entries must have, and how text stands in XML.
Must not know: which part of a directive is public: ``public_register`` says that.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from ostiary.directives.instants import read_instant, write_instant
from ostiary.directives.life_cycle import Directive
from ostiary.directives.public_register import story, title
from ostiary.directives.register import Register

# RFC 4287 section 4.1.1 demands an instant of every feed; before the first step there is none to give.
_BEFORE_THE_FIRST: Final = "1970-01-01T00:00:00.000000Z"
# XML 1.0 section 2.2: these characters cannot stand in a document, however they are written.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FEED: Final = "https://ostiary.invalid/register"
"""A name space for ids; nothing is there. An id is one for good, wherever the feed is published (RFC 4287, 4.2.6)."""


def register_atom(register: Register, policy: str, author: str) -> bytes:
    """The feed of the policy of that name; ``author`` is who answers for it."""
    newest = sorted(register.directives.values(), key=_updated, reverse=True)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_id(policy)}</id>",
        f"<title>{_text(f'Directives under the policy {policy}')}</title>",
        f"<updated>{_instant(register.head.at or _BEFORE_THE_FIRST)}</updated>",
        f"<author><name>{_text(author)}</name></author>",
        *(line for one in newest for line in _entry(one, register, policy)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(directive: Directive, register: Register, policy: str) -> Iterator[str]:
    official = register.officials[directive.ordered_by]
    yield "<entry>"
    yield f"<id>{_id(policy, directive.id, directive.ordered_at)}</id>"
    yield f"<title>{_text(f'{directive.id}: {title(directive.act)} ({directive.status})')}</title>"
    yield f"<published>{_instant(directive.ordered_at)}</published>"
    yield f"<updated>{_instant(_last_step(directive))}</updated>"
    yield f"<author><name>{_text(f'{official.name}, {official.office}')}</name></author>"
    yield f'<content type="text">{_text(story(directive, register))}</content>'
    yield "</entry>"


def _last_step(directive: Directive) -> str:
    return directive.settled_at or directive.ordered_at


def _updated(directive: Directive) -> tuple[str, str]:
    return _instant(_last_step(directive)), directive.id


def _instant(text: str) -> str:
    """An instant of a directive in one spelling, which is one of RFC 3339 as well."""
    return write_instant(read_instant(text))


def _id(*names: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '/'.join((_FEED, *names)))}"


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", text))
