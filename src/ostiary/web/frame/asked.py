"""A request as it came, read with limits: host, cookie, query, body.

Knows: Starlette's request, and how much of each part is taken.
Must not know: routes, roles, pages.
"""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from ostiary.web.frame.refusals import TOO_LARGE, TOO_SLOW, Refused, malformed
from ostiary.web.guard.form import MAX_BODY_BYTES
from ostiary.web.guard.network import counted_as

BODY_SECONDS: Final = 10.0
"""64 KiB in ten seconds is 52 kbit a second: the worst telephone line that anybody has."""
MAX_QUERY_FIELDS: Final = 50
"""More than any page has filters."""
MAX_QUERY_CHARACTERS: Final = 8_192
"""A link that can be mailed."""


def host_of(request: Request) -> str | None:
    """What the Host header says; None where there is none, or more than one."""
    hosts = request.headers.getlist("host")
    return hosts[0].lower() if len(hosts) == 1 else None


def path_of(request: Request) -> str:
    """The path as it was asked for, decoded. The framework's own would be cut out of an address that begins with what Host says."""
    return str(request.scope["path"])


def network_of(request: Request) -> str:
    """What attempts of this visitor are counted under. Forwarded headers are not believed: anybody can write them."""
    return counted_as(request.client.host if request.client else "")


def query_of(request: Request) -> dict[str, str]:
    """What stands behind the question mark, the last value of each name. Raises Refused for what cannot be read."""
    text = request.scope["query_string"].decode("latin-1")
    if len(text) > MAX_QUERY_CHARACTERS:
        raise Refused(malformed("the query is too long"))
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_QUERY_FIELDS)
    except ValueError:
        raise Refused(malformed("the query cannot be read")) from None
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise Refused(malformed("the query holds a zero byte"))
    return dict(pairs)


async def body_of(request: Request) -> bytes:
    """The body, up to the limit of a form. Raises Refused for one that is larger, slower, or ends early."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _bounded(request)
    except TimeoutError:
        raise Refused(TOO_SLOW) from None
    except ClientDisconnect:
        raise Refused(malformed("the body ended early")) from None


async def _bounded(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        # Checked by what has come: what Content-Length says is only said.
        if len(body) > MAX_BODY_BYTES:
            raise Refused(TOO_LARGE)
    return bytes(body)
