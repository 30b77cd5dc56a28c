from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directives.directive_world import (
    AGENCIES,
    CERTIFICATE,
    DAY,
    ICE,
    KEYS,
    OFFICIALS,
    START,
    Chain,
    at,
    enrolled,
    enrolment,
)
from ostiary.directives.act_form import certificate_octets
from ostiary.directives.certificates import fingerprint
from ostiary.directives.envelope import sign_step, step_hash
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Head, Register
from ostiary.errors import DirectiveRefused, OstiaryError, ProofInvalid
from ostiary.model.agency import Official
from ostiary.model.directive import (
    Certification,
    CutOff,
    Departure,
    Enrolled,
    Enrolment,
    Revocation,
    Step,
    StepKind,
)
from ostiary.tlog.note import SignerKey

TOMORROW = DAY + timedelta(days=1)


def cut_off_codes(chain: Chain) -> set[str]:
    return {code for code in AGENCIES.parents if chain.register.cut_off_for([code], AGENCIES, START)}


def step_after(chain: Chain, **changes: object) -> Step:
    """The next step on D-1, a confirmation by the superintendent unless changed."""
    head = chain.register.head
    step = Step(head.sequence + 1, head.hash, "D-1", "confirmed", "superintendent", chain.now())
    return replace(step, **changes)  # type: ignore[arg-type]  # the tests name fields of Step.


def test_an_empty_register_cuts_nobody_off() -> None:
    """Before the first step there is no directive, no member and no hash."""
    register = Register.empty(OFFICIALS)
    assert register.head == Head(-1, "0" * 64, "")
    assert register.directives == {}
    assert register.members == {}
    assert register.cut_off_for(AGENCIES.parents, AGENCIES, START) is None


def test_an_order_alone_does_nothing() -> None:
    """A cut-off that one official ordered covers nobody yet."""
    assert cut_off_codes(Chain().order(ICE)) == set()


def test_two_officials_cut_off_the_subtree_and_no_sibling() -> None:
    """A confirmed cut-off covers the agency and everything under it, and neither its parent nor its siblings."""
    chain = Chain().order(ICE).confirm("D-1")
    assert cut_off_codes(chain) == {"ice", "ice-ero", "ice-hsi"}
    directive = chain.register.directives["D-1"]
    assert (directive.ordered_by, directive.confirmed_by) == ("mayor", "superintendent")
    assert (directive.ordered_at, directive.confirmed_at) == (at(0), at(1))


def test_any_principal_counts() -> None:
    """Somebody who works for an agency that is not cut off and for one that is, is cut off."""
    register = Chain().order(ICE).confirm("D-1").register
    found = register.cut_off_for(["fbi", "ice-ero"], AGENCIES, START)
    assert found is not None
    assert found.id == "D-1"
    assert register.cut_off_for(["fbi", "unheard-of"], AGENCIES, START) is None


def test_an_agency_that_the_tree_lost_stays_cut_off() -> None:
    """A cut-off covers the agency that it names, also when the policy has it no more."""
    chain = Chain().order(CutOff("gone", "why")).confirm("D-1")
    assert chain.register.cut_off_for(["gone"], AGENCIES, START) is not None


def test_a_cut_off_until_a_day_ends_on_it() -> None:
    """A cut-off until tomorrow holds today and not tomorrow; nobody has to lift it."""
    chain = Chain().order(CutOff("ice", "why", TOMORROW.isoformat())).confirm("D-1")
    assert [one.id for one in chain.register.cut_offs(START)] == ["D-1"]
    assert chain.register.cut_offs(START + timedelta(days=1)) == ()


def test_a_refused_cut_off_never_holds() -> None:
    """A directive that was refused cannot be confirmed afterwards."""
    chain = Chain().order(ICE).refuse("D-1", by="mayor")
    with pytest.raises(DirectiveRefused, match="already refused and cannot be confirmed"):
        chain.confirm("D-1")
    assert cut_off_codes(chain) == set()


def test_a_confirmed_cut_off_cannot_be_refused() -> None:
    """Nobody can undo a confirmed cut-off by refusing it, nor confirm it twice."""
    chain = Chain().order(ICE).confirm("D-1")
    for attempt in (chain.refuse, chain.confirm):
        with pytest.raises(DirectiveRefused, match="already confirmed"):
            attempt("D-1", by="inspector")


