"""The little of HTTP/1.1 that a witness speaks: a request's head read, an answer's bytes written.

Knows: RFC 9112's framing by Content-Length, in its narrowest reading.
Must not know: sockets, which paths there are, what a body says.

Whatever could be read in two ways is refused: a chunked body, two lengths, a folded line, a bare line end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_HEAD_BYTES: Final = 8_192
"""A client of a witness sends some 200 bytes; proxies add some hundred."""

_REQUEST_LINE: Final = re.compile(rb"([A-Z]{1,16}) (/[\x21-\x7e]*) HTTP/1\.([01])")
_FIELD: Final = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\x20-\x7e\x80-\xff\t]*)")
_LENGTH: Final = re.compile(rb"0|[1-9][0-9]{0,9}")

REASONS: Final = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    411: "Length Required",
    413: "Content Too Large",
    422: "Unprocessable Content",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class HttpRefused(Exception):
    """A request whose framing is not accepted: the status to answer with, after which the connection ends."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


@dataclass(frozen=True, slots=True)
class Head:
    """A request without its body. ``length`` is None when none was given."""

    method: str
    path: str
    length: int | None
    keeps_alive: bool
    expects_continue: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a body and its type."""

    status: int
    body: bytes
    content_type: str = "text/plain; charset=utf-8"


def parse_head(raw: bytes) -> Head:
    """Read a request's head, with the empty line that ends it. Raises HttpRefused."""
    first, *lines = raw.removesuffix(b"\r\n\r\n").split(b"\r\n")
    request = _REQUEST_LINE.fullmatch(first)
    if request is None:
        raise HttpRefused(400, "this is no request line that is understood")
    method, target, minor = request.groups()
    fields = _fields(lines)
    if b"transfer-encoding" in fields:
        raise HttpRefused(411, "a body needs a Content-Length")
    connection = fields.get(b"connection", b"").lower()
    return Head(
        method.decode(),
        target.partition(b"?")[0].decode(),
        _length(fields.get(b"content-length")),
        # HTTP/1.0 keeps a connection only when it is asked to; nobody asks a witness.
        keeps_alive=minor == b"1" and b"close" not in connection,
        expects_continue=fields.get(b"expect", b"").lower() == b"100-continue",
    )


def _fields(lines: list[bytes]) -> dict[bytes, bytes]:
    fields: dict[bytes, bytes] = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            raise HttpRefused(400, "a header line is not understood")
        name = field[1].lower()
        if name in fields and name in {b"content-length", b"transfer-encoding"}:
            raise HttpRefused(400, "the length of the body is given twice")
        fields[name] = field[2].strip()
    return fields


def _length(field: bytes | None) -> int | None:
    if field is None:
        return None
    if _LENGTH.fullmatch(field) is None:
        raise HttpRefused(400, "the Content-Length is not a number")
    return int(field)


def encode_answer(answer: Answer, *, keeps_alive: bool, with_body: bool = True) -> bytes:
    """The bytes of an answer; the length of the body is said also where the body is left out (HEAD)."""
    head = [
        f"HTTP/1.1 {answer.status} {REASONS[answer.status]}",
        f"Content-Type: {answer.content_type}",
        f"Content-Length: {len(answer.body)}",
        "Cache-Control: no-store",
        f"Connection: {'keep-alive' if keeps_alive else 'close'}",
    ]
    return "".join(f"{line}\r\n" for line in (*head, "")).encode() + (answer.body if with_body else b"")
