"""What duties are read from: a watch folder, and of an installation also its policy in force and its letters.

Knows: which setting is which limit, what is not read where something cannot be reached.
Must not know: how a fact becomes a duty, output.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ostiary.cli.home import home_folder
from ostiary.directives.instants import read_day
from ostiary.errors import OstiaryError
from ostiary.model.directive import Hold
from ostiary.office.eye import Eye, Holding
from ostiary.policy.words.lists import counted
from ostiary.server.policies.shelf import Shelf
from ostiary.server.settings import FILE_NAME, Home, load_home
from ostiary.server.watch_section import Watch
from ostiary.store.control import control_connection
from ostiary.store.letters import all_letters
from ostiary.watch.duties.agreed import agreed_in
from ostiary.watch.duties.facts import Facts, LetterDue, Limits, Told
from ostiary.watch.duties.keeping import Kept
from ostiary.watch.duties.noticed import notices_of, told_by_rule
from ostiary.watch.duties.reading import folder_facts
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.own_log.installation import logs_of, unread
from ostiary.watch.own_log.terms import KIND


@dataclass(frozen=True, slots=True)
class DuePlace:
    """A folder with what holds for it, at an instant ``now`` (ms).

    ``home`` is None for a folder by itself; ``folder`` is None for an installation that has none yet. ``kept`` is what was worked
    out before.
    """

    folder: WatchFolder | None
    limits: Limits
    now: int
    home: Home | None = None
    kept: Kept = field(default_factory=Kept)

    def facts(self) -> Facts:
        """All facts. What cannot be reached is said in ``unread``. Raises WatchFolderDamaged."""
        facts = self._folder_facts()
        if self.home is None:
            return facts
        if self.folder is not None:
            facts = _with_log(self.home, self.folder, facts)
        return _with_letters(self.home, self._with_policy(self.home, facts))

    def _folder_facts(self) -> Facts:
        if self.folder is None:
            today = datetime.fromtimestamp(self.now / 1000, UTC).date()
            return Facts(
                today, unread=("the watch folder: there is none yet, so that nothing is known of accesses",)
            )
        return folder_facts(
            self.folder, self.now, own=KIND, kept=self.kept, counts_persons=self.limits.notify is not None
        )

    def _with_policy(self, home: Home, facts: Facts) -> Facts:
        try:
            holding = _in_force(home)
            told = self._told_by_rule(holding)
        except OstiaryError as fault:
            said = f"the policy in force, and what was answered under it ({fault.message}): agreements are those that the folder knows"
            return replace(facts, unread=(*facts.unread, said))
        return replace(facts, agreements=agreed_in(holding.bundle), told=(*facts.told, *told))

    def _told_by_rule(self, holding: Holding) -> list[Told]:
        """Whom rules of the policy have told, by what was imported. Holds are those in force now, whatever was imported."""
        if self.folder is None:
            return []
        now = datetime.now(UTC)
        holds = {
            one.act.case: read_day(one.act.until)
            for one in holding.register.directives.values()
            if isinstance(one.act, Hold) and one.is_in_force(now)
        }
        return told_by_rule(self.folder, notices_of(holding.bundle), holds, own=KIND, kept=self.kept)


def due_place(place: Path | None) -> DuePlace:
    """What a command is about. Raises SettingsError where nothing is named and there is no demonstration, WatchFolderDamaged."""
    folder = place if place is not None else home_folder(None)
    now = int(datetime.now(UTC).timestamp() * 1000)
    if not (folder / FILE_NAME).exists():
        return DuePlace(WatchFolder.open(folder), limits_of(Watch()), now)
    return place_of(load_home(folder), now)


def place_of(home: Home, now: int, kept: Kept | None = None) -> DuePlace:
    """What an installation's duties are read from; ``kept`` is what was worked out before. Raises WatchFolderDamaged."""
    folder = WatchFolder.open(home.watch_dir) if home.watch_dir.exists() else None
    return DuePlace(folder, limits_of(home.settings.watch), now, home, kept or Kept())


def limits_of(settings: Watch) -> Limits:
    """The limits that settings say."""
    return Limits(
        finding=settings.finding_days,
        dormant=settings.dormant_days,
        ahead=settings.ahead_days,
        deletion=settings.deletion_days,
        notify=settings.notify_days,
    )


def _in_force(home: Home) -> Holding:
    shelf = Shelf(home)
    return Eye(home.control_dsn, shelf.founding.bundle, shelf.bundle).look()


def _with_log(home: Home, folder: WatchFolder, facts: Facts) -> Facts:
    """Say which entries no import has read yet: no duty can come of them. None is opened for that."""
    try:
        behind = unread(folder, logs_of(home.log_dir))
    except (OstiaryError, OSError) as fault:
        return replace(facts, unread=(*facts.unread, f"how far the log goes ({fault})"))
    never = tuple(
        f"the log {origin}: it was never imported, so that nothing is known of its accesses"
        for origin, (start, _) in behind.items()
        if not start
    )
    later = tuple(
        f"{counted(end - start, 'entry', 'entries')} of {origin} came after the last import, from #{start} on"
        for origin, (start, end) in behind.items()
        if start
    )
    return replace(facts, unread=(*facts.unread, *never), behind=later)


def _with_letters(home: Home, facts: Facts) -> Facts:
    try:
        with control_connection(home.officials_dsn) as connection:
            letters = all_letters(connection)
    except OstiaryError as fault:
        return replace(facts, unread=(*facts.unread, f"letters ({fault.message})"))
    waiting = tuple(LetterDue(one.number, one.due_on) for one in letters if one.answered_on is None)
    return replace(facts, letters=waiting)
