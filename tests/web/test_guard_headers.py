"""Every answer tells the browser to refuse what is not ours."""

from __future__ import annotations

import pytest

from ostiary.web.guard.headers import CONTENT_SECURITY_POLICY, security_headers


def test_nothing_is_loaded_but_from_our_own_address() -> None:
    """No inline script, no inline style, no other origin, whatever is added later."""
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'"}


@pytest.mark.parametrize("tls", [True, False])
def test_a_browser_is_bound_to_tls_only_over_tls(*, tls: bool) -> None:
    """Over plain HTTP, which is for this machine alone, the header would be ignored anyway."""
    assert ("Strict-Transport-Security" in security_headers(tls=tls)) == tls


def test_our_own_forms_say_where_they_come_from() -> None:
    """With `no-referrer` browsers send `Origin: null`, and every form would be refused."""
    assert security_headers(tls=True)["Referrer-Policy"] == "same-origin"


def test_pages_stay_in_no_cache() -> None:
    """The Back button after a sign-out shows nothing."""
    assert security_headers(tls=True)["Cache-Control"] == "no-store"
