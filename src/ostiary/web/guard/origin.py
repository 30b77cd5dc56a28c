"""Whether a request that changes something comes from our own pages.

Knows: what browsers say of a request's origin: Sec-Fetch-Site and Origin.
Must not know: sessions, roles, forms, or what is asked for.

A token in each form is not needed: the browser itself says where a request comes from, and a page elsewhere cannot change these two
headers. A client that sends neither is no browser; it is refused too, because whatever acts here acts with somebody's cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
"""What may change nothing, so that a link from anywhere is harmless. OPTIONS and TRACE are not served at all."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The request may go on."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """The request may not go on; ``why`` is for the event, and holds nothing that the client has sent."""

    why: str


Provenance: TypeAlias = Ours | Foreign


def provenance(
    method: str, fetch_sites: tuple[str, ...], origins: tuple[str, ...], own_origin: str
) -> Provenance:
    """Where a request comes from, by all the values of the two headers.

    ``own_origin`` is configured (``https://console.example``), never taken from the request's Host, which a client chooses.
    A header that comes twice is refused: a proxy before us may have looked at the other one. Browsers send Origin with every POST;
    Sec-Fetch-Site is missing from older ones, and over plain HTTP from all.
    """
    if method in SAFE_METHODS:
        return Ours()
    if len(fetch_sites) > 1 or len(origins) > 1:
        return Foreign("a header that says the origin comes twice")
    if fetch_sites and fetch_sites[0] != "same-origin":
        return Foreign("the browser says that the request comes from another site")
    if origins and origins[0] != own_origin:
        return Foreign("the origin is another one")
    return Ours() if fetch_sites or origins else Foreign("nothing says where the request comes from")
