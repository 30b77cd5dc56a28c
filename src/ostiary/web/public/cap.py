"""A notice as a message of the Common Alerting Protocol (OASIS CAP 1.2), one for each thing that it ever said.

Knows: the elements of an alert, their order and their enumerations.
Must not know: files, what a notice is about.

Nothing here calls anybody to act at once: urgency and severity are not claimed. What officials sign is a statement, and how certain it
is follows from the status that they gave it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from ostiary.web.public.feeds import xml_text
from ostiary.web.public.model import NoticeRow, NoticeVersion, Publication

NAMESPACE: Final = "urn:oasis:names:tc:emergency:cap:1.2"
_CERTAINTY: Final = {
    "reported": "Possible",
    "confirmed": "Likely",
    "postponed": "Possible",
    "ended": "Observed",
}
# CAP 1.2 section 3.2.1: identifier and sender "MUST NOT include spaces, commas or restricted characters (< and &)".
_RESTRICTED: Final = re.compile(r"[\s,<&]")


def cap_files(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """Each message by the name of its file: ``cap/`` and the directive that said so."""
    for one in publication.notices:
        for at, said in enumerate(one.versions):
            yield f"cap/{said.directive}.xml", _message(publication, one, one.versions[:at], said)


def _message(
    publication: Publication, notice: NoticeRow, before: Sequence[NoticeVersion], said: NoticeVersion
) -> bytes:
    sender = _name(publication.log.origin)
    references = " ".join(f"{sender},{_identifier(publication, one)},{_sent(one.at)}" for one in before)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<alert xmlns="{NAMESPACE}">',
        _element("identifier", _identifier(publication, said)),
        _element("sender", sender),
        _element("sent", _sent(said.at)),
        _element("status", "Actual"),
        _element("msgType", _kind(before, said)),
        _element("source", said.source),
        _element("scope", "Public"),
        *([_element("references", references)] if before else []),
        *_info(publication, notice, said),
        "</alert>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _info(publication: Publication, notice: NoticeRow, said: NoticeVersion) -> Iterator[str]:
    yield "<info>"
    yield _element("language", "en")
    yield _element("category", "Other")
    yield _element("event", notice.title)
    yield _element("urgency", "Past" if said.status == "ended" else "Unknown")
    yield _element("severity", "Unknown")
    yield _element("certainty", _CERTAINTY[said.status])
    yield _element("senderName", publication.policy.custodian)
    yield _element("headline", f"{notice.title} ({said.status})")
    yield _element("description", said.statement)
    yield f"<parameter>{_element('valueName', 'status')}{_element('value', said.status)}</parameter>"
    yield "</info>"


def _kind(before: Sequence[NoticeVersion], said: NoticeVersion) -> str:
    if not before:
        return "Alert"
    return "Cancel" if said.status == "ended" else "Update"


def _identifier(publication: Publication, said: NoticeVersion) -> str:
    return _name(f"{publication.policy.name}-{said.directive}")


def _sent(at: str) -> str:
    """CAP has no fractions, and no `Z`: UTC is -00:00."""
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def _name(text: str) -> str:
    return _RESTRICTED.sub("_", text)


def _element(name: str, text: str) -> str:
    return f"<{name}>{xml_text(text)}</{name}>"
