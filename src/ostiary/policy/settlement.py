"""Several duties made into one: nothing depends on their order.

Knows: that masks take the strictest, row predicates all hold, and the least limit counts.
Must not know: when a duty applies.
"""

from __future__ import annotations

from collections.abc import Collection

from ostiary.model.request import Duties
from ostiary.model.rules import MASKS, Duty, RowPredicate


def settle(duties: Collection[Duty], record_class: str, columns: Collection[str]) -> Duties:
    """What duties that apply come to for these columns of a record class; ``rules`` are those that ask something."""
    masks = [
        (name, mask)
        for one in duties
        for cls, name, mask in one.masks
        if cls == record_class and name in columns
    ]
    strictest = dict(sorted(masks, key=lambda item: MASKS.index(item[1]), reverse=True))
    rows = {row for one in duties for row in one.rows if row.record_class == record_class}
    return Duties(
        masks=tuple(sorted(strictest.items())),
        rows=tuple(sorted(rows, key=_row_order)),
        row_limit=min((one.row_limit for one in duties if one.row_limit is not None), default=None),
        rules=tuple(sorted(one.source.id for one in duties if _asks_something(one, record_class, columns))),
    )


def _row_order(row: RowPredicate) -> tuple[str, str, str]:
    return row.column, row.comparison, str(row.value)


def _asks_something(duty: Duty, record_class: str, columns: Collection[str]) -> bool:
    masked = any(cls == record_class and name in columns for cls, name, _ in duty.masks)
    return masked or duty.row_limit is not None or any(row.record_class == record_class for row in duty.rows)
