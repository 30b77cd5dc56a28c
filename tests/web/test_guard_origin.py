"""What changes something comes from our own pages, or is refused."""

from __future__ import annotations

from itertools import product

import pytest

from ostiary.web.guard.origin import Foreign, Ours, provenance

OWN = "https://console.example"
SITES = [(), ("same-origin",), ("same-site",), ("cross-site",), ("none",), ("SAME-ORIGIN",), ("",)]
ORIGINS = [
    (),
    (OWN,),
    ("https://evil.example",),
    ("null",),
    ("http://console.example",),
    (OWN + ":8443",),
    ("",),
]
OURS = {(("same-origin",), (OWN,)), (("same-origin",), ()), ((), (OWN,))}


@pytest.mark.parametrize(("sites", "origins"), [*product(SITES, ORIGINS)])
def test_a_form_is_ours_when_all_that_is_said_says_so(
    sites: tuple[str, ...], origins: tuple[str, ...]
) -> None:
    """Three of all combinations are ours; where both headers are missing nobody says so, and it is refused."""
    is_ours = provenance("POST", sites, origins, OWN) == Ours()
    assert is_ours == ((sites, origins) in OURS)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "", "BREW"])
def test_every_method_but_two_must_be_ours(method: str) -> None:
    """A method that nobody thought of is not a safe one."""
    assert provenance(method, ("cross-site",), ("https://evil.example",), OWN) != Ours()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_from_anywhere_opens_a_page(method: str) -> None:
    """What changes nothing may be linked to."""
    assert provenance(method, ("cross-site",), ("https://evil.example",), OWN) == Ours()


@pytest.mark.parametrize(
    ("sites", "origins"), [(("same-origin", "same-origin"), (OWN,)), (("same-origin",), (OWN, OWN))]
)
def test_a_header_that_comes_twice_is_refused(sites: tuple[str, ...], origins: tuple[str, ...]) -> None:
    """Two who read a request must not be able to read it differently."""
    assert provenance("POST", sites, origins, OWN) != Ours()


def test_the_reason_holds_nothing_that_was_sent() -> None:
    """It goes into an event, where nobody else's text belongs."""
    told = provenance("POST", (), ("https://evil.example/\n<b>",), OWN)
    assert told == Foreign("the origin is another one")
