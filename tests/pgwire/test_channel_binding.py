from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from ostiary.errors import ChannelNotBound, ProtocolViolation
from ostiary.pgwire.channel_binding import MECHANISM, PLUS, end_point_of, mechanisms_for, split_gs2

NOW = datetime(2026, 5, 1, tzinfo=UTC)
END_POINT = b"e" * 32
BARE = "n=,r=abc"

# Nothing signs with MD5 or SHA-1 any more; these bytes are a certificate that says it was (OID 1.2.840.113549.1.1.5).
SHA256_WITH_RSA, SHA1_WITH_RSA = (bytes.fromhex(f"06092a864886f70d0101{last}") for last in ("0b", "05"))
MD5_WITH_RSA = bytes.fromhex("06092a864886f70d010104")


def builder(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey,
) -> x509.CertificateBuilder:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "door")])
    dated = x509.CertificateBuilder().not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    return dated.subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)


RSA_KEY = rsa.generate_private_key(65_537, 2048)
RSA_CERTIFICATE = builder(RSA_KEY).sign(RSA_KEY, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    "function", [hashes.SHA256(), hashes.SHA384(), hashes.SHA512()], ids=lambda function: str(function.name)
)
def test_the_hash_is_that_of_the_certificates_signature(function: hashes.HashAlgorithm) -> None:
    """RFC 5929: "the hash of the TLS server's certificate" by the function of its signature, for RSA, PSS and ECDSA."""
    elliptic = ec.generate_private_key(ec.SECP256R1())
    pss = padding.PSS(padding.MGF1(function), padding.PSS.DIGEST_LENGTH)
    assert isinstance(function, hashes.SHA256 | hashes.SHA384 | hashes.SHA512)
    for certificate in (
        builder(elliptic).sign(elliptic, function),
        builder(RSA_KEY).sign(RSA_KEY, function),
        builder(RSA_KEY).sign(RSA_KEY, function, rsa_padding=pss),
    ):
        der = certificate.public_bytes(Encoding.DER)
        assert end_point_of(der) == hashlib.new(function.name, der).digest()


@pytest.mark.parametrize("weak", [SHA1_WITH_RSA, MD5_WITH_RSA], ids=["SHA-1", "MD5"])
def test_weak_hashes_are_replaced(weak: bytes) -> None:
    """RFC 5929: "if the certificate's signatureAlgorithm uses ... MD5 or SHA-1, then use SHA-256"."""
    der = RSA_CERTIFICATE.replace(SHA256_WITH_RSA, weak)
    assert der != RSA_CERTIFICATE
    assert end_point_of(der) == hashlib.sha256(der).digest()


def test_a_signature_without_a_hash_has_no_binding() -> None:
    """RFC 5929 leaves it undefined for Ed25519, so PLUS is not offered with such a certificate."""
    key = ed25519.Ed25519PrivateKey.generate()
    assert end_point_of(builder(key).sign(key, None).public_bytes(Encoding.DER)) is None


def test_what_is_no_certificate_has_no_binding() -> None:
    """Bytes that cannot be read are refused, not hashed."""
    with pytest.raises(ValueError, match="pars"):
        end_point_of(b"no certificate")


def test_plus_is_offered_first_and_only_where_there_is_a_channel() -> None:
    """A client takes the first that it knows."""
    assert mechanisms_for(END_POINT) == (PLUS, MECHANISM)
    assert mechanisms_for(None) == (MECHANISM,)


@pytest.mark.parametrize(
    ("flag", "mechanism", "end_point"),
    [
        ("n", MECHANISM, None),
        ("y", MECHANISM, None),
        ("n", MECHANISM, END_POINT),
        ("p=tls-server-end-point", PLUS, END_POINT),
    ],
)
def test_flags_that_go_with_the_mechanism_pass(flag: str, mechanism: str, end_point: bytes | None) -> None:
    """``n``: the client cannot; ``y``: it can and believes that we cannot; ``p=``: it does."""
    assert split_gs2(f"{flag},,{BARE}", mechanism, end_point) == (f"{flag},,", BARE)


def test_a_downgrade_is_refused() -> None:
    """``y`` where PLUS was offered: somebody in between has taken it out of the offer."""
    with pytest.raises(ChannelNotBound, match="was not told") as caught:
        split_gs2(f"y,,{BARE}", MECHANISM, END_POINT)
    assert "between" in caught.value.hint


@pytest.mark.parametrize(
    ("header", "mechanism", "words"),
    [
        ("n,,", PLUS, "does not bind"),
        ("y,,", PLUS, "does not bind"),
        ("p=tls-server-end-point,,", MECHANISM, "no channel binding"),
        ("p=tls-unique,,", PLUS, "only channel binding"),
        ("p=,,", PLUS, "only channel binding"),
        ("p=tls-server-end-point,a=other,", PLUS, "authorisation identity"),
        ("P=tls-server-end-point,,", PLUS, "does not say"),
        ("", PLUS, "does not say"),
    ],
)
def test_flags_that_contradict_the_mechanism_are_violations(header: str, mechanism: str, words: str) -> None:
    """Each is told apart from a downgrade: the client contradicts itself."""
    with pytest.raises(ProtocolViolation, match=words):
        split_gs2(f"{header}{BARE}", mechanism, END_POINT)
