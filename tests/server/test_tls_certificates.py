"""Doors with certificates of every kind, as libpq sees them: the binding must be the same on both sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.gateway_world import World

pytestmark = pytest.mark.xdist_group("server_tls_certificates")

TLS = (True,)

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def _rsa() -> Key:
    return rsa.generate_private_key(65_537, 2048)


def _p256() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def _p384() -> Key:
    return ec.generate_private_key(ec.SECP384R1())


def show(
    world: World, key: Key, function: HashAlgorithm | None, pss: padding.PSS | None = None
) -> x509.Certificate:
    """Put a certificate that vouches for itself, with that key and signature, into the door's files."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "door")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, function, rsa_padding=pss)  # type: ignore[arg-type]  # the stub lists the functions one by one
    )
    folder = world.home / "tls"
    (folder / "door.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "door.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "root.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return certificate


@pytest.mark.parametrize(
    ("key", "function", "pss"),
    [
        (_p256, SHA256(), None),
        (_p256, SHA512(), None),
        (_p384, SHA384(), None),
        (_rsa, SHA256(), None),
        (_rsa, SHA384(), None),
        (_rsa, SHA256(), padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH)),
        (_rsa, SHA512(), padding.PSS(padding.MGF1(SHA512()), padding.PSS.DIGEST_LENGTH)),
    ],
    ids=[
        "P-256, SHA-256",
        "P-256, SHA-512",
        "P-384, SHA-384",
        "RSA, SHA-256",
        "RSA, SHA-384",
        "PSS, SHA-256",
        "PSS, SHA-512",
    ],
)
def test_libpq_binds_its_log_in_to_the_certificate(
    world: World, key: Callable[[], Key], function: HashAlgorithm, pss: padding.PSS | None
) -> None:
    """Both compute the same hash of the same certificate, or the log-in would fail; the door is verified as well."""
    show(world, key(), function, pss)
    with psycopg.connect(f"{world.conninfo()} channel_binding=require") as connection:
        assert connection.pgconn.ssl_in_use


def test_where_a_certificate_has_no_hash_there_is_no_binding(world: World) -> None:
    """With Ed25519 PLUS is not offered: who requires it is refused by libpq, everybody else logs in."""
    show(world, ed25519.Ed25519PrivateKey.generate(), None)
    for binding in ("prefer", "disable"):
        with psycopg.connect(f"{world.conninfo()} channel_binding={binding}") as connection:
            assert connection.pgconn.ssl_in_use
    with pytest.raises(psycopg.OperationalError, match="channel binding"):
        psycopg.connect(f"{world.conninfo()} channel_binding=require")


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []
