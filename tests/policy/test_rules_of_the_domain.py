"""The rules R01 to R25 of the project's notes on the domain, as far as a policy keeps them; docs/rules.md says what keeps the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ostiary.model.agency import Agency
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision, Deny, Request
from ostiary.model.rules import Condition, Need, Permit, Source
from ostiary.policy.compiled_form import with_version
from ostiary.policy.history import decide_then
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from ostiary.policy.ways_out import way_out
from ostiary.store.bundle_files import read_bundle, read_bundle_files
from policy_worlds import DAY, ask

POLICIES = Path(__file__).parents[2] / "policies"
CASE = "JK123456"
ICE = ("ice", "ice-ero", "ice-hsi")
SINCE_2019 = ("chicago-2019", "chicago-2021")
EVERY_PAPER = frozenset({"judicial-warrant", "subpoena", "court-order", "consent", "statute"})


@cache
def pack(name: str) -> Bundle:
    """A pack as it is delivered."""
    return read_bundle(POLICIES / name)


def vouched(request: Request, *needs: Need) -> Request:
    """The request, when somebody else vouches for these."""
    return replace(request, context=replace(request.context, vouched=frozenset(needs)))


def open_case(
    agency: str,
    purpose: str,
    record_class: str,
    *fields: str,
    beneficiary: str = "",
    basis: frozenset[str] = frozenset(),
    affiliations: frozenset[str] = frozenset(),
    day: date = DAY,
) -> Request:
    """A request with the number of an open case."""
    asked = ask(
        agency,
        purpose,
        record_class,
        *fields,
        beneficiary=beneficiary,
        case=CASE,
        basis=basis,
        affiliations=affiliations,
        day=day,
    )
    return vouched(asked, "open-case")


def allows(name: str, request: Request) -> bool:
    """Whether a pack allows the request."""
    return isinstance(decide(pack(name), request), Allow)


def against(decision: Decision) -> list[str]:
    """The rules that a refusal cites; a refusal by default cites none."""
    assert isinstance(decision, Deny)
    return [reason.rule for reason in decision.reasons if reason.rule]


def without(bundle: Bundle, *agreements: str) -> Bundle:
    """The bundle without these agreements."""
    return replace(bundle, agreements=tuple(one for one in bundle.agreements if one.code not in agreements))


def with_agency(bundle: Bundle, changed: Agency) -> Bundle:
    """The bundle, where something is said otherwise of one agency."""
    return with_version(replace(bundle, agencies={**bundle.agencies, changed.code: changed}))


def edited(name: str, file: str, old: str, new: str) -> Bundle:
    """The bundle of a pack in which somebody has changed one line."""
    files = read_bundle_files(POLICIES / name)
    assert files[file].count(old) == 1
    return load_bundle({**files, file: files[file].replace(old, new)})


def not_public(bundle: Bundle) -> Sequence[str]:
    """The record classes about people and cases."""
    return [name for name, one in bundle.catalogue.classes.items() if "public" not in one.labels]


@pytest.mark.parametrize("name", SINCE_2019)
@pytest.mark.parametrize("agency", ICE)
def test_r01_ice_is_refused_everything_for_good_and_the_fbi_is_not(name: str, agency: str) -> None:
    """Whatever the record class, purpose, paper and year; the sibling's request of the same day is allowed."""
    for day in (date(2019, 7, 10), date(2021, 2, 23), DAY, date(2099, 12, 31)):
        for record_class in not_public(pack(name)):
            for purpose in ("homicide", "fugitive", "audit", "statistics"):
                asked = open_case(agency, purpose, record_class, basis=EVERY_PAPER, day=day)
                assert "R01" in against(decide(pack(name), asked))
        assert allows(name, open_case("fbi", "homicide", "persons", day=day))


