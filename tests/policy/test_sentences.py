"""One sentence for every rule, of which every part can have only one meaning."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Fact, Need, Permit, Prohibition, Promise, Rule, Source, Way
from ostiary.policy.load import load_bundle
from ostiary.policy.words.sentences import rule_sentence
from policy_worlds import PEOPLE, STEADY, bundles, small_files

MORE_PEOPLE = (
    PEOPLE.replace('name = "Bureau"\n', 'name = "Bureau"\nlabels = ["287g"]\n')
    + """
[[agency]]
code = "county-sheriff"
name = "Sheriff"
level = "county"
kind = "police"
state = "IL"
[[basis]]
code = "written-request"
title = "Written request"
"""
)
ASKS = '[[permit]]\nid = "P"\ncite = "c"\n'
FORBIDS = '[[prohibit]]\nid = "P"\ncite = "c"\n'
COMES = '[[duty]]\nid = "P"\ncite = "c"\n'
PROMISES = '[[promise]]\nid = "P"\ncite = "c"\nquote = "q"\n'
ANY_FIELD = "every field of every record class"


def said(rules: str) -> str:
    """The sentence of the one rule of a small bundle."""
    bundle = load_bundle(small_files(rules, people=MORE_PEOPLE))
    (rule,) = rules_of(bundle)
    return str(rule_sentence(bundle, rule))


def rules_of(bundle: Bundle) -> Iterator[Rule | Promise]:
    every: tuple[Rule | Promise, ...] = (
        *bundle.permits, *bundle.prohibitions, *bundle.duties, *bundle.promises,
    )  # fmt: skip
    yield from every


@pytest.mark.parametrize(
    ("when", "who"),
    [
        ('when.agency = "bureau"', "Bureau (bureau)"),
        ('when.agency = ["bureau", "city-police"]', "Bureau (bureau) or City Police (city-police)"),
        ('when.agency.under = "bureau"', "Bureau (bureau) or any agency under it"),
        (
            'when.agency.under = ["bureau", "city-police"]',
            "Bureau (bureau), City Police (city-police) or any agency under one of them",
        ),
        ('when.agency.not_under = "bureau"', "any agency except Bureau (bureau) and those under it"),
        (
            'when.agency.not_under = ["bureau", "city-police"]',
            "any agency except Bureau (bureau), City Police (city-police) and those under one of them",
        ),
        ('when.agency.level = ["city", "federal"]', "any agency of the city or federal level"),
        ('when.agency.not_level = "federal"', "any agency except those of the federal level"),
        ('when.agency.kind = "police"', "any agency of the kind police"),
        ('when.agency.state = "IL"', "any agency of Illinois (IL)"),
        ('when.agency.not_state = "IL"', "any agency except those of Illinois (IL)"),
        ('when.agency.label = "287g"', "any agency labelled 287g"),
        ('when.agency.not_label = "287g"', "any agency except those labelled 287g"),
        (
            'when.agency = { under = "bureau", level = "federal", not_label = "287g" }',
            (
                "any agency that is Bureau (bureau) or stands under it, and that is of the federal level, and that is not"
                " labelled 287g"
            ),
        ),
        ('when.role = ["detective", "analyst"]', "any agency in the role analyst or detective"),
    ],
)
def test_agencies_are_said_in_each_way(when: str, who: str) -> None:
    """By name with the code, by what they are, and by what they are not."""
    assert said(f"{ASKS}{when}\n").startswith(f"Members of {who} may, for any purpose, read")


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ('when.purpose = "robbery"', "for the purpose “Robbery” (robbery), read"),
        (
            'when.purpose.under = "investigation"',
            "for the purpose “Investigation” (investigation) or any purpose under it, read",
        ),
        (
            'when.purpose.not_under = "robbery"',
            "for any purpose except “Robbery” (robbery) and those under it, read",
        ),
        (
            'when.basis = ["judicial-warrant", "written-request"]',
            "for any purpose, if the member declares as legal basis a judicial warrant or “Written request” (written-request), read",
        ),
        (
            'when.role = "judge"\nwhen.needs = ["case-number", "open-case", "approval", "agreement", "declaration"]',
            (
                "for any purpose, if a case number is declared and the declared case is known to be open and a supervisor has"
                " approved that the member asks for that case and their agency has an agreement in force and their agency has a written declaration"
                " in force, read"
            ),
        ),
    ],
)
def test_purposes_papers_and_needs_stand_before_what_is_read(when: str, why: str) -> None:
    """What limits a rule as a whole cannot be taken to belong to the last record class alone."""
    assert why in said(f"{ASKS}{when}\n")


@pytest.mark.parametrize(
    ("when", "every", "anything"),
    [
        ('when.role = "r"', "everything", "anything"),
        (
            'when.record_class = "persons"',
            "every field of the record class persons",
            "any field of the record class persons",
        ),
        (
            'when.record_class = ["persons", "codes"]',
            "every field of the record classes codes and persons",
            "any field of the record classes codes or persons",
        ),
        (
            'when.record_class.not_label = "public"',
            "every field of every record class except those labelled public",
            "any field of any record class except those labelled public",
        ),
        ('when.field.label = "sensitive"', "every field labelled sensitive", "any field labelled sensitive"),
        (
            'when.field = ["persons.dob", "codes.code", "persons.ssn"]',
            "the field code of codes and the fields dob and ssn of persons",
            "the field code of codes or the fields dob or ssn of persons",
        ),
        (
            'when.field.not_label = "sensitive"\nwhen.record_class = "persons"',
            "every field except those labelled sensitive, within the record class persons",
            "any field except those labelled sensitive, within the record class persons",
        ),
    ],
)
def test_what_is_read_is_all_of_it_or_any_of_it(when: str, every: str, anything: str) -> None:
    """A permit opens every one of a set, a prohibition closes any one of it."""
    assert said(f"{ASKS}{when}\n").endswith(f" read {every}.")
    assert said(f"{FORBIDS}{when}\n").endswith(f" read {anything}.")


def test_exceptions_are_numbered_and_belong_to_the_prohibition_alone() -> None:
    """A clause of its own says what does not apply where; dates stand first."""
    rules = (
        FORBIDS
        + 'effective = 2021-02-23\nexpires = 2028-07-28\nwhen.agency.under = "bureau"\nwhen.basis = "consent"\n'
        + '[[prohibit.unless]]\nbasis = ["subpoena", "court-order"]\nneeds = ["case-number"]\n'
        + '[[prohibit.unless]]\nagency = "bureau"\nrole = "judge"\npurpose.not_under = "robbery"\nrecord_class = "codes"\n'
        + '[[prohibit.unless]]\nfield = "persons.dob"\nneeds = ["agreement"]\n'
    )
    assert said(rules) == (
        "From 23 February 2021 until the end of 27 July 2028, no one who belongs to, works for or asks on behalf of Bureau"
        " (bureau) or any agency under it may, for any purpose, where the member declares as legal basis consent, read"
        " anything; this prohibition does not apply where (1) the member declares as legal basis a court order or a"
        " subpoena, and a case number is declared; (2) every agency concerned is Bureau (bureau), and the member's role is judge,"
        " and the purpose is neither “Robbery” (robbery) nor under it, and the record class is codes; or (3) the field is the"
        " field dob of persons and every agency concerned has an agreement in force."
    )


@pytest.mark.parametrize(
    ("asks", "asked"),
    [
        ("row_limit = 1", "at most 1 row is shown."),
        ("row_limit = 2000", "at most 2,000 rows are shown."),
        (
            "minimum_group = 11",
            "each row stands for at least 11 different people, and no single record is shown.",
        ),
        (
            "notify_person_within_days = 3",
            "the people whose records were read are told within 3 days who asked about them.",
        ),
        (
            'needs = ["approval"]',
            "nothing is shown unless a supervisor has approved that the member asks for that case.",
        ),
        ('mask.persons = { dob = "year" }', "the field dob of persons shows its year only."),
        (
            'rows = ["persons.sealed = false", "persons.dob >= \'2001-02-03\'", "persons.surname <> \'X\'"]\nrow_limit = 5',
            (
                "(a) only those rows of persons are shown in which sealed is false and dob is not earlier than 3 February 2001"
                " and surname is not ‘X’; and (b) at most 5 rows are shown."
            ),
        ),
        (
            (
                'rows = ["persons.dob within 1 days", "persons.dob < \'2001-02-03\'", "persons.dob <= \'2001-02-03\'",'
                ' "persons.dob > \'2001-02-03\'", "persons.ssn is null", "persons.surname is not null", "persons.person_id < 3",'
                ' "persons.person_id <= 3", "persons.person_id > 3", "persons.person_id >= 3", "persons.person_id = 3"]'
            ),
            (
                "only those rows of persons are shown in which dob is not earlier than 1 day before the day of the answer and"
                " dob is earlier than 3 February 2001 and dob is not later than 3 February 2001 and dob is later than"
                " 3 February 2001 and ssn is empty and surname is not empty and person_id is less than 3 and person_id is not"
                " more than 3 and person_id is more than 3 and person_id is not less than 3 and person_id is 3."
            ),
        ),
    ],
)
def test_duties_say_what_they_ask(asks: str, asked: str) -> None:
    """Each kind of duty, by letters where there are several."""
    assert said(f"{COMES}{asks}\n") == f"In every answer, {asked}"


def test_a_duty_says_with_which_answers_it_comes() -> None:
    """Whom it reaches, for which purpose, with which papers, drawn from what."""
    when = 'when.agency = "bureau"\nwhen.purpose = "robbery"\nwhen.basis = "consent"\nwhen.record_class = "persons"\nrow_limit = 5\n'
    assert said(COMES + when) == (
        "In every answer to someone who belongs to, works for or asks on behalf of Bureau (bureau), for the purpose “Robbery”"
        " (robbery), where the member declares as legal basis consent, drawn from any field of the record class persons, at"
        " most 5 rows are shown."
    )


@pytest.mark.parametrize(
    ("strength", "by"),
    [
        ("permanent", "for good, by prohibitions alone, "),
        ("kept", ""),
    ],
)
def test_a_promise_says_what_it_must_follow_from(strength: str, by: str) -> None:
    """A permanent one from prohibitions alone."""
    rules = (
        f'{PROMISES}strength = "{strength}"\nnever.purpose = "robbery"\n[[promise.unless]]\nrole = "judge"\n'
    )
    assert said(rules) == (
        f"It is promised {by}that no one may, for the purpose “Robbery” (robbery), read anything; this promise does not apply"
        " where (1) the member's role is judge."
    )


@STEADY
@given(bundles())
def test_every_rule_can_be_said_on_one_line(bundle: Bundle) -> None:
    """Whatever the rule: printable, one sentence, from a capital to a full stop, the same twice."""
    for rule in rules_of(bundle):
        sentence = rule_sentence(bundle, rule)
        line = str(sentence)
        assert line.isprintable()
        assert line[0].isupper()
        assert line.endswith(".")
        assert "  " not in line
        assert rule_sentence(bundle, rule) == sentence


WAYS: tuple[tuple[Fact, Way], ...] = (
    ("agency", "listed"), ("agency", "under"), ("agency", "not_under"), ("agency", "level"), ("agency", "not_level"),
    ("agency", "kind"), ("agency", "not_kind"), ("agency", "state"), ("agency", "not_state"), ("agency", "label"),
    ("agency", "not_label"), ("purpose", "listed"), ("purpose", "under"), ("purpose", "not_under"),
    ("record_class", "listed"), ("record_class", "label"), ("record_class", "not_label"),
    ("field", "listed"), ("field", "label"), ("field", "not_label"), ("role", "listed"), ("basis", "listed"),
)  # fmt: skip


TWO_WORDS: dict[Fact, tuple[str, str]] = {
    "agency": ("bureau", "city-police"),
    "purpose": ("investigation", "robbery"),
    "record_class": ("codes", "persons"),
    "field": ("codes.code", "persons.dob"),
    "role": ("r", "s"),
    "basis": ("consent", "statute"),
}


def test_no_two_conditions_have_the_same_words() -> None:
    """Two rules that mean different things are never said alike: each fact in each way, by one word and by two, two at a time."""
    bundle = load_bundle(small_files())
    atoms = [
        Atom(fact, frozenset(words), way=way, words=words)
        for fact, way in WAYS
        for words in (TWO_WORDS[fact][:1], TWO_WORDS[fact])
    ]
    needs: tuple[tuple[Need, ...], ...] = ((), ("case-number",), ("agreement", "approval"))
    conditions = [
        Condition(chosen, need) for size in (1, 2) for chosen in combinations(atoms, size) for need in needs
    ]
    source = Source("P", "c")
    rules: list[Rule] = [Permit(source, when) for when in conditions]
    rules += [Prohibition(source, Condition(), (when,)) for when in conditions]
    rules += [Prohibition(source, Condition(), (conditions[0], when)) for when in conditions]
    rules += [Prohibition(source, when, (conditions[1],)) for when in conditions if not when.needs]
    assert len({str(rule_sentence(bundle, rule)) for rule in rules}) == len(rules) > 9_000
