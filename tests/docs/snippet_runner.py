"""Runs a document's snippets one after the other, as a reader would in one terminal.

A ``console`` block holds commands after ``$ `` (further lines of one after ``> ``, as a shell shows them) and what each
prints; ``...`` stands for anything. A command whose shown output holds an error must fail, every other must succeed.
Variables that a shell snippet exports reach those after it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docs.documents import ROOT, Snippet

SNIPPET_SECONDS = 60
_ERROR = re.compile(r"^(psql: )?(error|ERROR|FATAL):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a snippet did: both outputs in one, as on a terminal."""

    status: int
    output: str


class Terminal:
    """One reader's terminal: a working directory, and an environment that shell snippets change."""

    def __init__(self, environment: Mapping[str, str], scratch: Path) -> None:
        self._environment = dict(environment)
        self._exported = scratch / "environment"

    def run(self, snippet: Snippet) -> None:
        """Run one snippet. Raises AssertionError when it does not do what the document says."""
        match snippet.language:
            case "sh":
                ran = self._shell(snippet.text)
                assert ran.status == 0, f"line {snippet.line}: {ran.output}"
            case "python":
                ran = self._start(sys.executable, "-W", "error", "-c", snippet.text)
                assert ran.status == 0, f"line {snippet.line}: {ran.output}"
            case _:
                for command, shown in dialogue(snippet.text):
                    ran = self._shell(command)
                    verify_output(shown, ran, command)

    def _shell(self, text: str) -> Ran:
        script = f"{text}\nstatus=$?\nenv -0 > {self._exported}\nexit $status"
        ran = self._start("bash", "-u", "-c", script)
        exported = self._exported.read_text("utf-8").split("\0")
        self._environment = dict(line.split("=", 1) for line in exported if line)
        return ran

    def _start(self, *command: str) -> Ran:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=self._environment,
            text=True,
            timeout=SNIPPET_SECONDS,
            check=False,
        )
        return Ran(done.returncode, done.stdout)


def dialogue(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a ``console`` block, each with what it is shown to print."""
    command, shown = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, "\n".join(shown)
            command, shown = line.removeprefix("$ "), []
        elif line.startswith("> ") and not shown:
            command += f"\n{line.removeprefix('> ')}"
        else:
            shown.append(line)
    assert command, "a console snippet has a line that begins with `$ `"
    yield command, "\n".join(shown)


def verify_output(shown: str, ran: Ran, command: str) -> None:
    """Raises AssertionError when a command printed something else than a document shows, or failed unsaid."""
    pattern = ".*?".join(re.escape(part) for part in _plain(shown).split("..."))
    seen = _plain(ran.output)
    assert re.fullmatch(pattern, seen, re.DOTALL), (
        f"`{command}` printed:\n{seen}\nand the document shows:\n{shown}"
    )
    fails = _ERROR.search(shown) is not None
    assert (ran.status != 0) == fails or _is_answered_after_error(shown), (
        f"`{command}` ended with {ran.status}"
    )


def _is_answered_after_error(shown: str) -> bool:
    """Psql with several ``-c`` ends as the last one did."""
    return "ERROR:" in shown and " row)" in shown


def _plain(text: str) -> str:
    """Without blank lines and spaces at the ends of lines, which tables have and documents do not."""
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())
