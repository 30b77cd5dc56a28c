"""The one JSON Schema of all tables.

Knows: JSON Schema 2020-12, and the form of ``ostiary.web.public.tables``.
Must not know: rows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from ostiary.web.public.tables import FORM, Column, Table

_TYPES: Final[dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer", "minimum": 0},
    "boolean": {"type": "boolean"},
    "string or null": {"type": ["string", "null"]},
}
_DAY: Final = {"type": ["string", "null"], "format": "date"}


def schema_json(tables: Sequence[Table]) -> bytes:
    """The schema, which says of each table by its name what stands in a row."""
    found = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A table of an Ostiary public site",
        "type": "object",
        "additionalProperties": False,
        "required": ["form", "schema", "table", "title", "evidence", "log", "covers", "columns", "rows"],
        "properties": {
            "form": {"const": FORM},
            "schema": {"type": "string"},
            "table": {"enum": [one.name for one in tables]},
            "title": {"type": "string"},
            "evidence": {"type": "string"},
            "log": _exact(origin=_TYPES["string"], size=_TYPES["integer"], root=_TYPES["string"]),
            "covers": _exact(
                since=_DAY,
                until=_DAY,
                first={"const": 0},
                end=_TYPES["integer"],
                delay_days=_TYPES["integer"],
                made_at={"type": "string", "format": "date-time"},
            ),
            "columns": {
                "type": "array",
                "items": _exact(name=_TYPES["string"], type={"enum": sorted(_TYPES)}, title=_TYPES["string"]),
            },
            "rows": {"type": "array", "items": {"type": "object"}},
        },
        "allOf": [_rows_of(one) for one in tables],
    }
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()


def _rows_of(table: Table) -> dict[str, Any]:
    return {
        "if": {"properties": {"table": {"const": table.name}}},
        "then": {"properties": {"rows": {"items": _exact(**{one.name: _of(one) for one in table.columns})}}},
    }


def _of(column: Column) -> dict[str, Any]:
    return {"description": column.title, **_TYPES[column.type]}


def _exact(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }
