"""How a refusal reads on the wire: SQLSTATE, message, DETAIL and HINT.

Knows: the SQLSTATE of each case, and that DETAIL says why and HINT the way out.
Must not know: rows, the database's own error texts, how the policy was evaluated.

Messages follow PostgreSQL's style guide: one line, no capital, no full stop; DETAIL and HINT are sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ostiary.errors import OstiaryError
from ostiary.pgwire.backend import ErrorFields, error_response

ACTIVE_TRANSACTION = "25001"
CANCELLED = "57014"
CONFIGURED_LIMIT = "53400"
CUT_OFF = "57P01"
DATA_ERROR = "22000"
DUPLICATE_PORTAL = "42P03"
FAILED_TRANSACTION = "25P02"
GROUPING = "42803"
INVALID_LOGIN = "28000"
INVALID_PASSWORD = "28P01"  # noqa: S105 - an SQLSTATE
INVALID_SETTING = "22023"
LIMIT_EXCEEDED = "54000"
LOG_UNAVAILABLE = "58030"
NO_COLUMN = "42703"
NO_PORTAL = "34000"
NO_SAVEPOINT = "3B001"
NO_TRANSACTION = "25P01"
NOT_ALLOWED = "42501"
NOT_NOW = "57P03"
NOT_SUPPORTED = "0A000"
NOT_TO_BE_RUN = "55000"
OUR_BUG = "XX000"
PROTOCOL_VIOLATION = "08P01"
READ_ONLY = "25006"
SERIALIZATION = "40001"
SHUT_DOWN = "57P01"
SYNTAX = "42601"
TOO_MANY = "53300"
TRANSACTION_TIMEOUT = "25P04"
TYPE_MISMATCH = "42804"
UPSTREAM_DOWN = "57P03"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a client does not get what it asked for. ``fatal`` ends the session."""

    sqlstate: str
    message: str
    detail: str = ""
    hint: str = ""
    position: int = 0
    table: str = ""
    column: str = ""
    constraint: str = ""
    fatal: bool = False

    def response(self) -> bytes:
        """The ErrorResponse message."""
        return error_response(
            ErrorFields(
                "FATAL" if self.fatal else "ERROR",
                self.sqlstate,
                self.message,
                detail=self.detail,
                hint=self.hint,
                position=self.position,
                table=self.table,
                column=self.column,
                constraint=self.constraint,
            )
        )


class Refused(OstiaryError):
    """Carries a refusal up to where the client is answered."""

    code = "R01"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


# The database's own texts may quote values of rows that the filter would hide, so none of them is ever passed on: the
# class of its SQLSTATE chooses one of these. All data errors look alike, and what is not here looks like them.
_DATABASE_ERRORS: Mapping[str, tuple[str, str, str]] = {
    "22": (
        DATA_ERROR,
        "the records database could not compute this statement",
        "Check values, dates, casts and divisions.",
    ),
    "42": (
        TYPE_MISMATCH,
        "the statement does not fit the types of its columns",
        "Compare and cast values of the same type; the types are in the catalogue.",
    ),
    "40": (SERIALIZATION, "the transaction has to be repeated", "Roll back and try again."),
    "53": ("53000", "the records database is short of resources", "Try again later."),
    "57": (CANCELLED, "the statement was cancelled", "It ran too long, or somebody cancelled it."),
}


# What a statement is made of, whatever the rows are: the database says so before it looks at any.
_GROUPING_ERRORS = frozenset("42803 42P10 42P20".split())

# Portals at the database are ours, with names of ours: that one is missing there, or has failed, says nothing of rows.
_PORTAL_ERRORS = frozenset("24000 34000 55000".split())

# What runs is composed from the wall, so a view, schema or right that is missing is the wall's fault, not the client's.
_WALL_ERRORS = frozenset("3F000 42501 42P01".split())

# The reader's own limits, such as the size of its temporary files: how many rows there are decides, as in an error in data.
_ROW_ERRORS = frozenset({"53400"})


def refusal_of_database_error(sqlstate: str) -> Refusal:
    """The fixed refusal for an error of the records database, by its SQLSTATE or the class of it."""
    if sqlstate in _WALL_ERRORS:
        return Refusal(
            NOT_NOW,
            "the second wall was changed under this session",
            hint="Connect again; if it stays so, tell the operator of this gateway.",
            fatal=True,
        )
    if sqlstate in _PORTAL_ERRORS:
        return Refusal(
            NO_PORTAL, "the database has closed this portal or cursor", hint="Bind or declare it again."
        )
    if sqlstate == ACTIVE_TRANSACTION:
        return Refusal(
            ACTIVE_TRANSACTION,
            "the modes of a transaction are set before its first question",
            hint="ROLLBACK, and name them in BEGIN.",
        )
    if sqlstate in _GROUPING_ERRORS:
        return Refusal(
            GROUPING,
            "the statement does not group as it must",
            hint="Every column beside an aggregate stands in GROUP BY; aggregates and windows do not stand in WHERE.",
        )
    like = "22" if sqlstate in _ROW_ERRORS else sqlstate[:2]
    code, message, hint = _DATABASE_ERRORS.get(like, _DATABASE_ERRORS["22"])
    return Refusal(code, message, hint=hint)


def numbered(refusal: Refusal, index: int) -> Refusal:
    """The same refusal with the number of its entry at the end of DETAIL."""
    return replace(refusal, detail=f"{refusal.detail} Access log entry {index}.".strip())


def fatal(refusal: Refusal) -> Refusal:
    """The same refusal, ending the session."""
    return replace(refusal, fatal=True)


def log_unavailable() -> Refusal:
    """No durable entry can be had."""
    return Refusal(
        LOG_UNAVAILABLE,
        "the access log cannot be written, so nothing is answered",
        detail="No answer leaves without a durable entry.",
        hint="Tell the operator of this gateway; try again when it is ready.",
    )


def upstream_down() -> Refusal:
    """The records database is not there."""
    return Refusal(
        UPSTREAM_DOWN,
        "the records database is not available",
        hint="Try again later; the operator sees this too.",
    )
