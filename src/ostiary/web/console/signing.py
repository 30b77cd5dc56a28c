"""One signature of an official at the console: passphrase and a fresh code in, a step of the chain out.

Knows: the order: count the attempt, open the key, judge the code and take its step, write the act, sign, forget the key.
Must not know: which steps are admitted, how keys and accounts are kept, HTTP.

Who controls this machine at that moment can take the passphrase and the key. A careful city signs with the command line on
the officials' own machines, and every page that asks for a passphrase shows that command.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from ostiary.directives.life_cycle import Directive
from ostiary.errors import DirectiveRefused
from ostiary.office.desk import Desk, PrepareStep
from ostiary.store.console_keys import KeptKey
from ostiary.tlog.note import SignerKey
from ostiary.web.frame.acts import Acts
from ostiary.web.frame.sign_in import Failures
from ostiary.web.frame.turns import SharedThrottle, Turns
from ostiary.web.frame.visit import Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.key_box import open_box
from ostiary.web.guard.one_time_code import maybe_step
from ostiary.web.guard.sign_in import Account, Right
from ostiary.web.guard.throttle import TooOften

WRONG: Final = (
    "The passphrase or the code is wrong. Nothing was signed. A code is good once, for half a minute."
)
NO_KEY: Final = "No signing key of yours lies at this console."
NO_CODES: Final = (
    "Your account has no one-time codes at this console, so nothing can be signed here."
    " Sign on your own machine."
)
OPENING_AT_ONCE: Final = 2
"""Each takes 64 MiB and a core for some 0.2 s."""
WAITING_AT_ONCE: Final = 2
"""Whoever waits to sign holds a thread of the pool, as whoever waits to sign in does."""
OPENING_WAIT_SECONDS: Final = 5.0

FIELDS: Final = frozenset({"passphrase", "code"})
"""What every form that signs has beside its own fields."""


class Accounts(Protocol):
    """Whose codes are judged."""

    def maybe_account(self, name: str) -> Account | None:
        """The account of that name; None where there is none, or it has no codes."""

    def take_step(self, right: Right) -> bool:
        """Whether the step of a code was still to be had; it is taken when this returns."""


class Keys(Protocol):
    """Where closed keys lie."""

    def maybe_key(self, account: str) -> KeptKey | None:
        """The closed key of an account. Raises ControlDown."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The directive as it stands after the step, and the entry that says who acted at the console."""

    directive: Directive
    entry: int


@dataclass(frozen=True, slots=True)
class NotSigned:
    """Nothing was signed; why, in a sentence for the form, and the field that it is about (empty: all of it)."""

    why: str
    field: str = ""


class Signing:
    """Signs for officials. ``open_desk`` opens a fresh desk: what is in force is read for each act."""

    def __init__(
        self,
        accounts: Accounts,
        keys: Keys,
        acts: Acts,
        open_desk: Callable[[], Desk],
        *,
        failures: Failures,
        now: Callable[[], float],
        urgent_hours: int,
    ) -> None:
        """``urgent_hours``: for how long one official alone cuts off."""
        self._accounts = accounts
        self._keys = keys
        self._acts = acts
        self._open_desk = open_desk
        self._failures = failures
        self._now = now
        self.urgent_hours = urgent_hours
        self._throttle = SharedThrottle()
        self._turns = Turns(at_once=OPENING_AT_ONCE, waiting=WAITING_AT_ONCE, seconds=OPENING_WAIT_SECONDS)

    def official_of(self, session: ConsoleSession) -> str:
        """Which official an account signs as; empty where no key of theirs lies here. Raises ControlDown."""
        found = self._keys.maybe_key(session.account)
        return "" if found is None else found.official

    def desk(self) -> Desk:
        """A fresh desk, for what is looked at before. Raises as ``open_desk`` of the command line."""
        return self._open_desk()

    def sign(self, visit: Visit, act: str, on: str, prepare: PrepareStep) -> Signed | NotSigned:
        """Take one step as the official who visits. ``act`` and ``on`` are what the log says was done at the console.

        Raises what the desk raises (DirectiveRefused where the step is not admitted, ControlDown), LogUnavailable, and
        KeyFileError where the key is no official's any more.
        """
        session = _session_of(visit)
        verdict = self._throttle.attempt(session.account, visit.network, int(self._now() * 1_000))
        if isinstance(verdict, TooOften):
            self._failures.too_often()
            return NotSigned(f"There were too many attempts. Try again in {verdict.seconds} seconds.")
        signer = self._opened(session.account, visit.form["passphrase"], visit.form["code"])
        if isinstance(signer, NotSigned):
            return signer
        self._throttle.succeeded(verdict)
        return self._signed(session, signer, act, on, prepare)

    def _signed(
        self, session: ConsoleSession, signer: SignerKey, act: str, on: str, prepare: PrepareStep
    ) -> Signed:
        desk = self._open_desk()
        signatory = desk.signatory_of(signer, "your key at this console")
        # If we crash behind the entry, the log says that somebody went about it, and the chain that nothing came of it.
        entry = self._acts.write(session, act, on)
        return Signed(desk.take_step(signatory, prepare), entry)

    def _opened(self, account: str, passphrase: str, code: str) -> SignerKey | NotSigned:
        """The key, if both are right; which one was wrong is not told. The code's step is taken before it is used."""
        kept, who = self._keys.maybe_key(account), self._accounts.maybe_account(account)
        if kept is None:
            return NotSigned(NO_KEY)
        if who is None:
            return NotSigned(NO_CODES)
        with self._turns.one() as is_ours:
            if not is_ours:
                return NotSigned("Too many keys are being opened just now. Nothing was signed.")
            text = open_box(kept.box, kept.vkey, account, passphrase)
        step = maybe_step(
            who.code_secret, code.replace(" ", ""), at=int(self._now()), last_step=who.last_step
        )
        if text is None or step is None or not self._accounts.take_step(Right(who, step)):
            # Whoever tries passphrases has a session already, which is worth a look: it is counted with sign-ins that failed.
            self._failures.wrong()
            return NotSigned(WRONG, "passphrase")
        return SignerKey.parse(text)


def _session_of(visit: Visit) -> ConsoleSession:
    if visit.session is None:
        raise DirectiveRefused("nobody is signed in")
    return visit.session