def test_members_are_those_of_confirmed_enrolments() -> None:
    """An enrolment makes members when it is confirmed, and what is confirmed later counts."""
    chain = Chain().order(enrolment("p-1", "p-2"))
    assert chain.register.members == {}
    chain.confirm("E-1").order(Enrolment((enrolled("p-2", "fbi", "agent"),))).confirm("E-2")
    assert chain.register.members == {"p-1": enrolled("p-1"), "p-2": enrolled("p-2", "fbi", "agent")}


def test_numbers_run_by_kind() -> None:
    """The first cut-off is D-1 whatever was enrolled before it."""
    chain = Chain().order(enrolment("p-1")).order(ICE).order(CutOff("cbp", "why")).order(enrolment("p-2"))
    assert list(chain.register.directives) == ["E-1", "D-1", "D-2", "E-2"]


def test_the_head_is_the_last_step() -> None:
    """The head gives sequence, hash and instant of the last step."""
    chain = Chain().order(ICE).confirm("D-1")
    assert chain.register.head == Head(1, step_hash(chain.raws[-1]), at(1))


def test_equal_chains_give_equal_registers() -> None:
    """Whoever applies the same steps has the same register."""
    chain = Chain().order(ICE).order(enrolment("p-1")).confirm("D-1").refuse("E-1")
    again = Register.empty(OFFICIALS)
    for raw in chain.raws:
        again = again.apply(raw)
    assert again == chain.register


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sequence": 0}, "does not follow"),
        ({"sequence": 2}, "does not follow"),
        ({"previous": "0" * 64}, "does not follow"),
        ({"at": at(-1)}, "before the last one"),
        ({"at": "yesterday"}, "not an instant"),
        ({"at": "2019-07-10T12:01:00"}, "not an instant"),
        ({"directive": "D-2"}, "no directive `D-2`"),
        ({"by": "mayor"}, "takes two people"),
        ({"act": ICE}, "may say what it does"),
        ({"reason": "because"}, "no reason of its own"),
        ({"kind": "refused"}, "reason of the refusal is empty"),
        ({"kind": "refused", "reason": "a\nb"}, "cannot be printed"),
        ({"kind": "ordered"}, "no act"),
        ({"kind": "ordered", "act": ICE}, "the next one is `D-2`"),
        ({"kind": "ordered", "act": ICE, "directive": "D-3"}, "the next one is `D-2`"),
        ({"kind": "ordered", "act": ICE, "directive": "E-1"}, "the next one is `D-2`"),
        ({"kind": "ordered", "act": enrolment("p-1"), "directive": "D-2"}, "the next one is `E-1`"),
        ({"kind": "ordered", "act": ICE, "directive": "D-2", "reason": "why"}, "belongs into its act"),
        ({"kind": "ordered", "act": CutOff("ice", "why", "2019-07-10"), "directive": "D-2"}, "would never hold"),
    ],
)  # fmt: skip
def test_a_step_that_does_not_fit_is_refused(changes: dict[str, object], why: str) -> None:
    """A step that is not the next one, or that its official may not take, is refused although it is well signed."""
    chain = Chain().order(ICE)
    step = step_after(chain, **changes)
    with pytest.raises(DirectiveRefused, match=why):
        chain.register.apply(sign_step(step, KEYS[step.by]))


def test_steps_of_one_moment_are_in_order() -> None:
    """Two steps may bear the same instant."""
    chain = Chain().order(ICE)
    assert chain.take(step_after(chain, at=at(0))).register.directives["D-1"].status == "confirmed"


def test_a_cut_off_that_has_ended_cannot_be_confirmed() -> None:
    """A confirmation on the day on which the cut-off would end is refused."""
    chain = Chain().order(CutOff("ice", "why", TOMORROW.isoformat()))
    late = write_instant(START + timedelta(days=1))
    with pytest.raises(DirectiveRefused, match="would never hold"):
        chain.take(step_after(chain, at=late))


def test_one_key_is_not_two_people() -> None:
    """Two officials who hold one key between them cannot order and confirm."""
    twin = SignerKey("twin.example.gov", KEYS["mayor"].seed)
    officials = {**OFFICIALS, "twin": Official("twin", "A. Twin", "Twin", twin.verifier().format())}
    register = Register.empty(officials).apply(Chain().order(ICE).raws[0])
    step = Step(1, register.head.hash, "D-1", "confirmed", "twin", at(1))
    with pytest.raises(DirectiveRefused, match="takes two keys"):
        register.apply(sign_step(step, twin))


def test_a_signature_that_does_not_hold_is_refused() -> None:
    """A confirmation in the superintendent's name that the mayor signed is refused."""
    chain = Chain().order(ICE)
    with pytest.raises(ProofInvalid, match="somebody else"):
        chain.register.apply(sign_step(step_after(chain), KEYS["mayor"]))


