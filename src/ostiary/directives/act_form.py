"""What an act must look like before anybody may order it.

Knows: lines of text, days that end something, the form of a member, of a SCRAM verifier, of a hash and of a certificate's
bytes.
Must not know: signatures, the chain, or which agencies and roles the policy has.
"""

from __future__ import annotations

import base64
import re
from datetime import date
from typing import Final, assert_never

from ostiary.directives.instants import read_day
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import (
    Act,
    AnyErasureOrder,
    Approval,
    Certification,
    CutOff,
    Departure,
    Enrolled,
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
from ostiary.model.entry_form import MAX_NAMES

# A reason is shown on one screen and sent in one error message: 1,000 characters are about 160 words.
MAX_LINE: Final = 1000
# A member with long codes and a verifier of about 150 characters takes 400 bytes: 2,000 of them are 800 kB, which
# a note of a mebibyte holds.
MAX_MEMBERS: Final = 2000

# Three days are a long weekend: by then a second official can be found. It is what one signature is worth at the most.
MAX_URGENT_HOURS: Final = 72
# A policy has some dozens of promises; whoever takes back more than a hundred writes another policy.
MAX_WITHDRAWN: Final = 100

# A certificate with an RSA key of 4,096 bits and a dozen names takes 2 kB.
MAX_CERTIFICATE: Final = 16_384

# It stands in the log behind the directive's id, in the 200 characters that an erasure there has.
MAX_ORDER: Final = 160
# The largest whole number that every reader of JSON gets back as it was written.
MAX_EXACT: Final = 2**53 - 1
# As many as the log's writer destroys at once (ostiary.evidence.erasure).
MAX_ERASED_AT_ONCE: Final = 256
# Three years and a day of grace: an order that goes on is made again, and signed again by two.
MAX_HOLD_DAYS: Final = 1_097

# A line of a list, and of a feed.
MAX_TITLE: Final = 120

_SHA_256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
# PostgreSQL's text form of RFC 5803: iterations, salt, StoredKey and ServerKey (32 bytes each: 43 digits and `=`).
_VERIFIER: Final = re.compile(
    r"SCRAM-SHA-256\$[1-9][0-9]{3,6}:[A-Za-z0-9+/]{4,128}={0,2}\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=",
    re.ASCII,
)


def verify_act(act: Act, day: date) -> None:
    """Raises DirectiveRefused unless the act can be ordered on that day (UTC)."""
    match act:
        case CutOff(agency, reason, until) | UrgentCutOff(agency, reason, until):
            verify_line(agency, "agency")
            verify_line(reason, "reason")
            verify_end(until, day)
            _verify_hours(act)
        case Lift(directive, reason):
            verify_line(directive, "id of what is lifted")
            verify_line(reason, "reason")
        case StatusChange(agency, _, reason):
            verify_line(agency, "agency")
            verify_line(reason, "reason")
        case PolicyChange():
            _verify_policy_change(act)
        case Approval() | Hold():
            _verify_for_a_case(act, day)
        case Notice():
            _verify_notice(act)
        case Enrolment(members):
            _verify_members(members)
        case Departure(codes, reason):
            _verify_codes(codes)
            verify_line(reason, "reason")
        case Certification(agency, certificate):
            verify_line(agency, "agency")
            certificate_octets(certificate)
        case Revocation():
            _verify_revocation(act)
        case ErasureOrder() | NameErasureOrder():
            _verify_erasure(act)
        case _ as never:
            assert_never(never)


def _verify_notice(act: Notice) -> None:
    for text, what in ((act.title, "title"), (act.statement, "statement"), (act.source, "source")):
        verify_line(text, what)
    if len(act.title) > MAX_TITLE:
        raise DirectiveRefused(f"the title has {len(act.title)} characters; the most is {MAX_TITLE}")
    if act.corrects:
        verify_line(act.corrects, "id of the notice that it corrects")


def _verify_revocation(act: Revocation) -> None:
    verify_line(act.agency, "agency")
    verify_line(act.reason, "reason")
    if not _SHA_256.fullmatch(act.fingerprint):
        raise DirectiveRefused("a fingerprint is a SHA-256: 64 small hexadecimal digits")


def _verify_erasure(act: AnyErasureOrder) -> None:
    for text, what in ((act.log, "log's name"), (act.order, "order"), (act.law, "law")):
        verify_line(text, what)
    if len(act.order) > MAX_ORDER:
        raise DirectiveRefused(f"the order has {len(act.order)} characters; the most is {MAX_ORDER}")
    if isinstance(act, NameErasureOrder):
        _verify_number_of("names", len(act.subjects) + len(act.asked_about))
        _verify_numbers((act.entry,), "entries")
        for places in (act.subjects, act.asked_about):
            _verify_numbers(places, "places")
            if places and places[-1] >= MAX_NAMES:
                raise DirectiveRefused(f"an entry has {MAX_NAMES} places for names in each list, from 0 on")
        return
    _verify_number_of("entries", len(act.entries))
    _verify_numbers(act.entries, "entries")


def _verify_number_of(what: str, count: int) -> None:
    if not 1 <= count <= MAX_ERASED_AT_ONCE:
        raise DirectiveRefused(
            f"an erasure is of 1 to {MAX_ERASED_AT_ONCE} {what}, not of {count}",
            hint="order the others by a directive of their own",
        )


def _verify_numbers(numbers: tuple[int, ...], what: str) -> None:
    if not all(0 <= number <= MAX_EXACT for number in numbers):
        raise DirectiveRefused(f"an erasure names {what} by their numbers")
    if list(numbers) != sorted(set(numbers)):
        raise DirectiveRefused(f"an erasure names its {what} in their order, each once")


def verify_end(until: str | None, day: date, what: str = "a cut-off") -> None:
    """Raises DirectiveRefused when what ends (exclusive) on ``until`` would hold on no day from ``day`` on."""
    if until is not None and read_day(until) <= day:
        raise DirectiveRefused(
            f"{what} until {until} would never hold: it is {day.isoformat()} (UTC) already",
            hint="give a later day",
        )


def _verify_for_a_case(act: Approval | Hold, day: date) -> None:
    verify_line(act.case, "case")
    if isinstance(act, Approval):
        verify_line(act.member, "member's code")
        verify_line(act.reason, "reason")
        verify_end(act.until, day, "an approval")
        return
    verify_line(act.order, "id of the court's order")
    verify_end(act.until, day, "a hold")
    if (read_day(act.until) - day).days > MAX_HOLD_DAYS:
        raise DirectiveRefused(f"a hold ends within {MAX_HOLD_DAYS} days; it can be ordered again then")


def _verify_hours(act: CutOff | UrgentCutOff) -> None:
    if isinstance(act, UrgentCutOff) and not 1 <= act.hours <= MAX_URGENT_HOURS:
        raise DirectiveRefused(
            f"one official alone cuts off for 1 to {MAX_URGENT_HOURS} hours, not for {act.hours}"
        )


def _verify_policy_change(act: PolicyChange) -> None:
    for text, what in ((act.title, "title"), (act.reason, "reason")):
        verify_line(text, what)
    for version in (act.version, act.parent):
        if not _SHA_256.fullmatch(version):
            raise DirectiveRefused("a policy version is a SHA-256: 64 small hexadecimal digits")
    if act.version == act.parent:
        raise DirectiveRefused("this is the policy that is in force already: nothing would change")
    _verify_withdrawal(act)


def _verify_withdrawal(act: PolicyChange) -> None:
    if len(act.withdraws) > MAX_WITHDRAWN or len(set(act.withdraws)) != len(act.withdraws):
        raise DirectiveRefused(f"a directive withdraws at most {MAX_WITHDRAWN} promises, each once")
    for promise in act.withdraws:
        verify_line(promise, "promise's id")
    if act.withdraws:
        verify_line(act.law, "law by which a promise is withdrawn")
    elif act.law:
        raise DirectiveRefused("a law is named with the promises that it withdraws, and there are none")


def verify_line(text: str, what: str) -> None:
    """Raises DirectiveRefused unless the text is one line that a terminal and an error message can show as it is."""
    if not text.strip():
        raise DirectiveRefused(f"the {what} is empty")
    if len(text) > MAX_LINE:
        raise DirectiveRefused(f"the {what} has {len(text)} characters; the most is {MAX_LINE}")
    # A control character could forge a line of a terminal or of a log.
    if not text.isprintable():
        raise DirectiveRefused(f"the {what} has a line break or another character that cannot be printed")


def certificate_octets(text: str) -> bytes:
    """The DER of a certificate in an act. Raises DirectiveRefused unless it is base64 in its one spelling, of one value.

    What stands in it is not looked into here. Every reader must come to the same chain, whatever its X.509 library
    thinks of a certificate; one that cannot be understood proves nobody.
    """
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError:
        octets = b""
    if not octets or base64.b64encode(octets).decode() != text:
        raise DirectiveRefused("the certificate is not base64")
    if len(octets) > MAX_CERTIFICATE:
        raise DirectiveRefused(f"the certificate has {len(octets)} bytes; the most is {MAX_CERTIFICATE}")
    if not _is_sequence(octets):
        raise DirectiveRefused("the certificate is not DER")
    return octets


def _is_sequence(octets: bytes) -> bool:
    """Whether this is one DER sequence: 0x30, and the length of the rest in one byte (0x81) or two (0x82)."""
    size = {b"\x30\x81": 3, b"\x30\x82": 4}.get(octets[:2])
    return size is not None and int.from_bytes(octets[2:size], "big") == len(octets) - size


def _verify_codes(codes: tuple[str, ...]) -> None:
    if not 1 <= len(codes) <= MAX_MEMBERS:
        raise DirectiveRefused(f"a departure has 1 to {MAX_MEMBERS} members, not {len(codes)}")
    if len(set(codes)) != len(codes):
        raise DirectiveRefused("a departure names a member twice")
    for code in codes:
        verify_line(code, "member's code")


def _verify_members(members: tuple[Enrolled, ...]) -> None:
    if not 1 <= len(members) <= MAX_MEMBERS:
        raise DirectiveRefused(f"an enrolment has 1 to {MAX_MEMBERS} members, not {len(members)}")
    if len({enrolled.member.code for enrolled in members}) != len(members):
        raise DirectiveRefused("an enrolment names a member twice")
    for enrolled in members:
        _verify_enrolled(enrolled)


def _verify_enrolled(enrolled: Enrolled) -> None:
    member = enrolled.member
    for text in (member.code, member.agency, member.role, *member.affiliations):
        verify_line(text, "member's code, agency, role or affiliation")
    # The verifier is never quoted: passwords can be guessed from it.
    if not _VERIFIER.fullmatch(enrolled.verifier):
        raise DirectiveRefused(f"the verifier of `{member.code}` is not a SCRAM-SHA-256 verifier")
