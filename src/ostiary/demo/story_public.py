"""The part of the story about the public site: baked from the log, checked by somebody who has nothing else.

Knows: who does what, and what each must see.
Must not know: how a site is baked or verified.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

from ostiary.demo.stage import Stage, expect, expect_said

_DOES_NOT_HOLD: Final = 5
"""The documented exit code."""


class PublicStory:
    """One telling of it on a stage. Nobody asks any more by then, and everything is published."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage = stage
        self._tell = stage.teller
        self._folder = folder
        self._trust = ("--trust", str(stage.installation.folder / "log" / "trust.policy"))

    def tell(self) -> None:
        """Play it; the site stays in the folder. Raises StoryBroken."""
        self._tell.heading("The public can count too")
        said = self._stage.ostiary("the custodian", "publish", "--out", str(self._folder))
        expect_said(said, "under the root")
        page = (self._folder / "index.html").read_text("utf-8")
        expect("0 accesses since" in page, "the page does not certify a zero for the agency that is cut off")
        self._tell.ok(
            "the public site is baked: exact counts, and a certified zero for the agency that is cut off"
        )
        said = self._stage.ostiary(
            "a newspaper, which has the site alone", "publish", "--verify", str(self._folder), *self._trust
        )
        expect_said(said, "each access was counted again from the log")
        self._tell.ok("a newspaper counts every access again, from openings of agency, purpose and outcome")
        self._a_number_is_altered()

    def _a_number_is_altered(self) -> None:
        with tempfile.TemporaryDirectory(prefix="ostiary-altered-") as scratch:
            copy = Path(shutil.copytree(self._folder, Path(scratch) / "site"))
            table = copy / "data" / "counts.json"
            found = json.loads(table.read_bytes())
            found["rows"][0]["refused"] += 1
            table.write_text(json.dumps(found), "utf-8")
            said = self._stage.ostiary(
                "the newspaper, of an altered copy", "publish", "--verify", str(copy), *self._trust
            )
        expect(said.status == _DOES_NOT_HOLD, f"an altered number was not found: {said.everything}")
        expect_said(said, "data/counts.json")
        self._tell.ok("one altered number is found, and the table is named")
