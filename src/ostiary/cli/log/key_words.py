"""What is said of a log's keys after a verification.

Knows: how many entries opened, which were erased, and what was not looked at.
Must not know: how any of it was found.
"""

from __future__ import annotations

from pathlib import Path

from ostiary.store.log.key_check import KeyReport
from ostiary.store.log.unlocking import is_sealed

NOT_OPENED = "its journal is sealed, and no master key was given: that each entry opens, or was erased by order, was not looked at"
MAX_SHOWN = 12


def keys_line(target: Path, report: KeyReport | None) -> str:
    """What the keys showed, or that nobody looked; empty for a log that has none, or whose private side is not there."""
    if report is None:
        return NOT_OPENED if is_sealed(target) else ""
    clear = f", {report.in_the_clear} stand in the clear" if report.in_the_clear else ""
    return f"{report.opened} sealed entries open{clear}, {_erased(report)}"


def keys_object(report: KeyReport) -> dict[str, object]:
    """The same in its plain form."""
    return {
        "opened": report.opened,
        "in_the_clear": report.in_the_clear,
        "erased": list(report.erased),
    }


def _erased(report: KeyReport) -> str:
    if not report.erased:
        return "none was erased"
    numbers = ", ".join(f"#{index}" for index in report.erased[:MAX_SHOWN])
    more = f" and {len(report.erased) - MAX_SHOWN} more" if len(report.erased) > MAX_SHOWN else ""
    return f"{len(report.erased)} erased by orders that stand in the log: {numbers}{more}"
