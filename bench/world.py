"""The city that is measured: an installation as `ostiary demo` makes one, with many more records in it.

Knows: how to furnish it, and the places from which it can be asked.
Must not know: what is measured there.

Nothing is made easier for the door than in the demonstration: the same policy, walls, masks, filters and log. Direct
and PgBouncer log in as an ordinary role that may read the same tables, which row-level security lets pass, as the
city's other applications do.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from bench.bouncer import bouncer
from bench.places import Place
from ostiary.demo.gateway_process import GatewayProcess
from ostiary.demo.installation import Installation, set_up
from ostiary.demo.people import AGENT, AUDITOR, Person
from ostiary.demo.place import free_port
from ostiary.directives.acts import confirm, order
from ostiary.directives.envelope import sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.model.agency import Member
from ostiary.model.directive import Act, CutOff, Enrolled, Enrolment
from ostiary.pgwire.scram import SALT_SIZE, derive_verifier
from ostiary.server.settings import FILE_NAME
from ostiary.store.bundle_files import read_bundle
from ostiary.store.control import append_step, control_connection, read_steps
from ostiary.store.key_files import read_key

FIRST_PERSON: Final = 10_000_001
PERSONS: Final = 200_000
CASE: Final = "JK123456"
DIRECT_ROLE: Final = "bench_direct"

# None stands above another, so that each can be cut off alone. The member of each only has to be connected.
AGENCIES: Final = (
    "dea", "atf", "usms", "oak-lawn-pd", "aurora-pd", "cook-county-sheriff", "cook-states-attorney",
    "illinois-state-police", "uscis", "usbp",
)  # fmt: skip

_PERSONS: Final = """
INSERT INTO city.persons SELECT %(first)s + n, 'Surname' || n %% 9973, 'Given' || n %% 997, date '1950-01-01' + n %% 20000,
    lpad((n %% 1000)::text, 3, '0') || '-00-' || lpad((n %% 10000)::text, 4, '0'), 'F', n || ' W Example St',
    '312-555-0' || lpad((n %% 1000)::text, 3, '0'), 'USA', false, false
FROM generate_series(0, %(count)s - 1) n
"""
_ARRESTS: Final = """
INSERT INTO city.arrests SELECT 10000000 + n, 'JK' || 100000 + n %% 900000, %(first)s + n %% %(persons)s,
    timestamp '2019-01-01' + n * interval '1 minute', 'RETAIL THEFT', lpad((n %% 25)::text, 3, '0'), NULL, false, false
FROM generate_series(0, %(count)s - 1) n
"""


@dataclass(frozen=True, slots=True)
class BenchWorld:
    """The places to ask, and what stands behind them. ``before`` is the door of another checkout, if one was named."""

    installation: Installation
    direct: Place
    pgbouncer: Place | None
    gateway: Place
    gateway_process: GatewayProcess
    before: Place | None

    @property
    def places(self) -> tuple[Place, ...]:
        """All that are compared, in the order in which they take turns."""
        found = (self.direct, self.pgbouncer, self.gateway, self.before)
        return tuple(place for place in found if place is not None)

    def member(self, code: str, place: Place, **declared: str) -> Place:
        """A door as another member."""
        pgpass = place.pgpass or self.installation.pgpass
        return replace(place, user=code, password=_password(pgpass, code), declared=declared)

    def auditor(self, place: Place) -> Place:
        """A place as the member whom the policy sets no limit of rows; direct places stay what they are."""
        if not place.declared:
            return place
        return self.member(AUDITOR.member.code, place, purpose=AUDITOR.purpose)

    def cut_off(self, agency: str) -> None:
        """Order and confirm a cut-off; returns with the commit of the second signature."""
        _take(self.installation, CutOff(agency, "measured"))


@contextmanager
def bench_world(arrests: int) -> Iterator[BenchWorld]:
    """Set everything up, with that many more arrests, and take it down again."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=short_base())))
        installation = stack.enter_context(
            set_up(folder / "home", port=free_port(), incidents_file=None, progress=lambda _: None)
        )
        direct = _furnish(installation, arrests)
        _enrol(installation)
        _settle_workers(installation)
        process = stack.enter_context(GatewayProcess(installation.folder))
        gateway = _door("gateway", installation.pgpass, installation.port)
        before = stack.enter_context(_before(arrests))
        yield BenchWorld(installation, direct, stack.enter_context(bouncer(direct)), gateway, process, before)


def workers() -> int:
    """How many workers the door has: BENCH_WORKERS, or one."""
    return int(os.environ.get("BENCH_WORKERS") or 1)


