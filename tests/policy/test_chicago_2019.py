"""The Chicago pack keeps what was announced; the numbers are those of the rules in the project's notes on the domain."""

from __future__ import annotations

from datetime import date

import pytest

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision, Deny, Duties
from ostiary.model.rules import Rule
from ostiary.policy.explain import detail, sentence
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.profiles import all_profiles
from ostiary.policy.reference import decide
from ostiary.policy.ways_out import way_out
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO, DAY, ask

CASE = "JK123456"
RECORDS = ("persons", "incidents", "arrests", "vehicles", "plate_reads", "warrants")
"""What other agencies may have; contact cards and the officers' case table stay with the city."""
CITY_ALONE = ("contact_cards", "cases")
ICE = ("ice", "ice-ero", "ice-hsi")
DOJ = ("fbi", "dea", "atf", "usms")
ILLINOIS = ("cook-county-sheriff", "illinois-state-police", "oak-lawn-pd", "aurora-pd")
EXCEPTIONS = ("outstanding-criminal-warrant", "felony-conviction", "pending-felony-charge", "gang-database")
"""The four exceptions of the ordinance, until the council removed them."""


@pytest.fixture(name="chicago", scope="module")
def chicago_bundle() -> Bundle:
    """The pack as it is delivered."""
    return read_bundle(CHICAGO)


def rules_of(decision: Decision) -> list[str]:
    """The rules that refuse; empty for a refusal by default."""
    assert isinstance(decision, Deny)
    return [reason.rule for reason in decision.reasons if reason.rule]


def duties_of(decision: Decision) -> Duties:
    """The duties of an allowed answer."""
    assert isinstance(decision, Allow)
    return decision.duties


@pytest.mark.parametrize("agency", ICE)
@pytest.mark.parametrize("purpose", ["homicide", "criminal-immigration", "audit"])
def test_r01_ice_and_everything_under_it_is_cut_off_for_good(
    chicago: Bundle, agency: str, purpose: str
) -> None:
    """Every record class that is not public, any purpose, any paper, this year and in fifty years."""
    papers = frozenset({"judicial-warrant", "court-order", "consent", "statute"})
    for record_class in (*RECORDS, *CITY_ALONE):
        for day in (date(2019, 7, 10), DAY, date(2076, 1, 1)):
            request = ask(agency, purpose, record_class, case=CASE, basis=papers, day=day)
            assert "R01" in rules_of(decide(chicago, request))


def test_r01_is_said_with_its_citation(chicago: Bundle) -> None:
    """The refusal names the announcement, and the way out offers no trick."""
    request = ask("ice-ero", "homicide", "persons", "surname", case=CASE)
    decision = decide(chicago, request)
    assert isinstance(decision, Deny)
    assert detail(decision) == ("R01 (City of Chicago announcement, 10 July 2019) prohibits this.")
    assert way_out(IndexedPolicy(chicago), request, decision).endswith(
        "Whom to ask: " + chicago.custodian + "."
    )


def test_r01_reaches_members_employed_by_or_assigned_to_ice(chicago: Bundle) -> None:
    """A task-force member with a city login is refused."""
    request = ask("cpd", "homicide", "persons", case=CASE, affiliations=frozenset({"ice-hsi"}))
    assert rules_of(decide(chicago, request)) == ["R01"]


@pytest.mark.parametrize("agency", DOJ)
def test_r02_other_federal_agencies_keep_access(chicago: Bundle, agency: str) -> None:
    """For criminal investigation with case number and agreement; not without, and not for anything else."""
    for record_class in RECORDS:
        assert isinstance(decide(chicago, ask(agency, "homicide", record_class, case=CASE)), Allow)
        assert rules_of(decide(chicago, ask(agency, "homicide", record_class))) == ["R02"]
        assert rules_of(decide(chicago, ask(agency, "prosecution", record_class, case=CASE))) == []
        before = ask(agency, "homicide", record_class, case=CASE, day=date(2019, 6, 30))
        assert rules_of(decide(chicago, before)) == ["R02"]
    for record_class in CITY_ALONE:
        assert rules_of(decide(chicago, ask(agency, "homicide", record_class, case=CASE))) == []


