"""Profiles: what one context can read, and the whole set of what contexts can have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ostiary.policy.profiles
import ostiary.policy.situations
from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.model.profile import View
from ostiary.model.request import Allow, Context, Request
from ostiary.model.rules import MASKS, VOUCHED, Mask, Need, RowPredicate, Rule
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.policy.profiles import KnownProfiles, all_profiles, profile_of
from ostiary.policy.reference import decide
from ostiary.testing.random_policy import ROLES, random_bundle
from ostiary.testing.random_requests import Asker
from ostiary.testing.random_world import SMALL, Size
from policy_worlds import DAY, PEOPLE, STEADY, ask, bundles, contexts, small_files

RULES = """
[[permit]]
id = "P1"
cite = "s. 1"
when.agency = ["city-police", "bureau"]
when.field = ["persons.sealed", "persons.dob", "persons.person_id", "persons.ssn"]
when.needs = "case-number"
[[permit]]
id = "P2"
cite = "s. 2"
when.record_class = "codes"
[[prohibit]]
id = "X1"
cite = "s. 3"
when.agency.under = "bureau"
when.field = "persons.ssn"
[[duty]]
id = "D1"
cite = "s. 4"
when.agency = "bureau"
mask.persons.dob = "year"
rows = "persons.sealed = false"
row_limit = 5
"""


@pytest.fixture(name="bundle")
def small_bundle() -> Bundle:
    """The small bundle with rules that make three profiles."""
    return load_bundle(small_files(RULES))


def context(agency: str, *, case: str | None = "JK123456", beneficiary: str = "") -> Context:
    """A context of an agency."""
    return ask(agency, "robbery", "persons", case=case, beneficiary=beneficiary).context


def test_a_profile_has_the_allowed_columns_in_the_catalogues_order(bundle: Bundle) -> None:
    """Columns, masks and rows of what the bureau may read; the prohibited column is absent."""
    assert profile_of(IndexedPolicy(bundle), context("bureau"), DAY).views == {
        "persons": View(
            "persons",
            (("person_id", None), ("dob", "year"), ("sealed", None)),
            (RowPredicate("persons", "sealed", "=", value=False),),
        ),
        "codes": View("codes", (("code", None),)),
    }


def test_a_record_class_without_an_allowed_column_is_absent(bundle: Bundle) -> None:
    """Without a case number only the codes remain."""
    assert list(profile_of(IndexedPolicy(bundle), context("bureau", case=None), DAY).views) == ["codes"]


def test_the_beneficiary_narrows_the_profile(bundle: Bundle) -> None:
    """The police for the bureau have the bureau's profile."""
    assert profile_of(IndexedPolicy(bundle), context("city-police", beneficiary="bureau"), DAY) == profile_of(
        IndexedPolicy(bundle), context("bureau"), DAY
    )


def test_all_profiles_are_the_distinct_ones(bundle: Bundle) -> None:
    """The police's, the bureau's, and the codes alone; police with a colleague of bureau-east lose one column."""
    assert {profile.id for profile in all_profiles(bundle, DAY)} == {
        profile_of(IndexedPolicy(bundle), one, DAY).id
        for one in (
            context("city-police"),
            context("bureau"),
            context("bureau-east"),
            replace(context("city-police"), affiliations=frozenset({"bureau-east"})),
        )
    }


def test_agencies_that_differ_by_their_agreement_alone_are_told_apart() -> None:
    """The one with an agreement in force has the profile, also when the other comes first."""
    rules = '[[permit]]\nid = "P"\ncite = "c"\nwhen.agency.under = "bureau"\nwhen.needs = "agreement"\n'
    agreement = (
        '[[agreement]]\ncode = "g"\nagency = "bureau-east"\ntitle = "G"\ncite = "c"\neffective = 2026-05-01\n'
        "expires = 2026-05-02\n"
    )
    bundle = load_bundle(small_files(rules, agreements=agreement))
    assert all_profiles(bundle, DAY) == (profile_of(IndexedPolicy(bundle), context("bureau-east"), DAY),)
    assert all_profiles(bundle, DAY + timedelta(days=1)) == ()


def test_row_limits_are_no_part_of_a_profile(bundle: Bundle) -> None:
    """Two limits, one profile."""
    other = load_bundle(small_files(RULES.replace("= 5", "= 6")))
    assert all_profiles(bundle, DAY) == all_profiles(other, DAY)


