"""What somebody is told whose request is not answered with a page: in words, with the way out, and nothing of data.

Knows: the reasons why a request is refused, HTTP's numbers for them, and what each says.
Must not know: what was asked for, who asked, templates, a framework.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ostiary.errors import (
    ClientFault,
    ControlDown,
    DatabaseFault,
    EvidenceFault,
    LogUnavailable,
    OfficialFault,
    OperatorFault,
    OstiaryError,
)
from ostiary.web.guard.roles import Role


@dataclass(frozen=True, slots=True)
class Refusal:
    """One answer that is no page. ``why`` is for the event and holds nothing that was sent."""

    status: int
    title: str
    sentences: tuple[str, ...]
    why: str = ""


class Refused(Exception):
    """A request ends here, with this refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.title)
        self.refusal = refusal


WRONG_HOST: Final = Refusal(
    421,
    "This address is not served here",
    ("The name that your browser asked for is not the one that is configured.",),
    "the Host header is not the origin's",
)
SIGN_IN_FIRST: Final = Refusal(
    401,
    "You are not signed in",
    ("Nothing was done.", "Sign in, and do it again: your session is over, or there was none."),
    "nobody is signed in",
)
NO_SUCH_PAGE: Final = Refusal(404, "There is no such page", ("Check the address, or go back to the start.",))
TOO_LARGE: Final = Refusal(
    413, "The form holds too much", ("Nothing was done.", "Make its texts shorter."), "the body is too large"
)
TOO_SLOW: Final = Refusal(
    408,
    "The form did not arrive",
    ("Nothing was done.", "Send it again."),
    "the body did not arrive in time",
)
BUSY: Final = Refusal(
    503,
    "Too much is asked at once",
    ("Nothing was done.", "Try again in a few seconds."),
    "no thread is free",
)
BROKEN: Final = Refusal(
    500,
    "This page cannot be made",
    (
        "The fault is ours, and it was told to those who run this system.",
        "Whether what you did was done is not known: look before you do it again.",
    ),
)


def foreign(why: str) -> Refusal:
    """A request that does not come from our own pages."""
    return Refusal(
        403,
        "This did not come from our page",
        ("Nothing was done.", "Open the page here, and do it from there."),
        why,
    )


def malformed(why: str) -> Refusal:
    """A request that our own pages would not have made."""
    return Refusal(
        400,
        "The request cannot be read",
        ("Nothing was done.", "Open the page again, and do it from there."),
        why,
    )


def not_yours(roles: tuple[Role, ...]) -> Refusal:
    """A page of other roles, which are named, so that somebody can be asked."""
    if not roles:
        return NO_SUCH_PAGE
    named = " or ".join(str(role) for role in roles)
    return Refusal(
        403,
        "This is not a part of your role",
        (f"It is done by: {named}.", "Nobody has two of these roles, so that nobody checks their own work."),
        "the role does not reach it",
    )


def absent(what: str) -> Refusal:
    """Something that there is not; ``what`` is a sentence of ours."""
    return Refusal(404, "There is no such thing", (what,))


def of_error(error: Exception) -> Refusal:
    """What an exception of a page becomes. Its message is not passed on: it may repeat what was asked, or what was found."""
    match error:
        case Refused():
            return error.refusal
        case ControlDown():
            return _unable("The control database does not answer.")
        case LogUnavailable():
            return _unable("The log cannot be written, and nothing is shown that is not in it.")
        case EvidenceFault():
            return _unable("The log is not as it should be.")
        case DatabaseFault():
            return _unable("The records database does not do its part.")
        case OperatorFault():
            return _unable("Something that is configured is missing or wrong.")
        case OfficialFault() | ClientFault():
            return Refusal(
                409,
                "This was refused",
                ("Nothing was done.", "Look again, and start from there."),
                _name(error),
            )
        case _:
            return BROKEN


def told_of(error: Exception) -> str:
    """What an event says of an exception: its type and code, and nothing of its message."""
    return f"{_name(error)} {error.code}" if isinstance(error, OstiaryError) else _name(error)


def _unable(sentence: str) -> Refusal:
    return Refusal(
        503,
        "This cannot be done now",
        (
            sentence,
            "Those who run this system have been told.",
            "What you did may not have been done: look before you do it again.",
        ),
    )


def _name(error: Exception) -> str:
    return type(error).__name__
