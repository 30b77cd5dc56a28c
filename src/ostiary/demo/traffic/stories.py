"""Planted misuse, in the manner of documented cases: what detectors are to find, written before any detector.

Knows: each story, whom it resembles, and what of it can be seen in a log.
Must not know: detectors; what they would say.

A story is played day by day and in order of time. Numbers in brackets are those of the project's notes: E1 to E18 are
patterns of evasion that were documented, M1 to M15 kinds of detector. All people are made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from ostiary.demo.city.plates import CAMERAS, LETTERS
from ostiary.demo.traffic.cast import Player
from ostiary.demo.traffic.days import HOURS, Days
from ostiary.demo.traffic.habits import VAGUE
from ostiary.demo.traffic.intentions import Intention, Question, Stated
from ostiary.demo.traffic.questions import Topic, arrests, by_key, by_name, cars, contacts, reads, topic_of
from ostiary.demo.traffic.sights import Known, Sights

MINUTE: Final = 1 / 60
"""Of an hour."""


class Scene:
    """What a story is played with: chance of its own, the cast, the city, the days. ``whom`` is one person, always."""

    def __init__(self, rng: Random, cast: Sequence[Player], sights: Sights, days: Days) -> None:
        self.rng, self.cast, self.sights, self.days = rng, cast, sights, days
        self.whom: Known = rng.choice(sights.people)
        self.case = rng.choice(sights.open_cases)
        self._reached = 0

    def player(self, agency: str, part: str, place: int = 0) -> str:
        """The code of that agency's member in that part; of several, the one at that place."""
        return [one.member.code for one in self.cast if (one.member.agency, one.part) == (agency, part)][
            place
        ]

    def topic(self, person: Known | None = None) -> Topic:
        """A matter about that person, or about anybody."""
        found = topic_of(self.rng, self.sights, self.case)
        return Topic(self.case, person or self.rng.choice(self.sights.people), found.plate, found.day)

    def meant(self, day: int, hour: float, member: str, stated: Stated, question: Question) -> Intention:
        """An access at that hour of that day of the script; hours go on past 24 into the night."""
        return Intention(self.days.second(day, hour % HOURS), member, stated, question)

    def further(self, step: int) -> int:
        """How far the story has come already; it comes ``step`` further."""
        before = self._reached
        self._reached = (before + step) % max(self.sights.persons, 1)
        return before


@dataclass(frozen=True, slots=True)
class Story:
    """A planted misuse; ``says`` tells it to whoever evaluates a detector."""

    name: str
    kinds: tuple[str, ...]
    says: str
    play: Callable[[Scene, int], Iterator[Intention]]


def _neighbour(scene: Scene, day: int) -> Iterator[Intention]:
    if day % 3 == 0:
        member, stated = scene.player("cpd", "patrol", 1), Stated("vehicle-theft", scene.case)
        topic = scene.topic(scene.whom)
        for number, shape in enumerate((by_key, cars, contacts)):
            yield scene.meant(day, 2.6 + number * MINUTE, member, stated, shape(topic))


def _for_ice(scene: Scene, day: int) -> Iterator[Intention]:
    member, reasons = (
        scene.player("oak-lawn-pd", "patrol", 1),
        ("assist ICE", "ero", "hsi assist", "detainer chk", *VAGUE),
    )
    stated = Stated("criminal-investigation", scene.case)
    if day == 0:
        asked = by_name(scene.topic())
        yield scene.meant(day, 9.9, member, Stated(stated.purpose, stated.case, "", "ice-ero"), asked)
    for number in range(12):
        question = by_name(scene.topic()).noted(scene.rng.choice(reasons))
        yield scene.meant(day, 10 + number * MINUTE, member, stated, question)


def _one_case(scene: Scene, day: int) -> Iterator[Intention]:
    member, stated = scene.player("illinois-state-police", "patrol", 2), Stated("burglary", scene.case)
    for number in range(20):
        shape = scene.rng.choice((by_name, by_key, arrests, reads))
        yield scene.meant(day, 8 + number * 0.4, member, stated, shape(scene.topic()))


def _celebrity(scene: Scene, day: int) -> Iterator[Intention]:
    if day % 5 == 0:
        curious = [player for player in scene.cast if player.part in {"patrol", "prosecutor", "agent"}][::5]
        for number, player in enumerate(curious):
            stated = Stated(_PURPOSES[player.part], scene.rng.choice(scene.sights.open_cases))
            question = scene.rng.choice((by_name, arrests))(scene.topic(scene.whom))
            yield scene.meant(day, 18 + number * 9 * MINUTE, player.member.code, stated, question)


def _two_places(scene: Scene, day: int) -> Iterator[Intention]:
    member, stated = scene.player("cook-county-sheriff", "patrol", 0), Stated("narcotics", scene.case)
    for number in range(10):
        shape = scene.rng.choice((by_name, by_key, reads))
        meant = scene.meant(day, 11 + number * 3 * MINUTE, member, stated, shape(scene.topic()))
        yield Intention(meant.at, member, stated, meant.question, place="elsewhere", anew=number == 0)