@STEADY
@given(bundles(), contexts(), contexts())
def test_every_contexts_profile_is_among_all_profiles(bundle: Bundle, one: Context, two: Context) -> None:
    """For contexts with at most one affiliation: the profile is one of the set, or empty."""
    ids = {profile.id for profile in all_profiles(bundle, DAY)}
    for asked in (one, two):
        profile = profile_of(IndexedPolicy(bundle), asked, DAY)
        assert not profile.views or profile.id in ids


@STEADY
@given(st.randoms(use_true_random=False))
def test_so_it_is_under_rules_as_they_can_be_written(rng: Random) -> None:
    """Suspended agencies, attributes, agreements and declarations, own bases, what others vouch for, owed duties."""
    bundle = random_bundle(rng, SMALL._replace(rules=6))
    ids, policy, asker = (
        {one.id for one in all_profiles(bundle, DAY)},
        IndexedPolicy(bundle),
        Asker(rng, bundle),
    )
    for context in (asker.ask().context for _ in range(6)):
        alone = replace(context, affiliations=frozenset(sorted(context.affiliations)[:1]))
        profile = profile_of(policy, alone, DAY)
        assert not profile.views or profile.id in ids


def test_two_that_meet_share_what_both_may_read_and_the_duties_on_that() -> None:
    """One reads surname and birth, the other birth and number: together birth, and no duty of what they do not read."""
    rules = "".join(
        f'[[permit]]\nid = "P{agency}"\ncite = "c"\nwhen.agency = "{agency}"\nwhen.field = {fields}\n'
        for agency, fields in (
            ("city-police", '["persons.surname", "persons.dob"]'),
            ("bureau", '["persons.dob", "persons.ssn"]'),
        )
    )
    duty = '[[duty]]\nid = "D"\ncite = "c"\nwhen.field = "persons.ssn"\nrows = "persons.sealed = false"\n'
    bundle = load_bundle(small_files(rules + duty))
    seen = {
        (tuple(name for name, _ in view.columns), len(view.rows))
        for profile in all_profiles(bundle, DAY)
        for view in profile.views.values()
    }
    assert seen == {(("surname", "dob"), 0), (("dob", "ssn"), 1), (("dob",), 0)}


def contexts_of(bundle: Bundle) -> Iterator[Context]:
    """Every context with at most one affiliation that rules of a bundle can tell apart, and many that they cannot."""
    rules: tuple[Rule, ...] = (*bundle.permits, *bundle.prohibitions, *bundle.duties)
    conditions = [rule.when for rule in rules] + [one for rule in bundle.prohibitions for one in rule.unless]
    named = {
        value for one in conditions for atom in one.atoms if atom.fact == "basis" for value in atom.values
    }
    bases = [frozenset(some) for size in (0, 1, 2) for some in combinations(sorted(named), size)]
    vouched = [frozenset[Need](some) for size in (0, 1, 2) for some in combinations(VOUCHED, size)]
    cases = [(None, vouched[0]), *(("1", one) for one in vouched)]
    for agency, beneficiary, other in product(bundle.agencies, repeat=3):
        for role, purpose, basis, (case, vouches) in product(
            (*ROLES, "any-other"), bundle.purposes, bases, cases
        ):
            yield Context("m", agency, role, purpose, beneficiary, frozenset({other}), basis, case, vouches)


@pytest.mark.parametrize("seed", range(12))
def test_all_profiles_are_exactly_those_of_all_contexts(seed: int) -> None:
    """Not one is missing, and none is there that nobody can have; rules name two bases at once at most."""
    bundle = random_bundle(
        Random(seed), Size(3, 2, 2, 2, rules=8, prohibitions=0.1, duties=0.4, tested=("agency",), listed=8)
    )
    policy, known = IndexedPolicy(bundle), KnownProfiles()
    found = {
        profile.id for context in contexts_of(bundle) if (profile := known.of(policy, context, DAY)).views
    }
    assert {profile.id for profile in all_profiles(bundle, DAY)} == found


