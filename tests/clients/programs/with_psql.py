"""psql as people use it: the program to run is the only argument."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from functools import partial

from trials import CODES, attempt, expect, say

PATIENCE = 30

LISTINGS = r"\d \dt \dt+ \d+ \dv \di \ds \dm \dn \dn+ \du \dg \df \dT \dx \db \dp \dd \des \dew \l \conninfo \encoding".split()
"""What people type to look around. Each must come without an error; what of it must be there is tried apart."""

DESCRIBED = r"\d persons|\d+ persons|\d offence_codes|\dt pers*|\d *codes|\dT+ date|\dS pg_class".split("|")

LONG = "SELECT count(*) FROM offence_codes a, offence_codes b, offence_codes c, offence_codes d, offence_codes e"


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


def watched(program: str) -> None:
    """psql 15 watches until it is interrupted, later ones know a count; both are interrupted here after the second answer."""
    asked = f"SELECT count(*) AS n FROM offence_codes\n\\watch 0.2\n"
    with subprocess.Popen(
        [program, "-X", "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdin.write(asked)
        process.stdin.flush()
        answers = 0
        killer = threading.Timer(PATIENCE, process.kill)
        killer.start()
        for line in process.stdout:
            answers += "(1 row)" in line
            if answers == 2:  # noqa: PLR2004 - watched: more than once
                break
        process.kill()
        killer.cancel()
        expect(answers, 2)


def interrupted(program: str) -> None:
    """Ctrl-C cancels the statement that runs, and the session goes on."""
    with subprocess.Popen(
        [program, "-X", "-q", "-t"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"\\echo ready\n{LONG};\nSELECT iucr FROM offence_codes WHERE iucr = '0110';\n")
        process.stdin.flush()
        expect(process.stdout.readline(), "ready\n")
        stop = threading.Event()

        def keep_pressing() -> None:
            # An interrupt that comes before the statement has begun interrupts nothing: it is pressed until it does.
            while not stop.wait(0.5):
                process.send_signal(signal.SIGINT)

        pressing = threading.Thread(target=keep_pressing)
        pressing.start()
        killer = threading.Timer(PATIENCE, process.kill)
        killer.start()
        said = process.stderr.readline() if process.stderr else ""
        stop.set()
        pressing.join()
        output, _ = process.communicate()
        killer.cancel()
        expect("cancel" in said.lower(), wanted=True)
        expect("0110" in output, wanted=True)


def variables(program: str) -> None:
    found = run(program, "BEGIN READ ONLY;", "SELECT iucr FROM offence_codes LIMIT 1;", r"\echo :ROW_COUNT", "COMMIT;")
    expect("\n1\n" in found, wanted=True)


def described_output(program: str) -> None:
    found = run(program, r"SELECT iucr FROM offence_codes \gdesc")
    expect(bool(re.search(r"iucr\s*\| text", found)), wanted=True)


def savepoints(program: str) -> None:
    run(program, "BEGIN READ ONLY;", "SAVEPOINT one;", f"{CODES};", "ROLLBACK TO one;", "RELEASE one;", "COMMIT;")


def main() -> None:
    program = sys.argv[1]
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    say("client", "psql " + version.split()[2])
    attempt("query", partial(query, program))
    attempt(r"\d TABLE", partial(described, program))
    attempt(r"\dt", partial(listed, program))
    for command in (*LISTINGS, *DESCRIBED):
        attempt(f"{command} comes", partial(run, program, command))
    attempt(r"\copy", partial(copied, program))
    attempt(r"\watch", partial(watched, program))
    attempt(r"\gdesc", partial(described_output, program))
    attempt("transaction", partial(variables, program))
    attempt("savepoints", partial(savepoints, program))
    if os.environ.get("OSTIARY_TRIALS") != "quick":
        attempt("Ctrl-C", partial(interrupted, program))


if __name__ == "__main__":
    main()
