"""Signing in elsewhere: a browser is sent to an OpenID provider, and comes back with a code that we exchange.

Knows: the order: question, answer to that question, claims, an account here that agrees, the act, the session.
Must not know: HTTP, how tokens are signed, what cookies are called.

The provider says who somebody is and which role their groups stand for. It makes nobody an account: there must be one here of that name,
for signing in elsewhere, with the same role. So neither a mistake there nor one here alone lets anybody in.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Final, Protocol

from ostiary.web.frame.acts import Acts
from ostiary.web.frame.pending import Pending, PendingSealer, new_pending
from ostiary.web.frame.provider import Provider
from ostiary.web.frame.refusals import Refusal, Refused
from ostiary.web.frame.sign_in import Failures, NewSessions
from ostiary.web.frame.visit import Abroad, Absent, Answer, Begun, Pages, Served, Shown, Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.elsewhere import Asked, Meaning, Told, understood
from ostiary.web.guard.roles import Role, Route
from ostiary.web.guard.throttle import OF_ADDRESS, Counters

LEAVE: Final = Route("GET", "/sign-in/elsewhere")
BACK: Final = Route("GET", "/sign-in/back")
MAX_CODE_CHARACTERS: Final = 2_048
"""Codes are some hundred characters; the largest providers' have a thousand."""

NOT_LET_IN: Final = Refusal(
    403,
    "You were not let in",
    (
        "The other place has signed you in, and that is not enough here.",
        "You need an account here of the same name and role: ask the custodian.",
    ),
    "there is no account that agrees with what the provider says",
)
NOT_OURS: Final = Refusal(
    400,
    "This sign-in was not begun here",
    ("It has taken too long, or another window has begun one.", "Begin again at the sign-in."),
    "the answer belongs to no question",
)


class AccountsElsewhere(Protocol):
    """Who may sign in elsewhere."""

    def role_elsewhere(self, name: str) -> Role | None:
        """The role of the account that signs in elsewhere under this name; None where there is none."""


def nowhere_else() -> Pages:
    """The routes of a console whose people sign in here alone."""
    none = Absent("Nobody signs in elsewhere for this console.")
    return {LEAVE: Served(lambda _: none), BACK: Served(lambda _: none)}


class SignInElsewhere:
    """The two pages, and what they stand on."""

    def __init__(
        self,
        provider: Provider,
        meaning: Meaning,
        *,
        accounts: AccountsElsewhere,
        sessions: NewSessions,
        acts: Acts,
        failures: Failures,
        origin: str,
        now: Callable[[], float],
    ) -> None:
        self._provider = provider
        self._meaning = meaning
        self._accounts = accounts
        self._sessions = sessions
        self._acts = acts
        self._failures = failures
        self._redirect = f"{origin}{BACK.path}"
        self._now = now
        self._sealer = PendingSealer()
        self._attempts = Counters(OF_ADDRESS)
        self._counting = Lock()

    def pages(self) -> Pages:
        """The two routes."""
        return {LEAVE: Served(self.leave), BACK: Served(self.back)}

    def leave(self, visit: Visit) -> Answer:  # noqa: ARG002 - it is the same for everybody
        """Send the browser there, with a question of its own. Raises Refused."""
        pending = new_pending()
        address = self._provider.address(
            response_type="code",
            client_id=self._provider.client.client_id,
            redirect_uri=self._redirect,
            scope="openid email profile",
            state=pending.state,
            nonce=pending.nonce,
            code_challenge=pending.challenge,
            code_challenge_method="S256",
        )
        return Abroad(address, self._sealer.seal(pending, int(self._now())))

    def back(self, visit: Visit) -> Answer:
        """Let somebody in who comes back with the answer to their own question. Raises Refused, ControlDown and LogUnavailable."""
        now = int(self._now())
        pending = self._sealer.maybe_pending(visit.pending, now)
        code = visit.query.get("code", "")
        if pending is None or not pending.is_answered_by(visit.query.get("state", "")):
            raise Refused(NOT_OURS)
        if not 1 <= len(code) <= MAX_CODE_CHARACTERS:
            raise Refused(NOT_OURS)
        self._pay(visit.network)
        told = self._told(code, pending, now)
        if told is None or self._accounts.role_elsewhere(told.name) is not told.role:
            self._failures.wrong()
            raise Refused(NOT_LET_IN)
        # If we crash behind the entry, the log knows of a sign-in without a session: never the other way round.
        self._acts.write(ConsoleSession(told.name, told.role, now, now), "sign-in", "elsewhere")
        # A page and no way on: browsers do not send a strict cookie along a way that began at another site.
        return Shown("console/signed_in.html", {}, session=Begun(self._sessions.begin(told.name)))

    def _told(self, code: str, pending: Pending, now: int) -> Told | None:
        client = self._provider.client
        claims = self._provider.claims(code, pending.verifier, self._redirect)
        asked = Asked(client.issuer, client.client_id, pending.nonce)
        told = understood(claims, asked, self._meaning, at=now)
        return told if isinstance(told, Told) else None

    def _pay(self, network: str) -> None:
        now_ms = int(self._now() * 1_000)
        with self._counting:
            wait_ms = self._attempts.wait_ms(network, now_ms)
            if wait_ms == 0:
                self._attempts.pay(network, now_ms)
        if wait_ms:
            self._failures.too_often()
            raise Refused(_too_often(-(-wait_ms // 1_000)))


def _too_often(seconds: int) -> Refusal:
    return Refusal(
        429,
        "There were too many attempts",
        (f"Try again in {seconds} seconds.",),
        "too many attempts to sign in",
    )
