"""A publication of three months with something of everything, for tests of the public pages: not counted from any log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ostiary.web.public.model import (
    AgencyName,
    DirectiveRow,
    LogState,
    NoticeRow,
    NoticeVersion,
    Place,
    PolicyWords,
    PromiseRow,
    Publication,
    RecordRow,
    Tally,
    Zero,
)
from ostiary.web.public.site import site_files
from ostiary.web.public_files import read_public_templates

SINCE, UNTIL = date(2026, 9, 3), date(2026, 11, 16)
ROOT = "xMokMYL5s8liwO5L4wlclTAjbvibpV9NtRi2qMSqwFY="
AGENCIES = (
    AgencyName("atf", "Bureau of Alcohol, Tobacco, Firearms and Explosives", "police", "doj"),
    AgencyName("cbp", "Customs and Border Protection", "immigration", "dhs"),
    AgencyName("chicago-oig", "City of Chicago Office of Inspector General", "oversight"),
    AgencyName("cpd", "Chicago Police Department", "police"),
    AgencyName("dhs", "Department of Homeland Security", "department"),
    AgencyName("doj", "Department of Justice", "department"),
    AgencyName("fbi", "Federal Bureau of Investigation", "police", "doj"),
    AgencyName("ice", "Immigration and Customs Enforcement", "immigration", "dhs"),
    AgencyName("ice-ero", "ICE Enforcement and Removal Operations", "immigration", "ice"),
    AgencyName("ice-hsi", "ICE Homeland Security Investigations", "immigration", "ice"),
    AgencyName("oak-lawn-pd", "Oak Lawn Police Department", "police"),
)
PURPOSES = {
    "audit": "Audit and oversight",
    "homicide": "Homicide",
    "missing-person": "Missing person",
    "removal": "Removal of a person from the country",
    "robbery": "Robbery",
    "statistics": "Statistics and research about crime and policing, about nobody in particular",
}
ASKED = (
    ("cpd", "homicide", 61, 4),
    ("cpd", "robbery", 97, 3),
    ("cpd", "missing-person", 12, 1),
    ("cpd", "statistics", 2, 0),
    ("fbi", "homicide", 17, 2),
    ("oak-lawn-pd", "robbery", 21, 5),
    ("chicago-oig", "audit", 3, 0),
    ("cpd", "", 0, 2),
)
"""Agency, purpose, and how many a day were answered and refused, about."""


def counts() -> dict[Place, Tally]:
    """Numbers that go up and down by a rule, with two of ICE before its cut-off and tries after it."""
    found: dict[Place, Tally] = {}
    for number in range((UNTIL - SINCE).days + 1):
        day = (SINCE + timedelta(days=number)).isoformat()
        for agency, purpose, answered, refused in ASKED:
            some = answered + (number * 7 + len(purpose) * 5) % 11 - 5 if answered else 0
            tally = Tally(max(some, 0), max(some, 0) // 6, refused, int((number + answered) % 13 == 0))
            if tally.asked:
                found[Place(day, agency, agency, purpose)] = tally
        if number < 10:
            found[Place(day, "ice-ero", "ice-ero", "homicide")] = Tally(4, 1, 1)
        elif number % 9 == 0:
            found[Place(day, "ice-ero", "ice-ero", "removal")] = Tally(refused=1)
            found[Place(day, "oak-lawn-pd", "ice", "removal")] = Tally(refused=1)
    return dict(sorted(found.items()))


def directive(number: int) -> DirectiveRow:
    """One of many, with words that a hostile official might sign."""
    return DirectiveRow(
        f"E-{number}",
        "enrolment",
        f"Enrolment of {number} members",
        "confirmed",
        f'Enrolment of {number} members. Ordered by <b>A. Mayor</b> & "others", at 2026-09-0{number % 9 + 1}.',
        f'{{"id":"E-{number}"}}',
        (f"{number:02x}ade5" * 11)[:64],
        "2026-09-03T08:00:00.000000Z",
        "2026-09-03T09:00:00.000000Z",
        "",
        (number, number + 1),
    )


def publication() -> Publication:
    """Something of everything."""
    cut_off = replace(
        directive(1),
        id="D-1",
        kind="cut-off",
        title="Cut-off of ice, for good",
        story="Cut-off of ice, for good. Reason: the announcement of 10 July 2019. Ordered by A. Mayor, Mayor, at 2026-09-13T12:00:00.000000Z.",
    )
    notices = ("B-1", "B-2", "B-3")
    said = [
        NoticeVersion(
            one,
            f"2026-10-{at + 10}T12:00:00.000000Z",
            status,
            f"<script>alert({at})</script> Immigration officers are said to come to the city {when}.",
            source,
            "A. Mayor, Mayor",
            "B. Clerk, City Clerk",
        )
        for at, (one, status, when, source) in enumerate(
            zip(
                notices,
                ("reported", "postponed", "confirmed"),
                ("on Sunday", "two weeks later", "on 25 October"),
                ("a newspaper of 10 October 2026", "the President's message", "the Mayor's office"),
                strict=True,
            )
        )
    ]
    return Publication(
        made_at="2026-11-26T13:00:00+00:00",
        delay_days=10,
        since=SINCE.isoformat(),
        until=UNTIL.isoformat(),
        end=17_204,
        log=LogState(
            "log.city.example/ostiary/records",
            17_391,
            ROOT,
            f"log.city.example/ostiary/records\n17391\n{ROOT}\n\n— log.city.example/ostiary/records {'A' * 2400}=\n",
            ("city-clerk", "university", "tribune"),
            "two-of-three",
            {"access": 17_301, "directive": 74, "subject-index root": 16},
        ),
        policy=PolicyWords(
            "chicago-2019",
            "Chicago: federal immigration enforcement is cut off, other agencies keep what agreements give",
            "5" * 64,
            "the records custodian, Chicago Police Department, Records Division",
            "Drafted by programmers from public reports and public excerpts of law. No lawyer has reviewed it.",
            41,
            41,
            ("Whether a federal agency counts as out of state.",),
            ("Emergency access, and notices to residents.",),
        ),
        agencies=AGENCIES,
        purposes=PURPOSES,
        counts=counts(),
        unopened=0,
        unreadable=0,
        turned_away={"28P01": 412, "57P03": 3},
        zeros=(
            Zero("D-1", "ice", ("ice", "ice-ero", "ice-hsi"), "2026-09-13T12:01:00.000000Z", None, 2411, 17_204, Tally(refused=14)),
            Zero("D-2", "cbp", ("cbp",), "2026-11-25T12:01:00.000000Z", "2027-01-01", 17_300, 17_204, Tally()),
        ),
        directives=(*map(directive, range(1, 30)), cut_off, replace(cut_off, id="D-2", title="Cut-off of cbp, until 2027-01-01"),
                    *(replace(cut_off, id=one, kind="notice", title="Notice: Raids") for one in notices)),
        promises=(
            PromiseRow("P01", "announcement of 10 July 2019", "ICE's access is permanently ended.", "KEPT", is_permanent=True, is_kept=True),
            PromiseRow("P02", "MCC 2-173-020", "", "KEPT TODAY", is_permanent=True, is_kept=False),
        ),
        records=(
            RecordRow("arrests", "Arrests", is_about_people=True, is_public=False),
            RecordRow("offence_codes", "Offence codes", is_about_people=False, is_public=True),
        ),
        notices=(NoticeRow("B-1", "Raids announced for <Chicago>", tuple(said)),),
        enforcement=("removal",),
    )  # fmt: skip


def files(of: Publication) -> dict[str, bytes]:
    """Its files."""
    return dict(site_files(of, read_public_templates()))
