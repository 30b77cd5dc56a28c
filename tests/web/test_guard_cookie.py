"""The console has one cookie, which no script, no other host and no other site's link can use."""

from __future__ import annotations

import pytest

from ostiary.web.guard.cookie import NAME, maybe_token, setting, taking_away


@pytest.mark.parametrize("written", [setting("token"), taking_away()])
def test_the_cookie_keeps_the_rule_of_its_name(written: str) -> None:
    """Without Secure, with another path or with a domain a browser would not take it, or not forget it."""
    attributes = set(written.split("; ")[1:])
    assert attributes - {"Max-Age=0"} == {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"}
    assert written.startswith(f"{NAME}=")
    assert NAME.startswith("__Host-")


def test_what_is_set_is_read() -> None:
    """The browser sends back the part before the attributes."""
    assert maybe_token([setting("token").partition(";")[0]]) == "token"
    assert maybe_token([taking_away().partition(";")[0]]) is None


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ([], None),
        ([""], None),
        ([f"other=1; {NAME}=t; more=2"], "t"),
        ([f"{NAME}=a; {NAME}=b"], None),
        ([f"{NAME}=a", f"{NAME}=a"], None),
        ([f"{NAME.lower()}=a"], None),
        ([f"x{NAME}=a"], None),
        ([f"other={NAME}=a"], None),
        ([NAME], None),
        ([f"{NAME}=a=b"], "a=b"),
        ([f"\u00a0{NAME}=a"], None),
    ],
)
def test_a_token_is_read_when_there_is_exactly_one(headers: list[str], token: str | None) -> None:
    """A second one was put there by somebody, and neither is used."""
    assert maybe_token(headers) == token