@pytest.mark.parametrize("name", SINCE_2019)
def test_r01_stands_against_a_permit_that_somebody_adds(name: str) -> None:
    """No permit opens it, not even one that names the agency and nothing else."""
    for agency in ICE:
        everything = Permit(Source("X1", "somebody's idea"), Condition())
        wider = replace(pack(name), permits=(*pack(name).permits, everything))
        for record_class in not_public(wider):
            assert "R01" in against(decide(wider, open_case(agency, "homicide", record_class)))


@pytest.mark.parametrize("agency", ["fbi", "dea", "atf", "usms"])
def test_r02_federal_agencies_in_agreement_read_for_criminal_investigation(agency: str) -> None:
    """With a case number; not without, not for another purpose, and not when the agreement is gone."""
    bundle = pack("chicago-2019")
    assert isinstance(decide(bundle, ask(agency, "robbery", "arrests", case=CASE)), Allow)
    assert against(decide(bundle, ask(agency, "robbery", "arrests"))) == ["R02"]
    assert isinstance(decide(bundle, ask(agency, "audit", "arrests", case=CASE)), Deny)
    ended = without(bundle, f"demo-{agency}")
    assert against(decide(ended, ask(agency, "robbery", "arrests", case=CASE))) == ["R02"]


@pytest.mark.parametrize(
    ("name", "purposes", "record_class"),
    [
        ("chicago-2019", "civil-immigration-enforcement removal detainer status-check", "persons"),
        ("chicago-2021", "civil-immigration-enforcement removal detainer status-check", "persons"),
        ("illinois-alpr-2024", "immigration-status", "plate_reads"),
        ("washington-2019", "immigration-enforcement detainer", "persons"),
        ("aurora-2019", "civil-immigration-enforcement detainer", "incidents"),
    ],
)
def test_r03_nobody_reads_for_civil_immigration_enforcement(
    name: str, purposes: str, record_class: str
) -> None:
    """Every agency of the pack, with no paper and with one that no judge signed."""
    for purpose in purposes.split():
        for agency in pack(name).agencies:
            for basis in (frozenset[str](), frozenset({"administrative-warrant"})):
                asked = vouched(ask(agency, purpose, record_class, case=CASE, basis=basis), "approval")
                assert "R03" in against(decide(pack(name), asked))


def test_r03_no_paper_opens_it_in_chicago_since_2021() -> None:
    """All papers that the pack knows, at once."""
    papers = pack("chicago-2021").known_bases
    asked = open_case("cpd", "detainer", "persons", basis=papers)
    assert against(decide(pack("chicago-2021"), asked)) == ["R03"]


@pytest.mark.parametrize("field", ["place_of_birth", "address", "release_date", "family_names"])
def test_r03_in_washington_an_immigration_agency_reads_no_sensitive_field(field: str) -> None:
    """For the investigation of a crime either, unless there is a court order; the police do, under the user agreement."""
    bundle = pack("washington-2019")

    def asked(agency: str, *fields: str, basis: str = "", case: str | None = CASE) -> Request:
        papers = frozenset({basis} - {""})
        return ask(agency, "criminal-investigation", "persons", *fields, case=case, basis=papers)

    assert against(decide(bundle, asked("immigration-agency", field))) == ["R26"]
    assert against(decide(bundle, asked("wa-town-pd", field, case=None))) == ["R30"]
    assert against(decide(bundle, asked("id-county-sheriff", field))) == ["R30"]
    for allowed in (
        asked("immigration-agency", "surname", "dob"),
        asked("immigration-agency", field, basis="court-order"),
        asked("wa-town-pd", field),
    ):
        assert isinstance(decide(bundle, allowed), Allow)


@pytest.mark.parametrize("purpose", ["immigration-enforcement", "out-of-state-abortion"])
def test_r03_in_washington_a_judges_paper_opens(purpose: str) -> None:
    """An order or a judicial warrant, with a case number and an agreement; a detainer is no such thing."""
    bundle = pack("washington-2019")
    for basis in ("court-order", "judicial-warrant"):
        papers = frozenset({basis})
        asked = ask("immigration-agency", purpose, "persons", case=CASE, basis=papers)
        assert isinstance(decide(bundle, asked), Allow)
        assert against(decide(bundle, ask("immigration-agency", purpose, "persons", basis=papers))) == ["R31"]
        assert not allows(
            "washington-2019", ask("wa-town-pd", "detainer", "persons", case=CASE, basis=papers)
        )


