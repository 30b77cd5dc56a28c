"""The one way in to a face: every request passes through here, in one order.

Knows: the order: host, session, admission, provenance, body, form, page, template; and that whatever fails is a refusal.
Must not know: what any page does, how a session is kept, what a refusal says.
"""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ostiary.door.events import Event, Events
from ostiary.web.frame.asked import body_of, host_of, network_of, path_of, query_of
from ostiary.web.frame.drawing import around, draw
from ostiary.web.frame.face import Face
from ostiary.web.frame.matching import Match, Matcher
from ostiary.web.frame.pool import Pool
from ostiary.web.frame.refusals import (
    NO_SUCH_PAGE,
    SIGN_IN_FIRST,
    WRONG_HOST,
    Refusal,
    Refused,
    absent,
    foreign,
    malformed,
    not_yours,
    of_error,
    told_of,
)
from ostiary.web.frame.replies import abroad_reply, elsewhere_reply, handed_reply, page_reply, to_sign_in
from ostiary.web.frame.visit import Abroad, Absent, Answer, Elsewhere, Handed, Shown, Visit
from ostiary.web.guard.console_session import ConsoleSession, token_digest
from ostiary.web.guard.cookie import PENDING, maybe_token
from ostiary.web.guard.form import Filled, form_of
from ostiary.web.guard.origin import SAFE_METHODS, Foreign, provenance
from ostiary.web.guard.roles import NotYours, Open, Reached, SignInFirst, admission
from ostiary.web.guard.throttle import OTHERS, Counters, Limit

REFUSALS_TOLD: Final = Limit(burst=300, every_ms=1_000)
"""Strangers are refused as often as they ask: some 250 bytes for each event are 22 MB a day at the most, and fill no disk."""


class WayIn:
    """A face as an ASGI application."""

    def __init__(self, face: Face, pool: Pool, events: Events) -> None:
        self._face = face
        self._pool = pool
        self._events = events
        self._matcher = Matcher(face.pages)
        self._refusals = Counters(REFUSALS_TOLD)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Nothing but HTTP is served."""
        if scope["type"] != "http":
            raise ValueError(f"`{scope['type']}` is not served")
        request = Request(scope, receive)
        reply = await self._reply(request)
        await reply(scope, receive, send)

    async def _reply(self, request: Request) -> Response:
        match = self._matcher.match(request.method, path_of(request))
        # Whoever it turns out to be is kept for the page that says why not.
        who: list[ConsoleSession] = []
        try:
            return await self._let_in(request, match, who)
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends in a refusal and never in data
            self._tell_of(error, match)
            return await self._refuse(of_error(error), who, request)

    async def _let_in(self, request: Request, match: Match, who: list[ConsoleSession]) -> Response:
        if host_of(request) != self._face.host:
            raise Refused(WRONG_HOST)
        session, digest = await self._session(request, match)
        who += [session] if session else []
        match admission(match.route, None if session is None else session.role, self._face.table):
            case SignInFirst():
                return self._strange(request)
            case NotYours(roles):
                raise Refused(not_yours(roles))
            case Reached():
                visit = await self._visit(request, match, session, digest)
                answer = await self._pool.run(partial(self._face.pages[match.route].endpoint, visit))
                return await self._pool.run(partial(self._drawn, answer, session, path_of(request)))

    async def _session(self, request: Request, match: Match) -> tuple[ConsoleSession | None, bytes]:
        sessions = self._face.sessions
        # A route that is open is answered without asking who comes: it is the same for everybody.
        if sessions is None or isinstance(self._face.table.get(match.route), Open):
            return None, b""
        token = maybe_token(request.headers.getlist("cookie"), self._face.cookie)
        if token is None:
            return None, b""
        try:
            digest = token_digest(token)
        except ValueError:
            return None, b""
        return await self._pool.run(partial(sessions.maybe_session, token)), digest

    def _strange(self, request: Request) -> Response:
        if self._face.sessions is None:
            raise Refused(NO_SUCH_PAGE)
        if request.method not in SAFE_METHODS:
            raise Refused(SIGN_IN_FIRST)
        return to_sign_in(self._face, is_partial="hx-request" in request.headers)

    async def _visit(
        self, request: Request, match: Match, session: ConsoleSession | None, digest: bytes
    ) -> Visit:
        own = self._face.origin
        sites, origins = request.headers.getlist("sec-fetch-site"), request.headers.getlist("origin")
        come_from = provenance(request.method, tuple(sites), tuple(origins), own)
        if isinstance(come_from, Foreign):
            raise Refused(foreign(come_from.why))
        return Visit(
            route=match.route,
            session=session,
            path=match.path,
            query=query_of(request),
            form=await self._form(request, match),
            token_digest=digest if session else b"",
            pending=self._pending(request),
            network=network_of(request),
        )

    def _pending(self, request: Request) -> str:
        # A face without sessions is told nothing that a browser remembers.
        cookies = request.headers.getlist("cookie") if self._face.sessions else []
        return maybe_token(cookies, PENDING) or ""

    async def _form(self, request: Request, match: Match) -> dict[str, str]:
        if request.method in SAFE_METHODS:
            return {}
        content_type = request.headers.get("content-type", "")
        expected = self._face.pages[match.route].fields
        form = form_of(await body_of(request), content_type, expected)
        if not isinstance(form, Filled):
            raise Refused(malformed(form.why))
        return dict(form.fields)

    def _drawn(self, answer: Answer, session: ConsoleSession | None, here: str) -> Response:
        match answer:
            case Shown(template, values, status, begun):
                frame = around(self._face, session, here)
                return page_reply(self._face, draw(self._face, template, values, frame), status, begun)
            case Abroad():
                return abroad_reply(self._face, answer)
            case Elsewhere():
                return elsewhere_reply(self._face, answer)
            case Handed():
                return handed_reply(self._face, answer)
            case Absent(what):
                raise Refused(absent(what))

    async def _refuse(self, refusal: Refusal, who: list[ConsoleSession], request: Request) -> Response:
        frame = around(self._face, who[0] if who else None, path_of(request))
        values = {"title": refusal.title, "sentences": refusal.sentences}
        # In this thread: a pool that is full must not keep somebody from being told so.
        try:
            body = draw(self._face, self._face.refusal_template, values, frame)
        except Exception as error:  # noqa: BLE001 - a template that is broken must still end in a refusal
            self._events.tell(Event.PAGE_BROKEN, face=self._face.name, route="refusal", why=told_of(error))
            body = f"<!doctype html><title>Refused</title><h1>{refusal.title}</h1>".encode()
        return page_reply(self._face, body, refusal.status)

    def _may_tell(self) -> bool:
        # In the loop's thread alone, so that nothing needs a lock.
        now_ms = time.monotonic_ns() // 1_000_000
        if self._refusals.wait_ms(OTHERS, now_ms) > 0:
            return False
        self._refusals.pay(OTHERS, now_ms)
        return True

    def _tell_of(self, error: Exception, match: Match) -> None:
        # A route of the table is ours; a path outside of it is a stranger's words, and is not repeated.
        route = f"{match.route.method} {match.route.path}" if match.route in self._face.table else "none"
        if not isinstance(error, Refused):
            self._events.tell(Event.PAGE_BROKEN, face=self._face.name, route=route, why=told_of(error))
        elif error.refusal.why and self._may_tell():
            self._events.tell(Event.PAGE_REFUSED, face=self._face.name, route=route, why=error.refusal.why)