def test_r02_needs_an_agreement_of_the_agency_itself(chicago: Bundle) -> None:
    """The department above has no agreement, so it has no access."""
    assert rules_of(decide(chicago, ask("doj", "homicide", "persons", case=CASE))) == ["R02"]


@pytest.mark.parametrize("purpose", ["civil-immigration-enforcement", "removal", "detainer", "status-check"])
def test_r03_civil_immigration_enforcement_is_closed_to_everybody(chicago: Bundle, purpose: str) -> None:
    """Whatever agency and whatever record class, the public list included; the ordinance's exceptions are in R07."""
    for agency in chicago.agencies:
        for record_class in chicago.catalogue.classes:
            assert "R03" in rules_of(decide(chicago, ask(agency, purpose, record_class, case=CASE)))


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_r07_each_of_the_four_exceptions_opens_a_little_to_the_police(
    chicago: Bundle, exception: str
) -> None:
    """Persons, arrests and warrants, with a case number; no release date, no status, and nothing to anybody else."""
    basis = frozenset({exception})
    for record_class in (*RECORDS, *CITY_ALONE):
        decision = decide(chicago, ask("cpd", "detainer", record_class, case=CASE, basis=basis))
        if record_class in {"persons", "arrests", "warrants"}:
            assert isinstance(decision, Allow)
            assert (decision.permits, decision.released) == (
                ("R07",),
                (("R03", EXCEPTIONS.index(exception) + 1),),
            )
            assert rules_of(decide(chicago, ask("cpd", "detainer", record_class, basis=basis))) == ["R07"]
        else:
            assert rules_of(decision) == []
    for field in ("arrests.release_date", "persons.birth_country"):
        name, column = field.split(".")
        asked = ask("cpd", "detainer", name, column, case=CASE, basis=basis)
        assert isinstance(decide(chicago, asked), Deny)
    for agency in (*DOJ, *ILLINOIS, "cbp", "uscis", "chicago-oig"):
        assert rules_of(decide(chicago, ask(agency, "detainer", "persons", case=CASE, basis=basis))) == []
        behalf = ask("cpd", "detainer", "persons", case=CASE, basis=basis, beneficiary=agency)
        assert rules_of(decide(chicago, behalf)) == []
    for agency in ICE:
        assert rules_of(decide(chicago, ask(agency, "detainer", "persons", case=CASE, basis=basis))) == [
            "R01"
        ]


@pytest.mark.parametrize("basis", ["administrative-warrant", "judicial-warrant", "statute", "a-hunch"])
def test_r07_no_other_paper_is_one_of_the_four_exceptions(chicago: Bundle, basis: str) -> None:
    """Neither one that the ordinance does not name nor one that nobody has heard of, beside an exception or alone."""
    asked = ask("cpd", "detainer", "persons", case=CASE, basis=frozenset({basis}))
    assert rules_of(decide(chicago, asked)) == ["R03"]
    both = ask("cpd", "detainer", "persons", case=CASE, basis=frozenset({"a-hunch", EXCEPTIONS[0]}))
    assert rules_of(decide(chicago, both)) == ["R03"]


@pytest.mark.parametrize("beneficiary", ICE)
def test_r04_the_beneficiary_governs_not_the_typist(chicago: Bundle, beneficiary: str) -> None:
    """An officer who asks on behalf of ICE is refused by R01, in the name of ICE."""
    decision = decide(chicago, ask("cpd", "homicide", "persons", case=CASE, beneficiary=beneficiary))
    assert rules_of(decision) == ["R01"]
    assert isinstance(decision, Deny)
    assert decision.reasons[0].text.startswith(f"`{beneficiary}` may not read")


@pytest.mark.parametrize("agency", ["us", "dhs", "cbp", "usbp", "uscis"])
def test_r04_other_homeland_agencies_are_closed_by_default(chicago: Bundle, agency: str) -> None:
    """The announcement named ICE alone: these are prohibited by no rule and permitted by none."""
    own = decide(chicago, ask(agency, "homicide", "persons", case=CASE))
    behalf = decide(chicago, ask("cpd", "homicide", "persons", case=CASE, beneficiary=agency))
    for decision in (own, behalf):
        assert isinstance(decision, Deny)
        assert [reason.kind for reason in decision.reasons] == ["not-permitted"]
        assert f"`{agency}`" in decision.reasons[0].text


