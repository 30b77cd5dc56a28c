"""What a scrub has found is told once; lateness is told once."""

from __future__ import annotations

from pathlib import Path

from ostiary.door.events import Event
from ostiary.server.log_outside import LogOutside
from ostiary.server.monitoring.figures import Figures
from ostiary.server.monitoring.metrics import exposition
from ostiary.server.scrub_watch import ScrubWatch
from ostiary.store.log.scrubbing import Scrubbed, note_scrub
from server.witness_log import Told
from store.log_world import make_log


def test_each_scrub_is_told_once(tmp_path: Path) -> None:
    """Good or not; one from before the gateway began is old news."""
    folder, told = make_log(tmp_path / "log"), Told()
    note_scrub(folder.root, Scrubbed(0, 500.0, 1.0, ("old news",)))
    watch = ScrubWatch(folder.root, 0, told)
    watch.look()
    assert told.events == []
    note_scrub(folder.root, Scrubbed(0, 1000.0, 1.0, ("entry 5 cannot be read", "and more")))
    watch.look()
    watch.look()
    note_scrub(folder.root, Scrubbed(3, 2000.0, 1.0, ()))
    watch.look()
    assert told.events == [(Event.SCRUB_FOUND, {"why": "entry 5 cannot be read"}), (Event.SCRUB_GOOD, {})]


def test_lateness_is_told_once_until_a_scrub_has_ended_well(tmp_path: Path) -> None:
    """Counted from the last good scrub, or from the gateway's beginning where there was none."""
    folder, told, now = make_log(tmp_path / "log"), Told(), [0.0]
    watch = ScrubWatch(folder.root, 24, told, lambda: now[0])
    for hour in (23, 25, 26):
        now[0] = hour * 3600.0
        watch.look()
    assert len(told.of(Event.SCRUB_LATE)) == 1
    note_scrub(folder.root, Scrubbed(3, now[0], 1.0, ()))
    watch.look()
    now[0] += 25 * 3600.0
    watch.look()
    assert len(told.of(Event.SCRUB_LATE)) == 2


def test_metrics_show_the_last_good_scrub(tmp_path: Path) -> None:
    """Its time, and how much the last one found."""
    folder = make_log(tmp_path / "log")
    note_scrub(folder.root, Scrubbed(3, 1000.0, 1.0, ()))
    note_scrub(folder.root, Scrubbed(0, 2000.0, 1.0, ("one", "two")))
    page = exposition(Figures(), LogOutside.maybe_look(folder.root), None, is_ready=True).decode()
    assert "ostiary_log_scrub_good_timestamp_seconds 1000.0" in page
    assert "ostiary_log_scrub_findings 2.0" in page
