"""Somebody else's PostgreSQL: docs/install.md and docs/backup.md, carried out word for word on Debian's PostgreSQL 15.

The tests of this module are one story, in order: each goes on where the one before has stopped.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from docs.documents import ROOT, Snippet, snippets
from docs.snippet_runner import Terminal
from external.debian_postgres import HOST, IS_INSTALLED, PROGRAMS, DebianPostgres, running, write_private
from ostiary.demo.city.build import build_city
from ostiary.demo.people import AGENT, DETECTIVE, OFFICER, Person
from ostiary.demo.place import free_port
from ostiary.server.entries import entries_of
from server.gateway_world import leftovers, run_ostiary, wait_until
from server.test_monitoring import Monitor

pytestmark = [
    pytest.mark.xdist_group("external_postgres_15"),
    pytest.mark.skipif(
        not IS_INSTALLED, reason="Debian's PostgreSQL 15 is not installed (apt-get install postgresql-15)"
    ),
    pytest.mark.timeout(300),
]

LANGUAGES = {"bash": "sh", "shell-session": "console"}
CASE = "JK123456"
PASSWORD = "a member's password"

# Stands in for systemd: it starts the unit's command as a process of its own, under the one restriction of the unit that
# can be had without systemd (no memory that is writable and executable), waits for READY=1, and stops it as systemd does.
SYSTEMCTL = """#!{python}
import ctypes, os, signal, socket, subprocess, sys, time
verb, unit = sys.argv[1:]
pid_file = "{folder}/unit.pid"
if verb == "start":
    ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ready.bind("{folder}/notify")
    ready.settimeout(60)
    prctl_set_mdwe = 65
    process = subprocess.Popen(
        [{ostiary}, "serve", "--home", os.environ["OSTIARY_HOME"]],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open("{folder}/journal", "ab"),
        env={{**os.environ, "NOTIFY_SOCKET": "{folder}/notify"}}, start_new_session=True,
        preexec_fn=lambda: ctypes.CDLL(None).prctl(prctl_set_mdwe, 1, 0, 0, 0),
    )
    open(pid_file, "w").write(str(process.pid))
    try:
        assert ready.recv(100) == b"READY=1"
    finally:
        os.unlink("{folder}/notify")
else:
    pid = int(open(pid_file).read())
    os.kill(pid, signal.SIGTERM)
    while os.path.exists(f"/proc/{{pid}}") and "Z" not in open(f"/proc/{{pid}}/stat").read().split()[2]:
        time.sleep(0.02)
"""


@dataclass
class City:
    """A city's machines: a database that is not ours, and a place to install."""

    server: DebianPostgres
    folder: Path
    port: int
    metrics_port: int

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def custody(self) -> Path:
        return self.folder / "custody"

    @property
    def older_chain(self) -> Path:
        """A dump of the control database from before any cut-off."""
        return self.folder / "older.dump"

    @cached_property
    def terminal(self) -> Terminal:
        """The custodian's one terminal."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "OSTIARY"))}
        environment = {
            **kept,
            "PATH": f"{self.folder}/bin:{ROOT}/.venv/bin:{PROGRAMS}:{kept['PATH']}",
            "OSTIARY_HOME": str(self.home),
            "CUSTODY": str(self.custody),
            "MASTER_KEY": str(self.custody.with_name("elsewhere") / "log-master.key"),
            "PGHOST": HOST,
            "PGPORT": str(self.server.port),
            "PGPASSFILE": str(self.folder / "pgpass"),
            "DOOR_PORT": str(self.port),
            "METRICS_PORT": str(self.metrics_port),
            "LC_ALL": "C.UTF-8",
        }
        return Terminal(environment, self.folder)

    def run(self, command: str) -> None:
        """One more command in that terminal."""
        self.terminal.run(Snippet("sh", command, 0))

    def restore_control(self, dump: Path) -> None:
        self.server.sql("DROP DATABASE ostiary_control WITH (FORCE)")
        self.run(f"pg_restore --create --dbname=postgres {dump}")

    def connect(self, person: Person = AGENT, **options: str) -> psycopg.Connection[Any]:
        """A member at the door, over TLS with the door's own certificate as the root."""
        settings = {"purpose": person.purpose, "case": CASE, **options}
        declared = " ".join(f"-c ostiary.{name}={value}" for name, value in settings.items() if value)
        return psycopg.connect(
            host="localhost", port=self.port, dbname="city", user=person.member.code, password=PASSWORD,
            options=declared, sslmode="verify-full", sslrootcert=str(self.home / "tls" / "door.pem"),
            channel_binding="require", autocommit=True,
        )  # fmt: skip

    def doctor(self) -> dict[str, str]:
        """What doctor says that is not ``ok``; the disks of a test's folder are nobody's fault."""
        told = run_ostiary("doctor", "--home", str(self.home), "--json")
        checks = json.loads(told.stdout)["checks"]
        wrong = {one["check"]: one["said"] for one in checks if one["state"] in {"warning", "error"}}
        wrong.pop("log-disk", None)
        wrong.pop("master-key-place", None)
        return wrong

    def last_entry(self) -> dict[str, Any]:
        entries = [json.loads(entry.payload) for entry in entries_of(self.home) if entry.kind == 1]
        found: dict[str, Any] = entries[-1]
        return found


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("pg15")
    with running() as server:
        server.sql("CREATE DATABASE city")
        build_city(
            server.dsn(database="city"), seed=2019, today=datetime.now(UTC).date(), incidents_file=None
        )
        write_private(folder / "pgpass", f"{HOST}:{server.port}:*:postgres:{server.password}")
        found = City(server, folder, free_port(), free_port())
        (folder / "bin").mkdir()
        program = folder / "bin" / "systemctl"
        python = ROOT / ".venv" / "bin" / "python"
        program.write_text(
            SYSTEMCTL.format(python=python, folder=folder, ostiary=f'"{python}", "-m", "ostiary.cli.main"')
        )
        program.chmod(0o755)
        try:
            yield found
        finally:
            with contextlib.suppress(OSError, ValueError):
                os.kill(int((folder / "unit.pid").read_text()), signal.SIGKILL)
            for home in (found.home, folder / "home.lost"):
                for pid in leftovers(home):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)


