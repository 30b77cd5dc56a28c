"""What the console's pages stand on in an installation: its log, its chain of directives, its policy, its doctor.

Knows: which service comes from where.
Must not know: what any page shows.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

from ostiary.errors import ControlDown
from ostiary.office.desk import Desk
from ostiary.office.eye import Eye
from ostiary.office.late_reviewer import reviewer_for
from ostiary.office.replaying import ReplayedLog
from ostiary.server.doctor.examination import examine
from ostiary.server.policies.shelf import Shelf
from ostiary.server.settings import Home
from ostiary.store.bundle_files import read_bundle_files
from ostiary.store.code_secrets import read_sealer
from ostiary.store.control import control_connection
from ostiary.store.endings import Ending, read_endings
from ostiary.store.log.following import LogFollower
from ostiary.web.console.ground import CheckLine, Ground
from ostiary.web.console.kept_keys import KeptKeys
from ostiary.web.console.recent import MAX_KEPT, Recent
from ostiary.web.console.reviews import Reviews
from ostiary.web.console.signing import Signing
from ostiary.web.frame.acts import Acts
from ostiary.web.frame.kept_accounts import KeptAccounts
from ostiary.web.frame.sign_in import Failures


def console_ground(home: Home, acts: Acts, failures: Failures, now: Callable[[], datetime]) -> Ground:
    """The ground of a home. Raises BundleError for a founding policy that is not sound, and KeyFileError."""
    shelf = Shelf(home)
    log = LogFollower(home.log_dir, home.master_key_file, MAX_KEPT)
    recent = Recent(log, now)
    # The first look reads the whole journal, ten seconds for a million entries: not while somebody waits for a page.
    threading.Thread(target=recent.look, name="first look", daemon=True).start()
    return Ground(
        log=log,
        recent=recent,
        # The gateway's account: the console reads the chain, and adds nothing to it.
        looks=Eye(home.control_dsn, shelf.founding.bundle, shelf.bundle),
        acts=acts,
        signing=_signing(home, acts, failures),
        reviews=Reviews(lambda: _desk(home)),
        now=now,
        log_dir=home.log_dir,
        checkup=lambda: [CheckLine(one.check, one.state, one.said, one.hint) for one in examine(home.folder)],
        endings=lambda directive: _endings(home, directive),
    )


def _endings(home: Home, directive: str) -> tuple[Ending, ...] | None:
    try:
        with control_connection(home.console_dsn) as connection:
            return read_endings(connection, directive)
    except ControlDown:
        # An installation of an earlier release has no such table; the page shows all else.
        return None


def _signing(home: Home, acts: Acts, failures: Failures) -> Signing:
    return Signing(
        KeptAccounts(home.console_dsn, read_sealer(home.code_key_file)),
        KeptKeys(home.console_dsn),
        acts,
        lambda: _desk(home),
        failures=failures,
        now=time.time,
        urgent_hours=home.settings.urgent_cut_off_hours,
    )


def _desk(home: Home) -> Desk:
    """An official's desk here. What it would warn of at a terminal, the pages say by themselves."""
    log = ReplayedLog(
        home.log_dir, home.master_key_file, lambda _label: nullcontext(lambda _done, _whole: None)
    )
    hours = home.settings.urgent_cut_off_hours
    return Desk(
        read_bundle_files(home.policy_dir), home.officials_dsn, hours, reviewer_for(log), lambda _line: None
    )
