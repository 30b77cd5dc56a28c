"""Answers as HTTP: status, headers, cookie, bytes.

Knows: Starlette's response, and which headers each kind of answer bears.
Must not know: how an answer was come by.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from ostiary.web.frame.face import Face
from ostiary.web.frame.pending import HOLDS_SECONDS
from ostiary.web.frame.visit import Abroad, Begun, Elsewhere, Handed, SignedOut
from ostiary.web.guard.cookie import remembering, setting, taking_away
from ostiary.web.guard.headers import security_headers

_PAGE: Final = "text/html; charset=utf-8"
_LASTING: Final = "public, max-age=31536000, immutable"


def page_reply(face: Face, body: bytes, status: int, session: Begun | None = None) -> Response:
    """A page, and a session where one begins with it."""
    reply = Response(body, status, _headers(face), _PAGE)
    if session is not None:
        reply.headers.append("Set-Cookie", setting(session.token, face.cookie))
    return reply


def abroad_reply(face: Face, answer: Abroad) -> Response:
    """On to another site."""
    headers = _headers(face) | {"Location": answer.address}
    headers["Set-Cookie"] = remembering(answer.pending, HOLDS_SECONDS)
    return Response(status_code=303, headers=headers)


def elsewhere_reply(face: Face, answer: Elsewhere) -> Response:
    """On to another page of ours. Raises ValueError for an address that could lead elsewhere: it is our mistake."""
    if not answer.path.startswith("/") or answer.path.startswith("//") or "\\" in answer.path:
        raise ValueError("a page leads to what is no page of ours")
    reply = Response(
        status_code=303, headers=_headers(face) | {"Location": quote(answer.path, safe="/?&=%#+:,;@-._~")}
    )
    match answer.session:
        case Begun(token):
            reply.headers.append("Set-Cookie", setting(token, face.cookie))
        case SignedOut():
            reply.headers.append("Set-Cookie", taking_away(face.cookie))
        case None:
            pass
    return reply


def handed_reply(face: Face, answer: Handed) -> Response:
    """A file."""
    headers = _headers(face)
    if answer.name:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(answer.name, safe='')}"
    if answer.is_lasting:
        headers["Cache-Control"] = _LASTING
    return Response(answer.body, 200, headers, answer.media_type)


def to_sign_in(face: Face, *, is_partial: bool) -> Response:
    """On to the sign-in. A part of a page that is asked for by its script leads the whole page there."""
    if is_partial:
        return Response(status_code=401, headers=_headers(face) | {"HX-Redirect": "/sign-in"})
    return elsewhere_reply(face, Elsewhere("/sign-in"))


def _headers(face: Face) -> dict[str, str]:
    return security_headers(tls=face.is_secure) | {"Content-Security-Policy": face.content_security_policy}
