"""Where the story is played: people with their clients, officials with their commands, and whoever tells it.

Knows: how to run psql, psycopg and the command line as somebody, and how to show it.
Must not know: the story.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from ostiary.demo.installation import Installation
from ostiary.demo.people import Person
from ostiary.errors import OstiaryError

CLIENT_SECONDS: Final = 60

_FURTHER: Final = "    "
_BOUND: Final = "\0"
"""Stands for a space at which a line is not broken."""


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

    def scene(self, who: str, typed: Sequence[str], said: Said) -> None:
        """Somebody typed something and saw something."""
        if self._in_full:
            self._echo("\n" + typeable(f"[{who}] $", typed, columns()))
            self._show(said.everything)

    def saw(self, who: str, text: str) -> None:
        """Somebody saw something that nobody had just asked for."""
        if self._in_full:
            self._echo(f"\n[{who}, sees]")
            self._show(text)

    def note(self, text: str, *commands: str) -> None:
        """What whoever looks on should know meanwhile, and commands to type, which are never broken."""
        if self._in_full:
            self._echo("\n".join((f"\n{wrapped(text, columns())}", *(f"    {line}" for line in commands))))

    def ok(self, text: str) -> None:
        """A step that holds."""
        self._echo(wrapped(f"ok {text}", columns(), further="   ") if self._in_full else f"ok {text}")

    def _show(self, text: str) -> None:
        for line in text.strip("\n").splitlines():
            indent = " " * (len(line) - len(line.lstrip()))
            self._echo(wrapped(line, columns(), first="    ", further=f"      {indent}"))


class LongQuery(threading.Thread):
    """A member's query that runs while other things happen."""

    def __init__(self, conninfo: str, statement: str) -> None:
        super().__init__(daemon=True)
        self.sqlstate: str | None = None
        self.rows: list[tuple[object, ...]] | None = None
        self.seen = ""
        """What the client was told when the query failed, as psql prints it."""
        self._conninfo = conninfo
        self._statement = statement

    def run(self) -> None:
        """Ask, and keep what came."""
        try:
            with psycopg.connect(self._conninfo, autocommit=True) as connection:
                self.rows = connection.execute(self._statement.encode()).fetchall()
        except psycopg.Error as error:
            self.sqlstate = error.sqlstate or "no SQLSTATE"
            self.seen = f"{error.diag.severity or 'ERROR'}:  {error}"

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
        short = self.installation.short_conninfo(person, **declared)
        self.teller.scene(person.title, ("psql", short, "-c", statement), said)
        return said

    def ostiary(self, who: str, *arguments: str) -> Said:
        """Run a command of Ostiary's as somebody."""
        said = self.ostiary_quietly(*arguments)
        shown = (_short(argument, self.installation.folder) for argument in arguments)
        self.teller.scene(who, ("ostiary", *shown), said)
        return said

    def ostiary_quietly(self, *arguments: str) -> Said:
        """Run a command of Ostiary's without showing it."""
        # A log and a policy are folders that a command names itself; all else is about an installation.
        home = () if arguments[0] in {"log", "policy"} else ("--home", str(self.installation.folder))
        return run([sys.executable, "-m", "ostiary.cli.main", *arguments, *home])


def run(command: list[str], *, seconds: float = CLIENT_SECONDS) -> Said:
    """Run a program without a terminal. Raises StoryBroken when it does not end."""
    try:
        done = subprocess.run(  # noqa: S603 - programs and arguments are the story's own, no shell
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise StoryBroken(f"`{Path(command[0]).name}` did not end within {seconds} seconds") from None
    return Said(done.returncode, done.stdout, done.stderr)


def columns() -> int:
    """How wide the terminal is, within what can be read."""
    return min(max(shutil.get_terminal_size().columns, 40), 120)


def wrapped(line: str, width: int, *, first: str = "", further: str = "") -> str:
    """A line, broken at words where it is too long, with the indents of its first and its further lines."""
    return textwrap.fill(
        line,
        width,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def typeable(prompt: str, words: Sequence[str], width: int) -> str:
    """A command after its prompt, broken so that a shell still reads it as one command.

    Only a word that is longer than a line, an SQL statement or a connection string, is broken inside its quotes.
    """
    prompt = prompt.replace(" ", _BOUND)
    room = width - len(" \\") - len(_FURTHER)
    quoted = (_quoted(word) for word in words)
    bound = " ".join(word.replace(" ", _BOUND) if len(word) <= room else word for word in quoted)
    lines = wrapped(f"{prompt} {bound}", width - len(" \\"), further=_FURTHER).splitlines()
    typed = [lines[0].removeprefix(prompt), *lines[1:]]
    ends = (
        line if is_last or _is_inside_quotes(" ".join(typed[: number + 1])) else f"{line} \\"
        for number, line in enumerate(lines)
        for is_last in (number == len(lines) - 1,)
    )
    return "\n".join(ends).replace(_BOUND, " ")


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


def _quoted(word: str) -> str:
    """A word for a shell, in double quotes where these do."""
    if shlex.quote(word) == word or set(word) & set('"$`\\!'):
        return shlex.quote(word)
    return f'"{word}"'


def _is_inside_quotes(text: str) -> bool:
    quote = ""
    for character in text:
        if not quote and character in "\"'":
            quote = character
        elif character == quote:
            quote = ""
    return bool(quote)


def _short(argument: str, folder: Path) -> str:
    return argument.replace(f"{folder}/", "")
