"""An erasure counts as ordered when one official ordered and another confirmed exactly that, before it, in the log."""

from __future__ import annotations

import pytest

from ostiary.directives.envelope import sign_step
from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, ERASURE
from ostiary.evidence.erasure import Erasure, write_erasure
from ostiary.evidence.name_erasure import NameErasure, write_name_erasure
from ostiary.model.directive import AnyErasureOrder, ErasureOrder, NameErasureOrder, Step, StepKind
from ostiary.store.log.erasure_orders import erasure_of, verify_ordered
from ostiary.store.log.reader import Entry
from ostiary.tlog.note import SignerKey

LOG = "log.example/gw1"
SIGNER = SignerKey.generate("city.example/mayor", bytes(32))
ACT = ErasureOrder(LOG, (3, 7), "2026 CH 4711", "a law")


def step(
    kind: StepKind,
    by: str,
    act: AnyErasureOrder | None = None,
    directive: str = "K-1",
    signer: SignerKey = SIGNER,
) -> Entry:
    at = "2026-11-26T10:00:00.000000Z"
    return Entry(0, DIRECTIVE, sign_step(Step(0, "0" * 64, directive, kind, by, at, act), signer))


def erasure(*entries: int, order: str = "K-1: 2026 CH 4711") -> Entry:
    return Entry(9, ERASURE, write_erasure(Erasure(entries, order)))


ORDERED = step("ordered", "mayor", ACT)
CONFIRMED = step("confirmed", "superintendent")


def test_two_officials_before_it_are_an_order() -> None:
    """Steps may stand in the log twice; other entries do not matter."""
    log = [Entry(1, ACCESS, b"{}"), ORDERED, ORDERED, CONFIRMED, erasure(3, 7), erasure(3, 7), CONFIRMED]
    assert verify_ordered(log, LOG) == 2
    assert verify_ordered([ORDERED, Entry(1, ACCESS, b"{}")], LOG) == 0
    assert erasure_of("K-1", ACT) == Erasure((3, 7), "K-1: 2026 CH 4711")


def test_names_are_ordered_likewise() -> None:
    """The places of the directive, in the entry that it names."""
    act = NameErasureOrder(LOG, 3, (0, 2), (1,), "2026 CH 4711", "a law")
    done = Entry(9, ERASURE, write_name_erasure(NameErasure(3, (0, 2), (1,), "N-1: 2026 CH 4711")))
    steps = [step("ordered", "mayor", act, "N-1"), step("confirmed", "superintendent", directive="N-1")]
    assert verify_ordered([*steps, done], LOG) == 1
    other = Entry(9, ERASURE, write_name_erasure(NameErasure(3, (0,), (1,), "N-1: 2026 CH 4711")))
    with pytest.raises(LogDamaged):
        verify_ordered([*steps, other], LOG)


@pytest.mark.parametrize(
    "act",
    [
        NameErasureOrder(LOG, 3, (2**16,), (), "2026 CH 4711", "a law"),
        ErasureOrder(LOG, (7, 3), "2026 CH 4711", "a law"),
    ],
)
def test_an_order_that_no_entry_can_follow_is_none(act: AnyErasureOrder) -> None:
    """Whoever hands over a log may have written it."""
    steps = [step("ordered", "mayor", act), step("confirmed", "superintendent")]
    assert verify_ordered(steps, LOG) == 0
    with pytest.raises(LogDamaged, match="no directive in this log orders it"):
        verify_ordered([*steps, erasure(3, 7)], LOG)


@pytest.mark.parametrize(
    "log",
    [
        [erasure(3, 7)],
        [ORDERED, erasure(3, 7)],
        [ORDERED, erasure(3, 7), CONFIRMED],
        [CONFIRMED, ORDERED, erasure(3, 7)],
        [ORDERED, step("confirmed", "mayor"), erasure(3, 7)],
        [ORDERED, step("refused", "superintendent"), erasure(3, 7)],
        [ORDERED, step("confirmed", "superintendent", directive="K-2"), erasure(3, 7)],
        [ORDERED, CONFIRMED, erasure(3)],
        [ORDERED, CONFIRMED, erasure(3, 7, order="K-1: another")],
        [ORDERED, CONFIRMED, erasure(3, 7, order="K-2: 2026 CH 4711")],
        [step("ordered", "mayor", ErasureOrder("log.example/gw2", (3, 7), "2026 CH 4711", "a law")), CONFIRMED, erasure(3, 7)],
        [Entry(0, DIRECTIVE, b"no step"), erasure(3, 7)],
    ],
)  # fmt: skip
def test_anything_less_is_a_finding(log: list[Entry]) -> None:
    """Nobody, one official, the same one twice, too late, refused, other numbers or words, another directive or log."""
    with pytest.raises(LogDamaged, match="no directive in this log orders it"):
        verify_ordered(log, LOG)


OTHER = SignerKey.generate("city.example/superintendent", bytes([1]) * 32)
OFFICIALS = {"mayor": SIGNER.verifier(), "superintendent": OTHER.verifier()}


def test_with_the_officials_keys_a_step_counts_that_its_official_has_signed() -> None:
    """A log that was written by somebody else names two officials as easily as none."""
    confirmed = step("confirmed", "superintendent", signer=OTHER)
    assert verify_ordered([ORDERED, confirmed, erasure(3, 7)], LOG, OFFICIALS) == 1
    unsigned = Entry(0, DIRECTIVE, confirmed.payload.replace(b"superintendent", b"clerk"))
    for other in (CONFIRMED, unsigned, step("confirmed", "stranger", signer=OTHER)):
        with pytest.raises(LogDamaged, match="that two officials of the policy have signed orders it"):
            verify_ordered([ORDERED, other, erasure(3, 7)], LOG, OFFICIALS)
    with pytest.raises(LogDamaged, match="two officials of the policy"):
        verify_ordered([ORDERED, confirmed, erasure(3, 7)], LOG, {"mayor": SIGNER.verifier()})
