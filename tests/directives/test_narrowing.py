from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta

import pytest

from directives.directive_world import AGENCIES, DAY, ICE, START, Chain, enrolment
from ostiary.directives.narrowing import awaits_policy, narrowed
from ostiary.directives.register import Register
from ostiary.model.directive import (
    Act,
    Approval,
    Certification,
    CutOff,
    Departure,
    Lift,
    PolicyChange,
    Revocation,
    StatusChange,
    UrgentCutOff,
)

CODES = ("ann", "bob", "eve")


def certificate(number: int) -> str:
    return base64.b64encode(b"\x30\x82\x01\x04" + bytes([number]) * 260).decode()


def story() -> list[Register]:
    """A register after each step of a story in which everything is given, taken away, and given back."""
    chain, registers = Chain(), [Chain().register]

    def done(act: Act, confirms: str, by: str = "mayor") -> None:
        chain.order(act, by)
        registers.append(chain.register)
        chain.confirm(confirms)
        registers.append(chain.register)

    for number, code in enumerate(CODES, 1):
        done(enrolment(code), f"E-{number}")
    done(Departure(("ann",), "left"), "X-1")
    done(CutOff("ice", "announced", "2019-12-01"), "D-1")
    done(StatusChange("fbi", "suspended", "audit"), "S-1")
    done(Approval("bob", "JK1", "2019-08-01", "needed"), "A-1")
    done(Lift("D-1", "ruled on"), "L-1")
    done(StatusChange("fbi", "active", "done"), "S-2")
    for number, agency in enumerate(("dhs", "ice", "ice"), 1):
        done(Certification(agency, certificate(number)), f"C-{number}")
    chain.order(UrgentCutOff("cbp", "danger", None, 24))
    registers.append(chain.register)
    chain.refuse("D-2")
    registers.append(chain.register)
    chain.order(UrgentCutOff("cbp", "danger", "2019-09-01", 24), "inspector")
    registers.append(chain.register)
    chain.confirm("D-3")
    registers.append(chain.register)
    done(Lift("D-3", "ruled on"), "L-2")
    fingerprint = chain.register.certified["ice"][0].fingerprint
    done(Revocation("ice", fingerprint, "lost"), "V-1")
    done(enrolment("ann"), "E-4")
    return registers


STORY = story()


Probe = Callable[[Register], bool]
"""Whether a register lets something through."""


def _proves(register: Register, agency: str, number: int | None) -> bool:
    anchors = register.certified_for(agency, AGENCIES)
    if anchors is None:
        return True
    shown = None if number is None else base64.b64decode(certificate(number))
    return any(anchor.certificate == shown for anchor in anchors)


def probes() -> list[Probe]:
    found: list[Probe] = [lambda register, code=code: code in register.members for code in CODES]  # type: ignore[misc]
    for agency in ("dhs", "ice", "ice-ero", "cbp", "doj", "fbi"):
        for hours in (1, 30, 24 * 200):
            when = START + timedelta(hours=hours)
            found.append(lambda one, a=agency, w=when: one.barred_by({a}, AGENCIES, w) is None)  # type: ignore[misc]
        found += [lambda one, a=agency, n=n: _proves(one, a, n) for n in (None, 1, 2, 3)]  # type: ignore[misc]
    found.append(lambda register: bool(register.approvals("bob", "JK1", DAY)))
    return found


PROBES = probes()


def test_what_is_let_through_is_let_through_by_both() -> None:
    """Wherever the cover stands: nobody is served whom one of the two registers keeps out."""
    for at, newest in enumerate(STORY):
        for covered in STORY[: at + 1]:
            between = narrowed(newest, covered)
            assert between.head == newest.head
            for probe in PROBES:
                assert not probe(between) or (probe(newest) and probe(covered))


def test_narrowed_step_by_step_nothing_is_let_through_that_any_step_kept_out() -> None:
    """Also what was taken away and given back since the cover."""
    for start, covered in enumerate(STORY):
        served, so_far = covered, [probe(covered) for probe in PROBES]
        for newest in STORY[start + 1 :]:
            served = narrowed(newest, served)
            so_far = [before and probe(newest) for before, probe in zip(so_far, PROBES, strict=True)]
            assert all(by_all or not probe(served) for by_all, probe in zip(so_far, PROBES, strict=True))


def test_the_story_widens_in_every_way() -> None:
    """The test before would see nothing in a story without: each probe is let through at one step and not at another."""
    seen = [{probe(register) for register in STORY} for probe in PROBES]
    assert sum(len(one) == 2 for one in seen) >= 25


def test_everything_that_directives_add_up_to_was_considered() -> None:
    """Whoever adds a field says here, and in `narrowed`, which way it is narrower."""
    narrower = "directives members enrolled_by certified revoked suspended approved"
    same = "cut_off_ids keys officials head"
    assert {one.name for one in fields(Register)} == {*narrower.split(), *same.split(), "changed_by"}


def test_a_chain_that_is_covered_whole_is_served_whole() -> None:
    """With nothing behind, the newest register is served, not another one."""
    assert all(narrowed(one, one) is one for one in STORY)


def test_a_cut_off_bites_uncovered() -> None:
    """No cover is waited for: the agency is out with the step itself."""
    chain = Chain().order(enrolment("ann")).confirm("E-1")
    covered = chain.register
    newest = chain.order(ICE).confirm("D-1").register
    assert narrowed(newest, covered).barred_by({"ice-ero"}, AGENCIES, START) is not None


def test_a_lift_waits_until_it_is_covered() -> None:
    """The cut-off stands under the newest head, and is gone once the cover has reached the lift."""
    chain = Chain().order(CutOff("ice", "announced", "2019-12-01")).confirm("D-1")
    covered = chain.register
    newest = chain.order(Lift("D-1", "ruled on")).confirm("L-1").register
    assert newest.barred_by({"ice"}, AGENCIES, START) is None
    assert narrowed(newest, covered).barred_by({"ice"}, AGENCIES, START) is not None
    assert narrowed(newest, newest).barred_by({"ice"}, AGENCIES, START) is None


def test_an_urgent_cut_off_that_was_refused_stands_until_that_is_covered() -> None:
    """One signature has put it in force; the step that takes it back widens."""
    chain = Chain().order(UrgentCutOff("ice", "danger", None, 24))
    covered = chain.register
    newest = chain.refuse("D-1").register
    assert narrowed(newest, covered).barred_by({"ice"}, AGENCIES, START + timedelta(hours=1)) is not None


def test_somebody_is_let_in_when_the_enrolment_is_covered() -> None:
    """Not before; who was let in before stays."""
    chain = Chain().order(enrolment("ann")).confirm("E-1")
    covered = chain.register
    newest = chain.order(enrolment("bob")).confirm("E-2").register
    assert set(narrowed(newest, covered).members) == {"ann"}


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_change_of_policy_is_told_apart(confirmed: bool) -> None:  # noqa: FBT001
    """It is neither narrower nor wider: what is only ordered makes no difference, what is confirmed does."""
    chain = Chain()
    covered = chain.register
    chain.order(PolicyChange("a" * 64, "b" * 64, "new", "why"))
    if confirmed:
        chain.confirm("P-1")
    assert awaits_policy(chain.register, covered) is confirmed
