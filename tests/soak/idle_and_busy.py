"""Many sessions that wait and many that ask, for some time; then a cut-off of half of them.

The soak and a small test of it are this same story in two sizes. A session that waits has logged in and not asked yet: one that
has asked holds a connection of the records database until it ends, and a thousand of those would try that database.
"""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Self

import pytest

from ostiary.demo.people import AGENT, DETECTIVE, OFFICER, TASK_FORCE
from server.gateway_world import PATIENCE, World, run_ostiary
from soak.accounting import Figures, compare
from soak.busy import CAST, CUT_OFF, Member, opening
from soak.cut_off import TARGET_MILLISECONDS, confirm_now, order
from soak.diary import Diary
from soak.light_client import Account, LightSession
from soak.memory import MemoryWatch

WORKERS = 2
IDLE_CAST = (OFFICER, AGENT, TASK_FORCE, DETECTIVE)
AT_ONCE = 8
"""Log-ins at the same time: each costs both sides some milliseconds of a processor."""

LOG_IN = "(log-in)"
"""What stands for a statement in the entry of a log-in that a cut-off has refused: a busy member may come just then."""

SPARE_DESCRIPTORS = 200
SAY_EVERY = 10.0


@dataclass(frozen=True)
class Size:
    """How many sessions wait, how many ask, for how long; a busy one pauses so many seconds on average."""

    idle: int
    busy: int
    seconds: float
    pause: float

    @classmethod
    def of_environment(cls) -> Self:
        """A thousand, a hundred and five minutes; SOAK_IDLE, SOAK_BUSY, SOAK_SECONDS and SOAK_PAUSE say otherwise."""
        read = os.environ.get
        return cls(
            int(read("SOAK_IDLE", "1000")),
            int(read("SOAK_BUSY", "100")),
            float(read("SOAK_SECONDS", "300")),
            float(read("SOAK_PAUSE", "0.2")),
        )


def have_descriptors(sessions: int) -> None:
    """Raise the limit of open files for so many sessions here. The test is skipped where that is not allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = sessions + SPARE_DESCRIPTORS
    if hard != resource.RLIM_INFINITY and hard < needed:
        pytest.skip(f"{sessions} sessions need {needed} open files, and no more than {hard} are allowed here")
    if soft != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))


@dataclass
class Story:
    """What happens, and what is seen. ``say`` is told how far it is."""

    world: World
    size: Size
    diary: Path
    say: Callable[[str], None]
    idle: list[LightSession] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    covered: list[LightSession] = field(default_factory=list)
    committed: float = 0.0
    others_answered: int = 0

    def play(self) -> MemoryWatch:
        """All of it, to the end of the last session; the memory of the gateway up to the cut-off."""
        self._memory = MemoryWatch(self.world.gateway.family)
        diary = Diary(self.diary)
        try:
            asyncio.run(self._play(diary))
        finally:
            diary.close()
        return self._memory

    async def _play(self, diary: Diary) -> None:
        try:
            await self._log_in(diary)
            await self._live(diary)
        finally:
            self._memory.stop()
            for session in self.idle:
                session.leave()

    async def _live(self, diary: Diary) -> None:
        async with asyncio.TaskGroup() as group:
            for member in self._busy(diary):
                group.create_task(member.run())
            self._memory.start()
            await self._go_on()
            self._memory.stop()
            await self._cut_off()
            await self._others_go_on()
            for member in self.members:
                member.is_told_to_stop = True

    def _account(self, number: int) -> Account:
        person = IDLE_CAST[number % len(IDLE_CAST)]
        return Account.of(self.world.installation.pgpass, self.world.installation.port, person)

    async def _log_in(self, diary: Diary) -> None:
        began, few = time.monotonic(), asyncio.Semaphore(AT_ONCE)
        accounts = [self._account(number) for number in range(len(IDLE_CAST))]

        async def one(number: int) -> LightSession:
            async with few:
                return await LightSession.open(accounts[number % len(accounts)], diary, f"idle-{number}")

        self.idle += await asyncio.gather(*(one(number) for number in range(self.size.idle)))
        self.say(f"{len(self.idle):,} sessions have logged in, in {time.monotonic() - began:.0f} s")

    def _busy(self, diary: Diary) -> list[Member]:
        installation = self.world.installation
        for number in range(self.size.busy):
            person = CAST[number % len(CAST)]
            account = Account.of(installation.pgpass, installation.port, person)
            name = f"busy-{number}"
            self.members.append(Member(account, person, name, diary, Random(name), self.size.pause))
        return self.members

    async def _go_on(self) -> None:
        deadline = time.monotonic() + self.size.seconds
        while (left := deadline - time.monotonic()) > 0:
            await asyncio.sleep(min(left, SAY_EVERY))
            self.say(
                f"{self.size.seconds - max(0.0, deadline - time.monotonic()):4.0f} s: {self.answers:,} questions are over,"
                f" the gateway holds {self._memory.now / 1024:.1f} MiB"
            )

    async def _cut_off(self) -> None:
        directive = await asyncio.to_thread(order, self.world)
        for member in self.members:
            member.may_come_back = member.person not in CUT_OFF
        codes = {person.member.code for person in CUT_OFF}
        asking = [member.session for member in self.members if member.session is not None]
        self.covered += [
            session
            for session in (*self.idle, *asking)
            if session.account.member in codes and not session.is_over
        ]
        self.committed = await asyncio.to_thread(confirm_now, self.world, directive)
        await until(lambda: all(session.is_over for session in self.covered), "the cut-off has ended all")

    async def _others_go_on(self) -> None:
        """Each session of the others is answered after the cut-off."""
        before = {member.name: member.answers for member in self.members if member.person not in CUT_OFF}
        rest = [session for session in self.idle if session not in self.covered]
        for session in rest:
            # Once it has asked, a session holds a connection of the records database until it ends; there are 200.
            await session.ask(opening(session.name))
            session.leave()
        self.others_answered = sum(session.answers for session in rest)
        await until(
            lambda: all(
                member.answers > before[member.name] for member in self.members if member.name in before
            ),
            "the others' busy sessions are answered",
        )

    @property
    def answers(self) -> int:
        return sum(member.answers for member in self.members)

    @property
    def ended(self) -> Counter[str]:
        """How many busy sessions have ended before their time, by SQLSTATE."""
        return sum((Counter(member.ended) for member in self.members), Counter())


async def until(what: Callable[[], bool], why: str) -> None:
    """Return when that is so; the test fails when it never is."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, f"this never came: {why}"
        await asyncio.sleep(0.01)


