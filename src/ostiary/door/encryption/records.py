"""Whom the door takes for the records database.

Knows: a file of root certificates.
Must not know: connections, log-ins.
"""

from __future__ import annotations

import ssl
from pathlib import Path

from ostiary.errors import SettingsError


def records_context(root_certificates: Path, host: str) -> ssl.SSLContext:
    """TLS to a host that shows a certificate in its own name from one of these roots (libpq's ``verify-full``).

    Raises SettingsError for a file that is no file of certificates, and for a folder of sockets, which has no name.
    """
    if host.startswith("/"):
        raise SettingsError(
            f"there is no TLS through the sockets in `{host}`",
            hint="Take [database.tls] away, or name a host under [database].",
        )
    try:
        context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=str(root_certificates))
    except OSError as error:
        is_read = isinstance(error, ssl.SSLError)
        why = "it holds no certificate" if is_read else (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"the root certificates `{root_certificates}` cannot be used: {why}",
            hint="Put the certificate (PEM) of the authority that certified the records database there.",
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
