"""What another place says of somebody who signed in there (OpenID Connect), and whether that is enough here.

Knows: what an ID token must say to be for us and now, which claim is the name, which values stand for which role.
Must not know: signatures, HTTP, where accounts lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ostiary.web.guard.roles import Role

LEEWAY_SECONDS: Final = 120
"""Two clocks that follow a time server differ by less; the control database's rule is the same two minutes."""
MAX_AGE_SECONDS: Final = 600
"""A token is fetched by us in the moment in which it is made; an older one is not from this sign-in."""
MAX_VALUES: Final = 500
"""Groups of one person that are looked at."""

Claims: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: by whom it must be answered, for whom, and to which question."""

    issuer: str
    client_id: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """How claims are understood. ``roles`` are the values of ``role_claim`` that stand for each role."""

    name_claim: str
    role_claim: str
    roles: Mapping[Role, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """Who it is, and in which role, as the other place says it."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Unusable:
    """It is not enough; ``why`` holds nothing of what was said."""

    why: str


def understood(claims: Claims, asked: Asked, meaning: Meaning, *, at: int) -> Told | Unusable:
    """What claims whose signature holds mean at ``at`` (seconds since 1970 UTC).

    The rules are those of OpenID Connect Core 1.0, section 3.1.3.7, in their order.
    """
    if problem := _problem_of_token(claims, asked, at):
        return Unusable(problem)
    name = claims.get(meaning.name_claim)
    if not isinstance(name, str) or not name:
        return Unusable("the claim that names somebody is missing")
    # Whoever may write any address into a profile would be whom they like.
    if meaning.name_claim == "email" and claims.get("email_verified") is not True:
        return Unusable("the address is not verified there")
    roles = _roles(claims.get(meaning.role_claim), meaning)
    if len(roles) != 1:
        return Unusable(f"the claim of roles stands for {len(roles)} roles, and not for one")
    return Told(name.casefold(), roles[0])


def _problem_of_token(claims: Claims, asked: Asked, at: int) -> str:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if claims.get("iss") != asked.issuer:
        return "another place has issued it"
    if asked.client_id not in audiences:
        return "it is for somebody else"
    if claims.get("azp", asked.client_id) != asked.client_id or (len(audiences) > 1 and "azp" not in claims):
        return "it was given to somebody else"
    expires, issued = claims.get("exp"), claims.get("iat")
    if not isinstance(expires, int) or at > expires + LEEWAY_SECONDS:
        return "it has run out"
    if not isinstance(issued, int) or not -LEEWAY_SECONDS <= at - issued <= MAX_AGE_SECONDS:
        return "it is not of this moment"
    if claims.get("nonce") != asked.nonce:
        return "it answers another question"
    return ""


def _roles(said: object, meaning: Meaning) -> list[Role]:
    values = said if isinstance(said, list) else [said]
    known = {value for value in values[:MAX_VALUES] if isinstance(value, str)}
    return sorted(role for role, standing_for in meaning.roles.items() if known & standing_for)
