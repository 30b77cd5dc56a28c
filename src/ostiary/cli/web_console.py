"""What the console's pages stand on in an installation: its log, its chain of directives, its policy, its doctor.

Knows: which service comes from where.
Must not know: what any page shows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ostiary.office.eye import Eye
from ostiary.server.doctor.examination import examine
from ostiary.server.policies.shelf import Shelf
from ostiary.server.settings import Home
from ostiary.store.log.following import LogFollower
from ostiary.web.console.ground import CheckLine, Ground
from ostiary.web.console.recent import MAX_KEPT, Recent
from ostiary.web.frame.acts import Acts


def console_ground(home: Home, acts: Acts, now: Callable[[], datetime]) -> Ground:
    """The ground of a home. Raises BundleError for a founding policy that is not sound, and KeyFileError."""
    shelf = Shelf(home)
    log = LogFollower(home.log_dir, home.master_key_file, MAX_KEPT)
    return Ground(
        log=log,
        recent=Recent(log, now),
        # The gateway's account: the console reads the chain, and adds nothing to it.
        looks=Eye(home.control_dsn, shelf.founding.bundle, shelf.bundle),
        acts=acts,
        now=now,
        log_dir=home.log_dir,
        checkup=lambda: [CheckLine(one.check, one.state, one.said, one.hint) for one in examine(home.folder)],
    )
