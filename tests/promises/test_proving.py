"""What is shown with a verdict is true: regions, examples, ways back; and whatever goes wrong is never called kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings

import ostiary.promises.solver
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow
from ostiary.model.rules import Atom, Condition, Permit, Prohibition, Promise, Source
from ostiary.policy.reference import decide
from ostiary.promises.claims import Bulwark, Claim, breaches
from ostiary.promises.engines import Boxes, Engines, NotSettled
from ostiary.promises.examples import can_be, example_of
from ostiary.promises.formula import formula_of
from ostiary.promises.meaning import excludes
from ostiary.promises.proofs import Proof
from ostiary.promises.proving import permitting_everything, prove
from ostiary.promises.regions import gap_of, region_of
from ostiary.promises.solver import Solver
from ostiary.promises.space import Space
from ostiary.promises.territory import Territory
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO
from promises.promise_worlds import FEW, bundles
from promises.test_claims import seeds, some_point


def promise(
    identity: str, *atoms: Atom, unless: tuple[Condition, ...] = (), permanent: bool = True
) -> Promise:
    """A promise in one line."""
    return Promise(Source(identity, "the promise"), Condition(atoms), unless, permanent)


def listed(fact: str, *values: str) -> Atom:
    """A conjunct that lists values."""
    return Atom(fact, frozenset(values), words=values)  # type: ignore[arg-type]


def under(fact: str, root: str, bundle: Bundle) -> Atom:
    """A conjunct about a subtree."""
    tree = bundle.agency_tree if fact == "agency" else bundle.purpose_tree
    return Atom(fact, tree.under(root), way="under", words=(root,))  # type: ignore[arg-type]


def only_proof(bundle: Bundle, one: Promise) -> Proof:
    """What is proved of one promise."""
    (proof,) = prove(replace(bundle, promises=(one,))).proofs
    return proof


@pytest.fixture(name="chicago", scope="module")
def chicago_fixture() -> Bundle:
    """The pack without its promises, without what is public, and without the grounds that lift R03."""
    pack = read_bundle(CHICAGO)
    lifted = {"R07", "R35"}
    return replace(
        pack,
        promises=(),
        permits=tuple(one for one in pack.permits if one.source.id not in lifted),
        prohibitions=tuple(replace(one, unless=()) for one in pack.prohibitions),
    )


# What is shown


@FEW
@given(bundles(), seeds)
def test_every_request_of_a_region_is_allowed_and_excluded(bundle: Bundle, random: Random) -> None:
    """Random points of a region that is shown, asked of the reference evaluator."""
    territory = Territory.alone(bundle)
    for one in bundle.promises:
        for breach in breaches(territory, Claim.of(territory.layout, one)):
            region = region_of(territory, breach)
            for _ in range(10):
                example = example_of(territory.space, bundle, some_point(random, territory.space, region))
                known = next(each for each in example.bundle.promises if each.source.id == one.source.id)
                assert isinstance(decide(example.bundle, example.request), Allow)
                assert excludes(example.bundle, known, example.request)
            break


@FEW
@given(bundles(), seeds)
def test_nothing_prohibits_a_request_of_a_gap(bundle: Bundle, random: Random) -> None:
    """With a permit for everything, the reference evaluator allows random points of a region that nothing prohibits."""
    bulwark = Bulwark.of(bundle, date.min)
    for one in bundle.promises:
        for breach in bulwark.gaps(one):
            region = gap_of(bulwark, breach)
            for _ in range(10):
                space = bulwark.layout.space
                point = some_point(random, space, region)
                if can_be(space, *(mask.bit_length() - 1 for mask in point[:2])):
                    example = example_of(space, bundle, point)
                else:
                    example = example_of(space, bundle, region)
                opened = permitting_everything(example.bundle)
                known = next(each for each in opened.promises if each.source.id == one.source.id)
                assert isinstance(decide(opened, example.request), Allow)
                assert excludes(opened, known, example.request)
            break


@settings(FEW, max_examples=15)
@given(bundles())
def test_every_promise_gets_a_verdict_with_what_belongs_to_it(bundle: Bundle) -> None:
    """Nothing is unsettled; a broken promise has a region, an example, its permits, and a way back that keeps it."""
    proofs = prove(bundle)
    assert (proofs.encoded, proofs.policy) == (proofs.rules, bundle.version)
    for one in proofs.proofs:
        assert one.verdict != "NOT SETTLED", one.why
        assert (one.case is None) == (one.verdict == "KEPT")
        if one.verdict == "BROKEN":
            assert one.case is not None
            assert one.case.permits
            assert one.undos[-1].verdict == "KEPT"
            assert not one.is_kept_as_promised


def test_dropping_what_carries_a_promise_changes_its_verdict(chicago: Bundle) -> None:
    """Each promise about Chicago rests on one prohibition, and falls with it: the proofs are not vacuous."""
    federal = Atom("agency", frozenset(), way="level", words=("federal",))
    levels = frozenset(code for code, one in chicago.agencies.items() if one.level == "federal")
    public = Atom("record_class", frozenset(chicago.catalogue.classes) - {"offence_codes"}, others=True)
    promises = (
        promise("no-ice", under("agency", "ice", chicago), public),
        promise("no-civil-enforcement", under("purpose", "civil-immigration-enforcement", chicago)),
        promise("no-status", listed("field", "persons.birth_country")),
        promise("no-release-dates", replace(federal, values=levels), listed("field", "arrests.release_date")),
    )
    proofs = prove(replace(chicago, promises=promises)).proofs
    assert [(one.verdict, [cited.rule for cited in one.rests_on]) for one in proofs] == [
        ("KEPT", ["R01"]),
        ("KEPT", ["R03"]),
        ("KEPT", ["R06"]),
        ("KEPT", ["R26"]),
    ]
    for proof in proofs:
        carriers = {cited.rule for cited in proof.rests_on}
        fewer = tuple(one for one in chicago.prohibitions if one.source.id not in carriers)
        after = only_proof(replace(chicago, prohibitions=fewer), proof.promise)
        assert after.verdict in {"KEPT TODAY", "BROKEN"}
        assert not after.is_kept_as_promised


# The four verdicts


def test_a_ban_that_lists_today_s_agencies_does_not_keep_a_promise_about_all(chicago: Bundle) -> None:
    """An agency that is registered under ICE tomorrow is not on the list; the region says so."""
    names = ("ice", "ice-ero", "ice-hsi")
    listing = replace(chicago.prohibitions[0], when=Condition((listed("agency", *names),)))
    bundle = replace(chicago, prohibitions=(listing, *chicago.prohibitions[1:]))
    proof = only_proof(bundle, promise("no-ice", under("agency", "ice", chicago)))
    assert proof.verdict == "BROKEN"
    assert proof.case is not None
    said = {line.about: line.says for line in proof.case.region}
    assert said["employed by"] == "any agency that is not registered yet: under `ice`"
    assert "newcomer" in {*proof.case.example.context.affiliations, proof.case.example.context.agency}


def test_an_exception_that_was_added_is_what_is_to_be_dropped(chicago: Bundle) -> None:
    """The chain names the permit, the prohibition that would have stopped it, and the exception that releases it."""
    drop = listed("basis", "administrative-warrant")
    ban = replace(
        chicago.prohibitions[1], unless=(Condition((listed("basis", "subpoena"),)), Condition((drop,)))
    )
    open_to = Permit(
        Source("MOU", "an agreement"), Condition((listed("purpose", "removal"), listed("agency", "fbi")))
    )
    bundle = replace(
        chicago,
        permits=(*chicago.permits, open_to),
        prohibitions=(chicago.prohibitions[0], ban, *chicago.prohibitions[2:]),
    )
    never = promise(
        "never",
        under("purpose", "civil-immigration-enforcement", chicago),
        unless=(Condition((listed("basis", "subpoena"),)),),
    )
    proof = only_proof(bundle, never)
    assert proof.verdict == "BROKEN"
    assert proof.case is not None
    assert [one.rule for one in proof.case.permits] == ["MOU"]
    assert [(one.rule, one.exception) for one in proof.case.released] == [("R03", 2)]
    assert (proof.undos[0].change, proof.undos[0].verdict) == ("drop exception 2 of R03", "KEPT")
    said = {line.about: line.says for line in proof.case.region}
    assert said["what they show"] == "`administrative-warrant`; no `subpoena`"


def test_a_ban_that_expires_breaks_what_was_promised_for_good(chicago: Bundle) -> None:
    """The mistake that engines miss which know only the days of the old policy."""
    ban = chicago.prohibitions[1]
    ends = replace(ban, source=replace(ban.source, expires=date(2030, 1, 1)))
    open_to = Permit(Source("MOU", "an agreement"), Condition((listed("purpose", "removal"),)))
    bundle = replace(
        chicago,
        permits=(open_to,),
        prohibitions=(chicago.prohibitions[0], ends, *chicago.prohibitions[2:]),
    )
    proof = only_proof(bundle, promise("never", under("purpose", "civil-immigration-enforcement", chicago)))
    assert proof.verdict == "BROKEN"
    assert proof.case is not None
    assert proof.case.region[-1].says == "from 2030-01-01"
    assert proof.undos[0].change == "let R03 be in force on all days"


def test_days_before_the_policy_do_not_count(chicago: Bundle) -> None:
    """A ban from a day on keeps a promise of a policy that takes effect that day, and of no other."""
    ban = chicago.prohibitions[1]
    starts = replace(ban, source=replace(ban.source, effective=date(2019, 7, 10)))
    never = promise("never", under("purpose", "civil-immigration-enforcement", chicago))
    bundle = replace(chicago, prohibitions=(starts,), promises=(never,), effective=None)
    assert [one.verdict for one in prove(bundle).proofs] == ["KEPT TODAY"]
    assert [one.verdict for one in prove(replace(bundle, effective=date(2019, 7, 10))).proofs] == ["KEPT"]
    assert [one.verdict for one in prove(bundle, date(2020, 1, 1)).proofs] == ["KEPT"]


def test_what_is_kept_today_is_too_little_for_a_permanent_promise(chicago: Bundle) -> None:
    """It says what nothing prohibits, and that a prohibition would mend it."""
    never = promise("never", listed("purpose", "criminal-immigration"))
    proof = only_proof(chicago, never)
    assert (proof.verdict, proof.is_kept_as_promised) == ("KEPT TODAY", False)
    assert [(one.change, one.verdict) for one in proof.undos] == [
        ("add a prohibition in the words of the promise", "KEPT")
    ]
    lighter = only_proof(chicago, replace(never, is_permanent=False))
    assert (lighter.verdict, lighter.is_kept_as_promised, lighter.undos) == ("KEPT TODAY", True, ())


def test_a_needed_approval_keeps_no_promise_for_good(chicago: Bundle) -> None:
    """A duty's need refuses today and rests on nothing lasting: only prohibitions carry a permanent promise."""
    duty = replace(chicago.duties[0], needs=("approval",), when=Condition())
    never = promise(
        "never",
        listed("record_class", "persons"),
        unless=(Condition((), ("approval",)), Condition((), ("case-number",))),
    )
    assert only_proof(replace(chicago, duties=(duty,)), never).verdict == "KEPT TODAY"
    bare = replace(chicago, permits=(Permit(Source("P", "x"), Condition()),))
    assert only_proof(bare, never).verdict == "BROKEN"


