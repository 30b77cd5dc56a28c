"""The door's certificate and key, and the contexts made of them.

Knows: PEM files, what a context may and may not do, when a file has changed, who may have issued clients' certificates.
Must not know: sessions, which certificate proves whose agency.

The files are looked at before each handshake, so a renewed certificate needs no signal and no restart, in any number of
processes; a connection that stands keeps the one it was made with.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final, TypeAlias

from ostiary.door.encryption.handshake_failures import HandshakeFailures
from ostiary.door.encryption.tls import ALPN, Acceptor
from ostiary.door.events import Event, Events
from ostiary.errors import KeyFileError, OstiaryError, SettingsError
from ostiary.pgwire.channel_binding import end_point_of
from ostiary.store.key_files import private_file

CIPHERS: Final = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""For TLS 1.2: forward secrecy and authenticated encryption, or nothing. TLS 1.3 has nothing else anyway."""

NO_CHECK_TIME: Final = ssl.VerifyFlags(0x200000)
"""X509_V_FLAG_NO_CHECK_TIME: that a client's certificate is in force is judged where time is data, and refused in words
and with an entry, which a failed handshake could not do."""

MAX_CERTIFICATE_FILE: Final = 1_048_576
"""A chain of certificates: ten of 4 kB each are 40 kB."""

_Stamp: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Where the door's certificate (with those that lead to its root, PEM) and its key stand."""

    certificate: Path
    key: Path

    def stamp(self) -> tuple[_Stamp, _Stamp]:
        """Changes when either file does. Raises OSError."""
        return _stamp(self.certificate), _stamp(self.key)


class Certificates:
    """Makes acceptors. ``anchors`` gives the certificates (DER) that vouch for clients, as of now.

    ``failures`` is where a handshake that failed is told.
    """

    def __init__(
        self, files: CertificateFiles, anchors: Callable[[], frozenset[bytes]], events: Events
    ) -> None:
        """Raises SettingsError and KeyFileError when the files cannot be used."""
        self._files = files
        self._anchors = anchors
        self._events = events
        self.failures = HandshakeFailures(events, monotonic)
        self._stamp = _stamp_of(files)
        self._used_anchors = anchors()
        self._acceptor = make_acceptor(files, self._used_anchors)

    def acceptor(self) -> Acceptor:
        """For the next channel. When the files have changed and cannot be used, the last ones that could are."""
        stamp, anchors = _stamp_of(self._files), self._anchors()
        if (stamp, anchors) != (self._stamp, self._used_anchors):
            self._renew(stamp, anchors)
        return self._acceptor

    def _renew(self, stamp: tuple[_Stamp, _Stamp] | None, anchors: frozenset[bytes]) -> None:
        is_renewed = stamp != self._stamp
        self._stamp, self._used_anchors = stamp, anchors
        try:
            self._acceptor = make_acceptor(self._files, anchors)
        except OstiaryError as error:
            # A key that is written a moment after its certificate is tried at the next change.
            self._events.tell(Event.CERTIFICATE_NOT_TAKEN, why=error.message)
            # Whoever has been vouched for since is asked for a certificate all the same.
            _trust(self._acceptor.context, anchors)
            return
        if is_renewed:
            self._events.tell(Event.CERTIFICATE_TAKEN, file=str(self._files.certificate))


def make_acceptor(files: CertificateFiles, anchors: frozenset[bytes]) -> Acceptor:
    """The context of a server with these files. Raises SettingsError and KeyFileError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    # A session that is taken up again does not show its client's certificate again. What is left are sessions of TLS 1.2
    # that are taken up by number: `TlsStream` counts no certificate of theirs.
    context.options |= ssl.OP_NO_TICKET
    context.num_tickets = 0
    context.set_alpn_protocols([ALPN])
    _trust(context, anchors)
    return Acceptor(context, _load(context, files))


def _trust(context: ssl.SSLContext, anchors: frozenset[bytes]) -> None:
    """Ask clients for a certificate when some could have one; one that no anchor vouches for ends the handshake."""
    if not anchors:
        return
    context.verify_mode = ssl.CERT_OPTIONAL
    # An anchor may be an authority below a root, or a client's own certificate.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | NO_CHECK_TIME
    for anchor in sorted(anchors):
        # One that OpenSSL cannot read vouches for nobody; the others still do.
        with suppress(ssl.SSLError):
            context.load_verify_locations(cadata=anchor)


def _load(context: ssl.SSLContext, files: CertificateFiles) -> bytes | None:
    """Load certificate and key; the binding that goes with the certificate."""
    try:
        with files.certificate.open("rb") as file:
            text = file.read(MAX_CERTIFICATE_FILE).decode("ascii", "replace")
        own = ssl.PEM_cert_to_DER_cert(_first_certificate(text))
        with private_file(files.key) as key:
            # The very file whose mode was looked at, not whatever bears its name a moment later.
            context.load_cert_chain(files.certificate, f"/dev/fd/{key.fileno()}", _no_passphrase(files.key))
        return end_point_of(own)
    except ssl.SSLError as error:
        reason = (error.reason or "they are not PEM").lower().replace("_", " ")
        raise SettingsError(
            f"`{files.certificate}` and `{files.key}` are no certificate and its key: {reason}",
            hint="Both are PEM; the file of the certificate begins with the door's own.",
        ) from error
    except ValueError as error:
        raise SettingsError(f"`{files.certificate}` does not begin with a certificate (PEM)") from error
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(f"`{files.certificate}` cannot be read: {why}") from error


def _first_certificate(text: str) -> str:
    end = "-----END CERTIFICATE-----"
    before, found, _ = text[max(text.find("-----BEGIN CERTIFICATE-----"), 0) :].partition(end)
    return before + found


def _no_passphrase(path: Path) -> Callable[[], str]:
    """Nobody sits at the gateway who could type one, and OpenSSL would ask for it at the terminal."""

    def refuse() -> str:
        raise KeyFileError(
            f"the key in `{path}` is locked with a passphrase",
            hint="Unlock it: the file's mode is what protects it.",
        )

    return refuse


def _stamp_of(files: CertificateFiles) -> tuple[_Stamp, _Stamp] | None:
    try:
        return files.stamp()
    except OSError:
        return None


def _stamp(path: Path) -> _Stamp:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
