"""One city, three policies: the same request is answered by the one of its day, and the answer says which that was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Deny, Request
from ostiary.model.rules import Rule, Source
from ostiary.policy.history import decide_then, periods
from ostiary.store.bundle_files import read_bundle
from policy_worlds import ask

POLICIES = Path(__file__).parents[2] / "policies"
OLD, MIDDLE, NEW = (read_bundle(POLICIES / f"chicago-{year}") for year in (2012, 2019, 2021))
CITY = (OLD, MIDDLE, NEW)
CASE = "JK123456"
SAID = Source("", "")
EXCEPTIONS = ("outstanding-criminal-warrant", "felony-conviction", "pending-felony-charge", "gang-database")


def answer(request: Request) -> tuple[str, str]:
    """The policy of the day, and the rule that allowed or that stood first against it."""
    bundle, decision = decide_then(CITY, request)
    match decision:
        case Allow(permits):
            return bundle.name, f"allowed by {permits[0]}"
        case Deny(reasons):
            return bundle.name, f"refused by {reasons[0].rule or 'default'}"


def rules(bundle: Bundle) -> dict[str, Rule]:
    """Permits, prohibitions and duties by id."""
    every: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    return {one.source.id: one for one in every}


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_the_same_request_has_two_answers_in_two_days(exception: str) -> None:
    """Each under its own version: the day before the exceptions ended, and the day after they had."""
    said = {}
    for day in (date(2021, 2, 22), date(2021, 2, 24)):
        asked = ask("cpd", "detainer", "persons", case=CASE, basis=frozenset({exception}), day=day)
        bundle, decision = decide_then(CITY, asked)
        said[bundle.version] = type(decision)
    assert said == {MIDDLE.version: Allow, NEW.version: Deny}


@pytest.mark.parametrize(
    ("day", "ice", "police"),
    [
        (date(2012, 12, 31), ("chicago-2012", "allowed by R07"), ("chicago-2012", "allowed by R07")),
        (date(2019, 7, 9), ("chicago-2012", "allowed by R07"), ("chicago-2012", "allowed by R07")),
        (date(2019, 7, 10), ("chicago-2019", "refused by R01"), ("chicago-2019", "allowed by R07")),
        (date(2021, 2, 22), ("chicago-2019", "refused by R01"), ("chicago-2019", "allowed by R07")),
        (date(2021, 2, 23), ("chicago-2021", "refused by R01"), ("chicago-2021", "refused by R03")),
    ],
)
def test_ice_is_cut_off_first_and_the_exceptions_end_later(
    day: date, ice: tuple[str, str], police: tuple[str, str]
) -> None:
    """A pending felony charge opened the records to both, then to the police alone, then to nobody."""
    basis = frozenset({"pending-felony-charge"})
    assert answer(ask("ice-ero", "detainer", "persons", case=CASE, basis=basis, day=day)) == ice
    assert answer(ask("cpd", "detainer", "persons", case=CASE, basis=basis, day=day)) == police


@pytest.mark.parametrize("day", [date(2013, 1, 1), date(2020, 1, 1), date(2022, 1, 1)])
def test_without_a_ground_civil_immigration_enforcement_was_never_open(day: date) -> None:
    """To nobody and in no year, on whatever paper that is not one of the four exceptions."""
    for agency in ("cpd", "ice-ero", "cbp", "fbi", "cook-county-sheriff"):
        for basis in (frozenset[str](), frozenset({"administrative-warrant"}), frozenset({"statute"})):
            asked = ask(agency, "detainer", "persons", case=CASE, basis=basis, day=day)
            _, decision = decide_then(CITY, asked)
            assert isinstance(decision, Deny)
            assert "R03" in [reason.rule for reason in decision.reasons]


def test_before_2019_federal_agencies_read_without_agreement_and_case() -> None:
    """As the Inspector General found it; with the announcement both are asked for, and contact cards stay in the city."""
    before, after = date(2019, 7, 9), date(2019, 7, 10)
    for agency in ("fbi", "cbp", "ice-hsi"):
        assert answer(ask(agency, "homicide", "contact_cards", day=before))[1] == "allowed by R02"
    assert answer(ask("fbi", "homicide", "persons", day=after))[1] == "refused by R02"
    assert answer(ask("fbi", "homicide", "persons", case=CASE, day=after))[1] == "allowed by R02"
    assert answer(ask("cbp", "homicide", "persons", case=CASE, day=after))[1] == "refused by default"
    assert answer(ask("fbi", "homicide", "contact_cards", case=CASE, day=after))[1] == "refused by default"


@pytest.mark.parametrize(
    ("agency", "purpose", "record_class", "case", "rule"),
    [
        ("cpd", "homicide", "cases", CASE, "allowed by R30"),
        ("cpd", "homicide", "persons", None, "refused by R30"),
        ("oak-lawn-pd", "homicide", "contact_cards", None, "allowed by R31"),
        ("oak-lawn-pd", "prosecution", "persons", None, "refused by default"),
        ("cook-states-attorney", "prosecution", "arrests", CASE, "allowed by R32"),
        ("cook-states-attorney", "prosecution", "arrests", None, "refused by R32"),
        ("chicago-oig", "audit", "cases", None, "allowed by R33"),
        ("chicago-oig", "statistics", "incidents", None, "allowed by R36"),
        ("ice", "homicide", "offence_codes", None, "allowed by R35"),
        ("cpd", "statistics", "offence_codes", None, "allowed by R35"),
    ],
)
def test_the_pack_of_2012_says_who_read_what(
    agency: str, purpose: str, record_class: str, case: str | None, rule: str
) -> None:
    """Beside the federal agencies: the city with a case number, Illinois police without."""
    said = answer(ask(agency, purpose, record_class, case=case, day=date(2015, 1, 1)))
    assert said == ("chicago-2012", rule)


def test_what_the_city_does_with_its_own_records_is_the_same_in_2012_and_2019() -> None:
    """So a comparison of the packs shows what the sources tell apart."""
    before, after = rules(OLD), rules(MIDDLE)
    for one in ("R06", "R30", "R33", "R34", "R35", "R36", "R40", "R41", "R48", "R49"):
        assert replace(before[one], source=SAID) == replace(after[one], source=SAID)


def test_the_pack_of_2012_keeps_juvenile_and_sealed_records_and_social_security_numbers() -> None:
    """Whoever asks; oversight sees the records. No row limit and no other mask."""
    for agency, purpose, rows in (("fbi", "homicide", 2), ("chicago-oig", "audit", 0)):
        _, decision = decide_then(CITY, ask(agency, purpose, "persons", "ssn", day=date(2015, 1, 1)))
        assert isinstance(decision, Allow)
        assert decision.duties.masks == (("ssn", "last-4"),)
        assert len(decision.duties.rows) == rows
        assert decision.duties.row_limit is None


@pytest.mark.parametrize("agency", ["ice", "ice-hsi", "cbp", "usbp", "uscis"])
def test_r50_electronic_databases_close_to_immigration_agents(agency: str) -> None:
    """From 2 August 2021, whatever they ask for; what is public stays open."""
    for purpose in ("homicide", "detainer", "statistics"):
        for day, stands in ((date(2021, 8, 1), False), (date(2021, 8, 2), True)):
            _, decision = decide_then(CITY, ask(agency, purpose, "persons", case=CASE, day=day))
            assert isinstance(decision, Deny)
            assert ("R50" in [reason.rule for reason in decision.reasons]) is stands
    assert answer(ask(agency, "homicide", "offence_codes", day=date(2021, 8, 2)))[1] == "allowed by R35"


def test_nothing_was_in_force_before_the_first_pack() -> None:
    """The year alone is known, so the day before its last has no answer."""
    with pytest.raises(BundleError, match="no bundle was in force on 2012-12-30"):
        answer(ask("cpd", "homicide", "persons", case=CASE, day=date(2012, 12, 30)))


def test_the_packs_are_one_history() -> None:
    """Three days, in order, and the last pack is in force until another one is added."""
    assert [(one.bundle.name, one.first.isoformat(), one.until) for one in periods(CITY)] == [
        ("chicago-2012", "2012-12-31", date(2019, 7, 10)),
        ("chicago-2019", "2019-07-10", date(2021, 2, 23)),
        ("chicago-2021", "2021-02-23", None),
    ]


@pytest.mark.parametrize("file", ["agencies.toml", "catalogue.toml", "purposes.toml"])
def test_what_the_packs_share_is_the_same(file: str) -> None:
    """Agencies, records and purposes, so that a comparison shows rules alone."""
    assert len({(POLICIES / one.name / file).read_bytes() for one in CITY}) == 1


def test_the_pack_of_2021_changes_what_its_readme_says() -> None:
    """R03 lost its exceptions, R07 is gone, R13, R14 and R50 came; every other rule is that of 2019."""
    before, after = rules(MIDDLE), rules(NEW)
    assert before.keys() - after.keys() == {"R07"}
    assert after.keys() - before.keys() == {"R13", "R14", "R50"}

    same = {
        one
        for one in before
        if one in after and replace(before[one], source=SAID) == replace(after[one], source=SAID)
    }
    assert before.keys() - same == {"R03", "R07"}
    assert OLD.bases == MIDDLE.bases == NEW.bases
    assert len(NEW.bases) == len(EXCEPTIONS)
    named = {word for one in NEW.prohibitions + NEW.permits for atom in one.when.atoms for word in atom.words}
    assert not named & NEW.bases.keys()
