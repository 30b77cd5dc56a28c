"""The story: a query allowed, filtered, logged; an agency cut off, its sibling unharmed; the log verified.

Knows: who does what in which order, and what each must see.
Must not know: how clients and commands are run, where anything stands.

It is the same story for the guided tour and for ``--check``: each step raises StoryBroken when it does not hold.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psycopg

from ostiary.demo.people import (
    AGENT,
    AUDITOR,
    DETECTIVE,
    MAYOR,
    OFFICER,
    SUPERINTENDENT,
    TASK_FORCE,
)
from ostiary.demo.stage import LongQuery, Stage, expect, expect_said
from ostiary.demo.story_disclosure import DisclosureStory
from ostiary.demo.story_policy import PolicyStory
from ostiary.demo.story_refusals import refusals

CUT_OFF: Final = "57P01"

# Looks at every pair of the first persons and the first five thousand, however large the city is; the few pairs that
# fit are known beforehand.
LONG_QUESTION: Final = (
    "SELECT p.person_id, q.person_id AS other FROM persons p JOIN persons q ON"
    " length(upper(p.address || q.address)) * 0 + p.person_id + q.person_id = 12"
    " WHERE p.person_id <= {first} AND q.person_id <= 5000"
)
# Long enough to be running still when the cut-off has been carried out, and far below the time limit of 30 s.
LONG_SECONDS: Final = 8.0
SAMPLE: Final = 100
# Never ends by itself before the time limit: the public offence codes, five times over.
ENDLESS_QUESTION: Final = (
    "SELECT a.iucr FROM offence_codes a, offence_codes b, offence_codes c, offence_codes d, offence_codes e"
    " WHERE a.description || b.description || c.description || d.description || e.description LIKE '%no such%'"
)


class Story:
    """One telling of the story on a stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._tell = stage.teller
        self._case = self._open_case()

    def tell(self) -> None:
        """Play every act. Raises StoryBroken."""
        self._the_wall_stands()
        self._what_is_allowed()
        self._what_is_refused()
        self._the_cut_off()
        PolicyStory(self._stage, self._case).tell()
        self._the_watched_are_logged()
        DisclosureStory(self._stage, self._case).tell()

    def verify_log(self) -> None:
        """The log is whole, also while it is being written, and one flipped bit is found. Raises StoryBroken."""
        self._tell.heading("Anyone can check the log")
        log = self._stage.installation.folder / "log"
        said = self._stage.ostiary("anyone", "log", "verify", str(log))
        expect(said.status == 0, f"the log is not whole: {said.everything}")
        self._tell.ok("the log is whole: every entry, tile and signature was read again")
        with tempfile.TemporaryDirectory() as scratch:
            # The public side is what everybody has; it is enough to find what was altered.
            copy = Path(scratch) / "altered-log"
            shutil.copytree(log / "public", copy / "public")
            shutil.copy(log / "log.vkey", copy)
            entries = copy / "public" / "tile" / "entries"
            tile = next(path for path in sorted(entries.rglob("*")) if path.is_file())
            altered = bytearray(tile.read_bytes())
            altered[len(altered) // 2] ^= 1
            tile.write_bytes(altered)
            said = self._stage.ostiary(
                "anyone, with a copy that has one bit flipped", "log", "verify", str(copy)
            )
        expect(said.status == 5, f"a flipped bit was not found: {said.everything}")  # noqa: PLR2004 - documented
        self._tell.ok("one flipped bit in a copy of the log is found, and the file is named")

    def _the_wall_stands(self) -> None:
        self._tell.heading("A city, its policy, and two walls")
        counts = self._stage.installation.counts
        self._tell.ok(f"the city stands: {counts.records:,} records about made-up people in PostgreSQL 18")
        said = self._stage.ostiary(
            "the custodian", "policy", "check", str(self._stage.installation.folder / "policy")
        )
        expect(said.status == 0, said.everything)
        self._tell.ok("the policy is sound")
        said = self._stage.ostiary("the custodian", "wall", "check")
        expect(said.status == 0, said.everything)
        self._tell.ok("the second wall stands in the database, generated from the policy")

    def _what_is_allowed(self) -> None:
        self._tell.heading("Only allowed uses get through")
        exports = self._stage.installation.exports
        self._tell.note("the psql lines can be typed in a terminal that has:", *exports)
        question = "SELECT person_id, surname, ssn, dob FROM persons WHERE surname LIKE 'S%' ORDER BY person_id LIMIT 4"
        said = self._stage.psql(DETECTIVE, question, case=self._case)
        expect_said(said, "(4 rows)", "***")
        expect(not self._are_hidden(_keys(said.out)), "a juvenile or sealed person was shown")
        self._tell.ok(
            "a CPD detective with a case gets rows; numbers masked, juvenile and sealed records absent"
        )
        said = self._stage.psql(AGENT, question, case=self._case)
        expect_said(said, "(4 rows)", "-01-01")
        expect("***" not in said.out, "the FBI was shown a part of a social security number")
        self._tell.ok("an FBI agent with an agreement and a case gets the same rows with fewer fields")
        self._with_psycopg()
        self._over_tls()
        said = self._stage.psql(AUDITOR, "SELECT person_id FROM persons WHERE juvenile LIMIT 1")
        expect_said(said, "(1 row)")
        self._tell.ok("an auditor of the Inspector General sees juvenile records too")
        self._warrants()
        count = "SELECT district, count(*) AS arrests FROM arrests GROUP BY district ORDER BY arrests DESC LIMIT 3"
        expect_said(self._stage.psql(DETECTIVE, count, purpose="statistics"), "(3 rows)")
        self._tell.ok("statistics need no case: each row stands for eleven people or more")

    def _with_psycopg(self) -> None:
        """A parameter, the extended protocol, settings by SET, a transaction; with psycopg 3."""
        with psycopg.connect(self._stage.installation.conninfo(DETECTIVE), autocommit=True) as connection:
            connection.execute(f"SET ostiary.case = '{self._case}'")
            with connection.transaction():
                found = connection.execute(
                    "SELECT plate FROM vehicles WHERE owner_id = ANY(%s) ORDER BY plate", [list(range(1, 40))]
                ).fetchall()
        expect(found, "psycopg got no rows")
        self._tell.ok("psycopg asks with parameters, in a transaction, with the case set by SET")

    def _over_tls(self) -> None:
        """The embedded psql is built without TLS; psycopg's libpq has it, and demands all of it here."""
        demand = self._stage.installation.verified
        psycopg.connect(f"{self._stage.installation.conninfo(DETECTIVE)} {demand}").close()
        self._tell.note("a psql with TLS verifies the door when its connection string has:", demand)
        self._tell.ok("the door shows its certificate, and a log-in is bound to it (SCRAM-SHA-256-PLUS)")

    def _warrants(self) -> None:
        """What a judge signed, and nothing else that is called a warrant."""
        question = (
            "SELECT warrant_number, kind, issuing_court FROM warrants WHERE status = 'outstanding'"
            " ORDER BY issued_on DESC LIMIT 3"
        )
        expect_said(
            self._stage.psql(DETECTIVE, question, purpose="fugitive", case=self._case), "(3 rows)", "R46"
        )
        unsigned = "SELECT kind, count(*) FROM warrants WHERE NOT judicial GROUP BY kind"
        expect_said(self._stage.psql(DETECTIVE, unsigned, purpose="fugitive", case=self._case), "(0 rows)")
        expect_said(self._stage.psql(AUDITOR, unsigned), "parole-violation", "(1 row)")
        self._tell.ok(
            "a warrant is one that a judge signed; oversight sees others too, but for those of removal"
        )

    def _what_is_refused(self) -> None:
        self._tell.heading("Everything else is refused, with the rule and the way out")
        for one in refusals(self._case):
            said = self._stage.psql(one.person, one.statement, **one.declared)
            expect(
                said.status != 0 and not said.out.strip(), f"{one.what}: this was answered: {said.everything}"
            )
            expect_said(said, *one.words)
            self._tell.ok(f"refused: {one.what}")
        said = self._stage.psql(OFFICER, "SELECT count_me.iucr FROM offence_codes AS count_me LIMIT 1")
        expect_said(said, "(1 row)")
        self._tell.ok(
            "an ICE officer may still read the public offence codes: the policy allows everyone that"
        )

    def _the_cut_off(self) -> None:
        self._tell.heading("One agency is cut off; its sibling keeps working")
        stage, case = self._stage, self._case
        agent = LongQuery(stage.installation.conninfo(AGENT, case=case), self._long_question())
        officer = LongQuery(stage.installation.conninfo(OFFICER, case=case), ENDLESS_QUESTION)
        with (
            psycopg.connect(stage.installation.conninfo(OFFICER), autocommit=True) as idle,
            psycopg.connect(stage.installation.conninfo(TASK_FORCE), autocommit=True) as task_force,
        ):
            directive = self._order()
            self._tell.note("an ICE query and an FBI query are running now, and will be for some seconds")
            agent.start()
            officer.start()
            self._wait_for_running(2)
            idle.execute("SELECT iucr FROM offence_codes LIMIT 1")
            self._tell.ok("one signature cuts nobody off: the ICE sessions still work")
            self._confirm(directive)
            officer.finish()
            expect(officer.sqlstate == CUT_OFF, f"the running ICE query ended with {officer.sqlstate}")
            self._wait_for_running(1)
            self._tell.saw("ICE officer, whose query was running", officer.seen)
            self._tell.ok("ICE's running query was cancelled on the server, its session ended with 57P01")
            for who, connection in (("an idle ICE session", idle), ("a task-force session", task_force)):
                _expect_ended(connection, who)
            self._tell.ok("idle sessions of the whole subtree, and of whoever it employs, ended too")
        said = stage.psql(OFFICER, "SELECT 1")
        expect_said(said, "FATAL", directive)
        self._tell.ok(f"a new log-in of ICE is refused with the number of the directive, {directive}")
        said = stage.psql(DETECTIVE, "SELECT surname FROM persons LIMIT 1", beneficiary="ice", case=case)
        expect_said(said, directive)
        self._tell.ok("nobody can search on ICE's behalf")
        self._tell.note("waiting for the FBI's query to finish")
        agent.finish()
        expected = self._pairs_that_sum_to_twelve()
        expect(agent.rows is not None, f"the FBI's query failed with {agent.sqlstate}")
        expect(
            sorted(agent.rows or []) == expected,
            "the FBI's query was disturbed: its rows are not those expected",
        )
        self._tell.ok("the FBI's query, begun before the cut-off, finished undisturbed with the right rows")
        expect_said(stage.psql(AGENT, "SELECT surname FROM persons LIMIT 1", case=case), "(1 row)")
        self._tell.ok("the FBI goes on asking")

    def _long_question(self) -> str:
        """A question that takes this machine some seconds, whatever machine it is."""
        began = time.monotonic()
        with psycopg.connect(self._stage.installation.conninfo(AGENT, case=self._case)) as connection:
            connection.execute(LONG_QUESTION.format(first=SAMPLE).encode())
        took = time.monotonic() - began
        return LONG_QUESTION.format(first=max(SAMPLE, round(SAMPLE * LONG_SECONDS / took)))

    def _order(self) -> str:
        key = str(self._stage.installation.key_file(MAYOR.code))
        reason = "announcement of July 2019"
        said = self._stage.ostiary(
            "the mayor", "cutoff", "order", "ice", "--permanent", "--reason", reason, "--key", key
        )
        expect(said.status == 0, said.everything)
        directive = next(word.strip(":;,.") for word in said.out.split() if word.startswith("D-"))
        said = self._stage.ostiary("the mayor again", "cutoff", "confirm", directive, "--key", key)
        expect(said.status != 0, "one person ordered and confirmed")
        self._tell.ok(f"the mayor orders {directive}; nobody can order and confirm alone")
        return directive

    def _confirm(self, directive: str) -> None:
        key = str(self._stage.installation.key_file(SUPERINTENDENT.code))
        said = self._stage.ostiary("the superintendent", "cutoff", "confirm", directive, "--key", key)
        expect(said.status == 0, said.everything)
        self._tell.ok(f"the superintendent confirms {directive}")

    def _the_watched_are_logged(self) -> None:
        self._tell.heading("No answer without an entry")
        said = self._stage.ostiary("an auditor", "access", "tail", "-n", "6")
        expect(said.status == 0, said.everything)
        entries = self._entries()
        for outcome in ("answered", "refused", "cancelled"):
            expect(any(entry.get("outcome") == outcome for entry in entries), f"no entry says `{outcome}`")
        expect(any(entry["kind"] == "directive" for entry in entries), "no directive stands in the log")
        self._tell.ok(
            f"{len(entries)} entries: what was answered, refused and cancelled, and every directive"
        )
        shown = next(
            entry
            for entry in entries
            if entry.get("agency") == "fbi" and entry.get("subjects") and entry["part"] == "whole"
        )
        expect(
            len(shown["subjects"]) > 0 and shown["case"] == self._case,
            "an entry does not say whom it is about",
        )
        said = self._stage.ostiary("an auditor", "access", "show", str(shown["index"]))
        expect_said(said, "subjects", self._case)
        self._tell.ok(
            "each entry names who asked, for whom and why, and the people that the answer was about"
        )
        refused = next(
            entry
            for entry in entries
            if entry.get("outcome") == "refused" and entry.get("agency") == "ice-ero"
        )
        said = self._stage.ostiary("an auditor", "access", "explain", str(refused["index"]))
        expect_said(said, "R01")
        self._tell.ok("a refusal can be explained with its rule and citation")

    def _entries(self) -> list[dict[str, Any]]:
        said = self._stage.ostiary_quietly("access", "tail", "-n", "1000", "--json")
        return [json.loads(line) for line in said.out.splitlines()]

    # What the city really holds, asked past the door as its administrator.

    def _ask_city(self, statement: str, *parameters: object) -> Iterator[tuple[object, ...]]:
        with psycopg.connect(self._stage.installation.postgres.admin_dsn("city")) as connection:
            yield from connection.execute(statement.encode(), parameters or None).fetchall()

    def _open_case(self) -> str:
        rows = self._ask_city("SELECT case_number FROM city.cases WHERE closed_on IS NULL ORDER BY 1 LIMIT 1")
        return str(next(rows)[0])

    def _are_hidden(self, shown: set[str]) -> list[object]:
        """Those of the people shown who are juvenile or sealed."""
        keys = [int(key) for key in shown if key.isdecimal()]
        expect(keys, "nobody was shown")
        return list(
            self._ask_city(
                "SELECT person_id FROM city.persons WHERE (juvenile OR sealed) AND person_id = ANY(%s)", keys
            )
        )

    def _pairs_that_sum_to_twelve(self) -> list[tuple[object, ...]]:
        return sorted(
            self._ask_city(
                "SELECT p.person_id, q.person_id FROM city.persons p, city.persons q"
                " WHERE p.person_id < 12 AND q.person_id = 12 - p.person_id AND NOT (p.juvenile OR p.sealed OR q.juvenile OR q.sealed)"
            )
        )

    def _wait_for_running(self, count: int) -> None:
        """Wait until exactly that many readers run a query on the server. Raises StoryBroken."""
        for _ in range(200):
            running = list(
                self._ask_city(
                    "SELECT pid, pg_sleep(0.05) FROM pg_stat_activity"
                    " WHERE usename LIKE 'ostiary_reader_%' AND state = 'active'"
                )
            )
            if len(running) == count:
                return
        expect(holds=False, what=f"{count} queries were expected to run on the server")


def _expect_ended(connection: psycopg.Connection, who: str) -> None:
    try:
        connection.execute("SELECT iucr FROM offence_codes LIMIT 1")
    except psycopg.OperationalError as error:
        expect(error.sqlstate in {CUT_OFF, None}, f"{who} ended with {error.sqlstate}")
    else:
        expect(holds=False, what=f"{who} goes on")


def _keys(table: str) -> set[str]:
    """The first column of psql's table."""
    return {line.split("|")[0].strip() for line in table.splitlines() if "|" in line}
