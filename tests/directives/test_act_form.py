from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from directives.directive_world import CERTIFICATE, DAY, ICE, enrolled, enrolment
from ostiary.directives.act_form import MAX_CERTIFICATE, MAX_LINE, MAX_MEMBERS, verify_act
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Member
from ostiary.model.directive import Act, Certification, CutOff, Departure, Enrolment, Revocation


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
