from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import example, given
from hypothesis import strategies as st

from ostiary.demo.certificates import SERVER, VALID, Certified
from ostiary.directives.certificates import fingerprint, read_certificate, verify_vouched
from ostiary.errors import ProofInvalid

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
AGENCY = Certified.authority("agency", NOW - timedelta(days=1))
MEMBER = AGENCY.issue("member", NOW)


def test_what_an_anchor_issued_is_vouched_for_until_the_first_of_both_expires() -> None:
    """The authority was made a day before, so it expires first."""
    until = verify_vouched(MEMBER.der, AGENCY.der, NOW)
    assert until == AGENCY.certificate.not_valid_after_utc == NOW - timedelta(days=1) + VALID
    short = AGENCY.issue("member", NOW, until=NOW + SECOND)
    assert verify_vouched(short.der, AGENCY.der, NOW) == NOW + SECOND


def test_an_anchor_may_be_the_very_certificate() -> None:
    """An agency with one certificate for all its people certifies that."""
    assert verify_vouched(MEMBER.der, MEMBER.der, NOW) == MEMBER.certificate.not_valid_after_utc


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (MEMBER.certificate.not_valid_before_utc - SECOND, "in force from"),
        (AGENCY.certificate.not_valid_after_utc, "expired"),
        (MEMBER.certificate.not_valid_after_utc, "expired"),
    ],
)
def test_time_is_judged_at_the_instant_given(at: datetime, words: str) -> None:
    """The beginning is in force, the end is not."""
    verify_vouched(MEMBER.der, AGENCY.der, MEMBER.certificate.not_valid_before_utc)
    with pytest.raises(ProofInvalid, match=words):
        verify_vouched(MEMBER.der, AGENCY.der, at)


def test_the_very_certificate_expires_too() -> None:
    """Being certified does not make it last longer."""
    with pytest.raises(ProofInvalid, match="expired"):
        verify_vouched(MEMBER.der, MEMBER.der, MEMBER.certificate.not_valid_after_utc)


def below_the_agency() -> bytes:
    """What an authority below the agency's has issued."""
    return Certified.authority("office", NOW - timedelta(hours=2), AGENCY).issue("member", NOW).der


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (Certified.authority("other", NOW).issue("member", NOW).der, "issued by somebody else"),
        (Certified.authority("agency", NOW).issue("member", NOW).der, "issued by somebody else"),
        (below_the_agency(), "issued by somebody else"),
        (AGENCY.issue("door", NOW, SERVER).der, "not for clients"),
        (b"", "cannot be understood"),
        (MEMBER.der[:-1], "cannot be understood"),
    ],
    ids=["another agency", "another key of the same name", "in between", "a server's", "nothing", "cut off"],
)
def test_whatever_else_is_shown_proves_nothing(shown: bytes, words: str) -> None:
    """Only what the anchor itself issued, for clients."""
    with pytest.raises(ProofInvalid, match=words):
        verify_vouched(shown, AGENCY.der, NOW)


def test_a_member_cannot_issue() -> None:
    """A certificate that was issued by a member's is worth nothing, also when somebody has certified the member's."""
    with pytest.raises(ProofInvalid, match="no authority"):
        verify_vouched(MEMBER.issue("friend", NOW).der, MEMBER.der, NOW)


def test_an_authority_whose_key_is_not_for_issuing_vouches_for_nobody() -> None:
    """Where the usage of a key is said, it counts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "odd")])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    odd = Certified(certificate, key)
    with pytest.raises(ProofInvalid, match="no authority"):
        verify_vouched(odd.issue("member", NOW).der, certificate.public_bytes(Encoding.DER), NOW)


def test_an_anchor_that_cannot_be_understood_vouches_for_nobody() -> None:
    """The chain takes it, because readers must agree; nobody gets in by it, and nothing else breaks."""
    with pytest.raises(ProofInvalid):
        verify_vouched(MEMBER.der, b"\x30\x82\x01\x04" + bytes(260), NOW)


@pytest.mark.filterwarnings("ignore:Parsed a serial number:cryptography.utils.CryptographyDeprecationWarning")
@given(st.integers(0, len(MEMBER.der) - 1), st.integers(1, 255))
@example(15, 128).via("a negative serial number")
def test_no_byte_of_a_certificate_can_be_changed(position: int, difference: int) -> None:
    """Whatever is changed, it is refused with our error and no other."""
    changed = bytearray(MEMBER.der)
    changed[position] ^= difference
    with pytest.raises(ProofInvalid):
        verify_vouched(bytes(changed), AGENCY.der, NOW)


@given(st.binary(max_size=400))
def test_random_bytes_are_no_certificate(octets: bytes) -> None:
    """They raise our error and no other."""
    with pytest.raises(ProofInvalid):
        read_certificate(octets)


def test_a_fingerprint_is_what_openssl_prints_without_its_colons() -> None:
    """The SHA-256 of the DER."""
    assert fingerprint(MEMBER.der) == hashlib.sha256(MEMBER.der).hexdigest()
    assert bytes.fromhex(fingerprint(MEMBER.der)) == MEMBER.certificate.fingerprint(SHA256())
