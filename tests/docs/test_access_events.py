"""docs/access-events.md is the schema that the program uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from docs.documents import ROOT
from ostiary.watch.events.schema import STATES, STORED
from watch.importing.import_world import import_text


def test_the_reference_is_what_the_schema_says() -> None:
    """After a change to the schema the document is written again, as CONTRIBUTING says."""
    command = [sys.executable, str(ROOT / "tools" / "access_events.py")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert (ROOT / "docs" / "access-events.md").read_text("utf-8") == printed


def test_every_table_that_a_folder_can_hold_is_in_it() -> None:
    """And each state of a value."""
    text = (ROOT / "docs" / "access-events.md").read_text("utf-8")
    missing = [name for name in STORED if f"# `{name}`" not in text]
    assert missing == []
    assert [state for state in STATES if f"| `{state}` |" not in text] == []


def test_the_query_that_stands_there_runs(tmp_path: Path) -> None:
    """On a folder that an import made, in the words of the document."""
    import_text(tmp_path, "id,searchDate,userId,reason\n1,2025-06-18 00:02:04,u-1,bolo\n", "plate-reader-org")
    text = (ROOT / "docs" / "access-events.md").read_text("utf-8")
    query = text.partition("```text\n")[2].partition("```")[0].replace("DIR", str(tmp_path / "watch"))
    (row,) = duckdb.execute(query).fetchall()
    assert row[:3] == (None, 1, 1)
