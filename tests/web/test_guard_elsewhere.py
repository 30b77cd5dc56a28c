"""What another place says of somebody is enough when all of it is for us, of now, and for one role."""

from __future__ import annotations

from typing import Any

import pytest

from ostiary.web.frame.pending import Pending, PendingSealer, new_pending
from ostiary.web.guard.elsewhere import Asked, Meaning, Told, Unusable, understood
from ostiary.web.guard.roles import Role

AT = 1_800_000_000
ASKED = Asked("https://id.example", "console", "n0")
MEANING = Meaning(
    "email", "groups", {Role.AUDITOR: frozenset({"ig"}), Role.OFFICIAL: frozenset({"law", "mayor"})}
)
CLAIMS: dict[str, Any] = {
    "iss": "https://id.example",
    "aud": "console",
    "exp": AT + 300,
    "iat": AT - 1,
    "nonce": "n0",
    "email": "Ada@City.example",
    "email_verified": True,
    "groups": ["staff", "ig"],
}


def test_a_sound_answer_says_who_and_in_which_role() -> None:
    """The name is folded in case, as it is where it is typed."""
    assert understood(CLAIMS, ASKED, MEANING, at=AT) == Told("ada@city.example", Role.AUDITOR)
    assert understood(CLAIMS | {"aud": ["console"]}, ASKED, MEANING, at=AT) == Told(
        "ada@city.example", Role.AUDITOR
    )
    both = CLAIMS | {"groups": ["mayor", "law"]}
    assert understood(both, ASKED, MEANING, at=AT) == Told("ada@city.example", Role.OFFICIAL)
    assert understood(CLAIMS | {"groups": "ig"}, ASKED, MEANING, at=AT) == Told(
        "ada@city.example", Role.AUDITOR
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://id.example/"},
        {"aud": "another"},
        {"aud": ["console", "another"]},
        {"aud": None},
        {"azp": "another"},
        {"exp": AT - 121},
        {"exp": "later"},
        {"iat": AT - 601},
        {"iat": AT + 121},
        {"iat": None},
        {"nonce": "n1"},
        {"nonce": None},
        {"email": ""},
        {"email": ["ada@city.example"]},
        {"email_verified": False},
        {"email_verified": "true"},
        {"groups": []},
        {"groups": None},
        {"groups": ["ig", "law"]},
        {"groups": [{"ig": 1}]},
    ],
)
def test_whatever_is_off_is_not_enough(changed: dict[str, Any]) -> None:
    """One claim at a time."""
    assert isinstance(understood(CLAIMS | changed, ASKED, MEANING, at=AT), Unusable)


def test_the_challenge_is_that_of_the_specification() -> None:
    """RFC 7636, appendix B."""
    pending = Pending("s", "n", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert pending.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_question_is_remembered_by_the_browser_that_asked() -> None:
    """For ten minutes, as it was sealed, by the process that sealed it."""
    sealer, pending = PendingSealer(), new_pending()
    text = sealer.seal(pending, AT)
    assert sealer.maybe_pending(text, AT + 600) == pending
    assert sealer.maybe_pending(text, AT + 601) is None
    assert sealer.maybe_pending(text, AT - 1) is None
    assert PendingSealer().maybe_pending(text, AT) is None
    for other in ("", "x", text[:-2], f"{'B' if text[0] == 'A' else 'A'}{text[1:]}", "ü"):
        assert sealer.maybe_pending(other, AT) is None
    assert pending.is_answered_by(pending.state)
    assert not pending.is_answered_by("ü")