def test_r03_immigration_enforcement_in_other_words_is_no_purpose() -> None:
    """A purpose is a code of the policy, never free text: what it does not know is open to nobody."""
    for words in ("ICE", "immigration", "ice+ero", "Civil Immigration Enforcement", ""):
        for agency in ("cpd", "fbi", "cook-county-sheriff"):
            assert not allows("chicago-2019", ask(agency, words, "persons", case=CASE))


@pytest.mark.parametrize("name", SINCE_2019)
@pytest.mark.parametrize("beneficiary", [*ICE, "cbp", "usbp", "uscis", "dhs"])
def test_r04_the_beneficiary_governs_not_the_typist(name: str, beneficiary: str) -> None:
    """A local officer gets for another agency what that agency gets: nothing."""
    for record_class in not_public(pack(name)):
        for purpose in ("homicide", "fugitive"):
            assert not allows(name, open_case("cpd", purpose, record_class, beneficiary=beneficiary))


@pytest.mark.parametrize("paper", ["administrative-warrant", "judicial-warrant", "statute", "i-200"])
def test_r05_an_immigration_form_is_no_warrant(paper: str) -> None:
    """New York asks for a paper that an Article III judge signed; nothing else is taken for it, known or unknown."""
    forms = frozenset({paper})
    asked = ask("immigration-agency-east", "execution", "licence_holders", case="24-MC-01234", basis=forms)
    assert "R05" in against(decide(pack("new-york-green-light"), vouched(asked, "approval")))


@pytest.mark.parametrize("paper", ["article-iii-warrant", "article-iii-order"])
def test_r05_a_judges_paper_opens_once_somebody_else_has_seen_it(paper: str) -> None:
    """What is declared is not enough; with it, the person is told."""
    bundle, papers = pack("new-york-green-light"), frozenset({paper})
    asked = ask("immigration-agency", "execution", "licence_holders", case="24-MC-01234", basis=papers)
    assert "R05" in against(decide(bundle, asked))
    assert isinstance(decide(bundle, vouched(asked, "approval")), Allow)
    bare = vouched(ask("immigration-agency", "execution", "licence_holders", basis=papers), "approval")
    assert isinstance(decide(bundle, bare), Deny)


@pytest.mark.parametrize("name", SINCE_2019)
def test_r05_in_chicago_a_warrant_goes_to_counsel_outside_the_gateway(name: str) -> None:
    """No paper opens anything to ICE here; the refusal says whom to ask."""
    asked = open_case("ice-ero", "fugitive", "persons", basis=frozenset({"judicial-warrant"}))
    decision = decide(pack(name), asked)
    assert "R01" in against(decision)
    assert isinstance(decision, Deny)
    assert way_out(IndexedPolicy(pack(name)), asked, decision).endswith(
        f"Whom to ask: {pack(name).custodian}."
    )


@pytest.mark.parametrize("name", ["chicago-2012", *SINCE_2019])
def test_r06_status_is_never_answered_by_the_gateway(name: str) -> None:
    """What bears on immigration status is refused to every agency, for every purpose, and it is said whom to ask."""
    bundle = pack(name)
    for agency in bundle.agencies:
        for purpose in bundle.purposes:
            asked = open_case(agency, purpose, "persons", "birth_country", basis=EVERY_PAPER)
            assert "R06" in against(decide(bundle, asked))
    written = open_case("fbi", "homicide", "persons", "birth_country")
    decision = decide(bundle, written)
    assert isinstance(decision, Deny)
    assert way_out(IndexedPolicy(bundle), written, decision).endswith(f"Whom to ask: {bundle.custodian}.")


