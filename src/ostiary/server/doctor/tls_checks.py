"""Checks of what passes over the network: between clients and the door, and between the door and the records database.

Knows: the door's certificate, when it ends, and whom the door takes for the database.
Must not know: handshakes, who the clients are.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509

from ostiary.door.encryption.certificates import CertificateFiles, make_acceptor
from ostiary.door.encryption.records import records_context
from ostiary.errors import OperatorFault
from ostiary.server.doctor.finding import Result, error, ok, warning
from ostiary.server.doctor.patient import Patient

SOON: Final = timedelta(days=14)
"""Long enough to have a certificate renewed by people; those that renew themselves do it a month ahead."""

_LOOPBACK: Final = ("127.", "::1", "localhost")


def check_tls(patient: Patient) -> Result:
    """What passes between clients and the door is protected, and will be tomorrow."""
    listen = patient.home.settings.listen
    is_local = listen.host.startswith(_LOOPBACK)
    if listen.tls is None:
        if is_local:
            return ok("clients speak in the clear, on this machine alone")
        return error(
            f"clients at {listen.host} speak in the clear: whoever is on their way reads every answer",
            "Set certificate_file and key_file under [listen.tls].",
        )
    files = CertificateFiles(
        patient.folder / listen.tls.certificate_file, patient.folder / listen.tls.key_file
    )
    try:
        make_acceptor(files, frozenset())
    except OperatorFault as fault:
        return error(fault.message, fault.hint or _how_to_renew(files))
    found = _when(files)
    if found.state == "ok" and not listen.tls.required and not is_local:
        return warning("clients may log in in the clear", "Set `required = true` under [listen.tls].")
    return found


def check_line(patient: Patient) -> Result:
    """What passes between the door and the records database is protected, unless it never leaves this machine."""
    database, root = patient.home.settings.database, patient.home.records_root_file
    if root is not None:
        records_context(root, database.host)
        return ok(f"readers reach {database.host} over TLS, and verify it")
    if database.host.startswith(("/", *_LOOPBACK)):
        return ok("readers reach the records database on this machine")
    return error(
        f"records come from {database.host} in the clear: whoever is on their way reads all that readers may read",
        "Set root_certificate_file under [database.tls].",
    )


def _how_to_renew(files: CertificateFiles) -> str:
    return f"Put a certificate into `{files.certificate}`, and its key into `{files.key}` (mode 0600)."


def _when(files: CertificateFiles) -> Result:
    certificate = x509.load_pem_x509_certificates(files.certificate.read_bytes())[0]
    begin, end, now = certificate.not_valid_before_utc, certificate.not_valid_after_utc, datetime.now(UTC)
    hint = _how_to_renew(files)
    if now >= end:
        return error(f"the door's certificate ended on {end:%Y-%m-%d}", hint)
    if now < begin:
        return error(f"the door's certificate begins on {begin:%Y-%m-%d %H:%M} UTC", hint)
    said = f"the door's certificate holds until {end:%Y-%m-%d}, {(end - now).days} days"
    return warning(said, hint) if end - now < SOON else ok(said)