def test_r06_nobody_reads_what_bears_on_immigration_status(chicago: Bundle) -> None:
    """Not for any agency, purpose or role, oversight included."""
    for agency in chicago.agencies:
        for purpose in chicago.purposes:
            for role in ("officer", "auditor"):
                request = ask(agency, purpose, "persons", "birth_country", case=CASE, role=role)
                assert "R06" in rules_of(decide(chicago, request))


@pytest.mark.parametrize(
    ("agency", "opens"), [("cpd", True), *((one, True) for one in ILLINOIS), *((one, False) for one in DOJ)]
)
def test_r26_release_dates_are_for_local_criminal_justice(
    chicago: Bundle, agency: str, *, opens: bool
) -> None:
    """Local police may read them, federal agencies may not, nor the police on their behalf."""
    own = decide(chicago, ask(agency, "homicide", "arrests", "release_date", case=CASE))
    behalf = decide(chicago, ask("cpd", "homicide", "arrests", "release_date", case=CASE, beneficiary=agency))
    for decision in (own, behalf):
        assert isinstance(decision, Allow) if opens else rules_of(decision) == ["R26"]


def test_the_police_read_their_own_records_with_a_case_number(chicago: Bundle) -> None:
    """Whole dates and telephone numbers, the last digits of an SSN, no juvenile or sealed persons, 2,000 rows."""
    duties = duties_of(decide(chicago, ask("cpd", "homicide", "persons", "dob", "phone", "ssn", case=CASE)))
    assert duties.masks == (("ssn", "last-4"),)
    assert [(row.column, row.value) for row in duties.rows] == [("juvenile", False), ("sealed", False)]
    assert duties.row_limit == 2000
    assert rules_of(decide(chicago, ask("cpd", "homicide", "persons", "dob"))) == ["R30"]


@pytest.mark.parametrize("agency", [*DOJ, *ILLINOIS])
def test_outside_agencies_see_less(chicago: Bundle, agency: str) -> None:
    """Year of birth, block, no telephone and no SSN; plate reads of thirty days; 500 rows; also through the police."""
    for asker in (agency, "cpd"):
        asked = ask(
            asker, "homicide", "persons", "dob", "phone", "ssn", "address", case=CASE, beneficiary=agency
        )
        duties = duties_of(decide(chicago, asked))
        assert duties.masks == (("address", "block"), ("dob", "year"), ("phone", "hidden"), ("ssn", "hidden"))
        assert duties.row_limit == 500
        plates = duties_of(
            decide(chicago, ask(asker, "homicide", "plate_reads", case=CASE, beneficiary=agency))
        )
        assert [(row.column, row.comparison, row.value) for row in plates.rows] == [
            ("read_at", "within-days", 30)
        ]


def test_oversight_sees_juvenile_and_sealed_records(chicago: Bundle) -> None:
    """The Inspector General audits without a case number; the police audit in the auditor's role only."""
    assert duties_of(decide(chicago, ask("chicago-oig", "audit", "arrests"))).rows == ()
    assert isinstance(decide(chicago, ask("cpd", "audit", "arrests", role="auditor")), Allow)
    assert rules_of(decide(chicago, ask("cpd", "audit", "arrests"))) == []
    assert rules_of(decide(chicago, ask("chicago-oig", "audit", "arrests", "release_date"))) == []
    assert rules_of(decide(chicago, ask("chicago-oig", "homicide", "arrests", case=CASE))) == []


def test_the_states_attorney_prosecutes(chicago: Bundle) -> None:
    """For prosecution with a case number; no vehicles and no plate reads."""
    assert isinstance(
        decide(chicago, ask("cook-states-attorney", "prosecution", "arrests", case=CASE)), Allow
    )
    assert rules_of(decide(chicago, ask("cook-states-attorney", "homicide", "arrests", case=CASE))) == []
    assert (
        rules_of(decide(chicago, ask("cook-states-attorney", "prosecution", "plate_reads", case=CASE))) == []
    )


