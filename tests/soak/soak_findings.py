"""Reviewers, an eraser, pages and verifications on one watch folder at once, some of them killed: nobody sees damage, and nothing is lost."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.context import SpawnProcess
from pathlib import Path
from random import Random

from ostiary.errors import FindingRefused
from ostiary.model.canonical import Plain
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.erasing import Doing, erase
from ostiary.watch.findings.finding import Finding
from ostiary.watch.findings.life import Word
from ostiary.watch.findings.reviewing import do
from ostiary.watch.findings.store import FindingStore, verify_acts
from ostiary.watch.findings.taking import take
from watch.finding_world import DAY, DETECTORS, NOW, some_leads, world

SECONDS = 60.0
ENOUGH = 20
"""Findings that are left before more are found."""
KILLED_EVERY = 5.0
WORDS: tuple[Word, ...] = ("taken", "opened", "suppressed", "explained", "reopened")
SAYS: dict[str, Plain] = {"note": "looked", "reason": "looked", "until": NOW + DAY}


def left(store: FindingStore) -> list[Finding]:
    """The findings that still say something."""
    return [one for one in store.read().findings.values() if one.state != "erased"]


def review(path: Path, who: str, diary: Path) -> None:
    """A reviewer at the command line, who writes down each act that was acknowledged."""
    random = Random(who)
    with diary.open("a") as book:
        while True:
            store = FindingStore(WatchFolder.open(path))
            one, word = random.choice(left(store)), random.choice(WORDS)
            try:
                do(store, one.id, word, SAYS, by=who, at=NOW)
            except FindingRefused:
                continue
            book.write(f"{one.id} {word}\n")
            book.flush()


def erase_some(path: Path, who: str, diary: Path) -> None:
    """A custodian; where few findings are left, a run finds more."""
    random = Random(who)
    with diary.open("a") as book:
        for number in range(10**9):
            store = FindingStore(WatchFolder.open(path))
            there = left(store)
            if len(there) < ENOUGH:
                more = [replace(lead, period=f"{who} {number}") for lead in some_leads(ENOUGH * 2)]
                take(store.folder, more, DETECTORS, NOW)
                continue
            one = random.choice(there)
            try:
                erase(store, one.id, "26-CV-17", Doing(NOW, by=who, why="sealed"))
            except FindingRefused:
                continue
            book.write(f"{one.id} erased\n")
            book.flush()


def started(work: Callable[[Path, str, Path], None], path: Path, who: str, diary: Path) -> SpawnProcess:
    """A process of its own that does it until it is killed."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(path, who, diary), daemon=True)
    process.start()
    return process


def test_nobody_sees_damage_and_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    """Pages and verifications meet every moment of an act and of an erasure; each process is killed at any moment, and others go on."""
    folder = world(tmp_path / "w", *some_leads(ENOUGH * 2)).folder
    ends, faults, looks = time.monotonic() + SECONDS, list[BaseException](), list[int]()

    def until_the_end(look: Callable[[], object]) -> None:
        count = 0
        try:
            while time.monotonic() < ends:
                look()
                count += 1
        except BaseException as fault:  # noqa: BLE001 - whatever a page meets is told at the end
            faults.append(fault)
        looks.append(count)

    page, random = FindingStore(folder), Random(8)
    watching = [
        lambda: [page.evidence(one) for one in left(page)[:3]],
        lambda: page.read().findings,
        lambda: verify_acts(folder) if random.random() < 0.2 else FindingStore(folder).read(),
    ]
    threads = [threading.Thread(target=until_the_end, args=(look,)) for look in watching]
    kinds = {"ann": review, "bob": review, "kim": erase_some}
    running = {who: started(work, folder.path, who, tmp_path / who) for who, work in kinds.items()}
    for thread in threads:
        thread.start()
    while time.monotonic() < ends:
        time.sleep(KILLED_EVERY)
        assert [who for who, process in running.items() if not process.is_alive()] == []
        who = random.choice(sorted(kinds))
        running[who].kill()
        running[who].join()
        running[who] = started(kinds[who], folder.path, who, tmp_path / who)
    for thread in threads:
        thread.join()
    for process in running.values():
        process.kill()
        process.join()
    assert faults == []
    store = FindingStore(folder)
    store.act()
    # An erasure that was killed between its act and its keys is carried out by whoever acts next.
    do(store, left(store)[0].id, "suppressed", SAYS, by="ann", at=NOW)
    assert page.read() == FindingStore(folder).read()
    acts = {(act.on, act.word, act.by) for act in verify_acts(folder).acts}
    told = [(*line.split(), who) for who in kinds for line in (tmp_path / who).read_text().splitlines()]
    assert [one for one in told if one not in acts] == []
    print(f"{len(told)} acts were acknowledged, {len(verify_acts(folder).acts)} stand there; looks: {looks}")
