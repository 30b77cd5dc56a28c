"""An act stands in the log before its answer leaves, or there is no answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import CONSOLE_ACT
from ostiary.model.console_act import MAX_ON_CHARACTERS
from ostiary.office.access_words import line
from ostiary.store.log.reader import read_entries
from ostiary.web.frame.acts import LoggedActs
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.roles import Role
from store.log_world import log_of, writer

WHO = ConsoleSession("ada", Role.AUDITOR, 0, 0)
AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("acts")


def test_an_act_is_an_entry_that_can_be_read(place: Path) -> None:
    """Its number comes back once it is durable, and `ostiary access tail` says it in words."""
    folder = log_of(place / "log", 0)
    with writer(folder) as running:
        acts = LoggedActs("console", running.socket, lambda: AT)
        assert [acts.write(WHO, "view-access", "#4711"), acts.write(WHO, "sign-out")] == [0, 1]
    first, second = read_entries(folder.root)
    assert (first.kind, json.loads(first.payload)) == (
        CONSOLE_ACT,
        {
            "account": "ada",
            "act": "view-access",
            "at": "2026-11-26T12:00:00.000000Z",
            "face": "console",
            "form": 1,
            "on": "#4711",
            "role": "auditor",
        },
    )
    assert line(0, first.kind, first.payload) == (
        "#0  2026-11-26 12:00:00  ada (auditor) at the console: view-access #4711"
    )
    assert line(1, second.kind, second.payload).endswith("ada (auditor) at the console: sign-out")


def test_what_cannot_be_written_is_not_done(place: Path) -> None:
    """No writer: the page that asks is refused by what is raised."""
    with pytest.raises(LogUnavailable):
        LoggedActs("console", place / "nobody.sock", lambda: AT).write(WHO, "view-access")


@pytest.mark.parametrize(
    ("act", "on"), [("", ""), ("View access", ""), ("view", (MAX_ON_CHARACTERS + 1) * "x")]
)
def test_an_act_is_a_word_and_names_little(place: Path, act: str, on: str) -> None:
    """A page that writes more than that is wrong, and is told before anything is written."""
    with pytest.raises(ValueError, match=r"."):
        LoggedActs("console", place / "nobody.sock", lambda: AT).write(WHO, act, on)
