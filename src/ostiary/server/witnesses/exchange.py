"""One request to a witness over HTTP or HTTPS.

Knows: sockets, TLS, a deadline for all of it, and how little of an answer is read.
Must not know: what is sent, what an answer means.

Answers are read by ``h11``. A witness is somebody else's machine: it may hang, drip, lie or send without end.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import h11

from ostiary.errors import SettingsError

MAX_ANSWER_BYTES: Final = 2**16
"""Of an answer's body. A cosignature is 200 bytes, one with ML-DSA-44 3.4 kB; a witness has some keys at most."""

_READ_BYTES: Final = 16_384
_PORTS: Final = {"http": 80, "https": 443}


class NoAnswer(Exception):
    """A witness did not answer, or not in HTTP; the message says how, in words of ours."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a witness takes requests: its submission prefix, taken apart."""

    host: str
    port: int
    prefix: str
    is_encrypted: bool

    @classmethod
    def parse(cls, url: str) -> Target:
        """Read a URL. Raises SettingsError unless it is http or https, with a host, and nothing after the path."""
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError):
            raise SettingsError(
                f"`{url}` is not the URL of a witness: http or https, a host, a path"
            ) from None
        is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
        if not parts.hostname or not is_plain or not url.isascii() or not url.isprintable() or " " in url:
            raise SettingsError(f"`{url}` is not the URL of a witness: http or https, a host, a path")
        return cls(parts.hostname, port, parts.path.rstrip("/"), parts.scheme == "https")


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int
    content_type: str
    body: bytes


async def post(target: Target, path: str, body: bytes, seconds: float) -> Reply:
    """POST a body below the prefix; the answer. Raises NoAnswer when it is not whole after that many seconds."""
    try:
        async with asyncio.timeout(seconds):
            context = ssl.create_default_context() if target.is_encrypted else None
            reader, writer = await asyncio.open_connection(target.host, target.port, ssl=context)
            try:
                return await _exchange(reader, writer, target, path, body)
            finally:
                # Not closed in order: a peer that does not answer would be waited for.
                writer.transport.abort()
    except TimeoutError:
        raise NoAnswer(f"it has not answered in {seconds:g} seconds") from None
    except ssl.SSLError as fault:
        raise NoAnswer(f"TLS fails: {fault.reason or 'unknown reason'}") from None
    except OSError as fault:
        raise NoAnswer((fault.strerror or "it cannot be reached").lower()) from None
    except h11.RemoteProtocolError:
        raise NoAnswer("what it sends is not HTTP") from None


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: Target, path: str, body: bytes
) -> Reply:
    http = h11.Connection(h11.CLIENT)
    request = h11.Request(
        method="POST",
        target=f"{target.prefix}{path}",
        headers=[
            ("Host", f"[{target.host}]" if ":" in target.host else target.host),
            ("User-Agent", "ostiary"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
        ],
    )
    writer.write((http.send(request) or b"") + (http.send(h11.Data(data=body)) or b""))
    await writer.drain()
    http.send(h11.EndOfMessage())
    return await _receive(http, reader)


async def _receive(http: h11.Connection, reader: asyncio.StreamReader) -> Reply:
    status, kind, body = 0, "", bytearray()
    while True:
        match http.next_event():
            case h11.NEED_DATA:
                data = await reader.read(_READ_BYTES)
                if not data and not status:
                    raise NoAnswer("it hung up before it answered")
                http.receive_data(data)
            case h11.Response(status_code=status, headers=headers):
                fields = {name: value.decode("latin-1") for name, value in headers}
                kind = fields.get(b"content-type", "").partition(";")[0].strip().lower()
            case h11.Data(data=part):
                body += part
                if len(body) > MAX_ANSWER_BYTES:
                    raise NoAnswer(f"its answer has more than {MAX_ANSWER_BYTES} bytes")
            case h11.EndOfMessage():
                return Reply(status, kind, bytes(body))
            case h11.ConnectionClosed():
                raise NoAnswer("it hung up before it answered")
            case _:
                continue
