"""Who takes part in the demonstration.

Knows: the made-up officials and members, and what each is there to show.
Must not know: passwords, keys, servers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ostiary.model.agency import Member


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the demonstration, the purpose declared on connecting, and who that is in words."""

    member: Member
    title: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """An official of the demonstration; ``code`` also names the key file."""

    code: str
    name: str
    office: str


MAYOR: Final = Signatory("mayor", "Mayor (made up)", "Mayor, who directs")
SUPERINTENDENT: Final = Signatory(
    "superintendent", "Superintendent (made up)", "Superintendent, who confirms"
)
SIGNATORIES: Final = (MAYOR, SUPERINTENDENT)

DETECTIVE: Final = Person(Member("cpd-1042", "cpd", "detective"), "CPD detective", "homicide")
AGENT: Final = Person(Member("fbi-7731", "fbi", "agent"), "FBI agent", "criminal-investigation")
OFFICER: Final = Person(Member("ice-2290", "ice-ero", "officer"), "ICE officer", "criminal-investigation")
TASK_FORCE: Final = Person(
    Member("cpd-tf-88", "cpd", "detective", frozenset({"ice-hsi"})),
    "task-force officer of the CPD, employed by HSI",
    "narcotics",
)
AUDITOR: Final = Person(Member("oig-0007", "chicago-oig", "auditor"), "auditor of the OIG", "audit")
PEOPLE: Final = (DETECTIVE, AGENT, OFFICER, TASK_FORCE, AUDITOR)