def test_a_step_by_nobody_known_is_refused() -> None:
    """An official whom the policy does not have takes no step."""
    with pytest.raises(DirectiveRefused, match="`governor` is not an official"):
        Register.empty(OFFICIALS).admit(step_after(Chain(), by="governor"))


def test_a_wrong_vkey_is_no_official() -> None:
    """A register cannot be begun with a key that is none."""
    with pytest.raises(ProofInvalid):
        Register.empty({"mayor": replace(OFFICIALS["mayor"], vkey="mayor")})


def test_a_refused_step_leaves_the_register_as_it_was() -> None:
    """The register before a refused step goes on with the right one."""
    chain = Chain().order(ICE)
    with pytest.raises(DirectiveRefused):
        chain.register.apply(chain.raws[0])
    assert chain.confirm("D-1").register.directives["D-1"].status == "confirmed"


def test_no_step_can_be_left_out_or_moved() -> None:
    """A chain with a step missing, repeated or moved is refused."""
    raws = Chain().order(ICE).order(CutOff("cbp", "why")).confirm("D-1").raws
    for wrong in ([raws[1]], [raws[0], raws[2]], [raws[0], raws[0]], [raws[0], raws[2], raws[1]]):
        with pytest.raises(DirectiveRefused, match="does not follow"):
            fold(wrong)


def fold(raws: list[bytes]) -> Register:
    register = Register.empty(OFFICIALS)
    for raw in raws:
        register = register.apply(raw)
    return register


def test_the_nearest_id_is_named() -> None:
    """Whoever mistypes an id is told the nearest one, and without any where to look."""
    register = Chain().order(ICE).register
    with pytest.raises(DirectiveRefused, match="no directive `d-1`") as near:
        register.find("d-1")
    assert near.value.hint == "did you mean `D-1`?"
    with pytest.raises(DirectiveRefused) as far:
        register.find("nonsense")
    assert "directive list" in far.value.hint


STEPS = st.tuples(
    st.sampled_from(["ordered", "confirmed", "refused"]),
    st.sampled_from(sorted(OFFICIALS)),
    st.sampled_from(sorted(OFFICIALS)),
    st.sampled_from(["D-1", "D-2", "E-1"]),
    st.sampled_from([ICE, CutOff("cbp", "why", TOMORROW.isoformat()), enrolment("p-1"), None]),
)


@settings(max_examples=60)
@given(st.lists(STEPS, max_size=20))
def test_nothing_is_confirmed_by_its_author(
    attempts: list[tuple[StepKind, str, str, str, CutOff | Enrolment | None]],
) -> None:
    """Whatever officials try in whatever order, what holds was ordered by one and confirmed by another.

    Each attempt is on the right place of the chain; half of them name one official and are signed by another.
    """
    chain = Chain()
    for kind, by, signed_by, directive, act in attempts:
        reason = "too wide" if kind == "refused" else ""
        step = step_after(chain, kind=kind, by=by, directive=directive, act=act, reason=reason)
        raw = sign_step(step, KEYS[signed_by])
        try:
            chain.register = chain.register.apply(raw)
        except OstiaryError:
            continue
        assert by == signed_by
        chain.raws.append(raw)
    for found in chain.register.directives.values():
        assert found.confirmed_by != found.ordered_by
        assert (found.status == "ordered") == (not found.settled_by)
    confirmed = {one.id for one in chain.register.directives.values() if one.status == "confirmed"}
    assert {one.id for one in chain.register.cut_offs(START)} == {
        one for one in confirmed if one.startswith("D")
    }
    assert bool(chain.register.members) == ("E-1" in confirmed)


OTHER_CERTIFICATE = base64.b64encode(b"\x30\x81\xc8" + bytes(200)).decode()
FINGERPRINT = fingerprint(certificate_octets(CERTIFICATE))


def test_a_departure_ends_an_enrolment_when_it_is_confirmed() -> None:
    """Not before, not for others, and a later enrolment makes a member anew."""
    chain = Chain().order(enrolment("p-1", "p-2")).confirm("E-1")
    assert chain.register.enrolled_by == {"p-1": "E-1", "p-2": "E-1"}
    chain.order(Departure(("p-1", "nobody"), "has left"))
    assert set(chain.register.members) == {"p-1", "p-2"}
    chain.confirm("X-1")
    assert set(chain.register.members) == {"p-2"}
    assert chain.register.enrolled_by == {"p-2": "E-1"}
    chain.order(enrolment("p-1")).confirm("E-2")
    assert set(chain.register.members) == {"p-1", "p-2"}
    assert chain.register.enrolled_by == {"p-1": "E-2", "p-2": "E-1"}


