"""The pages of signing in and out: a password and a code in, a session out, and what was done in the log.

Knows: the order: count the attempt, judge, take the code's step, write the act, begin the session.
Must not know: HTTP, cookies, databases, who may reach which page.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

from ostiary.errors import LogUnavailable
from ostiary.web.frame.acts import Acts
from ostiary.web.frame.refusals import BUSY, Refused
from ostiary.web.frame.turns import SharedThrottle, Turns
from ostiary.web.frame.visit import Answer, Begun, Elsewhere, Pages, Served, Shown, SignedOut, Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.roles import Route
from ostiary.web.guard.sign_in import Account, Right, judged
from ostiary.web.guard.throttle import TooOften

MAX_NAME_CHARACTERS: Final = 60
"""Longer than any account's; what is longer is no account, and is counted under its beginning."""
VERIFYING_AT_ONCE: Final = 2
"""Each takes 64 MiB and a core for some 0.2 s."""
WAITING_AT_ONCE: Final = 2
"""Each attempt that waits for its turn holds a thread of the pool: with these and the two that run, half of it stays free."""
VERIFYING_WAIT_SECONDS: Final = 5.0
"""Ten verifications on each side; after that somebody is told that too much is asked."""

SIGN_IN: Final = Route("GET", "/sign-in")
SIGNING_IN: Final = Route("POST", "/sign-in")
SIGN_OUT: Final = Route("POST", "/sign-out")

WRONG_SENTENCE: Final = "The name, the password or the code is wrong. A code is good once, for half a minute."


class Accounts(Protocol):
    """Who may sign in."""

    def maybe_account(self, name: str) -> Account | None:
        """The account of that name; None where there is none."""

    def take_step(self, right: Right) -> bool:
        """Whether the step of a code was still to be had; it is taken when this returns."""


class NewSessions(Protocol):
    """Where sessions begin and end."""

    def begin(self, account: str) -> str:
        """A new session; its token."""

    def end(self, digest: bytes) -> None:
        """End one."""


class Failures(Protocol):
    """Who counts what failed."""

    def wrong(self) -> None:
        """A name, a password or a code was wrong."""

    def too_often(self) -> None:
        """An attempt was not made because of those before it."""


class SignIn:
    """The pages, and what they stand on."""

    def __init__(
        self,
        accounts: Accounts,
        sessions: NewSessions,
        acts: Acts,
        failures: Failures,
        now: Callable[[], float],
        *,
        elsewhere: str = "",
    ) -> None:
        """``elsewhere`` is what people call the other place where they can sign in; empty: there is none."""
        self._accounts = accounts
        self._sessions = sessions
        self._acts = acts
        self._failures = failures
        self._now = now
        self._elsewhere = elsewhere
        self._throttle = SharedThrottle()
        self._turns = Turns(
            at_once=VERIFYING_AT_ONCE, waiting=WAITING_AT_ONCE, seconds=VERIFYING_WAIT_SECONDS
        )

    def pages(self) -> Pages:
        """The three routes."""
        return {
            SIGN_IN: Served(self.show),
            SIGNING_IN: Served(self.sign_in, frozenset({"name", "password", "code"})),
            SIGN_OUT: Served(self.sign_out),
        }

    def show(self, visit: Visit) -> Answer:  # noqa: ARG002 - it is the same for everybody
        """The form."""
        return self._form("", 200)

    def sign_in(self, visit: Visit) -> Answer:
        """Let somebody in, or say that something was wrong and not what. Raises ControlDown and LogUnavailable."""
        name = visit.form["name"].strip().casefold()[:MAX_NAME_CHARACTERS]
        # An empty name is the shared counter's; it is nobody's either.
        verdict = self._throttle.attempt(name or "?", visit.network, int(self._now() * 1_000))
        if isinstance(verdict, TooOften):
            self._failures.too_often()
            return self._form(f"There were too many attempts. Try again in {verdict.seconds} seconds.", 429)
        right = self._judged(name, visit.form["password"], visit.form["code"])
        if right is None:
            self._failures.wrong()
            return self._form(WRONG_SENTENCE, 401)
        self._throttle.succeeded(verdict)
        return self._let_in(right.account)

    def sign_out(self, visit: Visit) -> Answer:
        """End the session, whatever else fails: it is over even when the log cannot say so."""
        self._sessions.end(visit.token_digest)
        if visit.session is not None:
            with suppress(LogUnavailable):
                self._acts.write(visit.session, "sign-out")
        return Elsewhere("/sign-in", SignedOut.SIGNED_OUT)

    def _judged(self, name: str, password: str, code: str) -> Right | None:
        with self._turns.one() as is_ours:
            if not is_ours:
                raise Refused(BUSY)
            account = self._accounts.maybe_account(name)
            found = judged(account, password, code.replace(" ", ""), at=int(self._now()))
        # The step is taken before anybody is let in: a code that is sent twice at one moment opens one session.
        return found if isinstance(found, Right) and self._accounts.take_step(found) else None

    def _let_in(self, account: Account) -> Answer:
        now = int(self._now())
        # If we crash behind the entry, the log knows of a sign-in without a session: never the other way round.
        self._acts.write(ConsoleSession(account.name, account.role, now, now), "sign-in")
        return Elsewhere("/", Begun(self._sessions.begin(account.name)))

    def _form(self, problem: str, status: int) -> Shown:
        return Shown("console/sign_in.html", {"problem": problem, "elsewhere": self._elsewhere}, status)
