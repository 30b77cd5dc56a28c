"""The health of the log and of the installation.

Knows: what is signed, published and witnessed, and the lines of the check-up that belong to the log.
Must not know: how anything is checked (it asks), entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ostiary.errors import OstiaryError
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.glance import look_at_signed
from ostiary.store.log.witnessed import Witnessed, find_witnessed, read_trust
from ostiary.web.console.ground import CheckLine, Ground
from ostiary.web.console.growth import growth_of
from ostiary.web.frame.visit import Answer, Shown, Visit

WORST: Final = ("error", "warning", "skipped", "ok")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How far the log is signed, published and witnessed; ``trouble`` says why some of it is not known."""

    origin: str = ""
    head: int = 0
    published: int = 0
    published_at: datetime | None = None
    witnessed: Witnessed | None = None
    witnessed_at: datetime | None = None
    wanted: tuple[str, ...] = ()
    """The witnesses of the trust file."""
    quorum: str = ""
    trouble: str = ""


def health(ground: Ground, visit: Visit) -> Answer:  # noqa: ARG001 - it is the same for everybody who reaches it
    """The page."""
    seen, sizes = ground.recent.look(), _sizes(LogFolder(ground.log_dir))
    lines = sorted(ground.checkup(), key=lambda line: WORST.index(line.state))
    marks = [(sizes.published, "published")] if sizes.published else []
    if sizes.witnessed is not None:
        marks.append((sizes.witnessed.checkpoint.size, "witnessed"))
    return Shown(
        "console/health.html",
        {
            "headline": _headline(lines, sizes),
            "sizes": sizes,
            "seen": seen,
            "grave": [line for line in lines if line.state in {"error", "warning"}],
            "skipped": [line for line in lines if line.state == "skipped"],
            "good": [line for line in lines if line.state == "ok"],
            "growth": growth_of(seen.rows, marks),
            "now": ground.now(),
        },
    )


def _headline(lines: list[CheckLine], sizes: Sizes) -> str:
    wrong = sum(line.state == "error" for line in lines)
    warned = sum(line.state == "warning" for line in lines)
    if wrong or sizes.trouble:
        return f"{wrong or 1} of {len(lines)} checks found something wrong"
    if warned:
        return f"Nothing is wrong, and {warned} of {len(lines)} checks say what to look at"
    return "The log and everything around it is as it should be"


def _sizes(folder: LogFolder) -> Sizes:
    try:
        signed = look_at_signed(folder)
        trust = read_trust(folder)
        witnessed = find_witnessed(folder, read_verifier(folder), trust)
        published_at = datetime.fromtimestamp(folder.checkpoint.stat().st_mtime, UTC)
    except OstiaryError as fault:
        return Sizes(trouble=fault.message)
    except OSError as fault:
        return Sizes(
            trouble=f"the log's folder cannot be read: {(fault.strerror or 'unknown reason').lower()}"
        )
    as_of = witnessed.as_of if witnessed is not None else 0
    return Sizes(
        signed.origin,
        signed.head,
        signed.published,
        published_at,
        witnessed,
        datetime.fromtimestamp(as_of, UTC) if as_of else None,
        tuple(one.name for one in trust.witnesses),
        trust.quorum,
    )
