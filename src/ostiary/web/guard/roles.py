"""Who reaches what: one table of routes and the roles that may use them.

Knows: the roles, and each route of the console by method and path.
Must not know: how somebody signs in, or what a route does.

What is not in the table is reached by nobody. A role is a part of the city's checks on itself: none can do another's act,
so an account has exactly one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias, assert_never


class Role(StrEnum):
    """What an account is for. The values stand in the control database: they may be added to, never changed."""

    CUSTODIAN = "custodian"
    """Keeps the records and the door: agencies, members, the health of the log."""
    AUDITOR = "auditor"
    """Reads what was done, opens records of accesses, acts on findings, answers letters; changes nothing that decides."""
    OFFICIAL = "official"
    """Orders, confirms and refuses directives, cut-offs among them."""
    MEMBER = "member"
    """Asks for records at the query desk. No account of the console has it, and nothing of the console is reached with it."""


class Open(StrEnum):
    """A route that needs no account."""

    EVERYBODY = "everybody"


Reach: TypeAlias = frozenset[Role] | Open
"""Who may use a route: some roles, or everybody."""


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that a browser can ask for. ``path`` is written as the framework's routes are: ``/accesses/{index}``."""

    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Reached:
    """The route may be used."""


@dataclass(frozen=True, slots=True)
class SignInFirst:
    """Nobody is signed in, and the route needs somebody."""


@dataclass(frozen=True, slots=True)
class NotYours:
    """The account's role does not reach the route; ``roles`` do, in the order of their names. Empty: nobody does."""

    roles: tuple[Role, ...]


Admission: TypeAlias = Reached | SignInFirst | NotYours

ALL_ROLES: Final = frozenset({Role.CUSTODIAN, Role.AUDITOR, Role.OFFICIAL})
"""Those that an account of the console can have."""

REACH: Final[Mapping[Route, Reach]] = {
    Route("GET", "/sign-in"): Open.EVERYBODY,
    Route("POST", "/sign-in"): Open.EVERYBODY,
    Route("GET", "/sign-in/elsewhere"): Open.EVERYBODY,
    Route("GET", "/sign-in/back"): Open.EVERYBODY,
    Route("GET", "/static/{name}"): Open.EVERYBODY,
    Route("POST", "/sign-out"): ALL_ROLES,
    Route("GET", "/"): ALL_ROLES,
    Route("GET", "/news"): ALL_ROLES,
    Route("GET", "/accesses"): frozenset({Role.AUDITOR, Role.OFFICIAL}),
    Route("GET", "/accesses.csv"): frozenset({Role.AUDITOR, Role.OFFICIAL}),
    Route("GET", "/accesses/{index}"): frozenset({Role.AUDITOR}),
    Route("GET", "/directives"): ALL_ROLES,
    Route("GET", "/directives/{id}"): ALL_ROLES,
    Route("POST", "/directives/{id}/confirm"): frozenset({Role.OFFICIAL}),
    Route("POST", "/directives/{id}/refuse"): frozenset({Role.OFFICIAL}),
    Route("GET", "/agencies"): ALL_ROLES,
    Route("GET", "/agencies/{code}"): ALL_ROLES,
    Route("GET", "/members/{member}/departure"): frozenset({Role.OFFICIAL}),
    Route("POST", "/members/{member}/departure"): frozenset({Role.OFFICIAL}),
    Route("GET", "/log"): frozenset({Role.CUSTODIAN, Role.AUDITOR}),
    Route("GET", "/findings"): frozenset({Role.AUDITOR, Role.OFFICIAL}),
    Route("GET", "/findings.csv"): frozenset({Role.AUDITOR, Role.OFFICIAL}),
    Route("GET", "/findings.json"): frozenset({Role.AUDITOR, Role.OFFICIAL}),
    Route("GET", "/findings/{id}"): frozenset({Role.AUDITOR, Role.OFFICIAL}),
    Route("POST", "/findings/{id}/take"): frozenset({Role.AUDITOR}),
    Route("POST", "/findings/{id}/open"): frozenset({Role.AUDITOR}),
    Route("POST", "/findings/{id}/explain"): frozenset({Role.AUDITOR}),
    Route("POST", "/findings/{id}/refer"): frozenset({Role.AUDITOR}),
    Route("POST", "/findings/{id}/close"): frozenset({Role.AUDITOR}),
    Route("POST", "/findings/{id}/reopen"): frozenset({Role.AUDITOR}),
    Route("POST", "/findings/{id}/suppress"): frozenset({Role.AUDITOR}),
    Route("POST", "/findings/{id}/notice"): frozenset({Role.AUDITOR}),
    Route("GET", "/due"): ALL_ROLES,
    Route("POST", "/due/{id}/done"): frozenset({Role.AUDITOR, Role.CUSTODIAN}),
    Route("GET", "/reviewers"): frozenset({Role.AUDITOR, Role.OFFICIAL}),
    Route("GET", "/cut-off"): frozenset({Role.OFFICIAL}),
    Route("POST", "/cut-off"): frozenset({Role.OFFICIAL}),
    Route("GET", "/counter"): frozenset({Role.CUSTODIAN}),
    Route("POST", "/counter"): frozenset({Role.CUSTODIAN}),
    Route("GET", "/letters"): frozenset({Role.AUDITOR}),
    Route("GET", "/letters/{number}"): frozenset({Role.AUDITOR}),
    Route("POST", "/letters/{number}"): frozenset({Role.AUDITOR}),
}
"""The table. A page that is added stands here first; the test of the frame compares it with the routes that are served."""


def admission(route: Route, role: Role | None, table: Mapping[Route, Reach] = REACH) -> Admission:
    """Whether somebody with this role (None: nobody is signed in) may use a route.

    An unknown route is nobody's, and a stranger is told to sign in first, so that strangers do not learn which routes exist.
    """
    reach = table.get(route, frozenset[Role]())
    match reach:
        case Open():
            return Reached()
        case frozenset():
            return _of_roles(reach, role)
        case _ as never:
            assert_never(never)


def _of_roles(roles: frozenset[Role], role: Role | None) -> Admission:
    if role is None:
        return SignInFirst()
    return Reached() if role in roles else NotYours(tuple(sorted(roles)))