def test_an_agency_that_is_not_active_stands_for_no_other() -> None:
    """Two agencies of which all rules say the same: one is suspended and comes first, the other has its profile."""
    people = PEOPLE.replace('name = "Bureau"', 'name = "Bureau"\nstatus = "suspended"')
    rules = '[[permit]]\nid = "P"\ncite = "c"\nwhen.agency.under = "bureau"\nwhen.record_class = "codes"\n'
    bundle = load_bundle(small_files(rules, people=people))
    assert all_profiles(bundle, DAY) == (profile_of(IndexedPolicy(bundle), context("bureau-east"), DAY),)


def test_kinds_of_agreement_are_told_apart() -> None:
    """An agency with an agreement stands not for one with a declaration."""
    rules = '[[permit]]\nid = "P"\ncite = "c"\nwhen.agency.under = "bureau"\nwhen.needs = "declaration"\n'
    agreements = "".join(
        f'[[agreement]]\ncode = "g{code}"\nagency = "{code}"\ntitle = "G"\ncite = "c"\neffective = 2026-01-01\nkind = "{kind}"\n'
        for code, kind in (("bureau", "agreement"), ("bureau-east", "declaration"))
    )
    bundle = load_bundle(small_files(rules, agreements=agreements))
    assert all_profiles(bundle, DAY) == (profile_of(IndexedPolicy(bundle), context("bureau-east"), DAY),)


@STEADY
@given(st.lists(bundles(), min_size=2, max_size=2), st.lists(contexts(), min_size=1, max_size=6))
def test_known_profiles_are_the_profiles(worlds: list[Bundle], asked: list[Context]) -> None:
    """Whatever was asked before, of this bundle or another, on this day or another, with this case or none."""
    known = KnownProfiles()
    for policy in map(IndexedPolicy, worlds):
        for day in (DAY, DAY + timedelta(days=1)):
            for one in (*asked, *(replace(one, case=None) for one in asked)):
                assert known.of(policy, one, day) == profile_of(policy, one, day)


def test_known_profiles_are_shared_and_bounded(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members and cases share one profile; beyond the limit the one known longest is worked out anew."""
    monkeypatch.setattr(ostiary.policy.profiles, "MAX_KNOWN", 2)
    known, policy = KnownProfiles(), IndexedPolicy(bundle)
    first = known.of(policy, context("bureau"), DAY)
    alike = replace(context("bureau", case="JK999999"), member="somebody else")
    assert known.of(policy, alike, DAY) is first
    known.of(policy, context("city-police"), DAY)
    assert known.of(policy, context("bureau"), DAY) is first
    known.of(policy, context("bureau-east"), DAY)
    again = known.of(policy, context("bureau"), DAY)
    assert again == first
    assert again is not first


def strictness(mask: Mask | None) -> int:
    """The place of a mask from strictest to none at all."""
    return len(MASKS) if mask is None else MASKS.index(mask)


@STEADY
@given(bundles(), contexts())
def test_a_profile_never_holds_a_column_that_is_refused(bundle: Bundle, asked: Context) -> None:
    """The profile and the decision agree on every column, both ways, and the profile's duties are at least as strict."""
    profile = profile_of(IndexedPolicy(bundle), asked, DAY)
    for name, record_class in bundle.catalogue.classes.items():
        readable = dict(profile.views[name].columns) if name in profile.views else {}
        for column in record_class.columns:
            decision = decide(bundle, Request(asked, name, frozenset({column.name}), DAY))
            assert isinstance(decision, Allow) == (column.name in readable)
            if isinstance(decision, Allow):
                assert strictness(readable[column.name]) <= strictness(
                    dict(decision.duties.masks).get(column.name)
                )
                assert set(decision.duties.rows) <= set(profile.views[name].rows)


@pytest.mark.parametrize(
    ("module", "limit"),
    [
        (ostiary.policy.profiles, "MAX_PROFILES"),
        (ostiary.policy.profiles, "MAX_LOOKS"),
        (ostiary.policy.profiles, "MAX_MEETINGS"),
        (ostiary.policy.situations, "MAX_SITUATIONS"),
        (ostiary.policy.situations, "MAX_BASES"),
    ],
)
def test_a_bundle_that_needs_too_many_profiles_is_refused(
    bundle: Bundle, module: ModuleType, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each limit gives a clear error instead of a long wait."""
    monkeypatch.setattr(module, limit, -1 if limit == "MAX_BASES" else 1)
    with pytest.raises(BundleError, match="the policy bundle"):
        all_profiles(bundle, DAY)