def carry_out(city: City, document: str) -> None:
    """Every block of a document that is for this test, in order."""
    found = [one for one in snippets(ROOT / "docs" / document) if one.language in LANGUAGES]
    assert len(found) > 3
    for one in found:
        city.terminal.run(Snippet(LANGUAGES[one.language], one.text, one.line))


def enrol(city: City, person: Person, directive: str) -> None:
    """One more member, by two officials."""
    secret, home = city.custody / "member.password", ("--home", str(city.home))
    write_private(secret, PASSWORD)
    words = (person.member.code, "--agency", person.member.agency, "--role", person.member.role)
    mayor, superintendent = (str(city.custody / f"{code}.key") for code in ("mayor", "superintendent"))
    ordered = run_ostiary("member", "enrol", *words, "--password-file", str(secret), "--key", mayor, *home)
    assert ordered.returncode == 0, ordered.stderr
    confirmed = run_ostiary("directive", "confirm", directive, "--key", superintendent, *home)
    assert confirmed.returncode == 0, confirmed.stderr


def serves(city: City, person: Person = AGENT) -> bool:
    try:
        with city.connect(person) as connection:
            return len(connection.execute("SELECT iucr FROM offence_codes LIMIT 3").fetchall()) == 3
    except psycopg.Error:
        return False


def test_the_installation_goes_as_the_document_says(city: City) -> None:
    """Word for word, with accounts that are no superusers; in the end the gateway runs and doctor has no complaint."""
    carry_out(city, "install.md")
    assert city.doctor() == {}
    assert Monitor(city.metrics_port).get("/readyz") == (200, "ok\n")
    privileged = city.server.sql(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'ostiary%' AND (rolsuper OR rolbypassrls OR rolreplication)"
    )
    assert privileged == []


def test_members_are_answered_masked_refused_and_recorded(city: City) -> None:
    """Over TLS with channel binding: what is allowed, what is masked, what is refused, and each has its entry."""
    for number, person in enumerate((AGENT, DETECTIVE, OFFICER), 2):
        enrol(city, person, f"E-{number}")
    city.run(f"pg_dump --create --format=custom --dbname=ostiary_control --file={city.older_chain}")
    wait_until(lambda: serves(city), "members may come")
    with city.connect() as agent:
        rows = agent.execute(
            "SELECT person_id, given_name, ssn FROM persons ORDER BY person_id LIMIT 5"
        ).fetchall()
        assert len(rows) == 5
        assert {ssn for _, _, ssn in rows} == {None}
        assert city.last_entry()["subjects"] == [key for key, _, _ in rows]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            agent.execute("DELETE FROM persons")
        # The catalogue is the door's own: nothing of the server's roles is in it.
        roles = {name for (name,) in agent.execute("SELECT rolname FROM pg_roles")}
        assert roles == {"ostiary", AGENT.member.code}
    with city.connect(DETECTIVE) as detective:
        found = detective.execute("SELECT ssn FROM persons ORDER BY person_id LIMIT 5").fetchall()
        assert all(ssn.startswith("***") for (ssn,) in found)
    # On a version whose grammar is older than the parser's, aggregates are composed so that it takes them.
    with city.connect(DETECTIVE) as detective:
        (count,) = detective.execute("SELECT count(*) FROM offence_codes").fetchone() or (0,)
        assert count == 62


