"""What the console's pages stand on: each is handed this, and nothing else.

Knows: which services there are.
Must not know: how any of them does its part, what a page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ostiary.model.bundle import Bundle
from ostiary.office.eye import Holding
from ostiary.store.endings import Ending
from ostiary.web.console.recent import Followed, Recent
from ostiary.web.console.reviews import Reviews
from ostiary.web.console.signing import Signing
from ostiary.web.frame.acts import Acts
from ostiary.web.frame.visit import Visit
from ostiary.web.guard.console_session import ConsoleSession


class Looks(Protocol):
    """Who knows what holds now."""

    def look(self) -> Holding:
        """The register and the policy in force. Raises ControlDown, DirectiveRefused and ProofInvalid."""

    def policy(self, version: str) -> Bundle:
        """The policy of a version. Raises BundleError and ControlDown."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of what `ostiary doctor` says."""

    check: str
    state: str
    said: str
    hint: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What the console stands on. ``now`` gives an instant in UTC; ``checkup`` looks at the installation as `ostiary doctor`."""

    log: Followed
    recent: Recent
    looks: Looks
    acts: Acts
    signing: Signing
    reviews: Reviews
    now: Callable[[], datetime]
    log_dir: Path
    checkup: Callable[[], Sequence[CheckLine]]
    endings: Callable[[str], Sequence[Ending] | None]
    """What gateways say that they ended when a directive reached them; None where that cannot be read."""


def account_of(visit: Visit) -> ConsoleSession:
    """Who visits. Raises ValueError where nobody is signed in: the table lets nobody in like that."""
    if visit.session is None:
        raise ValueError("this page needs an account")
    return visit.session
