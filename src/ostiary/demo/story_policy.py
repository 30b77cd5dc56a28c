"""The policy changes in the story: ordered by one official, refused to its author, confirmed by another; promises hold.

Knows: which policies are ordered, who may do what with them, what a session that runs must see of it.
Must not know: how policies are judged, how clients and commands are run.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import psycopg

from ostiary.demo.accounts import BUILDER_DSN
from ostiary.demo.people import AGENT, DETECTIVE, MAYOR, SUPERINTENDENT, Person, Signatory
from ostiary.demo.stage import Said, Stage, StoryBroken, expect, expect_said
from ostiary.door.events import Event

NOT_ALLOWED: Final = "42501"

NO_PLATE_READS: Final = """\
[[prohibit]]
id = "R90"
cite = "A vote of the council (made up for the demonstration)"
quote = "Federal agencies read no licence plates."
when.agency.level = "federal"
when.record_class = "plate_reads"
"""

FOR_CRIMES_OF_IMMIGRATION: Final = """\
[[permit]]
id = "R91"
cite = "A wish of somebody (made up for the demonstration)"
when.agency = "fbi"
when.purpose = "criminal-immigration"
when.record_class = "persons"
when.needs = ["case-number"]
"""

PLATES: Final = "SELECT plate FROM plate_reads ORDER BY read_id LIMIT 1"
PATIENCE_SECONDS: Final = 60.0

Value = TypeVar("Value")


class PolicyStory:
    """The act in which the policy changes."""

    def __init__(self, stage: Stage, case: str) -> None:
        self._stage = stage
        self._tell = stage.teller
        self._case = case

    def tell(self) -> None:
        """Play it. Raises StoryBroken."""
        self._tell.heading("The policy changes by two signatures, and by no fewer")
        with psycopg.connect(
            self._stage.installation.conninfo(AGENT, case=self._case), autocommit=True
        ) as running:
            expect(running.execute(PLATES).fetchall(), "the FBI reads no plates to begin with")
            self._tell.ok("an FBI session runs, and reads licence plates as its agreement allows")
            directive = self._order_no_plates()
            self._build_walls(directive)
            expect(running.execute(PLATES).fetchall(), "what is only ordered had an effect")
            self._confirm(directive)
            self._refused(running, directive)
        self._others_go_on()
        self._promises_hold()

    def _order_no_plates(self) -> str:
        with self._policy(lambda text: text, NO_PLATE_READS) as folder:
            said = self._order(folder, "the council has voted")
        expect(said.status == 0, said.everything)
        directive = _directive_in(said)
        said = self._sign(MAYOR, "the mayor again", directive, "error:", "hint:")
        expect(said.status != 0, "one person changed the policy")
        expect_said(said, "two people")
        self._tell.ok(f"the mayor orders {directive}; whoever orders a policy cannot confirm it")
        return directive

    def _build_walls(self, directive: str) -> None:
        _waited_for(lambda: self._has_told(Event.POLICY_READY), "the gateway has made the policy ready")
        builder = str(self._stage.installation.folder / BUILDER_DSN)
        said = self._stage.ostiary(
            "the custodian", "wall", "apply", "--with", directive, "--dsn-file", builder
        )
        expect(said.status == 0, said.everything)
        _waited_for(lambda: self._is_answered(DETECTIVE), "new readers' passwords were taken over")
        self._tell.ok("the second wall stands for the policy in force and for the one that is ordered")

    def _confirm(self, directive: str) -> None:
        said = self._sign(SUPERINTENDENT, "the superintendent", directive, "5 of 5 promises")
        expect(said.status == 0, said.everything)
        expect_said(said, "R90", "P01")
        self._tell.ok(
            f"the superintendent is shown what {directive} changes and that each promise is kept, and confirms it"
        )

    def _refused(self, running: psycopg.Connection, directive: str) -> None:
        """What the session that runs sees; it is waited for, because confirming and hearing of it are two machines' work."""
        refusal = _waited_for(lambda: _refusal(running), "the policy is in force")
        if refusal is None:
            raise StoryBroken("the session was not refused")
        expect(refusal.sqlstate == NOT_ALLOWED, f"the session was refused with {refusal.sqlstate}")
        expect("R90" in str(refusal.diag.message_detail), "the refusal does not name the new rule")
        self._tell.saw("FBI agent, whose session ran on", f"ERROR:  {refusal}")
        self._tell.ok(f"the same session, the same question: refused under R90, since {directive}")

    def _others_go_on(self) -> None:
        _waited_for(lambda: self._is_answered(DETECTIVE), "the detective is answered")
        self._tell.ok("a CPD detective goes on reading them, and nobody had to connect again")

    def _promises_hold(self) -> None:
        with self._policy(lambda text: text, NO_PLATE_READS + FOR_CRIMES_OF_IMMIGRATION) as folder:
            said = self._order(folder, "somebody wishes so", "Newly allowed")
        expect(said.status == 0, said.everything)
        directive = _directive_in(said)
        said = self._sign(SUPERINTENDENT, "the superintendent", directive, "P05: BROKEN", "error:", "hint:")
        expect(said.status != 0, "a policy that breaks a promise was confirmed")
        expect_said(said, "P05", "BROKEN")
        self._tell.ok(f"{directive} would break promise P05: it is shown how, and nobody can confirm it")
        with self._policy(_without_r01, NO_PLATE_READS) as folder:
            said = self._order(folder, "somebody wishes so", "error:", "hint:")
        expect(said.status != 0, "a policy that breaks a permanent promise was ordered")
        expect_said(said, "P01")
        self._tell.ok("what would break the permanent promise P01, to keep ICE out, cannot even be ordered")

    # How it is done.

    @contextmanager
    def _policy(self, change: Callable[[str], str], more: str) -> Iterator[Path]:
        """A folder with the demonstration's policy, changed, and with more rules."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "next-policy"
            shutil.copytree(self._stage.installation.folder / "policy", folder)
            for path in folder.glob("*.toml"):
                path.write_text(change(path.read_text("utf-8")), "utf-8")
            (folder / "next.toml").write_text(more, "utf-8")
            yield folder

    def _order(self, folder: Path, reason: str, *parts: str) -> Said:
        arguments = ("directive", "order", "policy", str(folder), "--reason", reason)
        return self._typed(MAYOR, "the mayor", parts, *arguments)

    def _sign(self, official: Signatory, who: str, directive: str, *parts: str) -> Said:
        return self._typed(official, who, parts, "directive", "confirm", directive, "--yes")

    def _typed(self, official: Signatory, who: str, parts: tuple[str, ...], *arguments: str) -> Said:
        """Run a command of an official's. Of a review only these parts are shown, where any are named: it is long."""
        key = self._stage.installation.key_file(official.code)
        said = self._stage.ostiary_quietly(*arguments, "--key", str(key))
        shown = Said(said.status, said.out, excerpt(said.err, parts)) if parts else said
        self._tell.scene(who, ("ostiary", *arguments, "--key", f"keys/{key.name}"), shown)
        return said

    def _is_answered(self, person: Person) -> bool:
        try:
            with psycopg.connect(self._stage.installation.conninfo(person, case=self._case)) as connection:
                return bool(connection.execute(PLATES).fetchall())
        except psycopg.Error:
            return False

    def _has_told(self, event: Event) -> bool:
        """Whether the gateway has told of something; its events stand in its log, one a line."""
        told = (self._stage.installation.folder / "gateway.log").read_text("utf-8", "replace").splitlines()
        return any(f'"{event.value}"' in line for line in told)


def _waited_for(what: Callable[[], Value], why: str) -> Value:
    """The first true value. Raises StoryBroken when there is none in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.05)
    raise StoryBroken(f"this never came: {why}")


def _refusal(connection: psycopg.Connection) -> psycopg.Error | None:
    try:
        connection.execute(PLATES).fetchall()
    except psycopg.Error as error:
        return error
    return None


def excerpt(text: str, parts: tuple[str, ...]) -> str:
    """The lines that begin with one of these, each with what is indented under it; dots for what is left out."""
    found, depth = list[str](), -1
    for line in filter(str.strip, text.splitlines()):
        indent = len(line) - len(line.lstrip())
        depth = depth if indent > depth >= 0 else -1
        if line.lstrip().startswith(parts):
            depth = indent
        if depth >= 0:
            found.append(line)
        elif found[-1:] != ["..."]:
            found.append("...")
    return "\n".join(found)


def _directive_in(said: Said) -> str:
    return next(word.strip(":;,.") for word in said.out.split() if word.startswith("P-"))


def _without_r01(text: str) -> str:
    """The rules without the prohibition R01."""
    head, *rules = text.split("[[prohibit]]")
    return "[[prohibit]]".join([head, *(rule for rule in rules if '"R01"' not in rule)])
