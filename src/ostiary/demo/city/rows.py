"""The records of the made-up city, as rows.

Knows: the tables of schema `city` and their columns, in order.
Must not know: how rows are made up, read from a file, or loaded.

A row is a named tuple, because COPY takes tuples in column order: the fields of these types are the columns, and
nothing else lists them a second time except the DDL, which a test compares with them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple, TypeAlias

Row: TypeAlias = tuple[object, ...]
"""A row of any table."""

INDEX_FBI_CODES: Final = frozenset({"01A", "02", "03", "04A", "04B", "05", "06", "07", "09"})
"""The FBI codes that the Uniform Crime Reporting summary system counts as index offences."""


class Person(NamedTuple):
    """A person that the city has records about."""

    person_id: int
    surname: str
    given_name: str
    dob: date
    ssn: str
    sex: str
    address: str
    phone: str
    birth_country: str
    juvenile: bool
    sealed: bool


class Incident(NamedTuple):
    """A reported incident, in the form of the public extract of CLEAR; ``person_id`` is the person named in it."""

    incident_id: int
    case_number: str
    occurred_at: datetime
    block: str
    iucr: str
    primary_type: str
    description: str
    location_description: str
    arrest: bool
    domestic: bool
    district: str
    fbi_code: str
    person_id: int | None
    sealed: bool


class Arrest(NamedTuple):
    """An arrest; ``juvenile`` tells whether the person was under 18 on that day."""

    arrest_id: int
    case_number: str
    person_id: int
    arrested_at: datetime
    charge: str
    district: str
    release_date: date | None
    juvenile: bool
    sealed: bool


class Vehicle(NamedTuple):
    """A registered vehicle."""

    vehicle_id: int
    plate: str
    make: str
    model: str
    year: int
    owner_id: int | None


class PlateRead(NamedTuple):
    """One passage of a plate before a camera (degrees, WGS 84); ``owner_id`` is the registered owner, if known."""

    read_id: int
    plate: str
    camera: str
    read_at: datetime
    latitude: float
    longitude: float
    owner_id: int | None


class Warrant(NamedTuple):
    """An order to arrest or to search; ``judicial``: a judge signed it. ``issuing_court`` is a board or an office otherwise.

    ``juvenile`` tells whether the person was under 18 on the day of issue; ``sealed`` is the person's.
    """

    warrant_id: int
    warrant_number: str
    kind: str
    judicial: bool
    issuing_court: str
    person_id: int
    offence: str
    issued_on: date
    served_on: date | None
    status: str
    juvenile: bool
    sealed: bool


class ContactCard(NamedTuple):
    """What an officer wrote down about a stop that led to no arrest; ``person_id`` is None when no name was given."""

    card_id: int
    card_number: str
    person_id: int | None
    contacted_at: datetime
    place: str
    district: str
    reason: str
    officer: str
    plate: str | None
    narrative: str
    juvenile: bool
    sealed: bool


class Case(NamedTuple):
    """A case that a unit works on: what a declared case number is checked against."""

    case_number: str
    opened_on: date
    closed_on: date | None
    unit: str
    lead_member: str
    offence: str


class OffenceCode(NamedTuple):
    """An Illinois Uniform Crime Reporting code; ``index_code`` is I (index), N (not), or empty when not known."""

    iucr: str
    primary_type: str
    description: str
    index_code: str


def index_code(fbi_code: str) -> str:
    """I or N for a code as the extract writes it (`04A`, `06`), and empty for an empty one."""
    if not fbi_code:
        return ""
    return "I" if fbi_code.upper() in INDEX_FBI_CODES else "N"


def offence_code(incident: Incident) -> OffenceCode:
    """The offence code that an incident was reported under."""
    return OffenceCode(
        incident.iucr, incident.primary_type, incident.description, index_code(incident.fbi_code)
    )
