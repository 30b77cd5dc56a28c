"""The one-time code of an account: RFC 6238 (TOTP) over RFC 4226 (HOTP), as authenticator programs make it.

Knows: the code of a time step, which steps are taken, and that a step is taken once.
Must not know: what time it is, where secrets lie, who has the account.

SHA-1, six digits and 30 seconds are what every authenticator program can do. HMAC does not rest on SHA-1's resistance to
collisions. Six digits are guessed once in 333,333 attempts (three steps are open at a time), which is why attempts are throttled.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final
from urllib.parse import quote, urlencode

DIGITS: Final = 6
STEP_SECONDS: Final = 30
MIN_SECRET_BYTES: Final = 16
"""RFC 4226, section 4, R6: "The length of the shared secret MUST be at least 128 bits"."""
SECRET_BYTES: Final = 20
"""What the same rule recommends: 160 bits."""
DRIFT_STEPS: Final = 1
"""RFC 6238, section 5.2 recommends at most one step for the network's delay; one to each side is a clock off by up to 30 s."""


def step_at(seconds: int) -> int:
    """The time step of an instant, in seconds since 1970 UTC."""
    return seconds // STEP_SECONDS


def code_of(secret: bytes, step: int) -> str:
    """The six digits of a step. Raises ValueError for a secret that is too short, or a step before 1970."""
    if len(secret) < MIN_SECRET_BYTES:
        raise ValueError(f"the secret has fewer than {MIN_SECRET_BYTES} bytes")
    if step < 0:
        raise ValueError("the step lies before 1970")
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def maybe_step(secret: bytes, code: str, *, at: int, last_step: int) -> int | None:
    """The step whose code this is, or None where the code is not good at ``at`` (seconds since 1970 UTC).

    ``last_step`` is the step of the last code that was taken for the account, -1 before the first. The caller stores what comes
    back before it lets anybody in: no step is taken twice, so a code that was looked at over a shoulder is worth nothing.
    Raises ValueError for a secret that is too short.
    """
    now = step_at(at)
    open_steps = range(max(0, now - DRIFT_STEPS, last_step + 1), now + DRIFT_STEPS + 1)
    # Every open step is compared, so that the time taken does not say which one was near.
    matching = [step for step in open_steps if _is_same(code, code_of(secret, step))]
    return max(matching, default=None)


def enrolment_uri(secret: bytes, *, issuer: str, account: str) -> str:
    """What an authenticator program reads, typed or as a picture: the secret, and under which names it is listed.

    It is as secret as the secret itself: it is shown once, to the person, and stored nowhere.
    """
    label = quote(f"{issuer}:{account}", safe="")
    written = base64.b32encode(secret).decode("ascii").rstrip("=")
    facts = {
        "secret": written,
        "issuer": issuer,
        "algorithm": "SHA1",
        "digits": DIGITS,
        "period": STEP_SECONDS,
    }
    return f"otpauth://totp/{label}?{urlencode(facts, quote_via=quote)}"


def _is_same(code: str, right: str) -> bool:
    # As bytes: compare_digest refuses text outside ASCII with an error.
    return hmac.compare_digest(code.encode("utf-8", "replace"), right.encode())
