"""Break exactly one thing in a real installation: doctor names exactly it, and how to mend it."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import resource
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from machine_world import mount_small
from ostiary.cli.main import main
from ostiary.demo.certificates import SERVER, Certified
from ostiary.demo.installation import MASTER_KEY, Installation
from ostiary.demo.officials import read_register
from ostiary.demo.people import MAYOR
from ostiary.demo.place import free_port
from ostiary.directives.acts import order
from ostiary.directives.envelope import sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.errors import SettingsError
from ostiary.model.directive import CutOff
from ostiary.server.doctor import host_checks, records_checks
from ostiary.server.doctor.examination import CHECKS, examine
from ostiary.server.doctor.finding import Finding
from ostiary.server.doctor.patient import Patient
from ostiary.server.setting_sections import Listen
from ostiary.server.settings import FILE_NAME, load_home
from ostiary.server.workers.listening import Reservation
from ostiary.store.directive_floor import Floor, write_floor
from ostiary.store.key_files import read_key
from ostiary.store.log.scrubbing import Scrubbed, note_scrub
from ostiary.store.log.writer_socket import listen_privately
from ostiary.store.master_key import write_new_master_key
from ostiary.store.records_facts import RecordsFacts
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ED25519_COSIGNATURE
from ostiary.tlog.note import SignerKey
from server.gateway_world import GatewayProcess, install, leftovers, run_ostiary

pytestmark = pytest.mark.xdist_group("server_doctor")


@dataclass(frozen=True)
class Place:
    """A home that a test may spoil; its databases are the installation's, and are mended afterwards."""

    home: Path
    installation: Installation

    def sql(self, statement: str, database: str = "city") -> None:
        with psycopg.connect(self.installation.postgres.admin_dsn(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def one(self, query: str) -> str:
        with psycopg.connect(self.installation.postgres.admin_dsn("city"), autocommit=True) as connection:
            return str((connection.execute(query.encode()).fetchone() or [""])[0])

    def dsn(self, user: str, password: str, database: str = "city") -> str:
        postgres = self.installation.postgres
        return f"host={postgres.socket_dir} port={postgres.port} dbname={database} user={user} password={password}"

    def write(self, name: str, text: str) -> None:
        path = self.home / "secrets" / name
        path.write_text(f"{text}\n")
        path.chmod(0o600)

    def settings(self, change: Callable[[str], str]) -> None:
        path = self.home / FILE_NAME
        path.write_text(change(path.read_text()))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demonstration's installation, with a port for monitoring: nothing is to be looked at."""
    folder = tmp_path_factory.mktemp("world") / "home"
    with install(folder, listen=f"\n[metrics]\nport = {free_port()}\n", tls=True) as installation:
        yield installation


@pytest.fixture
def place(installation: Installation, tmp_path: Path) -> Iterator[Place]:
    shutil.copytree(installation.folder, tmp_path / "home")
    place = Place(tmp_path / "home", installation)
    # A custodian keeps the master key on another file system than the log; memory is one.
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        key = Path(elsewhere, "master.key")
        shutil.move(place.home / MASTER_KEY, key)
        place.settings(lambda text: text.replace(f'"{MASTER_KEY}"', f'"{key}"'))
        yield place


def complaints(place: Place) -> dict[str, Finding]:
    """The findings that are not ``ok``, by check; what could not be looked at is left out."""
    found = {finding.check: finding for finding in examine(place.home)}
    assert list(found) == [check.name for check in CHECKS]
    return {name: one for name, one in found.items() if one.state in {"warning", "error"}}


Spoil = Callable[[Place], "AbstractContextManager[object] | None"]


@contextlib.contextmanager
def _undone(place: Place, does: str, undoes: str, database: str = "city") -> Iterator[None]:
    place.sql(does, database)
    try:
        yield
    finally:
        place.sql(undoes, database)


@contextlib.contextmanager
def _somebody_listens(place: Place) -> Iterator[None]:
    with contextlib.closing(socket.socket()) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", place.installation.port))
        other.listen()
        yield


@contextlib.contextmanager
def _refused_port(place: Place) -> Iterator[None]:
    """Root may listen anywhere, so the kernel's refusal is played."""

    def refuse(listen: Listen) -> Reservation:
        if listen.port != place.installation.port:
            return Reservation(listen)
        raise SettingsError("cannot listen") from PermissionError(errno.EACCES, "permission denied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host_checks, "Reservation", refuse)
        yield


@contextlib.contextmanager
def _low_soft_limit() -> Iterator[int]:
    """Few files may be open, and the hard limit, which is given, is as before."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        yield hard
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextlib.contextmanager
def _few_files(place: Place) -> Iterator[None]:
    """A process that lowers its hard limit can never raise it again, so the kernel's answer is played."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resource, "getrlimit", lambda _: (128, 256))
        yield


@contextlib.contextmanager
def _held_by_somebody(place: Place) -> Iterator[None]:
    descriptor = os.open(place.home / "log", os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _master_key(place: Place) -> Path:
    found = load_home(place.home).master_key_file
    assert found is not None
    return found


def _move_key(place: Place, to: Path) -> None:
    before = _master_key(place)
    shutil.move(before, to)
    place.settings(lambda text: text.replace(f'"{before}"', f'"{to}"'))


def _beside_the_log(place: Place) -> None:
    _move_key(place, place.home / "secrets/master.key")


def _within_the_log(place: Place) -> None:
    _move_key(place, place.home / "log/master.key")


def _other_master_key(place: Place) -> None:
    _master_key(place).unlink()
    write_new_master_key(_master_key(place), "another")


def _unsealed(place: Place) -> None:
    (place.home / "log/private/keys").unlink()


@contextlib.contextmanager
def _builder(place: Place) -> Iterator[None]:
    place.sql("CREATE ROLE builder LOGIN CREATEROLE PASSWORD 'builder'")
    try:
        place.write("keeper.dsn", place.dsn("builder", "builder"))
        yield
    finally:
        place.sql("DROP ROLE builder")


@contextlib.contextmanager
def _reader_with_another_password(place: Place) -> Iterator[None]:
    name = place.one(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'ostiary\\_reader\\_%' ORDER BY 1 LIMIT 1"
    )
    before = place.one(f"SELECT rolpassword FROM pg_authid WHERE rolname = '{name}'")
    with _undone(place, f"ALTER ROLE {name} PASSWORD 'other'", f"ALTER ROLE {name} PASSWORD '{before}'"):
        yield


@contextlib.contextmanager
def _drifted(place: Place) -> Iterator[None]:
    name = place.one(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'ostiary\\_reader\\_%' ORDER BY 1 LIMIT 1"
    )
    does = f"ALTER ROLE {name} SET statement_timeout = '1h'"
    with _undone(place, does, f"ALTER ROLE {name} SET statement_timeout = '30s'"):
        yield


def _first_official_twice(place: Place) -> None:
    path = place.home / "policy" / "officials.toml"
    lines = path.read_text().splitlines()
    keys = [line for line in lines if line.startswith("vkey")]
    path.write_text("\n".join(keys[0] if line == keys[1] else line for line in lines) + "\n")


def _one_official(place: Place) -> None:
    path = place.home / "policy" / "officials.toml"
    head, first, _ = path.read_text().split("[[official]]")
    path.write_text(f"{head}[[official]]{first}")


def _misspelt(place: Place) -> None:
    path = place.home / "policy" / "permits.toml"
    path.write_text(path.read_text().replace("when.purpose.under", "when.porpoise.under", 1))


def _broken_promise(place: Place) -> None:
    text = '[[promise]]\nid = "PR90"\ncite = "a test"\nnever.agency = "cpd"\nstrength = "kept"\n'
    (place.home / "policy" / "zz-more.toml").write_text(text)


def _superuser(place: Place) -> None:
    place.write("keeper.dsn", place.installation.postgres.admin_dsn("city"))


def _other_key(place: Place) -> None:
    path = place.home / "log" / "log.vkey"
    path.write_text(path.read_text()[:-3] + "A=\n")


def _certify(place: Place, days: int) -> None:
    now = datetime.now(UTC)
    issued = Certified.authority("somebody", now).issue(
        "the door",
        now - timedelta(days=30),
        SERVER,
        hosts=("127.0.0.1",),
        until=now + timedelta(days=days, minutes=5),
    )
    (place.home / "tls" / "door.key").unlink()
    issued.write(place.home / "tls" / "door.pem", place.home / "tls" / "door.key")


def _wrong_key(place: Place) -> None:
    (place.home / "tls" / "door.key").write_bytes((place.home / "tls" / "door.pem").read_bytes())


def _spoil_floor(place: Place) -> None:
    (place.home / "run/directives.floor").write_text("?")


def _ahead(place: Place) -> str:
    """The statement that adds a well-signed step which is dated a century ahead."""
    register, at = read_register(place.home), datetime.now(UTC) + timedelta(days=36_500)
    step = order(register, CutOff("ice", "why"), MAYOR.code, write_instant(at))
    raw = sign_step(step, read_key(place.home / "keys" / f"{MAYOR.code}.key"))
    return (
        f"INSERT INTO ostiary.directive_step VALUES ({step.sequence}, '\\x{raw.hex()}', '{step_hash(raw)}')"
    )


def _witness_at(url: str) -> Callable[[Place], None]:
    vkey = Cosigner("witness.example/w1", ED25519_COSIGNATURE, bytes(32)).verifier().format()

    def spoil(place: Place) -> None:
        path = place.home / "log/trust.policy"
        path.write_text(f"{path.read_text()}witness w1 {vkey} {url}\n")

    return spoil


ANYWHERE = '[listen]\nhost = "0.0.0.0"'
ROOTS = 'tls = { root_certificate_file = "tls/door.key" }\n'
BOGUS = "INSERT INTO ostiary.directive_step VALUES (2, 'bogus', repeat('0', 64))"


def _signed_tomorrow(place: Place) -> None:
    os.utime(place.home / "log/private/head", (time.time() + 86_400,) * 2)


def _silent_peer(place: Place) -> None:
    vkey = SignerKey.generate("peer.example/p1", bytes(32)).verifier().format()
    (place.home / "log" / "peers.policy").write_text(f"peer p1 {vkey} 127.0.0.1:1\nquorum 1\n")


def _cut_journal(place: Place) -> None:
    journal = place.home / "log/private/journal"
    journal.write_bytes(journal.read_bytes()[:-1])


def _head_nowhere(place: Place) -> None:
    place.settings(lambda text: text.replace("[log]\n", '[log]\nhead_dsn_file = "secrets/log.dsn"\n'))
    place.write("log.dsn", "host=/nowhere dbname=control user=x password=y")


def _watch(place: Place, mode: int, days: int | None = None) -> None:
    """A watch folder, over which detectors ran that many days ago."""
    folder = place.home / "watch"
    (folder / "runs").mkdir(parents=True)
    folder.chmod(mode)
    (folder / "watch.json").touch()
    if days is not None:
        (folder / "runs" / "0001.json").touch()
        os.utime(folder / "runs" / "0001.json", (at := time.time() - days * 86_400 - 60, at))


SPOILED: dict[str, tuple[Spoil, str, str, str]] = {
    "a key that nobody knows": (
        lambda place: place.settings(lambda text: f"colour = 1\n{text}"), "settings", "error", "unknown key `colour`",
    ),
    "two keys that nobody knows": (
        lambda place: place.settings(lambda text: f"colour = 1\nform = 1\n{text}"),
        "settings", "error", "has 2 mistakes; the first: ",
    ),
    "a home that is none": (lambda place: (place.home / FILE_NAME).unlink(), "settings", "error", "cannot be read"),
    "a connection string that others can read": (
        lambda place: (place.home / "secrets/control.dsn").chmod(0o644), "secrets", "error", "open to others (mode 0644)",
    ),
    "a connection string that is missing": (
        lambda place: (place.home / "secrets/keeper.dsn").unlink(), "secrets", "error", "(database.keeper_dsn_file): missing",
    ),
    "a connection string that is none": (
        lambda place: place.write("control.dsn", "host=x S3cret"), "secrets", "error", "no connection string that libpq",
    ),
    "a reader's password that others can read": (
        lambda place: next((place.home / "secrets/readers").iterdir()).chmod(0o640), "secrets", "error", "open to others",
    ),
    "a policy with a misspelt key": (_misspelt, "policy", "error", "porpoise"),
    "one official": (_one_official, "officials", "error", "names 1 officials"),
    "two officials with one key": (_first_official_twice, "policy", "error", "one person must not sign as two"),
    "a certificate that has ended": (lambda place: _certify(place, -1), "tls", "error", "the door's certificate ended on"),
    "a certificate that ends soon": (lambda place: _certify(place, 3), "tls", "warning", "holds until"),
    "no certificate": (lambda place: (place.home / "tls/door.pem").unlink(), "tls", "error", "door.pem` cannot be read"),
    "another certificate's key": (_wrong_key, "tls", "error", "are no certificate and its key"),
    "clients in the clear from elsewhere": (
        lambda place: place.settings(lambda text: text.replace("tls =", "# tls =").replace("[listen]", ANYWHERE)),
        "tls", "error", "clients at 0.0.0.0 speak in the clear",
    ),
    "records in the clear from elsewhere": (
        lambda place: place.settings(lambda text: text.replace('host = "/', 'host = "records.city.example"  # "/')),
        "line", "error", "records come from records.city.example in the clear",
    ),
    "roots that are none": (
        lambda place: place.settings(lambda text: text.replace('host = "/', f'{ROOTS}host = "127.0.0.1"  # "/')),
        "line", "error", "it holds no certificate",
    ),
    "clients in the clear, as they like": (
        lambda place: place.settings(lambda text: text.replace("[listen]", ANYWHERE)),
        "tls", "warning", "clients may log in in the clear",
    ),
    "somebody else at the port": (_somebody_listens, "port", "error", "somebody else listens at 127.0.0.1"),
    "a host that no machine can be": (
        lambda place: place.settings(lambda text: text.replace("[listen]", '[listen]\nhost = "localhost..city"')),
        "port", "error", "cannot listen at localhost..city",
    ),
    "monitoring at another machine's address": (
        lambda place: place.settings(lambda text: text.replace("[metrics]", '[metrics]\nhost = "192.0.2.1"')),
        "monitoring", "error", "cannot assign requested address",
    ),
    "a port that this account may not have": (_refused_port, "port", "warning", "this account may not listen at 127.0.0.1"),
    "no port for monitoring": (
        lambda place: place.settings(lambda text: text.partition("[metrics]")[0]), "monitoring", "warning", "nobody can ask",
    ),
    "few open files": (_few_files, "limits", "warning", "may open 256 files: room for 96 sessions"),
    "a socket with a long path": (
        lambda place: place.settings(lambda text: f'log_socket = "{"s" * 99}/log.sock"\n{text}'),
        "socket", "error", "107 is the most",
    ),
    "no checkpoint": (
        lambda place: (place.home / "log/public/checkpoint").unlink(), "log", "error", "`public/checkpoint` is missing",
    ),
    "another log's key": (_other_key, "log", "error", "log.vkey"),
    "a log that is not there": (lambda place: shutil.rmtree(place.home / "log"), "log", "error", "`log.vkey` is missing"),
    "a log key that others can read": (
        lambda place: (place.home / "log/private/log.key").chmod(0o644), "log-key", "error", "others can read or change",
    ),
    "a master key beside the log": (_beside_the_log, "master-key-place", "warning", "same file system as the log"),
    "a master key within the log": (_within_the_log, "master-key-place", "error", "lies within the log's folder"),
    "another master key": (_other_master_key, "log-sealing", "error", "does not open this key file"),
    "a log in the clear": (_unsealed, "log-sealing", "error", "name a master key, and the log is in the clear"),
    "a sealed log without a name for its key": (
        lambda place: place.settings(lambda text: text.replace("master_key_file", "# master_key_file")),
        "log-sealing", "error", "no master key was given",
    ),
    "a log that somebody else holds": (_held_by_somebody, "log-writer", "error", f"process {os.getpid()} holds the log"),
    "a scrub that found something": (
        lambda place: note_scrub(place.home / "log", Scrubbed(0, 1.0, 1.0, ("entry 5 cannot be read",))),
        "log-scrub", "error", "the last scrub found: entry 5",
    ),
    "a log that is not scrubbed": (
        lambda place: place.settings(lambda text: text.replace("[log]\n", "[log]\nscrub_hours = 24\n")),
        "log-scrub", "warning", "nobody has scrubbed the log yet",
    ),
    "a clock that was set back": (_signed_tomorrow, "log-start", "error", "seconds behind the last checkpoint"),
    "a journal that was cut": (_cut_journal, "log-start", "error", "the journal's header is not what was written"),
    "strict mode without peers": (
        lambda place: place.settings(lambda text: text.replace("[log]\n", '[log]\nmode = "strict"\n')),
        "peers", "error", "strict mode, and `",
    ),
    "a peer that is silent": (_silent_peer, "peers", "error", "strict mode: 0 of 1 peers answer, and 1 must"),
    "a head in a database that is not there": (_head_nowhere, "log-start", "error", "does not say which checkpoint"),
    "a witness at no address": (_witness_at("ftp://witness.example"), "witnesses", "error", "is not the URL of a witness"),
    "a witness that has seen nothing": (
        _witness_at("http://witness.example"), "witnesses", "warning", "no witness has cosigned the log yet",
    ),
    "an external writer that does not run": (
        lambda place: place.settings(lambda text: f'log_writer = "external"\n{text}'),
        "log-writer", "error", "nobody writes the log",
    ),
    "a records database that is not there": (
        lambda place: place.write("keeper.dsn", "host=/nowhere dbname=city user=x password=y"),
        "records", "error", 'cannot be reached: connection is bad: connection to server on socket "/nowhere/',
    ),
    "a keeper of another database": (
        lambda place: place.settings(lambda text: text.replace('name = "city"', 'name = "town"')),
        "records", "error", "looks at the database `city`, and clients ask `town`",
    ),
    "a keeper who is a superuser": (_superuser, "keeper", "warning", "`postgres` is a superuser"),
    "a builder who may not limit": (_builder, "keeper", "warning", "may not set temp_file_limit"),
    "PUBLIC makes temporary tables": (
        lambda place: _undone(place, "GRANT TEMPORARY ON DATABASE city TO PUBLIC", "REVOKE TEMPORARY ON DATABASE city FROM PUBLIC"),
        "public", "warning", "PUBLIC may make temporary tables",
    ),
    "PUBLIC connects elsewhere": (
        lambda place: _undone(
            place, "GRANT CONNECT ON DATABASE postgres TO PUBLIC", "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC"
        ),
        "public", "warning", "PUBLIC may connect to `postgres`",
    ),
    "PUBLIC makes tables": (
        lambda place: _undone(
            place, "GRANT CREATE ON SCHEMA public TO PUBLIC", "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
        ),
        "public", "warning", "PUBLIC may make things in `public`",
    ),
    "a wall that was changed": (_drifted, "walls", "error", "was changed after it was applied: roles, and"),
    "a reader with another password": (
        _reader_with_another_password, "readers", "error", "cannot log in: password authentication failed",
    ),
    "a reader without a password": (
        lambda place: next((place.home / "secrets/readers").iterdir()).unlink(), "readers", "error", "there is no password",
    ),
    "a control database that refuses": (
        lambda place: place.write("control.dsn", place.dsn("ostiary_gateway", "wrong", "control")),
        "control", "error", "the control database does not do its part",
    ),
    "a gateway that may add steps": (
        lambda place: place.write("control.dsn", (place.home / "secrets/officials.dsn").read_text().strip()),
        "control", "warning", "`ostiary_officials` may INSERT steps",
    ),
    "a control database of an earlier release": (
        lambda place: _undone(
            place,
            "ALTER TABLE ostiary.policy_version RENAME TO elsewhere",
            "ALTER TABLE ostiary.elsewhere RENAME TO policy_version",
            "control",
        ),
        "control", "warning", "there is no table of policies",
    ),
    "a step of the next century": (
        lambda place: _undone(
            place, _ahead(place), "DELETE FROM ostiary.directive_step WHERE sequence = 2", "control"
        ),
        "chain", "error", "which is still to come",
    ),
    "a step that is none": (
        lambda place: _undone(place, BOGUS, "DELETE FROM ostiary.directive_step WHERE sequence = 2", "control"),
        "chain", "error", "step 2 is not valid",
    ),
    "a chain behind the floor": (
        lambda place: write_floor(place.home / "run/directives.floor", Floor(7, "0" * 64)),
        "chain", "error", "has seen step 7, which the control database does not have",
    ),
    "a floor that is none": (
        _spoil_floor,
        "chain", "error", "is not a floor of directives",
    ),
    "a watch folder that others can read": (
        lambda place: _watch(place, 0o755, days=0), "watch", "warning", "is open to others",
    ),
    "a watch that has slept": (lambda place: _watch(place, 0o700, days=5), "watch", "warning", "5 days ago for the last time"),
    "a watch that never ran": (lambda place: _watch(place, 0o700), "watch", "warning", "no detector has run"),
    "a promise that is not kept": (_broken_promise, "in-force", "error", "promises would be broken: `PR90`"),
}  # fmt: skip


def test_an_installation_as_it_should_be_has_no_complaint(place: Place) -> None:
    """Every check says `ok`, and the exit code is 0."""
    assert complaints(place) == {}
    result = CliRunner().invoke(main, ["doctor", "--home", str(place.home)])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "all is well"
    assert len(result.output.splitlines()) == len(CHECKS) + 1


@pytest.mark.parametrize("name", SPOILED)
def test_one_thing_broken_is_one_complaint(place: Place, name: str) -> None:
    """The check that names it says what is wrong and what to do; no other complains."""
    spoil, check, state, said = SPOILED[name]
    with spoil(place) or contextlib.nullcontext():
        found = complaints(place)
    assert set(found) == {check}, found
    assert found[check].state == state
    assert said in found[check].said
    assert found[check].hint or check in {"policy", "chain", "log", "secrets"}


def test_each_check_that_can_be_broken_here_is_broken_here() -> None:
    """What is not in the table has a test of its own, or rests on what no test can bring about."""
    elsewhere = {"version", "clock", "connections", "log-room", "log-disk", "unit"}
    assert {check.name for check in CHECKS} == {check for _, check, _, _ in SPOILED.values()} | elsewhere


def test_a_log_without_room_in_memory_is_named(place: Place) -> None:
    """Both are told: there is no room, and what is written does not stay."""
    log = place.home / "log"
    aside = log.rename(log.with_name("aside"))
    log.mkdir()
    with mount_small(log):
        shutil.copytree(aside, log, dirs_exist_ok=True)
        found = complaints(place)
    assert {name: one.state for name, one in found.items()} == {"log-room": "error", "log-disk": "warning"}
    assert "the log is on tmpfs: it is in memory" in found["log-disk"].said


FACTS = RecordsFacts(
    version="18.4",
    ahead_seconds=0.0,
    account="looker",
    database="city",
    is_superuser=False,
    may_build=False,
    may_limit=False,
    connections=97,
    public_has_temporary=False,
    public_connects=(),
    public_creates=(),
)


def patient_with(facts: RecordsFacts) -> Patient:
    patient = Patient(Path("/nowhere"))
    patient.records = facts
    return patient


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("18.0", "ok"), ("17.6", "ok"), ("17.5", "error"), ("16.9", "error"), ("15.14", "ok"),
        ("15.13 (Debian 15.13-0+deb12u1)", "error"), ("14.22", "error"), ("19beta1", "error"), ("", "error"),
    ],
)  # fmt: skip
def test_a_version_without_the_repair_is_named(version: str, state: str) -> None:
    """The second wall rests on what CVE-2025-8713 was about."""
    assert records_checks.check_version(patient_with(replace(FACTS, version=version))).state == state


@pytest.mark.parametrize(("ahead", "state"), [(0.5, "ok"), (-1.9, "ok"), (3.0, "warning"), (-61.0, "error")])
def test_a_clock_that_differs_is_named(ahead: float, state: str) -> None:
    """Two seconds are a lease."""
    assert records_checks.check_clock(patient_with(replace(FACTS, ahead_seconds=ahead))).state == state


def test_few_connections_are_named() -> None:
    """Each session that asks needs one."""
    assert records_checks.check_connections(patient_with(replace(FACTS, connections=20))).state == "warning"
    assert records_checks.check_connections(patient_with(FACTS)).state == "ok"


def test_a_low_soft_limit_is_no_complaint(place: Place) -> None:
    """Workers raise it themselves, as far as the hard limit lets them."""
    with _low_soft_limit() as hard:
        found = {finding.check: finding for finding in examine(place.home)}
    assert (found["limits"].state, f"may open {hard} files" in found["limits"].said) == ("ok", True)


def test_what_rests_on_something_broken_is_skipped_and_says_on_what(place: Place) -> None:
    """Without the records database nothing can be said of walls, and nothing is."""
    place.write("keeper.dsn", "host=/nowhere dbname=city user=x password=y")
    found = {finding.check: finding for finding in examine(place.home)}
    assert found["walls"].state == "skipped"
    assert found["readers"].said == "cannot be looked at before `walls` is mended"


@pytest.mark.parametrize("log_writer", ["own", "external"])
def test_a_writer_that_listens_is_there_also_when_nobody_tells_who_holds_the_log(
    place: Place, log_writer: str
) -> None:
    """In another container its lock has no process that could be named."""
    place.settings(lambda text: f'log_writer = "{log_writer}"\n{text}')
    path = place.home / "run" / "log.sock"
    with contextlib.closing(listen_privately(path)):
        found = {finding.check: finding for finding in examine(place.home)}
    assert found["log-writer"] == Finding("log-writer", "ok", f"a log writer listens at `{path}`")


def test_beside_a_running_gateway_it_finds_it_and_changes_nothing(installation: Installation) -> None:
    """Doctor tells the gateway's own port, writer and limits; the files of the home are as they were."""
    home = installation.folder
    gateway = GatewayProcess(home)
    try:
        with _low_soft_limit() as most:
            gateway.start()
        before = {path: path.stat().st_mtime_ns for path in (home / "secrets").rglob("*")}
        told = run_ostiary("doctor", "--home", str(home), "--json")
        checks = json.loads(told.stdout)["checks"]
        found = {one["check"]: one["said"] for one in checks}
        (writer,) = gateway.children("ostiary.store.log.writer")
        # The demonstration has one disk, and its master key lies on it.
        assert [one["check"] for one in checks if one["state"] != "ok"] == ["master-key-place"], told.stdout
        assert told.returncode == 3
        assert found["port"] == f"the gateway listens at 127.0.0.1, port {installation.port}"
        assert found["monitoring"].startswith("the gateway listens at")
        assert found["log-writer"] == f"process {writer} writes the log"
        assert found["limits"].startswith(f"process {gateway.pid} may open {most} files")
        assert {path: path.stat().st_mtime_ns for path in (home / "secrets").rglob("*")} == before
        assert gateway.stop() == 0
    finally:
        gateway.kill()
        for pid in leftovers(home):
            os.kill(pid, 9)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(lambda place: (place.home / FILE_NAME).unlink(), 1), (_superuser, 3)],
    ids=["an error", "a warning"],
)
def test_the_exit_code_is_that_of_the_worst(place: Place, spoil: Callable[[Place], None], code: int) -> None:
    """A script can tell `mend it` from `look at it`."""
    spoil(place)
    result = CliRunner().invoke(main, ["doctor", "--home", str(place.home)])
    assert result.exit_code == code
    assert "hint: " in result.output
