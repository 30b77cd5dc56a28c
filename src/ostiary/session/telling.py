"""What the door knows by itself of a session and of the server, and questions for nothing else.

Knows: the facts that a catalogue question may ask for, and how an answer to them looks.
Must not know: the database's bytes, records, decisions.

Such an answer is like that to SHOW: it comes from the door, tells the client what it knows of itself anyway, and is no access.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ostiary.errors import UpstreamDown
from ostiary.pgwire.backend import ColumnDescription, command_complete, data_row, row_description
from ostiary.session.commands import Flow
from ostiary.session.conversation import Conversation
from ostiary.session.prepared import Portal, result_formats
from ostiary.sql.plan import Select, Tell

# The OID and the size of each type. Their values are written alike in text and in binary.
TEXT_OID: Final = 25
_TYPES: Final = {"text": (TEXT_OID, -1), "name": (19, 64)}


def fact(conversation: Conversation, name: str) -> str:
    """What the session has to say to that. Raises UpstreamDown for a fact that nobody has heard of."""
    server = conversation.snapshot.server
    match name:
        case "member":
            return conversation.member.code
        case "database":
            return conversation.database
        case "version":
            return f"PostgreSQL {server['server_version']} (through Ostiary)"
        case "server_version_num":
            return _number_of(server["server_version"])
        case _ if name in server:
            return server[name]
        case _:
            # The plan came from the parser's process, which is not trusted.
            raise UpstreamDown("a fact is asked for that there is not")


def _number_of(version: str) -> str:
    """``18.4`` as 180004, as PostgreSQL has it."""
    major, _, minor = version.partition(" ")[0].partition(".")
    return f"{int(major)}{int(minor) if minor.isdecimal() else 0:04}"


def with_facts(conversation: Conversation, portal: Portal, select: Select) -> Portal:
    """The portal with the facts that its question needs, as text behind the client's parameters."""
    if not select.facts:
        return portal
    told = tuple(fact(conversation, name).encode() for name in select.facts)
    unsaid = select.parameters - len(portal.prepared.parameter_types)
    types = (*portal.prepared.parameter_types, *(0,) * unsaid, *(TEXT_OID,) * len(told))
    return replace(
        portal,
        prepared=replace(portal.prepared, parameter_types=types),
        parameters=(*portal.parameters, *told),
        parameter_formats=_formats(portal, len(told)),
    )


def _formats(portal: Portal, told: int) -> tuple[int, ...]:
    """One format each where any is binary, none where all are text."""
    formats = portal.parameter_formats
    if not any(formats):
        return ()
    return (*(formats if len(formats) > 1 else formats * len(portal.parameters)), *(0,) * told)


def tell(conversation: Conversation, plan: Tell, *, formats: tuple[int, ...] | None) -> Flow[None]:
    """Answer by ourselves; ``formats`` are those of the portal where it is described, None where it is not."""
    if formats is not None:
        yield from conversation.client.send(told_description(plan, formats))
    values = (fact(conversation, each.fact) if each.fact else each.text for each in plan.answers)
    yield from conversation.client.send(data_row(tuple(value.encode() for value in values)))
    yield from conversation.client.send(command_complete("SELECT 1"))


def told_description(plan: Tell, formats: tuple[int, ...]) -> bytes:
    """The columns of such an answer, in these formats. Raises Refused for another number of formats."""
    each = result_formats(formats, len(plan.answers))
    return row_description(
        tuple(
            ColumnDescription(answer.name, 0, 0, *_TYPES[answer.type], -1, code)
            for answer, code in zip(plan.answers, each, strict=True)
        )
    )