def test_a_cut_off_holds_and_the_sibling_goes_on(city: City) -> None:
    """Two officials end an agency's access; its open session ends with 57P01, others are served."""
    open_session = city.connect(OFFICER)
    home = ("--home", str(city.home))
    reason = ("--permanent", "--reason", "announced")
    ordered = run_ostiary(
        "cutoff", "order", "ice", *reason, "--confirm", "ice", "--key", str(city.custody / "mayor.key"), *home
    )
    assert ordered.returncode == 0, ordered.stderr
    confirmed = run_ostiary(
        "cutoff", "confirm", "D-1", "--key", str(city.custody / "superintendent.key"), *home
    )
    assert confirmed.returncode == 0, confirmed.stderr
    with pytest.raises(psycopg.errors.AdminShutdown):
        open_session.execute("SELECT iucr FROM offence_codes")
    assert serves(city)
    with pytest.raises(psycopg.OperationalError, match="was cut off by directive D-1"):
        city.connect(OFFICER)


def test_the_walls_the_log_and_the_numbers_agree(city: City) -> None:
    """`wall check`, `log verify`, `doctor` and Prometheus see the same installation."""
    assert run_ostiary("wall", "check", "--home", str(city.home)).returncode == 0
    verified = run_ostiary("log", "verify", str(city.home / "log"))
    assert verified.returncode == 0, verified.stderr
    assert city.doctor() == {}
    _, text = Monitor(city.metrics_port).get("/metrics")
    values = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert values["ostiary_directives_in_force",] == 1
    assert values["ostiary_walls", "missing"] == 0
    assert values["ostiary_accesses_total", "answered"] >= 3


def test_a_wall_that_somebody_changes_is_found(city: City) -> None:
    """A grant past the mask views: `wall check` and doctor name it, and it can be mended by the builder."""
    city.server.sql("GRANT USAGE ON SCHEMA city TO PUBLIC; GRANT SELECT ON city.persons TO PUBLIC", "city")
    told = run_ostiary("wall", "check", "--home", str(city.home))
    assert told.returncode == 6
    assert "can reach city.persons past its mask views" in told.stdout
    assert set(city.doctor()) == {"walls"}
    city.server.sql(
        "REVOKE SELECT ON city.persons FROM PUBLIC; REVOKE USAGE ON SCHEMA city FROM PUBLIC", "city"
    )
    builder = str(city.custody / "builder.dsn")
    assert run_ostiary("wall", "apply", "--dsn-file", builder, "--home", str(city.home)).returncode == 0
    assert city.doctor() == {}


def test_the_keeper_may_look_and_not_build(city: City) -> None:
    """Whoever holds the gateway's secrets can neither change the walls nor read a record."""
    told = run_ostiary("wall", "apply", "--home", str(city.home))
    assert told.returncode == 1
    assert "the records database refused a part of the wall" in told.stderr
    for name in ("keeper", "gateway"):
        dsn = (city.home / "secrets" / f"{'control' if name == 'gateway' else name}.dsn").read_text().strip()
        with psycopg.connect(dsn) as connection, pytest.raises(psycopg.Error):
            connection.execute(
                "SELECT * FROM city.persons" if name == "keeper" else "DELETE FROM ostiary.directive_step"
            )


def test_what_is_backed_up_can_be_restored(city: City) -> None:
    """The drill, word for word: everything is lost and comes back; the cut-off is still in force, the log goes on."""
    before = sum(1 for _ in entries_of(city.home))
    carry_out(city, "backup.md")
    wait_until(lambda: serves(city), "members are served again")
    assert sum(1 for _ in entries_of(city.home)) > before
    with pytest.raises(psycopg.OperationalError, match="was cut off by directive D-1"):
        city.connect(OFFICER)
    assert run_ostiary("log", "verify", str(city.home / "log")).returncode == 0
    assert city.doctor() == {}


def adopt(city: City) -> None:
    """Bring the row in the control database up to the log's own head."""
    origin = (city.home / "log" / "log.vkey").read_text("utf-8").partition("+")[0]
    told = run_ostiary("log", "adopt", "--confirm", origin, "--home", str(city.home))
    assert told.returncode == 0, told.stderr


def test_a_chain_from_before_a_cut_off_is_never_served_under(city: City) -> None:
    """A control database that is restored alone, to before the cut-off: doctor names it, and the gateway does not start.

    It lacks two things that this gateway has seen: the log's last checkpoint, and the cut-off. Adopting mends the first alone.
    """
    city.run("systemctl stop ostiary")
    city.restore_control(city.older_chain)
    assert set(city.doctor()) == {"chain", "log-start"}
    told = run_ostiary("serve", "--home", str(city.home))
    assert told.returncode != 0
    assert "the control database knows a checkpoint of" in told.stderr
    adopt(city)
    told = run_ostiary("serve", "--home", str(city.home))
    assert told.returncode != 0
    assert "no longer has the directives that this gateway has seen" in told.stderr
    city.restore_control(city.custody / "backup" / "control.dump")
    adopt(city)
    city.run("systemctl start ostiary")
    wait_until(lambda: serves(city), "members are served again")
    city.run("systemctl stop ostiary")
    assert run_ostiary("log", "verify", str(city.home / "log")).returncode == 0