@pytest.mark.parametrize(
    "exception",
    ["outstanding-criminal-warrant", "felony-conviction", "pending-felony-charge", "gang-database"],
)
def test_r07_the_four_exceptions_were_open_and_are_closed(exception: str) -> None:
    """ICE itself until July 2019, the police until February 2021; each answer comes with its policy's version."""
    city = [pack(name) for name in ("chicago-2012", *SINCE_2019)]

    def answered(agency: str, day: date) -> tuple[str, bool]:
        asked = open_case(agency, "detainer", "persons", basis=frozenset({exception}), day=day)
        bundle, decision = decide_then(city, asked)
        return bundle.version, isinstance(decision, Allow)

    old, middle, new = (one.version for one in city)
    assert answered("ice-ero", date(2019, 7, 9)) == (old, True)
    assert answered("ice-ero", date(2021, 1, 26)) == (middle, False)
    assert answered("cpd", date(2021, 1, 26)) == (middle, True)
    assert answered("cpd", date(2021, 2, 23)) == (new, False)


def test_r08_an_out_of_state_agency_needs_a_declaration() -> None:
    """With one it reads, without one it does not, whatever agreement it has; also through a town of the State."""
    bundle = pack("illinois-alpr-2024")
    day = date(2024, 6, 1)
    assert isinstance(
        decide(bundle, ask("in-county-sheriff", "vehicle-theft", "plate_reads", case="AB123456", day=day)),
        Allow,
    )
    for agency in ("tx-county-sheriff", "federal-bureau"):
        for beneficiary in (agency, "il-town-pd"):
            asked = ask(
                agency, "vehicle-theft", "plate_reads", case="AB123456", day=day, beneficiary=beneficiary
            )
            assert "R08" in against(decide(bundle, asked))
        through = ask(
            "il-town-pd", "vehicle-theft", "plate_reads", case="AB123456", day=day, beneficiary=agency
        )
        assert "R08" in against(decide(bundle, through))
    agreed = replace(bundle, agreements=tuple(replace(one, kind="agreement") for one in bundle.agreements))
    asked = ask("in-county-sheriff", "vehicle-theft", "plate_reads", case="AB123456", day=day)
    assert "R08" in against(decide(agreed, asked))


def test_r08_agencies_of_the_state_need_no_declaration() -> None:
    """The town reads its own plate reads, a neighbour under an agreement, each with a case number; cameras are public."""
    bundle, day = pack("illinois-alpr-2024"), date(2024, 6, 1)
    for agency, rule in (("il-town-pd", "R30"), ("il-county-sheriff", "R31")):
        asked = ask(agency, "vehicle-theft", "plate_reads", case="AB123456", day=day)
        decision = decide(bundle, asked)
        assert isinstance(decision, Allow)
        assert decision.permits == (rule,)
        assert rule in against(decide(bundle, ask(agency, "vehicle-theft", "plate_reads", day=day)))
    for agency in bundle.agencies:
        assert allows("illinois-alpr-2024", ask(agency, "vehicle-theft", "cameras", day=day))


def test_r08_a_declaration_that_has_ended_opens_nothing_from_that_day_on() -> None:
    """The last day is the day before; a declaration yet to come opens nothing either."""
    bundle = pack("illinois-alpr-2024")
    for day, opens in (
        (date(2024, 1, 31), False), (date(2024, 2, 1), True), (date(2025, 6, 11), True), (date(2025, 6, 12), False)
    ):  # fmt: skip
        asked = ask("in-county-sheriff", "missing-person", "plate_reads", case="AB123456", day=day)
        assert isinstance(decide(bundle, asked), Allow) is opens


