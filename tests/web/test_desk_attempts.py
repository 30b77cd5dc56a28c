"""Attempts to sign in at the desk are counted in a bounded memory, whatever strangers type."""

from __future__ import annotations

import pytest

from ostiary.web.desk.line import MAX_NAME, Line, LoginRefused
from ostiary.web.desk.pages import Desk
from ostiary.web.desk.sittings import Sittings
from ostiary.web.desk.terms import Terms
from ostiary.web.desk.words import Said
from ostiary.web.guard.console_session import Lifetime
from ostiary.web.guard.throttle import OF_ACCOUNT


def test_a_name_that_is_too_long_is_counted_under_its_beginning() -> None:
    """A form may hold 64 kB, and a name is kept for as long as it is counted: twenty thousand of them must fit."""

    def refuse(member: str, password: str) -> Line:
        raise LoginRefused(Said("28P01", "no"))

    desk = Desk(Sittings(Lifetime(600, 600), lambda: 0), (), lambda: Terms({}, {}, {}, ""), refuse, lambda: 0)
    beginning = MAX_NAME * "x"
    codes = []
    for number in range(OF_ACCOUNT.burst + 1):
        with pytest.raises(LoginRefused) as refused:
            desk.log_in(f"{beginning}{number}", "wrong", f"192.0.2.{number}")
        codes.append(refused.value.said.sqlstate)
    assert codes == OF_ACCOUNT.burst * ["28P01"] + ["53400"]