class CountedCode(str):
    """A member's code that counts how often any of its kind is compared."""

    __slots__ = ()
    __hash__ = str.__hash__
    comparisons = 0

    def __eq__(self, other: object) -> bool:
        CountedCode.comparisons += 1
        return str.__eq__(self, other)


def test_a_mass_departure_looks_at_each_member_once() -> None:
    """Its work grows with the members who leave, not with their square."""
    codes = [f"p-{number}" for number in range(500)]
    members: dict[str, Enrolled] = {CountedCode(code): enrolled(code) for code in codes}
    chain = Chain()
    chain.register = replace(
        chain.register, members=members, enrolled_by=dict.fromkeys(map(CountedCode, codes), "E-1")
    )
    chain.order(Departure(tuple(codes[1:]), "the agency has left"))
    CountedCode.comparisons = 0
    chain.confirm("X-1")
    assert set(chain.register.members) == set(chain.register.enrolled_by) == {"p-0"}
    assert CountedCode.comparisons < 10 * len(codes)


def test_a_refused_departure_and_certification_change_nothing() -> None:
    """One official alone moves nobody out and proves no agency."""
    chain = Chain().order(enrolment("p-1")).confirm("E-1").order(Departure(("p-1",), "why")).refuse("X-1")
    chain.order(Certification("fbi", CERTIFICATE)).refuse("C-1")
    assert set(chain.register.members) == {"p-1"}
    assert not chain.register.anchors


def test_an_agency_without_a_certificate_need_not_be_proved() -> None:
    """Nor an agency that the policy does not have."""
    assert Chain().register.certified_for("fbi", AGENCIES) is None
    assert Chain().register.certified_for("unknown", AGENCIES) is None


def test_the_nearest_certificate_above_counts() -> None:
    """An agency that has none is proved by those of the agency above it; its siblings are not touched."""
    chain = Chain().order(Certification("dhs", CERTIFICATE)).confirm("C-1")
    chain.order(Certification("ice", OTHER_CERTIFICATE)).confirm("C-2")
    found = {
        code: chain.register.certified_for(code, AGENCIES) for code in ("dhs", "cbp", "ice", "ice-ero", "fbi")
    }
    directives = {code: anchors and [one.directive for one in anchors] for code, anchors in found.items()}
    assert directives == {
        "dhs": ["C-1"], "cbp": ["C-1"], "ice": ["C-2"], "ice-ero": ["C-2"], "fbi": None,
    }  # fmt: skip


def test_an_agency_may_have_two_while_it_changes_from_one_to_the_other() -> None:
    """Both prove it until the old one is revoked."""
    chain = Chain().order(Certification("fbi", CERTIFICATE)).confirm("C-1")
    chain.order(Certification("fbi", OTHER_CERTIFICATE)).confirm("C-2")
    assert len(chain.register.anchors) == 2
    chain.order(Revocation("fbi", FINGERPRINT, "renewed")).confirm("V-1")
    anchors = chain.register.certified_for("fbi", AGENCIES)
    assert anchors is not None
    assert [one.directive for one in anchors] == ["C-2"]


def test_an_agency_whose_last_certificate_is_revoked_is_proved_by_nothing() -> None:
    """Not by the log-in alone, as before it had one, nor by what stands above it: that would open what was closed."""
    chain = Chain().order(Certification("doj", OTHER_CERTIFICATE)).confirm("C-1")
    chain.order(Certification("fbi", CERTIFICATE)).confirm("C-2")
    chain.order(Revocation("fbi", FINGERPRINT, "lost")).confirm("V-1")
    assert chain.register.certified_for("fbi", AGENCIES) == ()


def test_what_was_revoked_stays_revoked() -> None:
    """Also when it is certified again, before or after: permanent means permanent."""
    chain = Chain().order(Revocation("fbi", FINGERPRINT, "lost")).confirm("V-1")
    chain.order(Certification("fbi", CERTIFICATE)).confirm("C-1")
    assert chain.register.certified_for("fbi", AGENCIES) == ()


def test_a_handshake_may_still_be_made_with_what_was_revoked() -> None:
    """The refusal comes at the log-in, where it has words and an entry; it proves nothing there."""
    chain = Chain().order(Certification("fbi", CERTIFICATE)).confirm("C-1")
    chain.order(Revocation("fbi", FINGERPRINT, "lost")).confirm("V-1")
    assert chain.register.anchors == {certificate_octets(CERTIFICATE)}