def _harvest(scene: Scene, day: int) -> Iterator[Intention]:
    member = scene.player("cook-county-sheriff", "analyst")
    for number in range(25):
        question = Question(_NEXT_PORTION, (str(scene.further(PORTION)),))
        yield scene.meant(
            day, 13 + number * MINUTE, member, Stated("criminal-investigation", scene.case), question
        )


def _eve_of_event(scene: Scene, day: int) -> Iterator[Intention]:
    if day % 4 == 0:
        member, stated = scene.player("cpd", "analyst"), Stated("criminal-investigation", scene.case)
        evening = datetime.combine(scene.sights.last.date(), time(17))
        statement = (
            "SELECT r.plate, r.read_at, p.surname, p.given_name, p.address FROM plate_reads r JOIN persons p"
            " ON p.person_id = r.owner_id WHERE r.camera = $1 AND r.read_at >= $2 ORDER BY r.read_at LIMIT 200"
        )
        for number in range(8):
            camera = f"CAM-{scene.rng.randrange(CAMERAS) + 1:03d}"
            question = Question(statement, (camera, str(evening - timedelta(days=7 * number))))
            yield scene.meant(day, 20 + number * 4 * MINUTE, member, stated, question.noted("event safety"))


def _plate_steps(scene: Scene, day: int) -> Iterator[Intention]:
    member, stated = scene.player("aurora-pd", "patrol", 2), Stated("vehicle-theft", scene.case)
    statement = (
        "SELECT plate, make, model, owner_id FROM vehicles WHERE plate LIKE $1 ORDER BY plate LIMIT 100"
    )
    letters = f"{LETTERS[day % len(LETTERS)]}{LETTERS[day // len(LETTERS) % len(LETTERS)]}"
    for digit in range(10):
        yield scene.meant(
            day, 3 + digit * MINUTE, member, stated, Question(statement, (f"{letters}{digit}%",))
        )


def _relay(scene: Scene, day: int) -> Iterator[Intention]:
    agent, local = scene.player("fbi", "agent", 3), scene.player("cpd", "detective", 5)
    person = scene.rng.choice(scene.sights.people)
    question = Question(
        "SELECT charge, release_date FROM arrests WHERE person_id = $1", (str(person.person_id),)
    )
    yield scene.meant(day, 15, agent, Stated("criminal-investigation", "FB204417"), question)
    yield scene.meant(day, 15 + 6 * MINUTE, local, Stated("criminal-investigation", scene.case), question)


def _made_up_cases(scene: Scene, day: int) -> Iterator[Intention]:
    member = scene.player("dea", "agent", 1)
    yield scene.meant(day, 16, member, Stated("narcotics"), by_name(scene.topic()))
    for number in range(6):
        stated = Stated("narcotics", f"AA{(day * 6 + number) % 1_000_000:06d}")
        yield scene.meant(day, 16 + (number + 1) * MINUTE, member, stated, by_name(scene.topic()))


PORTION: Final = 400
"""Rows of one portion: below the limit of 500 that other agencies have."""
_NEXT_PORTION: Final = "SELECT person_id, surname, given_name, address FROM persons WHERE person_id > $1 ORDER BY person_id LIMIT 400"
_PURPOSES: Final = {
    "patrol": "criminal-investigation",
    "prosecutor": "prosecution",
    "agent": "criminal-investigation",
}

STORIES: Final = (
    Story("neighbour", ("M9", "E17"), "an officer looks up the same person every third night, always under one old case", _neighbour),
    Story("for-ice", ("M1", "M14", "E1"), "a local officer is refused on behalf of ICE once, and from then on asks for it under a"
          " local purpose: a list of names each morning, some with telling reasons, some vague", _for_ice),
    Story("one-case", ("M4",), "a trooper asks about everybody under one case number", _one_case),
    Story("celebrity", ("M10",), "members of many agencies look one person up within an hour or two, under unrelated cases", _celebrity),
    Story("two-places", ("M7", "E2"), "a deputy's account is used at a second place while its owner works", _two_places),
    Story("harvest", ("M5", "E12"), "an analyst copies the table of persons in portions below the row limit", _harvest),
    Story("eve-of-event", ("M1", "M15"), "on the evening before an event an analyst asks whose cars passed some cameras", _eve_of_event),
    Story("plate-steps", ("M5",), "an officer steps through plates by their first characters at night", _plate_steps),
    Story("relay", ("M12", "E14"), "a federal agent is refused release dates; minutes later a local detective asks for the same", _relay),
    Story("made-up-cases", ("M4", "M14"), "an agent is refused without a case, and then makes up case numbers one after the other", _made_up_cases),
)  # fmt: skip
