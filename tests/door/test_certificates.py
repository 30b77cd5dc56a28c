from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from ssl import CERT_NONE, CERT_OPTIONAL

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from door.door_world import Told
from door.tls_world import DOOR, NOW, ROOT, TlsClient, client_context, files_in, shake
from ostiary.demo.certificates import SERVER, Certified
from ostiary.door.encryption.certificates import CertificateFiles, Certificates, make_acceptor
from ostiary.door.encryption.tls import Acceptor, TlsStream
from ostiary.door.events import Event
from ostiary.errors import KeyFileError, OstiaryError, SettingsError
from ostiary.pgwire.channel_binding import end_point_of

OTHER = ROOT.issue("another door", NOW, SERVER, hosts=("localhost",))


def shown_by(acceptor: Acceptor) -> bytes | None:
    """The certificate that a client sees."""
    client = TlsClient(client_context())
    shake(client, TlsStream(acceptor, is_direct=True))
    return client.object.getpeercert(binary_form=True)


def exchange(files: CertificateFiles, door: Certified) -> None:
    """Replace both files, as a tool that renews certificates does."""
    files.certificate.unlink()
    files.key.unlink()
    door.write(files.certificate, files.key)


def certificates(files: CertificateFiles, told: Told, *anchors: bytes) -> Certificates:
    return Certificates(files, lambda: frozenset(anchors), told)


def test_the_certificate_in_the_file_is_shown(tmp_path: Path) -> None:
    """And its binding is that of the very certificate that clients see."""
    acceptor = certificates(files_in(tmp_path), Told()).acceptor()
    assert shown_by(acceptor) == DOOR.der
    assert acceptor.end_point == end_point_of(DOOR.der)


def test_a_chain_may_follow_the_certificate(tmp_path: Path) -> None:
    """The binding is that of the first, the door's own, also with words before it."""
    files = files_in(tmp_path)
    root = ROOT.certificate.public_bytes(Encoding.PEM)
    files.certificate.write_bytes(b"Bag Attributes\n" + files.certificate.read_bytes() + root)
    acceptor = make_acceptor(files, frozenset())
    assert acceptor.end_point == end_point_of(DOOR.der)
    assert shown_by(acceptor) == DOOR.der


def test_new_connections_get_a_renewed_certificate(tmp_path: Path) -> None:
    """Without a restart or a signal, and the operator is told."""
    files, told = files_in(tmp_path), Told()
    ours = certificates(files, told)
    before = ours.acceptor()
    assert ours.acceptor() is before
    exchange(files, OTHER)
    assert shown_by(ours.acceptor()) == OTHER.der
    assert shown_by(before) == DOOR.der
    assert [event for event, _ in told.events] == [Event.CERTIFICATE_TAKEN]


def test_files_that_cannot_be_used_leave_the_last_that_could(tmp_path: Path) -> None:
    """A certificate that is there before its key is not taken, and told once; both together are."""
    files, told = files_in(tmp_path), Told()
    ours = certificates(files, told)
    key = files.key.read_bytes()
    exchange(files, OTHER)
    new_key = files.key.read_bytes()
    files.key.write_bytes(key)
    assert [shown_by(ours.acceptor()) for _ in range(3)] == [DOOR.der] * 3
    assert [event for event, _ in told.events] == [Event.CERTIFICATE_NOT_TAKEN]
    files.key.unlink()
    assert shown_by(ours.acceptor()) == DOOR.der
    OTHER.write(tmp_path / "scratch.pem", tmp_path / "scratch.key")
    (tmp_path / "scratch.key").rename(files.key)
    assert files.key.read_bytes() == new_key
    assert shown_by(ours.acceptor()) == OTHER.der


def test_a_new_anchor_is_asked_for_at_the_next_handshake(tmp_path: Path) -> None:
    """Directives that come into force change whom new channels are asked about."""
    anchors: set[bytes] = set()
    ours = Certificates(files_in(tmp_path), lambda: frozenset(anchors), Told())
    before = ours.acceptor()
    anchors.add(Certified.authority("agency", NOW).der)
    after = ours.acceptor()
    assert before.context.verify_mode.name == "CERT_NONE"
    assert after.context.verify_mode.name == "CERT_OPTIONAL"
    assert len(after.context.get_ca_certs()) == 1


def test_an_anchor_that_cannot_be_read_vouches_for_nobody(tmp_path: Path) -> None:
    """And keeps nobody else out."""
    agency = Certified.authority("agency", NOW)
    context = make_acceptor(files_in(tmp_path), frozenset({b"\x30\x03\x02\x01\x01", agency.der})).context
    assert context.get_ca_certs(binary_form=True) == [agency.der]


def _open_to_others(files: CertificateFiles) -> None:
    files.key.chmod(0o640)


def _no_key(files: CertificateFiles) -> None:
    files.key.unlink()


def _no_certificate(files: CertificateFiles) -> None:
    files.certificate.unlink()


def _another_key(files: CertificateFiles) -> None:
    OTHER.write(files.key.with_name("scratch.pem"), files.key.with_name("scratch.key"))
    files.key.write_bytes(files.key.with_name("scratch.key").read_bytes())


def _locked(files: CertificateFiles) -> None:
    locked = DOOR.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    files.key.write_bytes(locked)


def _nonsense(files: CertificateFiles) -> None:
    files.certificate.write_text("no certificate")


@pytest.mark.parametrize(
    ("spoil", "kind", "words"),
    [
        (_open_to_others, KeyFileError, "open to others"),
        (_no_key, KeyFileError, "cannot be read"),
        (_no_certificate, SettingsError, "cannot be read"),
        (_another_key, SettingsError, "key values mismatch"),
        (_locked, KeyFileError, "passphrase"),
        (_nonsense, SettingsError, "certificate"),
    ],
)
def test_files_that_cannot_be_used_are_refused_at_the_start(
    tmp_path: Path, spoil: Callable[[CertificateFiles], None], kind: type[OstiaryError], words: str
) -> None:
    """Each in a line that says which file; nobody is asked for a passphrase."""
    files = files_in(tmp_path)
    spoil(files)
    with pytest.raises(kind, match=words):
        certificates(files, Told())


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    """The key's file is closed whether or not it could be used."""
    files = files_in(tmp_path)
    before = len(list(Path("/dev/fd").iterdir()))
    make_acceptor(files, frozenset())
    _another_key(files)
    with pytest.raises(SettingsError):
        make_acceptor(files, frozenset())
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_new_authority_is_asked_for_also_while_the_files_cannot_be_used(tmp_path: Path) -> None:
    """An agency that has just been given a certificate must be able to show it, whatever stands in the door's own."""
    files, told, anchors = files_in(tmp_path), Told(), set[bytes]()
    ours = Certificates(files, lambda: frozenset(anchors), told)
    files.certificate.write_text("half written")
    assert ours.acceptor().context.verify_mode is CERT_NONE
    anchors.add(ROOT.der)
    context = ours.acceptor().context
    assert (context.verify_mode, context.get_ca_certs(binary_form=True)) == (CERT_OPTIONAL, [ROOT.der])
