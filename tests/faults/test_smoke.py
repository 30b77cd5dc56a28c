"""One small trial of each kind of fault, so that `make faults` is known to run; the whole of it takes minutes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from faults import faults_steps
from faults.faults_full_disk import mounted, serve_until_full
from faults.faults_kills import kill_under_load, spoil_tail
from faults.faults_power import Traced
from faults.logs import judge, make_fault_log
from faults.power import WEATHERS
from faults.sited import SitedDisk, durable_sites, sites_past_the_seam
from faults.traced import fail_while_running
from machine_world import needs_strace
from ostiary.errors import LogUnavailable
from store.log_world import FAULTS, Died


def test_every_durable_call_has_a_row_in_the_fault_table() -> None:
    """A function that begins to make something durable is added to `faults_steps.py`, or this fails."""
    assert durable_sites() == faults_steps.ROWS.keys() | faults_steps.ELSEWHERE.keys()
    assert sites_past_the_seam() == faults_steps.PAST_THE_SEAM.keys()


def test_a_step_of_the_fault_table_goes_wrong(tmp_path: Path) -> None:
    """The third step of a witness's state, in each way."""
    template = make_fault_log(tmp_path / "template", sealed=False, entries=3)
    for number, fault in enumerate(FAULTS):
        place = tmp_path / str(number)
        place.mkdir()
        story = faults_steps.WitnessState(template, SitedDisk(2, fault), place)
        ended = False
        try:
            story.play()
        except (LogUnavailable, Died):
            ended = True
        assert ended
        story.judge(is_told=False)


@needs_strace
def test_a_writer_whose_sync_fails(tmp_path: Path) -> None:
    """It ends with one line, and nothing that it acknowledged is lost."""
    log = make_fault_log(tmp_path / "log", sealed=True, entries=3)
    outcome = fail_while_running(log, "fdatasync", "EIO", 3, tmp_path)
    assert outcome.was_hit
    assert outcome.has_ended_itself, outcome.said
    assert not outcome.answered_after_a_failed_sync
    judge(log, outcome.told)


def test_a_writer_that_is_killed(tmp_path: Path) -> None:
    """Under load, with its journal's tail spoiled: it starts again and has all that was acknowledged."""
    log = make_fault_log(tmp_path / "log", sealed=True, entries=3)
    told = kill_under_load(log, "smoke", tmp_path)
    spoil_tail(log, max(told), random.Random(3))
    judge(log, told)


def test_a_disk_that_gets_full_while_publishing(tmp_path: Path) -> None:
    """The writer ends and says why; with room again the log is whole."""
    with mounted("tmpfs", tmp_path) as small:
        log = make_fault_log(small / "place", sealed=False, entries=3)
        told = serve_until_full(log, tmp_path, b"a small entry" * 20, small, 0)
        (small / "filler").unlink()
        judge(log, told)


@needs_strace
def test_the_power_goes(tmp_path: Path) -> None:
    """At a few moments of a writer's life, with nothing on the disk but what was synced."""
    traced = Traced(make_fault_log(tmp_path / "log", sealed=False), tmp_path, sealed=False)
    moments = traced.moments()
    for at in moments[:: len(moments) // 8]:
        for weather in (WEATHERS[0], WEATHERS[2]):
            place = tmp_path / "found"
            traced.judge_cut(traced.history, at, weather, random.Random(0), place)
            shutil.rmtree(place)
