"""The story's last act before the log: a resident asks who looked, and a helper checks the answer.

Knows: who asks whom for what, and what each must see.
Must not know: how a disclosure is made or verified.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Final

from ostiary.demo.people import DETECTIVE, OFFICER, SUPERINTENDENT
from ostiary.demo.stage import Said, Stage, expect, expect_said

_DOES_NOT_HOLD: Final = 5
"""The documented exit code."""


class DisclosureStory:
    """One telling of it on a stage."""

    def __init__(self, stage: Stage, case: str) -> None:
        self._stage = stage
        self._tell = stage.teller
        self._case = case

    def tell(self) -> None:
        """Play it. Raises StoryBroken."""
        self._tell.heading("The watched can watch back")
        person = self._somebody_is_looked_at()
        self._the_day_is_indexed()
        with tempfile.TemporaryDirectory(prefix="ostiary-answer-") as scratch:
            answer = Path(scratch) / "answer"
            self._an_answer_is_made(person, answer)
            self._a_helper_checks(answer)
            self._an_entry_is_taken_out(answer)

    def _somebody_is_looked_at(self) -> str:
        first = "SELECT person_id FROM persons ORDER BY person_id LIMIT 1"
        said = self._stage.psql(DETECTIVE, first, case=self._case)
        person = next((line.strip() for line in said.out.splitlines() if line.strip().isdecimal()), "")
        expect(person, f"nobody was looked at: {said.everything}")
        self._stage.psql(OFFICER, f"SELECT surname FROM persons WHERE person_id = {person}")  # noqa: S608 - digits
        return person

    def _the_day_is_indexed(self) -> None:
        home = str(self._stage.installation.folder)
        said = self._stage.ostiary("the custodian", "log", "index", "--home", home)
        expect_said(said, "is indexed: entries 0 to")
        self._tell.ok("the day is indexed by subject, and the root of the index stands in the log")

    def _an_answer_is_made(self, person: str, answer: Path) -> None:
        key = str(self._stage.installation.key_file(SUPERINTENDENT.code))
        said = self._stage.ostiary(
            "a clerk, whom a resident asks", "disclose", "person", person, "-o", str(answer), "--key", key
        )
        expect_said(said, "Your records were looked at", "0 entries are being held back")
        page = (answer / "index.html").read_text("utf-8")
        expect("Chicago Police Department" in page, "the page does not say which agency looked")
        expect(
            self._case not in page and DETECTIVE.member.code not in page, "the page names a case or a member"
        )
        self._tell.ok("a resident is told who looked, why and under which rule, and nobody else is named")

    def _a_helper_checks(self, answer: Path) -> None:
        said = self._verified("a helper, offline", answer)
        expect(said.status == 0, f"the answer does not hold: {said.everything}")
        expect_said(said, "nothing was left out, put in or altered")
        self._tell.ok("a helper verifies offline that no entry was left out of the answer")

    def _an_entry_is_taken_out(self, answer: Path) -> None:
        evidence = answer / "evidence.json"
        found = json.loads(evidence.read_bytes())
        del found["parts"][0]
        text = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        evidence.write_text(f"{text}\n", "utf-8")
        said = self._verified("the helper, after one entry was taken out", answer)
        expect(said.status == _DOES_NOT_HOLD, f"it was not noticed: {said.everything}")
        expect_said(said, "is about the person and was left out")
        self._tell.ok("one entry that is taken out of the answer is missed, by its number")

    def _verified(self, who: str, answer: Path) -> Said:
        trust = str(self._stage.installation.folder / "log" / "trust.policy")
        return self._stage.ostiary(who, "log", "verify", str(answer), "--trust", trust)