@pytest.mark.parametrize("agency", [*DOJ, *ILLINOIS])
def test_contact_cards_stay_with_the_city(chicago: Bundle, agency: str) -> None:
    """The police read them with a case number, oversight too; no other agency does, nor the police on its behalf."""
    own = ask("cpd", "homicide", "contact_cards", "narrative", case=CASE)
    assert isinstance(decide(chicago, own), Allow)
    assert isinstance(decide(chicago, ask("chicago-oig", "audit", "contact_cards", "narrative")), Allow)
    for asked in (
        ask(agency, "homicide", "contact_cards", case=CASE),
        ask("cpd", "homicide", "contact_cards", case=CASE, beneficiary=agency),
    ):
        assert rules_of(decide(chicago, asked)) == []


@pytest.mark.parametrize(
    ("agency", "purpose", "filters"),
    [
        ("cpd", "fugitive", ["judicial", "juvenile", "kind", "sealed"]),
        ("usms", "fugitive", ["judicial", "juvenile", "kind", "sealed"]),
        ("cook-states-attorney", "prosecution", ["judicial", "juvenile", "kind", "sealed"]),
        ("chicago-oig", "audit", ["kind"]),
    ],
)
def test_an_administrative_warrant_is_no_judicial_one(
    chicago: Bundle, agency: str, purpose: str, filters: list[str]
) -> None:
    """Whoever acts on warrants sees those that a judge signed; oversight sees more; of removal nobody is told."""
    rows = duties_of(decide(chicago, ask(agency, purpose, "warrants", case=CASE))).rows
    assert [row.column for row in rows] == filters
    assert ("kind", "<>", "removal") in [(row.column, row.comparison, row.value) for row in rows]
    assert all(row.value is True for row in rows if row.column == "judicial")


def test_what_is_public_is_open_to_everybody(chicago: Bundle) -> None:
    """The list of offence codes, even to ICE, for any purpose but the prohibited one."""
    for agency in chicago.agencies:
        assert isinstance(decide(chicago, ask(agency, "homicide", "offence_codes")), Allow)


def test_every_rule_has_a_citation_and_a_sentence(chicago: Bundle) -> None:
    """No rule of the pack is without either, and no agreement pretends to be real."""
    rules: tuple[Rule, ...] = (*chicago.permits, *chicago.prohibitions, *chicago.duties)
    for rule in rules:
        assert rule.source.cite
        assert sentence(chicago, rule).startswith(f"{rule.source.id}: ")
    assert all(one.title.startswith("Example document of the demonstration") for one in chicago.agreements)
    assert not chicago.officials


def test_r48_statistics_are_about_groups(chicago: Bundle) -> None:
    """Without a case, in groups of eleven, years of birth for days, and no name or number of anybody."""
    decision = decide(chicago, ask("cpd", "statistics", "persons", "dob", "sex"))
    duties = duties_of(decision)
    assert duties.minimum_groups == (("persons", 11),)
    assert duties.masks == (("dob", "year"),)
    assert {"R40", "R48", "R49"} <= set(duties.rules)
    for field in ("surname", "ssn", "address", "birth_country"):
        assert isinstance(decide(chicago, ask("cpd", "statistics", "persons", field)), Deny)
    assert isinstance(decide(chicago, ask("fbi", "statistics", "persons", "sex")), Deny)
    assert (
        duties_of(decide(chicago, ask("cpd", "homicide", "persons", "sex", case=CASE))).minimum_groups == ()
    )


def test_the_prohibitions_of_the_pack_have_no_end(chicago: Bundle) -> None:
    """Permanent means that no date opens it; but for the ordinance's four exceptions no paper does."""
    for rule in chicago.prohibitions:
        assert (rule.source.effective, rule.source.expires) == (None, None)
        assert bool(rule.unless) == (rule.source.id == "R03")


def test_the_pack_gives_fourteen_profiles(chicago: Bundle) -> None:
    """The number of logins and schemas that the second wall needs; all have ids of their own."""
    profiles = all_profiles(chicago, DAY)
    assert len({profile.id for profile in profiles}) == 14
    assert all(list(view.columns) for profile in profiles for view in profile.views.values())
