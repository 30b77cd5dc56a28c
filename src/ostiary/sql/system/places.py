"""The allow-list of places in catalogue questions: wider than that for records, because these read no record.

Knows: the fields of each node that the rooms beside this one write again.
Must not know: what a field means, the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from google.protobuf.message import Message

from ostiary.sql.understanding.places import PLACES, verify_places

_WIDER = {
    "WithClause": "recursive",
    "A_Indirection": "arg indirection",
    "A_Indices": "is_slice lidx uidx",
    "CollateClause": "arg collname location",
}

SYSTEM_PLACES: Mapping[str, frozenset[str]] = {
    **PLACES,
    **{node: PLACES.get(node, frozenset()) | frozenset(fields.split()) for node, fields in _WIDER.items()},
}


def verify_system_places(message: Message) -> None:
    """As ``verify_places``, for catalogue questions."""
    verify_places(message, SYSTEM_PLACES)


def messages_in(message: Message) -> Iterator[Message]:
    """A message and all that are in it, in no particular order."""
    waiting = [message]
    while waiting:
        each = waiting.pop()
        yield each
        for descriptor, value in each.ListFields():
            if descriptor.type == descriptor.TYPE_MESSAGE:
                waiting.extend([value] if isinstance(value, Message) else value)
