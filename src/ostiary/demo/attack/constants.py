"""Whether a statement that the database ran could tell anything of what is in it.

Knows: what a plan scans, and which of PostgreSQL's functions look at nothing but their arguments.
Must not know: the door, why a statement ran.

A door may answer questions about the catalogue out of what it knows by itself, written as values into what it sends to the
database. Such an answer is a constant: it reads no relation, calls immutable functions alone and casts to no type that looks
names up. Whoever asked has learned what the door wrote, and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import psycopg
from psycopg.pq import ExecStatus

_LITERAL: Final = re.compile(r"'(?:[^']|'')*'")
_CALL: Final = re.compile(
    r'(?P<alias>\bas\s+)?(?P<schema>[\w"]+\.)?(?P<name>\w+|"[^"]+")\s*\(', re.IGNORECASE
)
_LOOKS_UP: Final = re.compile(
    r'pg_catalog\."?reg|(?<!")\b(?:current_\w+|session_user|system_user|user|localtime\w*)\b(?!")',
    re.IGNORECASE,
)
"""Types that look names up, and words that are calls without brackets."""

_SYNTAX: Final = frozenset(
    "all and any array as by cast coalesce distinct else except exists filter from greatest grouping in intersect is join "
    "lateral least limit not nullif on operator or over row select sets some then union using values when where with"
    .split()
)  # fmt: skip
_OF_ARGUMENTS: Final = frozenset({"concat", "concat_ws", "array_to_string", "generate_series"})
"""Stable for the settings that some types follow, and looking at nothing but their arguments."""

_IMMUTABLE: Final = "SELECT bool_and(provolatile = 'i') FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = %s"


class Constants:
    """Asks the database as somebody who may read nothing in it."""

    def __init__(self, dsn: str) -> None:
        self._asker = psycopg.connect(dsn, autocommit=True)

    def is_constant(self, ran: str) -> bool:
        """Whether what ran says the same whatever the database holds. What cannot be told is no constant."""
        bare = _LITERAL.sub("''", ran)
        return (
            _LOOKS_UP.search(bare) is None
            and all(self._is_harmless(call) for call in _CALL.finditer(bare))
            and self._scans_nothing(ran)
        )

    def _is_harmless(self, call: re.Match[str]) -> bool:
        """Whether what stands before a bracket is syntax, the columns of an alias, or a function of its arguments alone."""
        schema, name = call["schema"], call["name"].strip('"')
        if schema is None:
            return name.lower() in _SYNTAX or call["alias"] is not None
        if schema.strip('".') != "pg_catalog":
            return False
        return name in _OF_ARGUMENTS or self._asker.execute(_IMMUTABLE, [name]).fetchall() == [(True,)]

    def _scans_nothing(self, ran: str) -> bool:
        """Planned, not run: parameters of what was prepared stay what they are. What may not be planned scans something."""
        result = self._asker.pgconn.exec_(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {ran}".encode())
        if result.status != ExecStatus.TUPLES_OK:
            return False
        return not any(
            "Relation Name" in node for node in _nodes(json.loads(result.get_value(0, 0) or b"[]"))
        )

    def close(self) -> None:
        """End the connection."""
        self._asker.close()


def _nodes(plan: Any) -> Iterator[dict[str, Any]]:
    match plan:
        case dict():
            yield plan
            for each in plan.values():
                yield from _nodes(each)
        case list():
            for each in plan:
                yield from _nodes(each)
        case _:
            return
