"""The sign-in page by itself: how many attempts it holds at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from threading import Event
from typing import NoReturn

from ostiary.web.frame.pool import THREADS
from ostiary.web.frame.refusals import Refused
from ostiary.web.frame.sign_in import SIGNING_IN, VERIFYING_AT_ONCE, WAITING_AT_ONCE, SignIn
from ostiary.web.frame.visit import Shown, Visit
from ostiary.web.guard.console_session import ConsoleSession
from ostiary.web.guard.sign_in import Account, Right

ATTEMPTS = 10


class Nobody:
    """No account, found slowly; no session and no log."""

    def __init__(self) -> None:
        self.go = Event()

    def maybe_account(self, name: str) -> Account | None:
        assert self.go.wait(30), name
        return None

    def take_step(self, right: Right) -> bool:
        raise AssertionError(right)

    def begin(self, account: str) -> str:
        raise AssertionError(account)

    def end(self, digest: bytes) -> None:
        raise AssertionError(digest)

    def write(self, session: ConsoleSession, act: str, on: str = "") -> NoReturn:
        raise AssertionError((session, act, on))

    def wrong(self) -> None:
        """Nothing is counted here."""

    def too_often(self) -> None:
        """Nothing is counted here."""


def visit(number: int) -> Visit:
    form = {"name": f"somebody-{number}", "password": "p", "code": "1"}
    return Visit(SIGNING_IN, form=form, network=f"192.0.2.{number}")


def test_a_burst_of_attempts_holds_half_of_the_threads_and_no_more() -> None:
    """Those beyond the few that run and wait are told at once to come again; those that had a turn are judged."""
    nobody = Nobody()
    page = SignIn(nobody, nobody, nobody, nobody, lambda: 0.0)
    held = VERIFYING_AT_ONCE + WAITING_AT_ONCE
    assert held * 2 == THREADS
    with ThreadPoolExecutor(ATTEMPTS) as threads:
        attempts = [threads.submit(page.sign_in, visit(number)) for number in range(ATTEMPTS)]
        ended = as_completed(attempts, 30)
        for turned_away in islice(ended, ATTEMPTS - held):
            assert isinstance(turned_away.exception(), Refused)
        nobody.go.set()
        answers = [each.result() for each in ended]
    assert [answer.status for answer in answers if isinstance(answer, Shown)] == held * [401]
