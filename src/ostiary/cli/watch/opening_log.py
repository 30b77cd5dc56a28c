"""That entries of our log are opened stands in the log before any of them is.

Knows: the log's writer, which account runs this.
Must not know: why entries are opened, what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ostiary.cli.act_log import write_act
from ostiary.cli.who_runs import who_runs
from ostiary.errors import LogUnavailable

TO_IMPORT: Final = "open-for-watch"
TO_VERIFY: Final = "open-to-verify"


def log_opening(socket: Path, act: str, spans: Mapping[str, tuple[int, int] | None]) -> dict[str, str]:
    """Log who opens which entries: of each log, by its name, from the first number to before the second, or every one.

    Gives the account and the first entry that says so, as a manifest has them. Raises LogUnavailable; then nothing may be opened.
    """
    if not spans:
        return {}
    entries = list[int]()
    try:
        # One act a log: an act has room for so much, and what is cut off at its end would be opened unsaid.
        for origin, span in spans.items():
            which = f"#{span[0]} to #{span[1] - 1}" if span else "every entry"
            entries.append(write_act(socket, act, f"{which} of {origin}"))
    except LogUnavailable as fault:
        raise LogUnavailable(
            f"{fault.message}; entries are not opened where the log cannot say so",
            hint="start the gateway or its log writer; for a log that nobody writes any more, give --unlogged",
        ) from fault
    return {"opened_by": who_runs(), "opening_entry": str(entries[0])}