@pytest.mark.parametrize(
    ("name", "purpose", "record_class"),
    [
        ("illinois-alpr-2024", "health-care-denied", "plate_reads"),
        ("illinois-alpr-2024", "reproductive-care-denied", "plate_reads"),
        ("washington-2019", "out-of-state-abortion", "persons"),
    ],
)
def test_r09_nobody_reads_to_enforce_a_law_against_health_care(
    name: str, purpose: str, record_class: str
) -> None:
    """The State's own police no more than others, with a declaration or an agreement no more than without."""
    for agency in pack(name).agencies:
        asked = vouched(ask(agency, purpose, record_class, case=CASE, day=date(2024, 6, 1)), "approval")
        assert "R09" in against(decide(pack(name), asked))


def test_r10_an_agency_of_the_287g_list_is_refused_until_somebody_approves() -> None:
    """Its declaration is not enough; an agency joins the list by a label."""
    bundle, day = pack("illinois-alpr-2024"), date(2024, 6, 1)

    def asked(agency: str) -> Request:
        return ask(agency, "vehicle-theft", "plate_reads", case="AB123456", day=day)

    assert against(decide(bundle, asked("wi-county-sheriff"))) == ["R10"]
    assert isinstance(decide(bundle, vouched(asked("wi-county-sheriff"), "approval")), Allow)
    assert isinstance(decide(bundle, asked("il-county-sheriff")), Allow)
    sheriff = 'name = "Example: sheriff of a county in Illinois"'
    listed = edited("illinois-alpr-2024", "agencies.toml", sheriff, f'{sheriff}\nlabels = ["287g"]')
    assert against(decide(listed, asked("il-county-sheriff"))) == ["R10"]


@pytest.mark.parametrize(
    "agency", ["oak-lawn-pd", "aurora-pd", "cook-county-sheriff", "illinois-state-police"]
)
def test_r11_an_agency_without_agreement_reads_nothing(agency: str) -> None:
    """Not even a neighbour; and an agency that the pack does not name is refused everything but what is public."""
    bundle = pack("chicago-2019")
    assert isinstance(decide(bundle, ask(agency, "homicide", "persons", case=CASE)), Allow)
    assert against(
        decide(without(bundle, f"demo-{agency}"), ask(agency, "homicide", "persons", case=CASE))
    ) == ["R31"]


@pytest.mark.parametrize(
    "name", sorted(one.name for one in POLICIES.iterdir() if (one / "policy.toml").is_file())
)
def test_r11_a_stranger_reads_nothing(name: str) -> None:
    """Closed by default in every pack: no look-up for whoever is not enrolled under it, nor on its behalf."""
    bundle = pack(name)
    for record_class in bundle.catalogue.classes:
        for purpose in bundle.purposes:
            for asker in ("nobody-knows-them", next(iter(bundle.agencies))):
                asked = ask(
                    asker,
                    purpose,
                    record_class,
                    case=CASE,
                    beneficiary="nobody-knows-them",
                    basis=EVERY_PAPER,
                )
                assert not allows(name, vouched(asked, "open-case", "approval"))


CRIMINAL_JUSTICE = "police rail-campus-police prosecutor pretrial corrections probation-parole court"
CODES = {
    "a": "repository",
    "c": CRIMINAL_JUSTICE,
    "d": "court",
    "f": "police",
    "h": "housing-authority",
    "i": "licensing-authority",
    "j": CRIMINAL_JUSTICE,
    "r": "",
    "s": "national-security",
    "v": "state-department",
    "x": "police",
}
"""The NCIC/III purpose codes, each with the kinds of agency that may use it."""
KINDS_BY_ORI = {
    **dict.fromkeys("0123456789", "police"),
    "A": "prosecutor",
    "B": "pretrial",
    "C": "corrections",
    "E": "rail-campus-police",
    "G": "probation-parole",
    "I": "interpol",
    "J": "court",
}
"""What the ninth character of an ORI says of an agency."""


