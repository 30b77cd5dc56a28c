"""What the tests of catalogue questions share: the statements that clients send, and one way to run what became of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from asyncpg import introspection
from psycopg.pq import ExecStatus

from ostiary.sql.plan import Select, Tell
from ostiary.sql.statement import Ground, plan_statement
from ostiary.sql.system.contents import Shown
from sql.bypass_world import CATALOGUE, PROFILE

STATEMENTS = Path(__file__).resolve().parents[1] / "clients" / "statements"
MAJORS = (15, 16, 17, 18)
SHOWN = Shown(CATALOGUE, PROFILE)
PERSON = SHOWN.oids["city.person"]
FACTS: Mapping[str, str] = {
    "member": "cpd-1042",
    "database": "city",
    "version": "PostgreSQL 18.4",
    "server_version": "18.4",
    "server_version_num": "180004",
    "server_encoding": "UTF8",
    "client_encoding": "UTF8",
}


@dataclass(frozen=True)
class Asked:
    """A statement of a client's, and the majors on which it sends it."""

    client: str
    number: int
    majors: tuple[int, ...]
    text: str

    @property
    def id(self) -> str:
        return f"{self.client}:{self.number}"


def asked() -> Iterator[Asked]:
    """Everything in the fixture files, with the OIDs of a table and a schema in their places, and what asyncpg would ask."""
    for path in sorted(STATEMENTS.glob("*.sql")):
        parts = re.split(r"^-- on (.*)\n", path.read_text(), flags=re.MULTILINE)
        for number, (majors, text) in enumerate(zip(parts[1::2], parts[2::2], strict=True), 1):
            filled = text.strip().replace("{table}", str(PERSON)).replace("{schema}", str(SHOWN.oids["city"]))
            yield Asked(path.stem, number, tuple(map(int, majors.split())), filled)
    for number, text in enumerate((introspection.INTRO_LOOKUP_TYPES, introspection.TYPE_BY_NAME), 1):
        yield Asked("asyncpg", number, MAJORS, text.strip())


def ground(major: int = 18) -> Ground:
    return Ground(CATALOGUE, PROFILE, major)


def question(text: str, major: int = 18) -> Select:
    """The plan of a catalogue question."""
    plan = plan_statement(text, ground(major))
    assert isinstance(plan, Select), plan
    assert plan.is_open
    assert plan.footprints == ()
    return plan


def answer(
    connection: psycopg.Connection[Any], text: str, *values: str, major: int = 18
) -> list[tuple[str | None, ...]]:
    """The rows of a catalogue question as text."""
    plan = question(text, major)
    bound = [*(value.encode() for value in values), *(FACTS[fact].encode() for fact in plan.facts)]
    types = [*[0] * len(values), *[25] * len(plan.facts)]
    result = connection.pgconn.exec_params(plan.text.encode(), bound, param_types=types)
    assert result.status == ExecStatus.TUPLES_OK, result.error_message
    rows = [
        [result.get_value(row, column) for column in range(result.nfields)] for row in range(result.ntuples)
    ]
    return [tuple(None if value is None else value.decode() for value in row) for row in rows]


def relations_read(connection: psycopg.Connection[Any], plan: Select) -> set[str]:
    """The relations that the server would read for a plan, by its own EXPLAIN; parameters are NULL."""
    text = re.sub(r"\$\d+", "NULL", plan.text)
    ((found,),) = connection.execute(f"EXPLAIN (FORMAT JSON) {text}".encode()).fetchall()
    return set(re.findall(r'"Relation Name": "(\w+)"', json.dumps(found)))


def is_told(text: str) -> bool:
    return isinstance(plan_statement(text, ground()), Tell)
