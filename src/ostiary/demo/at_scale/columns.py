"""Accesses as the rows of a watch folder.

Knows: which number becomes which column of events and of subjects.
Must not know: how accesses are drawn, files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ostiary.demo.at_scale.people import People
from ostiary.demo.at_scale.rows import MS_A_DAY, MS_A_MINUTE, MS_AN_HOUR, Numbers, Rows
from ostiary.demo.at_scale.text import codes, numbers_or_none, tokens, words
from ostiary.demo.at_scale.words import PURPOSES, REASONS, RULES
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.schema import BLANK, EVENT_SUBJECTS, EVENTS, GIVEN

SOURCE: Final = "synthetic"
DECISIONS: Final = ("allow", "deny", "warn")
_EVENT, _SUBJECT = 1, 2


def user_codes(users: Numbers) -> pa.Array:
    """The pseudonym of each user."""
    return codes(users, "user-", 7)


def agency_codes(agencies: Numbers) -> pa.Array:
    """The name of each agency."""
    return codes(agencies, "agency-", 4)


def case_numbers(cases: Numbers) -> pa.Array:
    """The number of each case; nothing where there is none."""
    return codes(cases, "26-", 8)


def subject_tokens(subjects: Numbers, seed: int) -> pa.Array:
    """The token of each subject."""
    return tokens(subjects, seed * 4 + _SUBJECT)


def event_ids(first: int, size: int, seed: int) -> pa.Array:
    """Ids of so many events from that row on."""
    return tokens(np.arange(first, first + size), seed * 4 + _EVENT)


def event_columns(rows: Rows, people: People, first: int, seed: int) -> Mapping[str, Any]:
    """Columns of ``EVENTS`` for rows whose first has that number; those that it leaves out are empty."""
    size, at, agency = len(rows["at"]), rows["at"], people.agency[rows["user"]]
    local = at + people.zone[agency] * MS_AN_HOUR
    reason, case = words(rows["reason"], REASONS), case_numbers(rows["case"])
    return {
        "event_id": event_ids(first, size, seed),
        "source": _same(SOURCE, size),
        "row": pa.array(np.arange(first + 1, first + size + 1)),
        "at": pa.array(at),
        "day": pa.array((at // MS_A_DAY).astype(np.int32)),
        "local_day": pa.array((local // MS_A_DAY).astype(np.int32)),
        "local_minute": pa.array((local % MS_A_DAY // MS_A_MINUTE).astype(np.int16)),
        "user": user_codes(rows["user"]),
        "user_state": _same(GIVEN, size),
        "agency": agency_codes(agency),
        "agency_state": _same(GIVEN, size),
        "owner": agency_codes(rows["owner"]),
        "device": codes(rows["device"], "device-", 8),
        "latitude": numbers_or_none(rows["latitude"], pa.float64()),
        "longitude": numbers_or_none(rows["longitude"], pa.float64()),
        "action": _same("search", size),
        "reason": reason,
        "reason_state": _given_or_blank(reason),
        "purpose": words(rows["purpose"], PURPOSES),
        "purpose_state": _same(GIVEN, size),
        "case_no": case,
        "case_no_state": _given_or_blank(case),
        "networks": pa.array(rows["networks"]),
        "window_from": pa.array(at - rows["window_days"].astype(np.int64) * MS_A_DAY),
        "window_until": pa.array(at),
        "decision": words(rows["decision"], DECISIONS),
        "rule": words(rows["rule"], RULES),
        "exported": pa.array(rows["exported"]),
        "subjects": _same(1, size, pa.int32()),
    }


def event_table(columns: Mapping[str, Any]) -> pa.Table:
    """Rows of ``EVENTS``."""
    schema, size = arrow_schema(EVENTS), len(columns["at"])
    return pa.table([columns.get(each.name, pa.nulls(size, each.type)) for each in schema], schema)


def subject_table(columns: Mapping[str, Any], rows: Rows, seed: int) -> pa.Table:
    """Rows of ``EVENT_SUBJECTS``: each access is about one subject, whom its user named."""
    size = len(rows["at"])
    own = {"subject": subject_tokens(rows["subject"], seed), "asked": _same(value=True, size=size)}
    schema = arrow_schema(EVENT_SUBJECTS)
    return pa.table([own.get(each.name, columns.get(each.name)) for each in schema], schema)


def _same(value: object, size: int, kind: pa.DataType | None = None) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), size)


def _given_or_blank(values: pa.Array) -> pa.Array:
    return pc.if_else(pc.is_valid(values), GIVEN, BLANK)
