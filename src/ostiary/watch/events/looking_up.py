"""Single events of a watch folder by their ids: when, by whom, of which agency.

Knows: the columns of events that say so.
Must not know: what is done with them, detectors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.events.folder import WatchFolder


@dataclass(frozen=True, slots=True)
class EventSeen:
    """One event: ``at`` in ms, user and agency empty where nobody knows them."""

    event: str
    at: int
    user: str
    agency: str


def look_up(folder: WatchFolder, ids: Collection[str]) -> Iterator[EventSeen]:
    """Those of these events that are there, in the order of the sources. Raises WatchFolderDamaged for a part that cannot be read."""
    wanted = pa.array(sorted(ids), pa.string())
    for path in folder.parts("events"):
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(columns=["event_id", "at", "user", "agency"]):
                    for row in batch.filter(pc.is_in(batch["event_id"], wanted)).to_pylist():
                        yield EventSeen(row["event_id"], row["at"], row["user"] or "", row["agency"] or "")
        except (OSError, pa.ArrowException) as error:
            raise WatchFolderDamaged(f"`{path}` cannot be read: {error}") from error
