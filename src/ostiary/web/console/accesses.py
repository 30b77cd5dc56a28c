"""The list of accesses, filtered by what its address says, on the screen and as CSV.

Knows: filters, pages of a list, the columns of the CSV.
Must not know: how accesses are kept, whom they were about.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from ostiary.evidence.disclosure.tables import cell
from ostiary.web.console.access_row import AccessRow
from ostiary.web.console.filters import MAX_CSV_ROWS, TEXTS, choices, filter_of, page_of
from ostiary.web.console.ground import Ground, account_of
from ostiary.web.frame.visit import Answer, Handed, Shown, Visit
from ostiary.web.guard.roles import Role

LIST: Final = "/accesses"
CSV: Final = "/accesses.csv"
COLUMNS: Final = (
    "entry",
    "at",
    "member",
    "agency",
    "on_behalf_of",
    "purpose",
    "case",
    "outcome",
    "rows",
    "rules",
    "policy",
)
"""What a spreadsheet takes for a formula at the beginning of a cell."""


def accesses(ground: Ground, visit: Visit) -> Answer:
    """The list. It names nobody whom an access was about, so to look at it is no opening."""
    wanted, role = filter_of(visit.query), account_of(visit).role
    address = wanted.address(LIST)
    seen = ground.recent.look()
    page = page_of(seen.rows, wanted)
    return Shown(
        "console/accesses.html",
        {
            "page": page,
            "wanted": wanted,
            "choices": {name: choices(seen.rows, name) for name in TEXTS},
            "seen": seen,
            "older": None if page.older is None else wanted.address(LIST, before=str(page.older)),
            "newest": address if wanted.before is not None else None,
            "csv": wanted.address(CSV),
            "is_auditor": role is Role.AUDITOR,
            "now": ground.now(),
            "oldest": seen.rows[-1].at if seen.rows else None,
        },
    )


def accesses_csv(ground: Ground, visit: Visit) -> Answer:
    """The same as a file, which is logged: it leaves the console. Raises LogUnavailable where that cannot be done."""
    wanted = filter_of(visit.query)
    ground.acts.write(account_of(visit), "save-accesses", wanted.named)
    page = page_of(ground.recent.look().rows, wanted, MAX_CSV_ROWS)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in _values(row)] for row in page.rows)
    return Handed(text.getvalue().encode(), "text/csv; charset=utf-8", "accesses.csv")


def _values(row: AccessRow) -> tuple[str, ...]:
    return (
        str(row.index),
        row.at.isoformat(timespec="seconds"),
        row.member,
        row.agency,
        row.beneficiary,
        row.purpose,
        row.case,
        row.state,
        str(row.rows),
        " ".join(row.rules),
        row.policy,
    )
