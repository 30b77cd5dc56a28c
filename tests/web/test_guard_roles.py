"""Who reaches what is one table, and what is not in it is nobody's."""

from __future__ import annotations

from itertools import product

import pytest

from ostiary.web.guard.roles import (
    REACH,
    NotYours,
    Open,
    Reached,
    Role,
    Route,
    SignInFirst,
    admission,
)

ORDER = Route("POST", "/cut-off")
READ = Route("GET", "/openings/{index}")
TABLE = {ORDER: frozenset({Role.OFFICIAL}), READ: frozenset({Role.AUDITOR, Role.CUSTODIAN})}


@pytest.mark.parametrize(("route", "role"), [*product(REACH, [None, *Role])])
def test_each_route_is_open_to_each_role_as_the_table_says(route: Route, role: Role | None) -> None:
    """Nobody gets more than the table's line, whoever asks."""
    reach = REACH[route]
    may = isinstance(reach, Open) or role in reach
    assert isinstance(admission(route, role), Reached) == may


@pytest.mark.parametrize("role", list(Role))
def test_a_route_outside_the_table_is_nobodys(role: Role) -> None:
    """A page that somebody forgot to write into the table is closed, and not open."""
    assert admission(Route("GET", "/forgotten"), role) == NotYours(())


def test_a_stranger_is_told_to_sign_in_whether_or_not_there_is_such_a_route() -> None:
    """Strangers cannot list the routes."""
    assert admission(Route("GET", "/forgotten"), None) == admission(Route("GET", "/"), None) == SignInFirst()


def test_who_may_not_is_told_who_may() -> None:
    """The error page names the roles, so that somebody can be asked."""
    assert admission(ORDER, Role.AUDITOR, TABLE) == NotYours((Role.OFFICIAL,))
    assert admission(READ, Role.OFFICIAL, TABLE) == NotYours((Role.AUDITOR, Role.CUSTODIAN))


def test_a_method_is_a_part_of_the_route() -> None:
    """Who may look at a page may not therefore act on it."""
    assert admission(Route("POST", READ.path), Role.AUDITOR, TABLE) == NotYours(())
    assert admission(READ, Role.AUDITOR, TABLE) == Reached()


def test_only_the_sign_in_and_what_it_looks_like_are_open() -> None:
    """A route is opened to everybody by changing this test too."""
    opened = {(route.method, route.path) for route, reach in REACH.items() if isinstance(reach, Open)}
    sign_in = {
        ("GET", "/sign-in"),
        ("POST", "/sign-in"),
        ("GET", "/sign-in/elsewhere"),
        ("GET", "/sign-in/back"),
    }
    assert opened == sign_in | {("GET", "/static/{name}")}
