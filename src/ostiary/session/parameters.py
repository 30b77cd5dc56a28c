"""Parameters of statements: of which types they may be, and how they are recorded.

Knows: the numbers of PostgreSQL's built-in types, text and binary format.
Must not know: statements, decisions, the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ostiary.session.refusals import NOT_SUPPORTED, Refusal, Refused

# OIDs of PostgreSQL's catalogue (pg_type.dat), which never change: each type that the allow-list of casts knows, and its
# array. A parameter is a cast that no statement shows, so a type outside the list would be a way around it.
_TYPES: Final = {
    "bool": (16, 1000),
    "int2": (21, 1005),
    "int4": (23, 1007),
    "int8": (20, 1016),
    "numeric": (1700, 1231),
    "float4": (700, 1021),
    "float8": (701, 1022),
    "text": (25, 1009),
    "varchar": (1043, 1015),
    "bpchar": (1042, 1014),
    "date": (1082, 1182),
    "time": (1083, 1183),
    "timestamp": (1114, 1115),
    "timestamptz": (1184, 1185),
    "interval": (1186, 1187),
}
# The database infers the type of 0, and of 705 (unknown), from where the parameter stands.
_INFERRED: Final = (0, 705)

ALLOWED_TYPES: Final = frozenset({*_INFERRED, *(oid for pair in _TYPES.values() for oid in pair)})
"""The types that a client may give its parameters."""


def verify_types(oids: Sequence[int]) -> None:
    """Raises Refused for a parameter of a type that no statement could name either."""
    for number, oid in enumerate(oids, 1):
        if oid not in ALLOWED_TYPES:
            raise Refused(
                Refusal(
                    NOT_SUPPORTED,
                    f"parameter ${number} is of a type that is refused (OID {oid})",
                    hint=f"Types are {', '.join(_TYPES)}, and arrays of them.",
                )
            )


def parameters_as_text(formats: Sequence[int], values: Sequence[bytes | None]) -> tuple[str | None, ...]:
    """Parameters as they are recorded: text as it is, binary in hexadecimal, NULL as None.

    ``formats`` are none (all text), one for all, or one each.
    """
    each = formats if len(formats) == len(values) else tuple(formats or (0,)) * len(values)
    return tuple(_as_text(value, code) for value, code in zip(values, each, strict=True))


def _as_text(value: bytes | None, format_code: int) -> str | None:
    if value is None:
        return None
    return "\\x" + value.hex() if format_code else value.decode(errors="replace")
