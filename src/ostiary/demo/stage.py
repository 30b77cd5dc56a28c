"""Where the story is played: people with their clients, officials with their commands, and whoever tells it.

Knows: how to run psql, psycopg and the command line as somebody, and how to show it.
Must not know: the story.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from ostiary.demo.installation import Installation
from ostiary.demo.people import Person
from ostiary.errors import OstiaryError

CLIENT_SECONDS: Final = 60


class StoryBroken(OstiaryError):
    """Something in the story was not as it must be."""

    code = "B01"


@dataclass(frozen=True, slots=True)
class Said:
    """What a program answered."""

    status: int
    out: str
    err: str

    @property
    def everything(self) -> str:
        """Both outputs."""
        return self.out + self.err


class Teller:
    """Shows the story: for ``--check`` one line a step, otherwise what each actor typed and saw."""

    def __init__(self, echo: Callable[[str], None], *, in_full: bool) -> None:
        self._echo = echo
        self._in_full = in_full

    def heading(self, text: str) -> None:
        """A new part of the tour."""
        if self._in_full:
            self._echo(f"\n\x1b[1m{text}\x1b[0m" if sys.stdout.isatty() else f"\n== {text}")

    def scene(self, who: str, typed: str, said: Said) -> None:
        """Somebody typed something and saw something."""
        if self._in_full:
            self._echo(f"\n[{who}] $ {typed}")
            self._echo("\n".join(f"    {line}" for line in said.everything.strip().splitlines()))

    def ok(self, text: str) -> None:
        """A step that holds."""
        self._echo(f"ok {text}")


class LongQuery(threading.Thread):
    """A member's query that runs while other things happen."""

    def __init__(self, conninfo: str, statement: str) -> None:
        super().__init__(daemon=True)
        self.sqlstate: str | None = None
        self.rows: list[tuple[object, ...]] | None = None
        self._conninfo = conninfo
        self._statement = statement

    def run(self) -> None:
        """Ask, and keep what came."""
        try:
            with psycopg.connect(self._conninfo, autocommit=True) as connection:
                self.rows = connection.execute(self._statement.encode()).fetchall()
        except psycopg.Error as error:
            self.sqlstate = error.sqlstate or "no SQLSTATE"

    def finish(self) -> None:
        """Wait for its end. Raises StoryBroken when it has none."""
        self.join(CLIENT_SECONDS)
        expect(not self.is_alive(), "a query neither finished nor failed")


@dataclass(frozen=True, slots=True)
class Stage:
    """An installation with a running gateway."""

    installation: Installation
    teller: Teller

    def psql(self, person: Person, statement: str, **declared: str) -> Said:
        """Ask one question with psql as a member."""
        conninfo = self.installation.conninfo(person, **declared)
        said = run([str(self.installation.postgres.bin / "psql"), "-X", conninfo, "-c", statement])
        options = " ".join(
            f"{name}={value}" for name, value in ({"purpose": person.purpose} | declared).items()
        )
        self.teller.scene(person.title, f'psql "... options: {options}" -c {shlex.quote(statement)}', said)
        return said

    def ostiary(self, who: str, *arguments: str) -> Said:
        """Run a command of Ostiary's as somebody."""
        said = self.ostiary_quietly(*arguments)
        shown = " ".join(shlex.quote(_short(argument, self.installation.folder)) for argument in arguments)
        self.teller.scene(who, f"ostiary {shown}", said)
        return said

    def ostiary_quietly(self, *arguments: str) -> Said:
        """Run a command of Ostiary's without showing it."""
        # A log and a policy are folders that a command names itself; all else is about an installation.
        home = () if arguments[0] in {"log", "policy"} else ("--home", str(self.installation.folder))
        return run([sys.executable, "-m", "ostiary.cli.main", *arguments, *home])


def run(command: list[str]) -> Said:
    """Run a program without a terminal."""
    done = subprocess.run(  # noqa: S603 - programs and arguments are the story's own, no shell
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=CLIENT_SECONDS,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def expect(holds: object, what: str) -> None:
    """Raises StoryBroken when something does not hold."""
    if not holds:
        raise StoryBroken(what)


def expect_said(said: Said, *words: str) -> None:
    """Raises StoryBroken when a word was not said."""
    for word in words:
        expect(
            word in said.everything, f"`{word}` was expected, and this was said: {said.everything.strip()}"
        )


def _short(argument: str, folder: Path) -> str:
    return argument.replace(f"{folder}/", "")
