"""Writes the reference of access events, docs/access-events.md, from the schema that the program uses.

Run as ``python tools/access_events.py > docs/access-events.md``; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ostiary.watch.events.schema import (
    BY_DAY,
    ENTRIES,
    EVENT_SUBJECTS,
    EVENTS,
    KNOWN,
    STATES,
    STEPS,
    Schema,
)

HEAD = """\
# Access events

Written by `tools/access_events.py` from `src/ostiary/watch/events/schema.py`; do not edit it by hand.

One form for every log: ours, and those that others release ([watch.md](watch.md)). A watch folder has the tables below as Parquet
files; those marked *by day* stand in `TABLE/date=YYYY-MM-DD/` by the UTC day, all others in `known/TABLE/`. Each file belongs to a
source, whose manifest `sources/SOURCE.json` names it with its rows and its SHA-256; a file that no manifest names does not count.

Times are whole milliseconds since 1970 in UTC, days are days since 1970. An agency's own day and minute stand beside the instant as
numbers, so that no engine does arithmetic on time zones. Text is UTF-8, exactly as it was written. A column without an entry under
*empty* is never empty.

With DuckDB alone, for `DIR` the folder; `at` and `user` are words of SQL and stand in quotation marks:

```text
SELECT agency, count(*) AS accesses, count(DISTINCT "user") AS users, to_timestamp(max("at") / 1000) AS latest
FROM read_parquet('DIR/events/*/*.parquet') GROUP BY agency ORDER BY accesses DESC
```

pandas reads `DIR/events` as it is (`pandas.read_parquet`). `ostiary watch verify DIR` first names the files that do not count."""

STATES_HEAD = """\
## Five states of a value

A column `x` with a column `x_state` beside it says there why it is empty. Only `blank` says anything about the person who
searched; a mask says that there was something."""

TYPES = {
    "text": "text",
    "int16": "16-bit integer",
    "int32": "32-bit integer",
    "int64": "64-bit integer",
    "real": "64-bit float",
    "bool": "boolean",
}

SAYS: dict[str, tuple[str, Schema]] = {
    "events": ("One row an access.", EVENTS),
    "copies": (
        (
            "A search that stands in several logs is one event and, from the second log on, a copy of it. The columns are those of"
            " `events`."
        ),
        (),
    ),
    "subjects": (
        (
            "One row a subject of an access. The token is keyed: whoever has the folder without `DIR.subject-key` can tell that two"
            " accesses were about the same, and not about whom."
        ),
        EVENT_SUBJECTS,
    ),
    "entries": (
        "Of our own log alone: what each event was made of. An import needs it to make an event again; no detector reads it.",
        ENTRIES,
    ),
    "steps": ("Of our own log alone: where the steps of directives stand.", STEPS),
}


def table(schema: Schema) -> str:
    """The columns of one table."""
    rows = [f"| `{one.name}` | {TYPES[one.kind]} | {one.meaning} | {one.empty} |" for one in schema]
    return "\n".join(["| column | type | what it says | empty |", "|---|---|---|---|", *rows])


def parts() -> Iterator[str]:
    """The document, piece by piece."""
    yield HEAD
    yield STATES_HEAD
    states = [f"| `{name}` | {says} |" for name, says in STATES.items()]
    yield "\n".join(["| state | what it says |", "|---|---|", *states])
    for name, (says, schema) in SAYS.items():
        yield f"## `{name}`{' (by day)' if name in BY_DAY else ''}\n\n{says}"
        if schema:
            yield table(schema)
    yield "## What is known beside them\n\nA table that nobody imported is empty, and detectors say what they could not judge for it."
    for name, schema in KNOWN.items():
        yield f"### `{name}`\n\n{table(schema)}"


def reference() -> str:
    """The whole document."""
    return "\n\n".join(parts()) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
