from __future__ import annotations

from datetime import UTC, datetime

from ostiary.demo.certificates import Certified
from ostiary.directives.certificates import fingerprint
from ostiary.office.certificate_words import certificate_said

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_a_certificate_has_a_name_an_end_and_a_fingerprint() -> None:
    """In one line; a name that would steer a terminal does not."""
    one = Certified.authority("FBI", NOW)
    assert certificate_said(one.der) == f"`CN=FBI`, until 2027-05-01, SHA-256 {fingerprint(one.der)}"
    hostile = certificate_said(Certified.authority("F\x1b[2JBI\n", NOW).der)
    assert hostile.isprintable()


def test_what_is_not_understood_is_still_named() -> None:
    """By its fingerprint."""
    assert certificate_said(b"nothing") == (
        f"a certificate that is not understood, SHA-256 {fingerprint(b'nothing')}"
    )
