"""The table of what each distinct reason says, to be joined with events.

Knows: the columns of REASONS.
Must not know: where reasons come from, detectors.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.tables import REASONS
from ostiary.watch.reasons.classify import Reading, classify
from ostiary.watch.reasons.halves import alike_of
from ostiary.watch.reasons.shipped import Words


def reasons_table(reasons: Iterable[str], words: Words) -> pa.Table:
    """One row of REASONS for each distinct reason, in the order of their first coming. Each is classified once, and stands for itself."""
    rows = [_row(classify(reason, words)) for reason in dict.fromkeys(reasons)]
    return pa.Table.from_pylist(rows, schema=arrow_schema(REASONS))


def compared_table(reasons: pa.Table) -> pa.Table:
    """The same rows with ``alike`` filled in, where these are all reasons that there are."""
    normals = reasons.column("normal").to_pylist()
    stands = alike_of(normals)
    alike = pa.array([stands.get(normal, normal) for normal in normals], pa.string())
    return reasons.set_column(reasons.schema.get_field_index("alike"), reasons.schema.field("alike"), alike)


def _row(reading: Reading) -> dict[str, str | bool | None]:
    first = reading.first
    return {
        "reason": reading.reason,
        "normal": reading.normal,
        "alike": reading.normal,
        "strength": reading.strength,
        "pack": first.pack if first else None,
        "pattern": first.pattern if first else None,
        "spoke": ",".join(f"{one.pack} {one.strength} {one.pattern}" for one in reading.of_packs) or None,
        "vague": reading.vague,
        "placeholder": reading.placeholder,
        "case_like": reading.cases[0] if reading.cases else None,
    }
