"""The ground truth of planted misuse, kept outside the log: a file that a detector never sees and its evaluation reads.

Knows: the form of that file: one JSON object a line, whose ``kind`` says what it is.
Must not know: how accesses are made.

``run`` begins a run, ``story`` tells each story, and ``access`` is one planted access as it was sent. An entry of the log
belongs to it when member, statement and parameters are equal and it is the first such entry from ``at`` on: the log's
statement and parameters are what was sent. Entries without such a line are ordinary.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ostiary.demo.traffic.stories import STORIES
from ostiary.demo.traffic.tally import Outcome

FILE: Final = "traffic-truth.jsonl"


class Truth:
    """The file of one home, to which each run adds (mode 0600: it tells who misuses what)."""

    def __init__(self, folder: Path, run: Mapping[str, object]) -> None:
        self.path = folder / FILE
        self._file = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w")
        self._write({"kind": "run", **run})
        for story in STORIES:
            self._write({"kind": "story", "story": story.name, "kinds": story.kinds, "says": story.says})

    def add(self, outcome: Outcome) -> None:
        """Note an access, when it was planted."""
        meant = outcome.meant
        if meant.story:
            self._write({
                "kind": "access", "story": meant.story, "member": meant.member, "place": meant.place,
                "at": datetime.fromtimestamp(outcome.sent, UTC).isoformat(), "purpose": meant.stated.purpose,
                "case": meant.stated.case, "beneficiary": meant.stated.beneficiary,
                "statement": meant.question.statement, "parameters": meant.question.parameters,
                "sqlstate": outcome.sqlstate, "rows": outcome.rows,
            })  # fmt: skip

    def _write(self, line: Mapping[str, object]) -> None:
        self._file.write(f"{json.dumps(line, ensure_ascii=False)}\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