def soak(world: World, size: Size, folder: Path, say: Callable[[str], None]) -> None:
    """Play the story, and hold the gateway to what it promises."""
    story = Story(world, size, folder / "clients.diary", say)
    memory = story.play()
    events = world.gateway.events()
    assert world.gateway.stop() == 0
    verified = run_ostiary("log", "verify", str(world.log_dir))
    figures = compare(world.home, [story.diary], others=frozenset({LOG_IN}))
    _say_all(story, memory, figures, say)
    say(f"leases that ended: {sum(event['event'] == 'lease_over' for event in events)}")
    assert verified.returncode == 0, verified.stderr
    assert not figures.faults, "\n".join(figures.faults)
    assert [event for event in events if event["event"] in {"bug", "worker_lost", "worker_silent"}] == []
    _hold_cut_off(story)
    first, last = memory.ends()
    assert last - first <= memory.allowed, memory.samples


def _hold_cut_off(story: Story) -> None:
    """Whoever is covered has ended: with the reason, or by a reset while an answer was on its way. Others have not."""
    assert len([session for session in story.covered if session in story.idle]) == story.size.idle // 2
    for session in story.covered:
        assert session.told_off == "57P01" or (not session.told_off and session not in story.idle)
        assert session.after_end == 0
    assert story.others_answered == story.size.idle - story.size.idle // 2


def _say_all(story: Story, memory: MemoryWatch, figures: Figures, say: Callable[[str], None]) -> None:
    say(f"{story.size.idle:,} idle and {story.size.busy:,} busy for {story.size.seconds:.0f} s: {figures}")
    first, last = memory.ends()
    say(
        f"memory of {memory.most_processes} processes: {first / 1024:.1f} MiB in the second fifth, {last / 1024:.1f} MiB in"
        f" the last; {memory.allowed / 1024:.0f} MiB more are allowed"
    )
    for role in sorted(memory.samples[-1]):
        first, last = memory.ends(role)
        say(f"  {role:>10}: {first / 1024:5.1f} MiB, {last / 1024:5.1f} MiB")
    say(f"sessions that ended before their time: {dict(story.ended) or 'none'}")
    told = sum(session.told_off == "57P01" for session in story.covered)
    say(
        f"cut off: {len(story.covered):,} sessions, {told:,} told 57P01; after the commit of the second signature"
    )
    for what, at in (
        ("last row", max(session.last_row for session in story.covered)),
        ("last byte", max(session.last_byte for session in story.covered)),
    ):
        say(f"  {what:>9}: {(at - story.committed) * 1e3:7.1f} ms (target {TARGET_MILLISECONDS} ms)")
