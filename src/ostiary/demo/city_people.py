"""Made-up people.

Knows: what a person's record looks like, and how ages, countries and rare flags spread.
Must not know: what happens to people, or where records are kept.

Nobody can be meant: names are drawn at random from short lists, social security numbers have an area number that is
never issued (000 and 666; not 9xx, which taxpayer numbers of real immigrants use), and telephone numbers lie in the
range that the numbering plan keeps for fiction (555-0100 to 555-0199).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from ostiary.demo.city_rows import Person

SURNAMES: Final = (
    "Abend", "Alder", "Amato", "Arroyo", "Ashby", "Baranek", "Bell", "Birch", "Boateng", "Brannock", "Calder", "Cato",
    "Cedeno", "Chavira", "Corrin", "Dabrowa", "Darrow", "Delmar", "Dorsey", "Dunmore", "Eboh", "Ellery", "Escalan",
    "Fairlie", "Fenwick", "Figaro", "Galvin", "Garza", "Gorski", "Greer", "Haddad", "Halloway", "Harrow", "Huang",
    "Ibarra", "Ilves", "Jarrett", "Jelinek", "Joyner", "Kaminer", "Kerrigan", "Kowal", "Landry", "Larkin", "Linares",
    "Lowell", "Maddox", "Marek", "Mendel", "Moreno", "Nakata", "Narvik", "Nguyen", "Norwood", "Obi", "Okada", "Olmedo",
    "Orlov", "Padilla", "Pascal", "Patel", "Pruitt", "Quill", "Quiroga", "Ramsey", "Redfern", "Rojas", "Rosado",
    "Salter", "Santoro", "Sekula", "Shaw", "Solano", "Stroud", "Tamar", "Thorne", "Tran", "Ulrich", "Vance", "Varga",
    "Velez", "Wadley", "Wexler", "Whitlow", "Yoon", "Zamora", "Zeller", "Zielin",
)  # fmt: skip
GIVEN_NAMES: Final = {
    "F": (
        "Ada", "Alma", "Anita", "Bea", "Carmen", "Celia", "Dalia", "Edith", "Elena", "Faye", "Gloria", "Hana", "Ines",
        "Irene", "Joan", "Katya", "Leona", "Lucia", "Mabel", "Marta", "Nadia", "Nora", "Odette", "Paula", "Renee",
        "Rosa", "Sabine", "Tessa", "Vera", "Yara",
    ),
    "M": (
        "Abel", "Amir", "Andre", "Basil", "Bruno", "Cesar", "Clyde", "Darius", "Diego", "Emil", "Ezra", "Felix",
        "Gavin", "Hector", "Hugo", "Ivan", "Jonas", "Julian", "Karim", "Leon", "Luis", "Marcus", "Milo", "Nestor",
        "Omar", "Otis", "Pavel", "Ruben", "Silas", "Tomas",
    ),
}  # fmt: skip
COUNTRIES: Final = {
    "United States": 790, "Mexico": 82, "Poland": 18, "India": 14, "China": 12, "Philippines": 10, "Ecuador": 9,
    "Guatemala": 9, "Venezuela": 12, "Nigeria": 6, "Ukraine": 6, "Ireland": 4, "Haiti": 4, "Honduras": 6,
    "El Salvador": 5, "Colombia": 5, "Iraq": 4, "Ghana": 4,
}  # fmt: skip
STREETS: Final = (
    "Alder St", "Basin Ave", "Canal Walk", "Dock St", "Elm Row", "Foundry Ave", "Granary St", "Harbor Blvd", "Ironwork Pl",
    "Juniper St", "Kiln Ave", "Lantern Rd", "Millrace St", "Northgate Ave", "Orchard Pl", "Prairie Ave", "Quarry Rd",
    "Rivet St", "Signal Ave", "Tannery St", "Union Row", "Viaduct Ave", "Wharf St", "Yard Pl",
)  # fmt: skip

ADULT_AGE: Final = 18
JUVENILE_SHARE: Final = 0.06
SEALED_SHARE: Final = 0.03

_DAYS_A_YEAR: Final = 365.25
_SSN_GROUPS: Final = 99
_SSN_SERIALS: Final = 9_999


def people(rng: Random, *, today: date, count: int) -> Iterator[Person]:
    """So many people, numbered from 1, none born less than ten years before ``today``."""
    countries = tuple(COUNTRIES)
    weights = tuple(COUNTRIES.values())
    for number, ssn in enumerate(rng.sample(range(2 * _SSN_GROUPS * _SSN_SERIALS), count), start=1):
        sex = rng.choices(("F", "M", "X"), (49, 50, 1))[0]
        juvenile = rng.random() < JUVENILE_SHARE
        yield Person(
            person_id=number,
            surname=rng.choice(SURNAMES),
            given_name=rng.choice(GIVEN_NAMES.get(sex, GIVEN_NAMES["F"] + GIVEN_NAMES["M"])),
            dob=_birthday(rng, today, juvenile=juvenile),
            ssn=_never_issued(ssn),
            sex=sex,
            address=f"{rng.randint(1, 9_999)} {rng.choice('NSEW')} {rng.choice(STREETS)}",
            phone=f"312-555-01{rng.randrange(100):02d}",
            birth_country=rng.choices(countries, weights)[0],
            juvenile=juvenile,
            sealed=rng.random() < SEALED_SHARE,
        )


def is_under_age(dob: date, day: date) -> bool:
    """Whether somebody born on ``dob`` is under 18 on that day."""
    return (day.year - dob.year - ((day.month, day.day) < (dob.month, dob.day))) < ADULT_AGE


def heavy_tailed(rng: Random, count: int) -> int:
    """A number in range(count); low ones come far oftener, as a few people and cars fill most of the records."""
    return int(count * rng.random() ** 2)


def _birthday(rng: Random, today: date, *, juvenile: bool) -> date:
    """A day that makes somebody 10 to 17, or 18 to about 85 and oftener young."""
    # Nobody is between 17 and 19, so that leap years cannot put somebody on the wrong side of the flag.
    age = rng.uniform(10, 17) if juvenile else 19 + rng.betavariate(1.5, 3) * 66
    return today - timedelta(days=int(age * _DAYS_A_YEAR))


def _never_issued(number: int) -> str:
    area, rest = divmod(number, _SSN_GROUPS * _SSN_SERIALS)
    group, serial = divmod(rest, _SSN_SERIALS)
    return f"{('000', '666')[area]}-{group + 1:02d}-{serial + 1:04d}"
