"""What a statement means: the original on filtered and masked copies, beside what was composed, run by the reader."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Iterator

import psycopg
import pytest

from ostiary.sql.plan import Select
from ostiary.sql.statement import plan_statement
from sql.bypass_world import GROUND
from sql.conftest import Walled


def plan_of(text: str) -> Select:
    """The plan of a statement that may run."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Select), plan
    assert plan.text
    return plan


def asked_of(owner: psycopg.Connection, path: str, text: str) -> tuple[list[str], Counter[str]]:
    """Column names and rows of the original on the tables of a schema."""
    owner.execute(f"SET search_path = {path}, pg_catalog".encode())
    cursor = owner.execute(text.replace("city.person", f"{path}.person").encode())
    return [column.name for column in cursor.description or ()], Counter(map(repr, cursor.fetchall()))


def composed_of(walled: Walled, plan: Select) -> tuple[list[str], Counter[str], set[int]]:
    """Column names, visible rows and recorded subjects of what runs in its place."""
    cursor = walled.reader.execute(plan.text.encode())
    rows = cursor.fetchall()
    assert all(len(row) == plan.visible + len(plan.hidden) for row in rows)
    names = [column.name for column in cursor.description or ()][: plan.visible]
    visible = Counter(repr(row[: plan.visible]) for row in rows)
    return names, visible, {key for row in rows for key in subjects_of(row[plan.visible :])}


def subjects_of(hidden: Iterable[int | bytes | None]) -> Iterator[int]:
    """The subjects in the hidden columns of a row."""
    for value in hidden:
        if isinstance(value, bytes):
            yield from struct.unpack(f"!{len(value) // 8}q", value)
        elif value is not None:
            yield value


def verify_meaning(walled: Walled, text: str) -> None:
    """The composed text gives the rows and column names of the original on filtered copies."""
    names, rows, _ = composed_of(walled, plan_of(text))
    assert (names, rows) == asked_of(walled.owner, "copies", text)


def verify_sufficient(walled: Walled, text: str) -> None:
    """The original, run on the data of the recorded subjects alone, gives the same answer."""
    _, _, subjects = composed_of(walled, plan_of(text))
    narrow_to(walled, subjects)
    assert asked_of(walled.owner, "narrow", text) == asked_of(walled.owner, "copies", text)


def narrow_to(walled: Walled, subjects: Iterable[int]) -> None:
    """From now on the narrow tables hold the data of these subjects alone."""
    walled.owner.execute("DELETE FROM narrow.subjects")
    walled.owner.execute("INSERT INTO narrow.subjects SELECT unnest(%s::int8[])", [list(subjects)])


def is_same(walled: Walled, text: str, plan: Select) -> bool:
    """Whether both ran; fails when only one did, or they differ."""
    try:
        expected = asked_of(walled.owner, "copies", text)
    except psycopg.Error:
        with pytest.raises(psycopg.Error):
            walled.reader.execute(plan.text.encode())
        return False
    names, rows, _ = composed_of(walled, plan)
    assert (names, rows) == expected, text
    return True
