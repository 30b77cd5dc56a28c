"""Several duties made into one: nothing depends on their order.

Knows: that masks take the strictest, row predicates all hold, the least limit, the largest minimum group and the shortest notice count.
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
    minimums = [one.minimum_group for one in duties if one.minimum_group is not None]
    notices = [one.notify_within_days for one in duties if one.notify_within_days is not None]
    rows = {row for one in duties for row in one.rows if row.record_class == record_class}
    return Duties(
        masks=tuple(sorted(strictest.items())),
        rows=tuple(sorted(rows, key=_row_order)),
        row_limit=min((one.row_limit for one in duties if one.row_limit is not None), default=None),
        minimum_groups=((record_class, max(minimums)),) if minimums else (),
        rules=tuple(sorted(one.source.id for one in duties if _asks_something(one, record_class, columns))),
        notify_within_days=min(notices, default=None),
    )


def _row_order(row: RowPredicate) -> tuple[str, str, str]:
    return row.column, row.comparison, str(row.value)


def _asks_something(duty: Duty, record_class: str, columns: Collection[str]) -> bool:
    masked = any(cls == record_class and name in columns for cls, name, _ in duty.masks)
    numbers = (duty.row_limit, duty.minimum_group, duty.notify_within_days)
    asked = bool(duty.needs) or any(number is not None for number in numbers)
    return masked or asked or any(row.record_class == record_class for row in duty.rows)
