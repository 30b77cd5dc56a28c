from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from directives.directive_world import CERTIFICATE, DAY, ICE, enrolled, enrolment
from ostiary.directives.act_form import (
    MAX_CERTIFICATE,
    MAX_ERASED_AT_ONCE,
    MAX_EXACT,
    MAX_LINE,
    MAX_MEMBERS,
    MAX_ORDER,
    MAX_TITLE,
    MAX_URGENT_HOURS,
    MAX_WITHDRAWN,
    verify_act,
)
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Member
from ostiary.model.directive import (
    Act,
    Approval,
    Certification,
    CutOff,
    Departure,
    Enrolment,
    ErasureOrder,
    Hold,
    Lift,
    NameErasureOrder,
    Notice,
    PolicyChange,
    Revocation,
    StatusChange,
    UrgentCutOff,
)

NEW, OLD = "a" * 64, "b" * 64


def test_sound_acts_pass() -> None:
    """A cut-off for good, one that ends tomorrow, and each other kind of act can be ordered."""
    verify_act(ICE, DAY)
    verify_act(CutOff("ice", "until the court has spoken", "2019-07-11"), DAY)
    verify_act(enrolment("p-1", "p-2"), DAY)
    verify_act(Departure(("p-1", "p-2"), "have left"), DAY)
    verify_act(Certification("cpd", CERTIFICATE), DAY)
    verify_act(Certification("cpd", base64.b64encode(b"\x30\x81\xc8" + bytes(200)).decode()), DAY)
    verify_act(Revocation("cpd", "a" * 64, "lost"), DAY)
    verify_act(CutOff("ice", "x" * MAX_LINE), DAY)
    verify_act(UrgentCutOff("ice", "danger of delay", None, 1), DAY)
    verify_act(UrgentCutOff("ice", "danger of delay", "2019-07-11", MAX_URGENT_HOURS), DAY)
    verify_act(Lift("D-1", "the court has spoken"), DAY)
    verify_act(StatusChange("ice", "suspended", "audit"), DAY)
    verify_act(PolicyChange(NEW, OLD, "R90", "asked for"), DAY)
    verify_act(PolicyChange(NEW, OLD, "R90", "repealed", ("PR-1",), "Ordinance 1, section 2"), DAY)
    verify_act(Hold("JK123456", "order 7", "2022-07-11"), DAY)
    verify_act(Notice("x" * MAX_TITLE, "reported", "x" * MAX_LINE, "a newspaper", "B-1"), DAY)
    verify_act(Approval("p-1", "JK123456", "2019-07-11", "the sergeant asked"), DAY)
    verify_act(NameErasureOrder("log.example/a", 17, (0, 5), (1,), "2026 CH 4711", "a law"), DAY)
    verify_act(NameErasureOrder("log.example/a", 17, (2**16 - 1,), (), "2026 CH 4711", "a law"), DAY)
    verify_act(ErasureOrder("log.example/a", (0, 17, MAX_EXACT), "x" * MAX_ORDER, "a law"), DAY)
    verify_act(ErasureOrder("log.example/a", tuple(range(MAX_ERASED_AT_ONCE)), "2026 CH 4711", "a law"), DAY)


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (CutOff("ice", ""), "reason is empty"),
        (CutOff("ice", "  "), "reason is empty"),
        (CutOff("", "why"), "agency is empty"),
        (CutOff("ice", "two\nlines"), "cannot be printed"),
        (CutOff("ice", "\x1b[2J"), "cannot be printed"),
        (CutOff("ice", "x" * (MAX_LINE + 1)), "the most is"),
        (CutOff("ice", "why", "2019-07-10"), "would never hold"),
        (CutOff("ice", "why", "2018-01-01"), "would never hold"),
        (CutOff("ice", "why", "tomorrow"), "not a day"),
        (enrolment(), "1 to"),
        (enrolment("p-1", "p-1"), "twice"),
        (enrolment("p-1\n"), "cannot be printed"),
        (enrolment(*map(str, range(MAX_MEMBERS + 1))), "1 to"),
        (Enrolment((replace(enrolled("p-1"), member=Member("p-1", "cpd", "")),)), "is empty"),
        (Enrolment((replace(enrolled("p-1"), verifier="secret"),)), "verifier of `p-1`"),
        (Departure((), "why"), "1 to"),
        (Departure(tuple(map(str, range(MAX_MEMBERS + 1))), "why"), "1 to"),
        (Departure(("p-1", "p-1"), "why"), "twice"),
        (Departure(("",), "why"), "is empty"),
        (Departure(("p-1",), ""), "reason is empty"),
        (Certification("", CERTIFICATE), "agency is empty"),
        (Certification("cpd", ""), "not base64"),
        (Certification("cpd", CERTIFICATE[:-4] + "!==="), "not base64"),
        (Certification("cpd", CERTIFICATE + "\n"), "not base64"),
        (Certification("cpd", base64.b64encode(b"\x31\x82\x01\x04" + bytes(260)).decode()), "not DER"),
        (Certification("cpd", base64.b64encode(b"\x30\x82\x01\x04" + bytes(261)).decode()), "not DER"),
        (Certification("cpd", base64.b64encode(b"\x30\x03" + bytes(3)).decode()), "not DER"),
        (Certification("cpd", base64.b64encode(b"\x30" + bytes(MAX_CERTIFICATE)).decode()), "the most is"),
        (Revocation("cpd", "A" * 64, "why"), "fingerprint"),
        (Revocation("cpd", "a" * 63, "why"), "fingerprint"),
        (Revocation("cpd", "a" * 64 + "\n", "why"), "fingerprint"),
        (Revocation("cpd", "a" * 64, ""), "reason is empty"),
        (Revocation("", "a" * 64, "why"), "agency is empty"),
        (Enrolment((replace(enrolled("p-1"), verifier=enrolled("p-1").verifier + "\n"),)), "verifier of `p-1`"),
        (UrgentCutOff("", "why", None, 24), "agency is empty"),
        (UrgentCutOff("ice", "", None, 24), "reason is empty"),
        (UrgentCutOff("ice", "why", "2019-07-10", 24), "would never hold"),
        (UrgentCutOff("ice", "why", None, 0), "1 to 72 hours"),
        (UrgentCutOff("ice", "why", None, MAX_URGENT_HOURS + 1), "1 to 72 hours"),
        (Lift("", "why"), "id of what is lifted is empty"),
        (Hold("", "order 7", "2019-08-01"), "case is empty"),
        (Notice("", "reported", "what", "who"), "title is empty"),
        (Notice("x" * (MAX_TITLE + 1), "reported", "what", "who"), "the title has"),
        (Notice("Raids", "reported", "a\nb", "who"), "cannot be printed"),
        (Notice("Raids", "reported", "what", ""), "source is empty"),
        (Notice("Raids", "reported", "what", "who", "\x07"), "cannot be printed"),
        (Hold("JK1", "", "2019-08-01"), "order is empty"),
        (Hold("JK1", "order 7", "2019-07-10"), "a hold until 2019-07-10 would never hold"),
        (Hold("JK1", "order 7", "9999-12-31"), "ends within 1097 days"),
        (Lift("D-1", "a\nb"), "cannot be printed"),
        (StatusChange("", "active", "why"), "agency is empty"),
        (StatusChange("ice", "active", ""), "reason is empty"),
        (PolicyChange(NEW, OLD, "", "why"), "title is empty"),
        (PolicyChange(NEW, OLD, "R90", ""), "reason is empty"),
        (PolicyChange(NEW.upper(), OLD, "R90", "why"), "policy version"),
        (PolicyChange(NEW, OLD[1:], "R90", "why"), "policy version"),
        (PolicyChange(NEW, NEW, "R90", "why"), "in force already"),
        (PolicyChange(NEW, OLD, "R90", "why", ("PR-1",)), "law by which a promise is withdrawn is empty"),
        (PolicyChange(NEW, OLD, "R90", "why", (), "Ordinance 1"), "there are none"),
        (PolicyChange(NEW, OLD, "R90", "why", ("PR-1", "PR-1"), "law"), "each once"),
        (PolicyChange(NEW, OLD, "R90", "why", ("",), "law"), "promise's id is empty"),
        (PolicyChange(NEW, OLD, "R90", "why", tuple(map(str, range(MAX_WITHDRAWN + 1))), "law"), "at most"),
        (Approval("", "JK1", "2019-07-11", "why"), "member's code is empty"),
        (Approval("p-1", "", "2019-07-11", "why"), "case is empty"),
        (Approval("p-1", "JK1", "2019-07-11", ""), "reason is empty"),
        (Approval("p-1", "JK1", "2019-07-10", "why"), "an approval until 2019-07-10 would never hold"),
        (Approval("p-1", "JK1", "soon", "why"), "not a day"),
        (NameErasureOrder("log", 1, (), (), "order", "law"), "1 to 256 names, not of 0"),
        (NameErasureOrder("log", 1, tuple(range(256)), (0,), "order", "law"), "not of 257"),
        (NameErasureOrder("log", -1, (0,), (), "order", "law"), "entries by their numbers"),
        (NameErasureOrder("log", 1, (0, 0), (), "order", "law"), "places in their order"),
        (NameErasureOrder("log", 1, (), (-1,), "order", "law"), "places by their numbers"),
        (NameErasureOrder("log", 1, (2**16,), (), "order", "law"), "65536 places"),
        (NameErasureOrder("log", 1, (), (0, 2**16), "order", "law"), "65536 places"),
        (NameErasureOrder("log", 1, (1,), (), "", "law"), "order is empty"),
        (ErasureOrder("", (1,), "order", "law"), "log's name is empty"),
        (ErasureOrder("log", (1,), "", "law"), "order is empty"),
        (ErasureOrder("log", (1,), "order", " "), "law is empty"),
        (ErasureOrder("log", (1,), "x" * (MAX_ORDER + 1), "law"), "order has 161 characters"),
        (ErasureOrder("log", (), "order", "law"), "1 to 256 entries, not of 0"),
        (ErasureOrder("log", tuple(range(MAX_ERASED_AT_ONCE + 1)), "order", "law"), "not of 257"),
        (ErasureOrder("log", (-1,), "order", "law"), "by their numbers"),
        (ErasureOrder("log", (MAX_EXACT + 1,), "order", "law"), "by their numbers"),
        (ErasureOrder("log", (2, 1), "order", "law"), "in their order"),
        (ErasureOrder("log", (1, 1), "order", "law"), "each once"),
    ],
)  # fmt: skip
def test_acts_that_cannot_be_are_refused(act: Act, why: str) -> None:
    """An act with an empty, long or unprintable text, no duration, or a wrong verifier is refused."""
    with pytest.raises(DirectiveRefused, match=why):
        verify_act(act, DAY)


def test_a_wrong_verifier_is_not_repeated() -> None:
    """The message about a verifier does not contain it."""
    act = Enrolment((replace(enrolled("p-1"), verifier="hunter2"),))
    with pytest.raises(DirectiveRefused) as caught:
        verify_act(act, DAY)
    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}"