@pytest.mark.parametrize("agency", sorted(read_bundle(POLICIES / "criminal-history").agencies))
@pytest.mark.parametrize("code", sorted(CODES))
def test_r12_each_purpose_code_is_open_to_its_kinds_of_agency_alone(code: str, agency: str) -> None:
    """Every cell of the table; with a case number, and for exigent cases with an approval."""
    bundle = pack("criminal-history")
    kind = bundle.agencies[agency].kind
    asked = ask(agency, f"code-{code}", "criminal_history", "charge", case="26-004321")
    decision = decide(bundle, vouched(asked, "approval"))
    assert isinstance(decision, Allow) is (kind in CODES[code].split())
    assert not allows("criminal-history", ask(agency, f"code-{code}", "criminal_history", "charge"))
    if code == "x":
        assert not allows("criminal-history", asked)
    if isinstance(decision, Deny):
        prohibited = {"r": ["R12.R"], "v": ["R12.V"]}.get(code, [])
        assert sorted(against(decision)) == sorted(prohibited + ["R12.INTERPOL"] * (kind == "interpol"))


def test_r12_codes_and_kinds_are_those_of_the_lists() -> None:
    """Eleven codes; the kind of every agency that has an ORI is what its ninth character says, and all kinds are there."""
    bundle = pack("criminal-history")
    assert sorted(bundle.purposes) == [f"code-{code}" for code in sorted(CODES)]
    by_ori = [(one.ori[8], one.kind) for one in bundle.agencies.values() if one.ori]
    assert all(KINDS_BY_ORI[character] == kind for character, kind in by_ori)
    assert {kind for _, kind in by_ori} == set(KINDS_BY_ORI.values())


REASONS = (
    "inv", "police", ".", "-", "1700", "", "investigation", "Robbery", "case", "daytime search for best result",
)  # fmt: skip
"""What stands as a reason in logs that were made public: vague, blank, a number, a text of the screen."""


@pytest.mark.parametrize("reason", REASONS)
def test_r13_a_vague_reason_is_neither_a_purpose_nor_a_case(reason: str) -> None:
    """A purpose is a code of the tree, and a case number has a form; neither takes free text."""
    for name in ("chicago-2012", *SINCE_2019):
        bundle = pack(name)
        assert reason not in bundle.purposes
        assert not allows(name, open_case("cpd", reason, "persons"))
        assert re.fullmatch(bundle.case_form, reason, re.ASCII) is None


def test_r13_a_case_must_be_there_and_open() -> None:
    """A number of the right form is not enough where the pack asks for an open case: R13 itself is cited."""
    bundle = pack("chicago-2021")
    for agency in ("cpd", "fbi", "illinois-state-police"):
        asked = ask(agency, "homicide", "persons", case=CASE)
        assert against(decide(bundle, asked)) == ["R13"]
        assert isinstance(decide(bundle, vouched(asked, "open-case")), Allow)
    assert bundle.case_table is not None
    assert bundle.case_table.record_class == "cases"


@pytest.mark.parametrize(
    ("agency", "purpose"),
    [
        ("national-police", "investigation"),
        ("national-police", "law-enforcement"),
        ("prosecutor", "prosecution"),
        ("supervisory-authority", "self-monitoring"),
    ],
)
@pytest.mark.parametrize("record_class", ["persons", "offences"])
def test_r13_in_europe_a_look_up_needs_a_justification(agency: str, purpose: str, record_class: str) -> None:
    """A basis and a case, together; E01 is cited for either, and what is no basis justifies nothing."""
    bundle, case = pack("eu-led"), "2026/000123"
    for basis, opens in (
        ("statute", True), ("consent", True), ("judicial-warrant", True), ("court-order", True),
        ("administrative-warrant", False), ("subpoena", False), ("because", False), ("", False),
    ):  # fmt: skip
        papers = frozenset({basis} - {""})
        with_case = decide(bundle, ask(agency, purpose, record_class, case=case, basis=papers))
        assert isinstance(with_case, Allow) if opens else against(with_case) == ["E01"]
        assert against(decide(bundle, ask(agency, purpose, record_class, basis=papers))) == ["E01"]
    for other in {"self-monitoring", "prosecution"} - {purpose}:
        asked = ask(agency, other, record_class, case=case, basis=frozenset({"statute"}))
        covered = (agency, other) == ("national-police", "prosecution")
        assert isinstance(decide(bundle, asked), Allow) is covered


