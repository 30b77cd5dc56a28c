"""Made-up people, in households.

Knows: what a person's record looks like, who lives together, and how ages, countries and rare flags spread.
Must not know: what happens to people, or where records are kept.

Nobody can be meant. Names are composed from lists. A social security number has an area of 000 or 666, or the group 00:
the Social Security Administration issues no such numbers. There are 10,980,000 of them, and each
person has another one. (Areas from 900 on are not used: taxpayer numbers of real immigrants begin with 9.) A telephone
number has a Chicago area code and then an exchange that begins with 0 or 1, which the North American Numbering Plan
gives to nobody, because these digits call the operator and lead out of the area; there are ten million of them. The
numbers that the plan keeps for fiction (555-0100 to 555-0199) would be far too few.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from ostiary.demo.city.lots import Lots, Urn, scattered, tickets
from ostiary.demo.city.names import COUNTRIES, GIVEN_NAMES, STREETS, SURNAMES
from ostiary.demo.city.rows import Person

ADULT_AGE: Final = 18
SEALED_SHARE: Final = 0.03
CHILD_SHARE: Final = 0.35
"""Of those who come third or later in their household, so many are under age: some six of a hundred people."""
OWN_SURNAME_SHARE: Final = 0.25
"""So many have another surname than the household's."""

TENTH: Final = 10
"""People live in households that are parts of ten people with successive numbers."""
HOUSEHOLDS: Final = (
    (1, 1, 1, 1, 2, 4), (1, 1, 2, 2, 4), (1, 2, 3, 4), (1, 1, 1, 2, 5), (2, 2, 3, 3), (1, 1, 1, 1, 1, 1, 2, 2),
)  # fmt: skip

AREAS: Final = (0, 666, *range(1, 666), *range(667, 900))
_WHOLE_AREAS: Final = 2 * 100 * 10_000
NEVER_ISSUED: Final = _WHOLE_AREAS + (len(AREAS) - 2) * 10_000
"""2 areas x 100 groups x 10,000 serials, and 898 areas x group 00 x 10,000 serials."""

AREA_CODES: Final = ("312", "773", "872", "708", "847")
PHONES: Final = len(AREA_CODES) * 200 * 10_000
"""5 area codes x exchanges 000 to 199 x 10,000."""

_DAYS_A_YEAR: Final = 365.25
_COUNTRIES: Final = tickets(COUNTRIES)
_SEXES: Final = tickets({"F": 49, "M": 50, "X": 1})
_EITHER: Final = GIVEN_NAMES["F"] + GIVEN_NAMES["M"]
_SURNAME_BEND: Final = 1.5
"""The likeliest surname is borne by some seven of a thousand."""


class Life(NamedTuple):
    """What other records need to know of a person."""

    dob: date
    juvenile: bool
    sealed: bool


class _Home(NamedTuple):
    """A household's number, which is that of its first person, and how many members come before."""

    number: int
    before: int


def _homes(parts: tuple[int, ...]) -> tuple[_Home, ...]:
    """For each of ten people the household, as its distance from the first of the ten."""
    begins = [sum(parts[:index]) for index in range(len(parts))]
    return tuple(
        _Home(begin, before) for begin, part in zip(begins, parts, strict=True) for before in range(part)
    )


_HOMES: Final = tuple(_homes(parts) for parts in HOUSEHOLDS)


class People:
    """So many people, numbered from 1, none born less than ten years before ``today``."""

    def __init__(self, seed: int, *, today: date, count: int) -> None:
        self.count = count
        self._today = today
        self._tens = Urn(seed, "households")
        self._homes = Urn(seed, "homes")
        self._lives = Urn(seed, "lives")
        self._persons = Urn(seed, "persons")

    def person(self, number: int) -> Person:
        """The person of that number."""
        home = self._home(number)
        at_home, lots = self._homes.lots(home.number), self._persons.lots(number)
        family, address = _surname(at_home), _address(at_home)
        life, sex = self.life(number), lots.pick(_SEXES)
        return Person(
            person_id=number,
            surname=_surname(lots) if lots.happens(OWN_SURNAME_SHARE) else family,
            given_name=lots.pick(GIVEN_NAMES.get(sex, _EITHER)),
            dob=life.dob,
            ssn=never_issued(scattered(number - 1, NEVER_ISSUED)),
            sex=sex,
            address=address,
            phone=nobodys_phone(lots.below(PHONES)),
            birth_country=lots.pick(_COUNTRIES),
            juvenile=life.juvenile,
            sealed=life.sealed,
        )

    def life(self, number: int) -> Life:
        """What counts of that person in other records."""
        lots = self._lives.lots(number)
        # The first two of a household are of age, so that no child lives alone.
        juvenile = lots.happens(CHILD_SHARE) and self._home(number).before > 1
        return Life(
            _birthday(lots.share(), self._today, juvenile=juvenile), juvenile, lots.happens(SEALED_SHARE)
        )

    def _home(self, number: int) -> _Home:
        ten, place = divmod(number - 1, TENTH)
        begin, before = self._tens.lots(ten).pick(_HOMES)[place]
        return _Home(ten * TENTH + begin + 1, before)


def is_under_age(dob: date, day: date) -> bool:
    """Whether somebody born on ``dob`` is under 18 on that day."""
    return (day.year - dob.year - ((day.month, day.day) < (dob.month, dob.day))) < ADULT_AGE


def is_never_issued(ssn: str) -> bool:
    """Whether a number in the form of a social security number can belong to nobody."""
    area, group, _ = ssn.split("-")
    return area in {"000", "666"} or (group == "00" and int(area) <= AREAS[-1])


def never_issued(number: int) -> str:
    """One of the `NEVER_ISSUED` social security numbers; successive ones differ in area and group first."""
    if number < _WHOLE_AREAS:
        serial, rest = divmod(number, 2 * 100)
        area, group = divmod(rest, 100)
    else:
        serial, area = divmod(number - _WHOLE_AREAS, len(AREAS) - 2)
        area, group = area + 2, 0
    return f"{AREAS[area]:03d}-{group:02d}-{serial:04d}"


def nobodys_phone(number: int) -> str:
    """One of the `PHONES` telephone numbers that cannot be dialled."""
    rest, line = divmod(number, 10_000)
    area, exchange = divmod(rest, 200)
    return f"{AREA_CODES[area]}-{exchange:03d}-{line:04d}"


def _surname(lots: Lots) -> str:
    return SURNAMES[int(len(SURNAMES) * lots.share() ** _SURNAME_BEND)]


def _address(lots: Lots) -> str:
    return f"{1 + lots.below(9_999)} {lots.pick('NSEW')} {lots.pick(STREETS)}"


def _birthday(share: float, today: date, *, juvenile: bool) -> date:
    """A day that makes somebody 10 to 17, or 19 to 85 and oftener young."""
    # Nobody is between 17 and 19, so that leap years cannot put somebody on the wrong side of the flag.
    age = 10 + 7 * share if juvenile else 19 + 66 * share**1.7
    return today - timedelta(days=int(age * _DAYS_A_YEAR))
