"""A made-up certificate authority: what the demonstration's door and agencies show.

Knows: X.509 certificates with keys on P-256, and the files that they stand in.
Must not know: who looks at them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ostiary.store.key_files import write_private

VALID: Final = timedelta(days=365)
SERVER: Final = ExtendedKeyUsageOID.SERVER_AUTH
CLIENT: Final = ExtendedKeyUsageOID.CLIENT_AUTH


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """The certificate's bytes."""
        return self.certificate.public_bytes(Encoding.DER)

    def write(self, certificate: Path, key: Path) -> None:
        """Write both, PEM: the certificate for everybody, the key (mode 0600) for its owner."""
        write_certificate(certificate, self.certificate)
        write_private(key, self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    @classmethod
    def authority(cls, name: str, now: datetime, issuer: Self | None = None) -> Self:
        """A certificate that issues others; it issues itself when no issuer is given."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(name, key, now, now + VALID)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(_usage(issues=True), critical=True)
        if issuer is None:
            return cls(builder.issuer_name(_name(name)).sign(key, SHA256()), key)
        return cls(_signed(builder, issuer), key)

    def issue(
        self,
        name: str,
        now: datetime,
        purpose: x509.ObjectIdentifier = CLIENT,
        *,
        hosts: tuple[str, ...] = (),
        until: datetime | None = None,
    ) -> Self:
        """A certificate of somebody who issues none: a door at these hosts, or a client."""
        key = ec.generate_private_key(ec.SECP256R1())
        # Somebody else's clock may be a little behind.
        builder = _builder(name, key, now - timedelta(hours=1), until or now + VALID)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(issues=False), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        if hosts:
            builder = builder.add_extension(x509.SubjectAlternativeName(map(_host, hosts)), critical=False)
        return type(self)(_signed(builder, self), key)


def write_certificate(path: Path, certificate: x509.Certificate) -> None:
    """Write a certificate, PEM."""
    path.write_bytes(certificate.public_bytes(Encoding.PEM))


def _builder(
    name: str, key: ec.EllipticCurvePrivateKey, begin: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _signed(builder: x509.CertificateBuilder, issuer: Certified) -> x509.Certificate:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = builder.issuer_name(issuer.certificate.subject).add_extension(identifier, critical=False)
    return builder.sign(issuer.key, SHA256())


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=issues, crl_sign=issues, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
