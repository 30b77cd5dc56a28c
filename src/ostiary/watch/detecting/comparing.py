"""Which text stands for which, among all reasons of a folder: written into the kept table of reasons.

Knows: how many texts are compared at once, and which of them need not be.
Must not know: when two texts are alike, detectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import ibis
import pyarrow as pa

from ostiary.watch.detecting.engine import batches, dropped, empty, kept
from ostiary.watch.events.tables import Engine, Table
from ostiary.watch.reasons.alike import MIN_LETTERS
from ostiary.watch.reasons.halves import alike_of

MAX_LETTERS_AT_ONCE: Final = 20_000_000
"""Some 400,000 reasons of 50 letters: with what Python holds of each, half a gigabyte. Of more, those are compared with each other that
stand together where texts are sorted by their figures and then by the alphabet; others that are alike then stand for themselves."""
_PAIRS: Final = pa.schema([("text", pa.string()), ("stands", pa.string())])


def compared(engine: Engine, reasons: Table) -> Table:
    """The kept table ``reasons``, with ``alike`` filled in for every text that another stands for."""
    kept(engine, "comparable", _comparable(reasons))
    empty(engine, "alike", ibis.Schema.from_pyarrow(_PAIRS))
    for texts in _at_once(row for batch in batches(engine, "comparable", "place") for row in batch):
        found = alike_of(texts)
        engine.insert("alike", pa.table([list(found.keys()), list(found.values())], schema=_PAIRS))
    engine.raw_sql("UPDATE reasons SET alike = stands FROM alike WHERE normal = text")
    for name in ("comparable", "alike"):
        dropped(engine, name)
    return reasons


def _comparable(reasons: Table) -> Table:
    """Distinct texts in the order in which they are compared, without those whose figures no other has: numbers of cases are most of these."""
    texts = reasons.filter(reasons["normal"].length() >= MIN_LETTERS).select("normal").distinct()
    texts = texts.mutate(figures=texts["normal"].re_replace("[^0-9]+", ""))
    texts = texts.mutate(same=texts.count().over(group_by=texts["figures"]))
    texts = texts.filter(texts["same"] > 1)
    return texts.mutate(place=ibis.row_number().over(order_by=[texts["figures"], texts["normal"]]))


def _at_once(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The texts in pieces of memory's size, which end where the figures change; but for one that fills twice that."""
    texts: list[str] = []
    letters, figures = 0, ""
    for row in rows:
        is_full = letters > MAX_LETTERS_AT_ONCE * (1 if row["figures"] != figures else 2)
        if is_full:
            yield texts
            texts, letters = [], 0
        texts.append(row["normal"])
        letters, figures = letters + len(row["normal"]), row["figures"]
    yield texts