def test_r14_a_rap_sheet_is_one_persons() -> None:
    """An answer about criminal history has at most a hundred rows, whoever asks."""
    for agency, code in (("town-pd", "c"), ("circuit-court", "d"), ("housing-authority", "h")):
        asked = ask(agency, f"code-{code}", "criminal_history", case="26-004321")
        decision = decide(pack("criminal-history"), asked)
        assert isinstance(decision, Allow)
        assert decision.duties.row_limit == 100


def test_r14_an_approval_is_somebody_elses_word() -> None:
    """Nothing that a member declares stands for it: not a paper, not a case, not a role."""
    bundle = pack("criminal-history")
    for role in ("officer", "supervisor", "auditor"):
        asked = ask("town-pd", "code-x", "criminal_history", case="26-004321", role=role, basis=EVERY_PAPER)
        assert against(decide(bundle, asked)) == ["R12.X"]
        assert isinstance(decide(bundle, vouched(asked, "approval")), Allow)
        assert isinstance(
            decide(bundle, vouched(replace(asked, context=replace(asked.context, case=None)), "approval")),
            Deny,
        )


@pytest.mark.parametrize("agency", ["fbi", "oak-lawn-pd", "illinois-state-police"])
def test_r14_another_agency_reads_plates_once_a_supervisor_has_approved(agency: str) -> None:
    """So does the police on its behalf; the police itself, and other records, need no approval."""
    for asker in (agency, "cpd"):
        asked = ask(asker, "homicide", "plate_reads", case=CASE, beneficiary=agency)
        assert against(decide(pack("chicago-2021"), vouched(asked, "open-case"))) == ["R14"]
        assert allows("chicago-2021", vouched(asked, "open-case", "approval"))
    assert allows("chicago-2021", open_case("cpd", "homicide", "plate_reads"))
    assert allows("chicago-2021", open_case(agency, "homicide", "persons"))


@pytest.mark.parametrize("name", SINCE_2019)
def test_r14_an_answer_has_a_limit_and_plates_a_window(name: str) -> None:
    """Other agencies read 500 rows an answer, and plate reads of thirty days; the police read 2,000 rows."""
    for agency, most in (("fbi", 500), ("oak-lawn-pd", 500), ("cpd", 2000)):
        asked = ask(agency, "homicide", "plate_reads", case=CASE)
        decision = decide(pack(name), vouched(asked, "open-case", "approval"))
        assert isinstance(decision, Allow)
        assert decision.duties.row_limit == most
        window = [row.value for row in decision.duties.rows if row.comparison == "within-days"]
        assert window == ([30] if agency != "cpd" else [])


@pytest.mark.parametrize("status", ["suspended", "ended"])
def test_r16_an_agency_that_is_not_active_reads_nothing(status: str) -> None:
    """Neither itself, nor through another, nor a member whom it employs elsewhere where a prohibition covers others."""
    sound = pack("chicago-2019")
    bundle = with_agency(sound, replace(sound.agencies["fbi"], status=status))
    assert bundle.version != sound.version
    for record_class in bundle.catalogue.classes:
        assert isinstance(decide(bundle, ask("fbi", "homicide", record_class, case=CASE)), Deny)
        behalf = ask("cpd", "homicide", record_class, case=CASE, beneficiary="fbi")
        assert isinstance(decide(bundle, behalf), Deny)
    assert isinstance(decide(bundle, ask("dea", "homicide", "persons", case=CASE)), Allow)