def _settle_workers(installation: Installation) -> None:
    """Say so in the settings; a checkout from before there were workers is left as it is."""
    if workers() > 1:
        path = installation.folder / FILE_NAME
        path.write_text(f"workers = {workers()}\n{path.read_text('utf-8')}", "utf-8")


def short_base() -> Path:
    """Where what is measured lies on a disk: BENCH_DIR, or the temporary folder."""
    # A Unix socket's path is short by nature; the log lies on the disk that is measured.
    return Path(os.environ.get("BENCH_DIR", tempfile.gettempdir()))


def _door(name: str, pgpass: Path, port: int, person: Person = AGENT) -> Place:
    code = person.member.code
    declared = {"purpose": person.purpose, "case": CASE}
    return Place(name, "127.0.0.1", port, code, _password(pgpass, code), declared, pgpass)


def _password(pgpass: Path, code: str) -> str:
    for line in pgpass.read_text().splitlines():
        *_, user, password = line.split(":")
        if user == code:
            return password
    raise KeyError(code)


def _furnish(installation: Installation, arrests: int) -> Place:
    password = secrets.token_urlsafe(12)
    postgres = installation.postgres
    with psycopg.connect(postgres.admin_dsn("city"), autocommit=True) as connection:
        # References hold by construction; checking a million of them would only take time.
        connection.execute("SET session_replication_role = replica")
        people = {"first": FIRST_PERSON, "count": PERSONS}
        connection.execute(_PERSONS, people)
        connection.execute(_ARRESTS, {"first": FIRST_PERSON, "persons": PERSONS, "count": arrests})
        connection.execute("VACUUM ANALYZE city.persons, city.arrests")
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                sql.Identifier(DIRECT_ROLE), sql.Literal(password)
            )
        )
        connection.execute(f"GRANT USAGE ON SCHEMA city TO {DIRECT_ROLE}")
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA city TO {DIRECT_ROLE}")
        connection.execute(f"ALTER ROLE {DIRECT_ROLE} SET search_path = city")
        connection.execute("CHECKPOINT")
    return Place("direct", str(postgres.socket_dir), postgres.port, DIRECT_ROLE, password)


def _enrol(installation: Installation) -> None:
    """One member of each agency that will be cut off."""
    passwords = {agency: secrets.token_urlsafe(12) for agency in AGENCIES}
    _take(
        installation,
        Enrolment(
            tuple(
                Enrolled(
                    Member(f"bench-{agency}", agency, "officer"),
                    derive_verifier(password, secrets.token_bytes(SALT_SIZE)).format(),
                )
                for agency, password in passwords.items()
            )
        ),
    )
    with installation.pgpass.open("a") as lines:
        lines.writelines(
            f"127.0.0.1:{installation.port}:*:bench-{agency}:{password}\n"
            for agency, password in passwords.items()
        )


def _take(installation: Installation, act: Act) -> None:
    """An act ordered by one official and confirmed by the other, with their own keys."""
    register = Register.empty(dict(read_bundle(installation.folder / "policy").officials))
    dsn = (installation.folder / "secrets" / "officials.dsn").read_text("utf-8").strip()
    with control_connection(dsn) as connection:
        for raw in read_steps(connection):
            register = register.apply(raw)
        directive = register.next_id(act)
        for by in ("mayor", "superintendent"):
            at = write_instant(datetime.now(UTC))
            step = order(register, act, by, at) if by == "mayor" else confirm(register, directive, by, at)
            raw = sign_step(step, read_key(installation.key_file(by)))
            append_step(connection, raw, step.sequence, step_hash(raw))
            register = register.apply(raw)


@contextmanager
def _before(arrests: int) -> Iterator[Place | None]:
    """A door of the interpreter that BENCH_BEFORE names, before a city of its own: walls and policies differ by version."""
    python = os.environ.get("BENCH_BEFORE")
    if not python:
        yield None
        return
    process = subprocess.Popen(  # noqa: S603 - an interpreter that whoever measures has named
        [python, "-m", "bench.elsewhere", str(arrests)],
        cwd=Path(__file__).resolve().parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "BENCH_BEFORE": ""},
    )
    try:
        said = process.stdout.readline() if process.stdout is not None else b""
        if not said:
            raise RuntimeError(f"the door of {python} did not come up")
        port, pgpass = json.loads(said)
        yield _door("before", Path(pgpass), port)
    finally:
        # It stops when its input ends.
        process.communicate()
