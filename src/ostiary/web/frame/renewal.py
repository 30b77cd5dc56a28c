"""A certificate that is renewed while its face is served: new connections get it, without a restart.

Knows: when the files have changed, and that a certificate that cannot be used changes nothing.
Must not know: who is served, what a face is.
"""

from __future__ import annotations

import ssl
from pathlib import Path

from ostiary.door.events import Event, Events


class Renewal:
    """Looks after one certificate."""

    def __init__(
        self, name: str, context: ssl.SSLContext, certificate: Path, key: Path, events: Events
    ) -> None:
        """``context`` serves the certificate that the files hold now."""
        self._name = name
        self._context = context
        self._files = certificate, key
        self._events = events
        self._seen = self._stamps()

    def look(self) -> None:
        """Take the files where they have changed since the last look, and tell it; also that they cannot be used."""
        stamps = self._stamps()
        if stamps == self._seen:
            return
        # Looked at once for each change: two files that are exchanged one after the other are told of twice at the most.
        self._seen = stamps
        try:
            # First into a context of its own: a key that is not the certificate's must not leave half of both in use.
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*self._files)
            self._context.load_cert_chain(*self._files)
        except OSError as error:
            why = (error.strerror or "it is no certificate with its key").lower()
            self._events.tell(Event.CERTIFICATE_NOT_TAKEN, face=self._name, why=why)
        else:
            self._events.tell(Event.CERTIFICATE_TAKEN, face=self._name)

    def _stamps(self) -> tuple[object, ...]:
        return tuple(map(_stamp, self._files))


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
