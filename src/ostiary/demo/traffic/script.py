"""A script: who asks what and when, ordinary work with a little misuse in it, without end.

Knows: arrivals, who is there, how one question follows another in somebody's work, and how often it goes wrong.
Must not know: servers, real time, what came of anything.

Arrivals are a Poisson process of the asked rate, thinned to the hours of the day where the days are not steady. Who
asks is drawn from those on duty, by how busy they are: that spread is log-normal with a sigma of 1.09, as one city's
published audit of plate searches has it. The same seed, rate, days and sights give the same script.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import accumulate, count
from operator import attrgetter
from random import Random
from typing import Final

from ostiary.demo.traffic.cast import Player
from ostiary.demo.traffic.days import HOURS, Days
from ostiary.demo.traffic.habits import ARTEFACT, PARTS, SPECIFIC, STYLES, VAGUE
from ostiary.demo.traffic.intentions import Intention, Stated
from ostiary.demo.traffic.questions import SHAPES, Topic, topic_of
from ostiary.demo.traffic.sights import Sights
from ostiary.demo.traffic.slips import SLIP_TICKETS, SLIPS
from ostiary.demo.traffic.stories import STORIES, Scene, Story

BUSY_SIGMA: Final = 1.09
SLIP_SHARE: Final = 0.07
RETRY_SHARE: Final = 0.6
"""After a slip most people ask again as it should have been: of 14 refusals in one published audit, 10."""
LOGIN_SHARE: Final = 0.12
"""So many pieces of work begin with a new log-in; otherwise the session of before is used."""
OVERTIME_SHARE: Final = 0.02
"""So busy, against their own time, is somebody outside the shift."""
CLOSED_CASE_SHARE: Final = 0.08
UNKNOWN_CASE_SHARE: Final = 0.05
LONG_CASE_SHARE: Final = 0.3
"""Of all pieces of work so many are on the case that the member worked on before: for days."""
BURSTS_A_DAY: Final = 4
BURST: Final = 20
"""The most members who ask at once."""
BURST_SPREAD: Final = 20_000
"""One after the other within so small a part of a day: of a real day, four seconds."""
ASSIST_SHARE: Final = 0.03
ASSISTED: Final = {"cpd": ("cook-county-sheriff", "fbi", "illinois-state-police"), "oak-lawn-pd": ("cpd",)}


@dataclass(slots=True)
class _Work:
    """What a member is at."""

    stated: Stated
    topic: Topic
    left: int
    reason: str


class _Desk:
    """One member at work: a question, then the next on the same matter, until it is done."""

    def __init__(self, rng: Random, player: Player, sights: Sights) -> None:
        self._rng, self._player, self._sights = rng, player, sights
        self._habits = PARTS[player.part]
        self._style = rng.choice(STYLES)
        self._copied = rng.choice((*SPECIFIC, *VAGUE, ARTEFACT))
        self._case = ""
        self._work: _Work | None = None
        self._again: Intention | None = None
        self.busy = math.exp(rng.gauss(0, BUSY_SIGMA))

    def next(self, at: float) -> Intention:
        """What is asked at that second."""
        if self._again is not None:
            again, self._again = replace(self._again, at=at), None
            return again
        is_new = self._work is None or self._work.left <= 0
        if self._work is None or is_new:
            self._work = self._begin()
        meant = self._meant(self._work, at, is_new=is_new)
        self._work.left -= 1
        return self._slipped(meant) if self._rng.random() < SLIP_SHARE else meant

    def _begin(self) -> _Work:
        rng, habits = self._rng, self._habits
        self._case = self._case_number()
        left = 1 + int(rng.expovariate(1 / habits.lasting))
        stated = Stated(rng.choice(habits.purposes), self._case, habits.basis, self._beneficiary())
        return _Work(stated, topic_of(rng, self._sights, self._case), left, self._reason())

    def _meant(self, work: _Work, at: float, *, is_new: bool) -> Intention:
        question = SHAPES[self._rng.choice(self._habits.shapes)](work.topic)
        return Intention(
            at,
            self._player.member.code,
            work.stated,
            question.noted(work.reason) if work.reason else question,
            anew=is_new and self._rng.random() < LOGIN_SHARE,
        )

    def _slipped(self, meant: Intention) -> Intention:
        if self._rng.random() < RETRY_SHARE:
            self._again = replace(meant, anew=False)
        return SLIPS[self._rng.choice(SLIP_TICKETS)](meant)

    def _case_number(self) -> str:
        rng, sights = self._rng, self._sights
        if self._habits.cases == "none":
            return ""
        if self._case and rng.random() < LONG_CASE_SHARE:
            return self._case
        lot = rng.random()
        if self._habits.cases == "own" or lot < UNKNOWN_CASE_SHARE:
            return f"{rng.choice('FDU')}{rng.choice('ABK')}{rng.randrange(100_000, 1_000_000)}"
        return rng.choice(
            sights.closed_cases if lot < CLOSED_CASE_SHARE + UNKNOWN_CASE_SHARE else sights.open_cases
        )

    def _beneficiary(self) -> str:
        assisted = ASSISTED.get(self._player.member.agency, ())
        return self._rng.choice(assisted) if assisted and self._rng.random() < ASSIST_SHARE else ""

    def _reason(self) -> str:
        match self._style:
            case "own words":
                return self._rng.choice(SPECIFIC)
            case "vague":
                return self._rng.choice(VAGUE)
            case "copied":
                return self._copied
            case _:
                return ""


@dataclass(frozen=True, slots=True)
class Script:
    """What a cast does in a city, at so many accesses a second. Iterate over it, in order of time, as long as wanted."""

    cast: Sequence[Player]
    sights: Sights
    seed: int
    rate: float
    days: Days

    def __iter__(self) -> Iterator[Intention]:
        """Ordinary work, bursts of it, and planted misuse, merged."""
        return merge(self._ordinary(), self._bursts(), *self._planted(), key=attrgetter("at"))

    def _ordinary(self) -> Iterator[Intention]:
        rng = Random(f"{self.seed}/ordinary")
        desks = [
            _Desk(Random(f"{self.seed}/{player.member.code}"), player, self.sights) for player in self.cast
        ]
        on_duty = [self._busy(desks, hour) for hour in range(HOURS)]
        at = 0.0
        while True:
            at += rng.expovariate(self.rate * self.days.most)
            if rng.random() * self.days.most < self.days.weight(at):
                (desk,) = rng.choices(desks, cum_weights=on_duty[int(self.days.hour(at))])
                yield desk.next(at)

    def _bursts(self) -> Iterator[Intention]:
        """Something grave has happened, and many ask about one case and its people at once; that is no misuse."""
        rng = Random(f"{self.seed}/bursts")
        local = [
            player
            for player in self.cast
            if player.part in {"patrol", "detective"} and not player.member.affiliations
        ]
        at = 0.0
        while True:
            at += rng.expovariate(BURSTS_A_DAY / self.days.seconds)
            case = rng.choice(self.sights.open_cases)
            topic = topic_of(rng, self.sights, case)
            called = rng.sample(local, rng.randrange(BURST // 2, BURST))
            for place, player in enumerate(called):
                shape = rng.choice(("incident", "by_name", "by_key", "cars", "history", "warrants"))
                stated = Stated("homicide", case)
                later = at + place * self.days.seconds / BURST_SPREAD
                yield Intention(later, player.member.code, stated, SHAPES[shape](topic))
            # The next one begins after this one's last question, so that time goes forward.
            at = later

    def _busy(self, desks: Sequence[_Desk], hour: int) -> list[float]:
        """How busy everybody is in that hour of the day, added up from the first to the last."""
        return list(
            accumulate(
                desk.busy * (1 if self.days.steady or player.shift.covers(hour) else OVERTIME_SHARE)
                for desk, player in zip(desks, self.cast, strict=True)
            )
        )

    def _planted(self) -> Iterator[Iterator[Intention]]:
        return (self._told(story) for story in STORIES)

    def _told(self, story: Story) -> Iterator[Intention]:
        scene = Scene(Random(f"{self.seed}/{story.name}"), self.cast, self.sights, self.days)
        for day in count():
            yield from (replace(meant, story=story.name) for meant in story.play(scene, day))