def test_a_policy_without_promises_has_nothing_to_prove(chicago: Bundle) -> None:
    """And keeps all of none."""
    proofs = prove(chicago)
    assert proofs.proofs == ()
    assert proofs.are_kept_as_promised


# Whatever goes wrong


def test_engines_that_disagree_settle_nothing(chicago: Bundle) -> None:
    """Boxes of one policy, and the formula of another."""
    kept = promise("no-status", listed("field", "persons.birth_country"))
    bundle = replace(chicago, promises=(kept,))
    fewer = formula_of(replace(bundle, prohibitions=chicago.prohibitions[:2]))
    engines = Engines(bundle, Boxes.of(bundle, date.min), fewer, Solver(fewer.clauses))
    with pytest.raises(NotSettled, match="disagree: KEPT by set algebra, BROKEN by the solver"):
        engines.verdict(0)


def test_a_solver_that_gives_up_settles_nothing(chicago: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too few steps are an answer of none; that counts as broken."""
    monkeypatch.setattr(ostiary.promises.solver, "MAX_STEPS", 1)
    proof = only_proof(chicago, promise("no-status", listed("field", "persons.birth_country")))
    assert (proof.verdict, proof.why) == ("NOT SETTLED", "the solver gave up")
    assert not proof.is_kept_as_promised


def test_more_cases_than_a_proof_takes_on_settle_nothing(chicago: Bundle) -> None:
    """Eleven bases would be two thousand combinations; the reason says how many there may be."""
    many = Permit(Source("P", "x"), Condition((listed("basis", *(f"b{number}" for number in range(11))),)))
    known = {f"b{number}": object() for number in range(11)}
    bundle = replace(chicago, permits=(many,), bases=known)  # type: ignore[arg-type]
    proof = only_proof(bundle, promise("no-status", listed("field", "persons.birth_country")))
    assert (proof.verdict, proof.why) == ("NOT SETTLED", "bases that rules name: 11, at most 10")


def test_a_rule_that_cannot_be_understood_settles_nothing(chicago: Bundle) -> None:
    """A conjunct about a purpose that is not there cannot come out of a text; it is not passed over either."""
    odd = Prohibition(Source("F", "x"), Condition((listed("purpose", "no-such-purpose"),)))
    bundle = replace(chicago, prohibitions=(*chicago.prohibitions, odd))
    never = promise("no-status", listed("field", "persons.birth_country"))
    proofs = prove(replace(bundle, promises=(never,)))
    assert [(one.verdict, one.why) for one in proofs.proofs] == [
        ("NOT SETTLED", "a mistake of ours: KeyError")
    ]
    assert proofs.encoded == 0
    assert not proofs.are_kept_as_promised


def test_progress_is_told(chicago: Bundle) -> None:
    """How many promises are done, of how many."""
    told: list[tuple[int, int]] = []
    both = (promise("a", listed("role", "x")), promise("b", listed("role", "y")))
    prove(replace(chicago, promises=both), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_an_agency_that_employs_its_own_member_has_one_set_of_papers(chicago: Bundle) -> None:
    """An example of a box never pairs an agency that has an agreement with itself without one."""
    with_need = replace(chicago, permits=(Permit(Source("P", "x"), Condition((), ("agreement",))),))
    space = Space.of((with_need,), with_any_papers=True)
    bare, held = (n for n, one in enumerate(space.principals.registered) if one.code == "fbi")
    assert (
        can_be(space, bare, bare),
        can_be(space, bare, held),
        can_be(space, held, len(space.principals)),
    ) == (
        True,
        False,
        True,
    )
    box = (1 << held, 1 << bare | space.nobody >> 1, *space.everything[2:])
    assert example_of(space, with_need, box).request.context.affiliations == {"an-agency-that-nobody-knows"}
