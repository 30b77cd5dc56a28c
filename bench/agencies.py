"""What more agencies cost: working out the profiles, applying their walls, and an agency's first question.

Knows: the demonstration's policy with suburbs added as the manual says: three entries each.
Must not know: what makes agencies alike, how walls are built.

Agencies that rules treat alike share profiles, so neither the walls nor the time to apply them should grow with their number.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import psycopg

from bench.plan import Plan
from bench.series import Ledger
from bench.statements import MAJOR
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.demo.installation import POLICY, policy_folder
from ostiary.model.bundle import Bundle
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.model.request import Context
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.policy.profiles import all_profiles, profile_of
from ostiary.sql.plan import Select
from ostiary.sql.statement import Ground, plan_statement
from ostiary.sql.text import quoted
from ostiary.sql.wall import wall_statements
from ostiary.store.bundle_files import read_bundle_files
from ostiary.store.wall import apply_walls, remove_walls

NUMBERS: Final = (10, 200)
QUESTION: Final = "SELECT surname, dob FROM persons WHERE person_id = 10000001"

SUBURB: Final = """
[[agency]]
code = "suburb-{n}"
name = "Police of Suburb {n}"
level = "city"
kind = "police"
[[agreement]]
code = "suburb-{n}-2026"
agency = "suburb-{n}"
title = "Agreement with Suburb {n}"
cite = "agreement {n}, section 2"
effective = 2020-01-01
[[permit]]
id = "S{n}"
cite = "agreement {n}, section 2"
when.agency = "suburb-{n}"
when.purpose.under = "criminal-investigation"
when.record_class = ["persons", "incidents"]
when.needs = ["case-number", "agreement"]
"""


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """The same with ten and with two hundred suburbs, in turns."""
    day = datetime.now(UTC).date()
    bundles = {number: with_suburbs(number) for number in NUMBERS}
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, EmbeddedPostgres.start(Path(folder)) as server:
        make_tables(server.admin_dsn(), bundles[NUMBERS[0]].catalogue)
        for number in range(plan.rounds):
            say(f"agencies, round {number + 1} of {plan.rounds}")
            for count, bundle in bundles.items():
                started = time.perf_counter()
                profiles = all_profiles(bundle, day)
                ledger.note(f"agencies/{count}/profiles", "s", time.perf_counter() - started)
                statements = sum(len(wall_statements(one, bundle.catalogue, "")) for one in profiles)
                ledger.note(f"agencies/{count}/statements", "", statements)
                ledger.note(
                    f"agencies/{count}/apply", "s", _applied(server.admin_dsn(), profiles, bundle.catalogue)
                )
                ledger.note(f"agencies/{count}/first-question", "ms", _first_question(bundle, day) * 1e3)
    for part in ("profiles", "apply", "first-question"):
        ledger.note_ratio(f"agencies/{part}/200:10", f"agencies/200/{part}", f"agencies/10/{part}")


def with_suburbs(number: int) -> Bundle:
    """The demonstration's policy and so many suburbs, each with its own agreement and permit."""
    suburbs = "".join(SUBURB.format(n=n) for n in range(number))
    return load_bundle({**read_bundle_files(policy_folder(POLICY)), "suburbs.toml": suburbs})


def suburbs_context(number: int) -> Context:
    """The context of a member of one suburb."""
    code = f"suburb-{number}"
    return Context(f"{code}-1", code, "officer", "criminal-investigation", code, case="JK123456")


def make_tables(dsn: str, catalogue: Catalogue) -> None:
    """Every table of a catalogue, without rows."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in _tables(catalogue):
            connection.execute(statement.encode())


def _tables(catalogue: Catalogue) -> Iterator[str]:
    for schema in sorted({one.schema for one in catalogue.classes.values()}):
        yield f"CREATE SCHEMA {quoted(schema)}"
    for one in catalogue.classes.values():
        columns = ", ".join(f"{quoted(column.name)} {column.type}" for column in one.columns)
        yield f"CREATE TABLE {quoted(one.schema)}.{quoted(one.name)} ({columns})"


def _applied(dsn: str, profiles: tuple[Profile, ...], catalogue: Catalogue) -> float:
    remove_walls(dsn)
    started = time.perf_counter()
    apply_walls(dsn, profiles, catalogue)
    return time.perf_counter() - started


def _first_question(bundle: Bundle, day: date) -> float:
    """From a context that was never seen to a plan, with nothing known before."""
    started = time.perf_counter()
    profile = profile_of(IndexedPolicy(bundle), suburbs_context(7), day)
    plan = plan_statement(QUESTION, Ground(bundle.catalogue, profile, MAJOR))
    took = time.perf_counter() - started
    if not (isinstance(plan, Select) and plan.text):
        raise RuntimeError("the question of this measurement is refused")
    return took