def test_r16_access_ends_with_the_agreement() -> None:
    """On the day on which it expires; the day before, it is there."""
    bundle = pack("chicago-2019")
    ends = replace(
        bundle,
        agreements=tuple(
            replace(one, expires="2026-05-02") if one.agency == "fbi" else one for one in bundle.agreements
        ),
    )
    last, next_day = date(2026, 5, 1), date(2026, 5, 2)
    assert isinstance(decide(ends, ask("fbi", "homicide", "persons", case=CASE, day=last)), Allow)
    assert against(decide(ends, ask("fbi", "homicide", "persons", case=CASE, day=next_day))) == ["R02"]


@pytest.mark.parametrize("recipient", ICE)
def test_r17_nobody_asks_in_order_to_pass_on_to_an_agency_that_is_refused(recipient: str) -> None:
    """Whether as a beneficiary or as somebody for whom the member works too, and whoever it is that asks."""
    for name in SINCE_2019:
        for agency in ("fbi", "usms", "cpd", "cook-county-sheriff"):
            asked = open_case(agency, "homicide", "persons", beneficiary=recipient)
            assert "R01" in against(decide(pack(name), asked))
            assigned = open_case(agency, "homicide", "persons", affiliations=frozenset({recipient}))
            assert "R01" in against(decide(pack(name), assigned))


def test_r19_the_person_is_told_within_three_days() -> None:
    """When an immigration agency is answered, also through somebody else; not when the police are."""
    bundle, papers = pack("new-york-green-light"), frozenset({"article-iii-warrant"})
    own = ask("immigration-agency", "execution", "licence_holders", case="24-MC-01234", basis=papers)
    decision = decide(bundle, vouched(own, "approval"))
    assert isinstance(decision, Allow)
    assert (decision.duties.notify_within_days, decision.duties.row_limit) == (3, 1)
    assert "R19" in decision.duties.rules
    police = decide(bundle, ask("ny-town-pd", "traffic", "licence_holders", case="24-MC-01234"))
    assert isinstance(police, Allow)
    assert police.duties.notify_within_days is None


@pytest.mark.parametrize("name", SINCE_2019)
def test_r24_a_hit_of_an_immigration_list_is_pushed_to_nobody(name: str) -> None:
    """There are no subscriptions: each look is a request. Warrants of removal are in no answer, detainers no purpose."""
    for agency in ("cpd", "fbi", "chicago-oig"):
        purpose = "audit" if agency == "chicago-oig" else "fugitive"
        decision = decide(pack(name), open_case(agency, purpose, "warrants"))
        assert isinstance(decision, Allow)
        hidden = [(row.column, row.comparison, row.value) for row in decision.duties.rows]
        assert ("kind", "<>", "removal") in hidden
        assert not allows(name, open_case(agency, "detainer", "warrants"))


def test_r25_every_change_of_a_policy_is_another_version() -> None:
    """So whoever confirms, and every entry of the log, names exactly one text."""
    bundle = pack("chicago-2021")
    stranger = Agency("new", "New", "city", "police")
    changed = [
        replace(bundle, prohibitions=bundle.prohibitions[1:]),
        replace(bundle, promises=bundle.promises[1:]),
        replace(bundle, duties=bundle.duties[1:]),
        replace(bundle, permits=bundle.permits[1:]),
        replace(bundle, agencies={**bundle.agencies, "new": stranger}),
        replace(bundle, effective=date(2021, 2, 24)),
    ]
    versions = {bundle.version, *(with_version(one).version for one in changed)}
    assert len(versions) == len(changed) + 1


@pytest.mark.parametrize("name", SINCE_2019)
def test_r25_the_cut_off_agency_is_promised_nothing_for_good(name: str) -> None:
    """The promise is permanent and has neither an end nor an exception, as the prohibition that carries it."""
    (promise,) = (one for one in pack(name).promises if one.source.id == "P01")
    (carrier,) = (one for one in pack(name).prohibitions if one.source.id == "R01")
    assert promise.is_permanent
    assert (promise.unless, carrier.unless) == ((), ())
    assert (promise.source.expires, carrier.source.expires) == (None, None)
    assert promise.never == carrier.when
