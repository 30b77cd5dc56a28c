"""A renewed certificate is taken while a face is served, and one that cannot be used changes nothing."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from ostiary.demo.certificates import SERVER, Certified, write_certificate
from ostiary.door.events import Event
from ostiary.web.frame.renewal import Renewal
from web.faces import Told


def issued(authority: Certified, place: Path, name: str) -> None:
    """A new certificate and its key over those that are there."""
    for old in ("c.pem", "c.key"):
        (place / old).unlink(missing_ok=True)
    authority.issue(name, datetime.now(UTC), SERVER, hosts=("127.0.0.1",)).write(
        place / "c.pem", place / "c.key"
    )


async def served_by(context: ssl.SSLContext, place: Path) -> str:
    """The name in the certificate that somebody is shown who connects now."""
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    trusted = ssl.create_default_context(cafile=str(place / "root.pem"))
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusted)
    shown = x509.load_der_x509_certificate(writer.get_extra_info("ssl_object").getpeercert(binary_form=True))
    writer.close()
    server.close()
    return str(shown.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)


def test_a_renewed_certificate_is_shown_and_a_spoiled_one_is_not(tmp_path: Path) -> None:
    """By who connects next; each change is told once."""
    authority, told = Certified.authority("an authority of this test", datetime.now(UTC)), Told()
    write_certificate(tmp_path / "root.pem", authority.certificate)
    issued(authority, tmp_path, "the first")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "c.key")
    renewal = Renewal("console", context, tmp_path / "c.pem", tmp_path / "c.key", told)
    renewal.look()
    assert told.events == []
    issued(authority, tmp_path, "the second")
    renewal.look()
    assert asyncio.run(served_by(context, tmp_path)) == "the second"
    (tmp_path / "c.key").write_text("no key")
    renewal.look()
    (tmp_path / "c.key").unlink()
    renewal.look()
    renewal.look()
    assert asyncio.run(served_by(context, tmp_path)) == "the second"
    taken, spoiled, gone = told.events
    assert taken == (Event.CERTIFICATE_TAKEN, {"face": "console"})
    assert [one[0] for one in (spoiled, gone)] == 2 * [Event.CERTIFICATE_NOT_TAKEN]
