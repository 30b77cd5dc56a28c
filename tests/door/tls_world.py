"""Certificates, and a client of TLS that lives in memory."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from ostiary.demo.certificates import SERVER, Certified
from ostiary.door.encryption.certificates import CertificateFiles, make_acceptor
from ostiary.door.encryption.tls import ALPN, Acceptor, TlsStream

NOW = datetime.now(UTC)
ROOT = Certified.authority("root", NOW - timedelta(days=1))
DOOR = ROOT.issue("door", NOW, SERVER, hosts=("127.0.0.1", "localhost"))


def files_in(folder: Path, door: Certified = DOOR, name: str = "door") -> CertificateFiles:
    """The files of a door's certificate and key."""
    files = CertificateFiles(folder / f"{name}.pem", folder / f"{name}.key")
    door.write(files.certificate, files.key)
    return files


def acceptor(folder: Path, *anchors: bytes) -> Acceptor:
    return make_acceptor(files_in(folder), frozenset(anchors))


def client_context(
    alpn: tuple[str, ...] = (ALPN,), version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
) -> ssl.SSLContext:
    """A client that verifies the door."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=ROOT.certificate.public_bytes(Encoding.PEM).decode())
    context.minimum_version = context.maximum_version = version
    if alpn:
        context.set_alpn_protocols(list(alpn))
    return context


def shows(context: ssl.SSLContext, certified: Certified, folder: Path) -> ssl.SSLContext:
    """The same client, with a certificate of its own."""
    certified.write(folder / "client.pem", folder / "client.key")
    context.load_cert_chain(folder / "client.pem", folder / "client.key")
    return context


@dataclass
class TlsClient:
    """The client's end of a channel, in memory."""

    context: ssl.SSLContext
    incoming: ssl.MemoryBIO = field(default_factory=ssl.MemoryBIO)
    outgoing: ssl.MemoryBIO = field(default_factory=ssl.MemoryBIO)
    said: bytes = b""
    """What the server has said, opened."""
    is_done: bool = False

    def __post_init__(self) -> None:
        self.object = self.context.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")

    def step(self, data: bytes) -> bytes:
        """Take what the server sent; what goes to it. Raises ssl.SSLError."""
        self.incoming.write(data)
        try:
            if not self.is_done:
                self.object.do_handshake()
                self.is_done = True
            while piece := self.object.read(65_536):
                self.said += piece
        except ssl.SSLWantReadError:
            pass
        return self.outgoing.read()

    def seal(self, data: bytes) -> bytes:
        self.object.write(data)
        return self.outgoing.read()


def shake(client: TlsClient, server: TlsStream) -> None:
    """Carry bytes between the two until neither has anything to say. Raises what either raises."""
    to_server = client.step(b"")
    while to_server:
        server.feed(to_server)
        to_server = client.step(server.take())
