"""psql as people use it: the program to run is the only argument."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle

from clients.programs.trials import CODES, attempt, expect, say

PATIENCE = 30

LISTINGS = r"\d \dt \dt+ \d+ \dv \di \ds \dm \dn \dn+ \du \dg \df \dT \dx \db \dp \dd \dA \dAc \dAf \dAo \dAp \dc \dC \dD \ddp \drds \dF \dL \do \dRp \dX \dy \dconfig \des \dew \conninfo \encoding".split()
"""What people type to look around. Each must come without an error; what of it must be there is tried apart."""

DESCRIBED = r"\d persons|\d+ persons|\d offence_codes|\dt pers*|\d *codes|\dT+ date".split("|")

LONG = (
    "SELECT count(*) FROM offence_codes a, offence_codes b, offence_codes c, offence_codes d, offence_codes e"
)


class Failed(Exception):
    """psql said something on its standard error."""


def run(program: str, *commands: str, expanded: bool = False) -> str:
    """The output of psql for commands typed one after another. Raises Failed."""
    words = [program, "-X", "-q", *(["-x"] if expanded else []), "-v", "ON_ERROR_STOP=1"]
    done = subprocess.run(
        words, input="\n".join(commands), capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    complaints = [line for line in done.stderr.splitlines() if re.search(r"(ERROR|FATAL):|^error", line)]
    if done.returncode or complaints:
        raise Failed(" ".join(complaints) or done.stderr)
    return done.stdout


def query(program: str) -> None:
    expect("0110" in run(program, f"{CODES};"), wanted=True)


def described(program: str) -> None:
    found = run(program, r"\d persons")
    for line in (r"Table \"\w+\.persons\"", r"person_id\s*\| bigint", r"dob\s*\| date", r"surname\s*\| text"):
        expect(bool(re.search(line, found)), wanted=True)


def listed(program: str) -> None:
    found = run(program, r"\dt")
    for name in ("persons", "offence_codes"):
        expect(bool(re.search(rf"\w+\s*\| {name}\s+\| table", found)), wanted=True)


def copied(program: str) -> None:
    found = run(program, r"\copy (SELECT iucr FROM offence_codes ORDER BY iucr) to stdout")
    expect(len(found.splitlines()) > 10, wanted=True)


class Terminal:
    """A psql at a terminal, where it prompts, completes names and is interrupted by Ctrl-C."""

    def __init__(self, program: str) -> None:
        pid, self._fd = pty.fork()
        if not pid:
            environment = {
                **os.environ,
                "TERM": "dumb",
                "PAGER": "",
                "PSQL_HISTORY": "/dev/null",
                "INPUTRC": "/dev/null",
            }
            os.execve(program, [program, "-X", "-t", "-P", "pager=off"], environment)
        self._pid = pid
        self._said = ""

    def type(self, text: str) -> None:
        """Type something."""
        os.write(self._fd, text.encode())

    def wait_for(self, pattern: str, when_silent: Sequence[str] = ()) -> None:
        """Read up to the pattern; in each silence the next of these is typed, in turn, until it comes. Raises Failed."""
        deadline, turns = time.monotonic() + PATIENCE, cycle(when_silent or ("",))
        while not (found := re.search(pattern, self._said)):
            if time.monotonic() > deadline:
                raise Failed(f"{pattern} never came, but {self._said[-200:]}")
            if not self._read():
                self.type(next(turns))
        self._said = self._said[found.end() :]

    def _read(self) -> bool:
        """Whether anything was said in half a second."""
        ready, _, _ = select.select([self._fd], [], [], 0.5)
        if ready:
            try:
                self._said += os.read(self._fd, 65_536).decode(errors="replace")
            except OSError as error:
                raise Failed(f"psql has ended: {self._said[-200:]}") from error
        return bool(ready)

    def close(self) -> None:
        """End it."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)


@contextmanager
def terminal(program: str) -> Iterator[Terminal]:
    """A psql at a terminal, ready for the first line."""
    opened = Terminal(program)
    try:
        opened.wait_for("=[>#] ")
        yield opened
    finally:
        opened.close()


def watched(program: str) -> None:
    """The psql of 15 watches until it is interrupted, later ones also count; both are left after the second answer."""
    with terminal(program) as screen:
        screen.type("SELECT 'seen ' || count(*) FROM offence_codes \\watch 0.2\n")
        for _ in range(2):
            screen.wait_for(r"seen \d+\s")


def interrupted(program: str) -> None:
    """Ctrl-C cancels the statement that runs, and the session goes on."""
    with terminal(program) as screen:
        # Pressed too early it takes back what was typed: then that is typed again.
        screen.wait_for(r"(?i)ERROR:[^\n]*cancel", when_silent=(f"{LONG};\n", "\x03"))
        screen.type("SELECT 'go' || 'es on' FROM offence_codes WHERE iucr = '0110';\n")
        screen.wait_for("goes on")


def completed(program: str) -> None:
    """The Tab key completes a table's name, and then a column's."""
    with terminal(program) as screen:
        screen.type("SELECT iucr FROM offence_co\t")
        screen.wait_for("offence_codes")
        screen.type("WHERE ind\t")
        screen.wait_for("index_code")


def variables(program: str) -> None:
    found = run(
        program, "BEGIN READ ONLY;", "SELECT iucr FROM offence_codes LIMIT 1;", r"\echo :ROW_COUNT", "COMMIT;"
    )
    expect("\n1\n" in found, wanted=True)


def described_output(program: str) -> None:
    found = run(program, r"SELECT iucr FROM offence_codes \gdesc")
    expect(bool(re.search(r"iucr\s*\| text", found)), wanted=True)


def savepoints(program: str) -> None:
    run(
        program,
        "BEGIN READ ONLY;",
        "SAVEPOINT one;",
        f"{CODES};",
        "ROLLBACK TO one;",
        "RELEASE one;",
        "COMMIT;",
    )


def listings(program: str) -> list[str]:
    """What is tried. A psql that is older than the server asks for columns of databases and collations that this has not any more."""
    numbers = run(program, r"\echo :SERVER_VERSION_NUM :VERSION_NUM").split()
    server, client = (int(number) // 10_000 for number in numbers)
    return [*LISTINGS, r"\l", r"\dO"] if client >= server else LISTINGS


def has_readline(program: str) -> bool:
    """Whether it completes names at all."""
    linked = subprocess.run(["ldd", program], capture_output=True, text=True, check=False).stdout
    return "readline" in linked or "libedit" in linked


def main() -> None:
    program = sys.argv[1]
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    say("client", "psql " + version.split()[2])
    attempt("query", partial(query, program))
    attempt(r"\d TABLE with its columns", partial(described, program))
    attempt(r"\dt with the tables", partial(listed, program))
    for command in (*listings(program), *DESCRIBED):
        attempt(command, partial(run, program, command))
    attempt(r"\copy", partial(copied, program))
    attempt(r"\watch", partial(watched, program))
    attempt(r"\gdesc", partial(described_output, program))
    attempt("transaction", partial(variables, program))
    attempt("savepoints", partial(savepoints, program))
    attempt("Ctrl-C", partial(interrupted, program))
    if has_readline(program):
        attempt("completion by Tab", partial(completed, program))


if __name__ == "__main__":
    main()
