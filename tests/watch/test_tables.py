"""The tables of a folder on an engine."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.detecting.engine import open_engine
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.schema import EVENTS, names
from ostiary.watch.events.tables import REASONS, tables_of
from watch.events_world import folder_of


def test_parts_of_another_version_are_refused_by_the_name_of_what_they_lack(tmp_path: Path) -> None:
    """And not by an engine's words in the middle of a detector."""
    folder = folder_of(tmp_path, [{"at": "2026-01-05 12:00"}])
    part = Path(folder.parts("events")[0])
    reasons = arrow_schema(REASONS).empty_table()
    with open_engine() as engine:
        assert set(names(EVENTS)) <= set(tables_of(folder, engine, reasons, frozenset()).events.columns)
    pq.write_table(pq.read_table(part, partitioning=None).drop_columns(["policy"]), part)
    with open_engine() as engine, pytest.raises(WatchFolderDamaged, match="no policy: another version"):
        tables_of(folder, engine, reasons, frozenset())
