"""Sixty-odd offences in the style of the Illinois Uniform Crime Reporting codes, and how often each is reported.

Knows: codes, words, FBI codes and rough weights.
Must not know: incidents or people.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from ostiary.demo.city.lots import tickets
from ostiary.demo.city.rows import OffenceCode, index_code


class Offence(NamedTuple):
    """One kind of offence; ``weight`` is how many of some thousand incidents are of it."""

    iucr: str
    primary_type: str
    description: str
    fbi_code: str
    weight: int


OFFENCES: Final = (
    Offence("0110", "HOMICIDE", "FIRST DEGREE MURDER", "01A", 2),
    Offence("0281", "CRIMINAL SEXUAL ASSAULT", "NON-AGGRAVATED", "02", 4),
    Offence("0312", "ROBBERY", "ARMED - KNIFE / CUTTING INSTRUMENT", "03", 3),
    Offence("031A", "ROBBERY", "ARMED - HANDGUN", "03", 14),
    Offence("0320", "ROBBERY", "STRONG ARM - NO WEAPON", "03", 12),
    Offence("0325", "ROBBERY", "VEHICULAR HIJACKING", "03", 2),
    Offence("0326", "ROBBERY", "AGGRAVATED VEHICULAR HIJACKING", "03", 3),
    Offence("041A", "BATTERY", "AGGRAVATED - HANDGUN", "04B", 6),
    Offence("0420", "BATTERY", "AGGRAVATED - KNIFE / CUTTING INSTRUMENT", "04B", 5),
    Offence("0430", "BATTERY", "AGGRAVATED - OTHER DANGEROUS WEAPON", "04B", 6),
    Offence("0460", "BATTERY", "SIMPLE", "08B", 68),
    Offence("0486", "BATTERY", "DOMESTIC BATTERY SIMPLE", "08B", 84),
    Offence(
        "0498", "BATTERY", "AGGRAVATED DOMESTIC BATTERY - HANDS / FISTS / FEET, SERIOUS INJURY", "04B", 5
    ),
    Offence("051A", "ASSAULT", "AGGRAVATED - HANDGUN", "04A", 10),
    Offence("0520", "ASSAULT", "AGGRAVATED - KNIFE / CUTTING INSTRUMENT", "04A", 5),
    Offence("0560", "ASSAULT", "SIMPLE", "08A", 62),
    Offence("0580", "STALKING", "SIMPLE", "08A", 2),
    Offence("0610", "BURGLARY", "FORCIBLE ENTRY", "05", 18),
    Offence("0620", "BURGLARY", "UNLAWFUL ENTRY", "05", 9),
    Offence("0630", "BURGLARY", "ATTEMPT - FORCIBLE ENTRY", "05", 2),
    Offence("0650", "BURGLARY", "HOME INVASION", "05", 1),
    Offence("0810", "THEFT", "OVER $500", "06", 58),
    Offence("0820", "THEFT", "$500 AND UNDER", "06", 60),
    Offence("0860", "THEFT", "RETAIL THEFT", "06", 58),
    Offence("0870", "THEFT", "POCKET-PICKING", "06", 5),
    Offence("0890", "THEFT", "FROM BUILDING", "06", 22),
    Offence("0895", "THEFT", "FROM COIN-OPERATED MACHINE OR DEVICE", "06", 1),
    Offence("0910", "MOTOR VEHICLE THEFT", "AUTOMOBILE", "07", 60),
    Offence("0915", "MOTOR VEHICLE THEFT", "TRUCK, BUS, MOTOR HOME", "07", 4),
    Offence("0920", "MOTOR VEHICLE THEFT", "ATTEMPT - AUTOMOBILE", "07", 6),
    Offence("0930", "MOTOR VEHICLE THEFT", "THEFT / RECOVERY - AUTOMOBILE", "07", 2),
    Offence("1020", "ARSON", "BY FIRE", "09", 2),
    Offence("1110", "DECEPTIVE PRACTICE", "BOGUS CHECK", "11", 3),
    Offence("1120", "DECEPTIVE PRACTICE", "FORGERY", "10", 4),
    Offence("1130", "DECEPTIVE PRACTICE", "FRAUD OR CONFIDENCE GAME", "11", 14),
    Offence("1150", "DECEPTIVE PRACTICE", "CREDIT CARD FRAUD", "11", 10),
    Offence("1153", "DECEPTIVE PRACTICE", "FINANCIAL IDENTITY THEFT OVER $300", "11", 12),
    Offence("1310", "CRIMINAL DAMAGE", "TO PROPERTY", "14", 50),
    Offence("1320", "CRIMINAL DAMAGE", "TO VEHICLE", "14", 64),
    Offence("1330", "CRIMINAL TRESPASS", "TO LAND", "26", 16),
    Offence("1360", "CRIMINAL TRESPASS", "TO VEHICLE", "26", 2),
    Offence("1365", "CRIMINAL TRESPASS", "TO RESIDENCE", "26", 6),
    Offence("143A", "WEAPONS VIOLATION", "UNLAWFUL POSSESSION - HANDGUN", "15", 26),
    Offence("1477", "WEAPONS VIOLATION", "RECKLESS FIREARM DISCHARGE", "15", 5),
    Offence("1506", "PROSTITUTION", "SOLICIT ON PUBLIC WAY", "16", 1),
    Offence("1661", "GAMBLING", "GAME / DICE", "19", 1),
    Offence("1750", "OFFENSE INVOLVING CHILDREN", "CHILD ABUSE", "20", 3),
    Offence("1811", "NARCOTICS", "POSSESS - CANNABIS 30 GRAMS OR LESS", "18", 3),
    Offence("2014", "NARCOTICS", "MANUFACTURE / DELIVER - HEROIN (WHITE)", "18", 4),
    Offence("2024", "NARCOTICS", "POSSESS - HEROIN (WHITE)", "18", 10),
    Offence("2027", "NARCOTICS", "POSSESS - CRACK", "18", 7),
    Offence("2210", "LIQUOR LAW VIOLATION", "SELL / GIVE / DELIVER LIQUOR TO MINOR", "22", 1),
    Offence("2820", "OTHER OFFENSE", "TELEPHONE THREAT", "08A", 10),
    Offence("2825", "OTHER OFFENSE", "HARASSMENT BY TELEPHONE", "26", 8),
    Offence("2826", "OTHER OFFENSE", "HARASSMENT BY ELECTRONIC MEANS", "26", 9),
    Offence("2851", "PUBLIC PEACE VIOLATION", "BOMB THREAT", "26", 1),
    Offence("2890", "PUBLIC PEACE VIOLATION", "OTHER VIOLATION", "26", 2),
    Offence("3710", "INTERFERENCE WITH PUBLIC OFFICER", "RESIST / OBSTRUCT / DISARM OFFICER", "24", 2),
    Offence("3730", "INTERFERENCE WITH PUBLIC OFFICER", "OBSTRUCTING JUSTICE", "24", 2),
    Offence("4387", "OTHER OFFENSE", "VIOLATE ORDER OF PROTECTION", "26", 14),
    Offence("4651", "OTHER OFFENSE", "SEX OFFENDER - FAIL TO REGISTER NEW ADDRESS", "26", 2),
    Offence("5002", "OTHER OFFENSE", "OTHER VEHICLE OFFENSE", "26", 6),
)

OFFENCE_TICKETS: Final = tickets({kind: kind.weight for kind in OFFENCES})


def offence_codes() -> tuple[OffenceCode, ...]:
    """All offences of the made-up city as rows of its code table."""
    return tuple(
        OffenceCode(kind.iucr, kind.primary_type, kind.description, index_code(kind.fbi_code))
        for kind in OFFENCES
    )
