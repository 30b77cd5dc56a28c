"""What a client declares: purpose, case, basis and beneficiary; and the settings that drivers send.

Knows: the door's own settings and what values each may have under a bundle.
Must not know: who has logged in, decisions, the wire.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ostiary.errors import BadSetting
from ostiary.model.bundle import Bundle
from ostiary.policy.words_known import nearest
from ostiary.session.receipts import RECEIPTS

PREFIX = "ostiary."

MAX_VALUE_BYTES = 1_024
"""No code or case number is longer, nor a list of bases that anybody shows: the six of every bundle have 81 bytes together."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a session has declared so far; None and the empty set: nothing."""

    purpose: str | None = None
    case: str | None = None
    basis: frozenset[str] = frozenset()
    beneficiary: str | None = None

    def shown(self, name: str) -> str:
        """The value of one setting as text, empty when nothing is declared."""
        value = getattr(self, name)
        return ",".join(sorted(value)) if isinstance(value, frozenset) else value or ""


def declare(declared: Declared, name: str, value: str | None, bundle: Bundle) -> Declared:
    """``declared`` with the setting ``name`` (without prefix) set to ``value``, or unset for None or an empty text.

    Raises BadSetting for a name or a value that cannot be, with the nearest one that can.
    """
    check = _CHECKS.get(name)
    if check is None:
        raise BadSetting(
            f"`{PREFIX}{name}` is not a setting",
            hint=_nearest(name, (*_CHECKS, RECEIPTS))
            or f"Settings are {', '.join(PREFIX + known for known in (*_CHECKS, RECEIPTS))}.",
        )
    if value is not None and len(value.encode()) > MAX_VALUE_BYTES:
        raise BadSetting(f"a value of `{PREFIX}{name}` has at most {MAX_VALUE_BYTES} bytes")
    return check(declared, value or None, bundle)


def _purpose(declared: Declared, value: str | None, bundle: Bundle) -> Declared:
    return replace(declared, purpose=value and _known("purpose", value, bundle.purposes))


def _beneficiary(declared: Declared, value: str | None, bundle: Bundle) -> Declared:
    return replace(declared, beneficiary=value and _known("agency", value, bundle.agencies))


def _case(declared: Declared, value: str | None, bundle: Bundle) -> Declared:
    if value is not None and re.fullmatch(bundle.case_form, value, re.ASCII) is None:
        raise BadSetting(
            f"`{value}` is not a case number",
            hint=f"SET ostiary.case = '<case number>', in the form of {bundle.case_example}.",
        )
    return replace(declared, case=value)


def _basis(declared: Declared, value: str | None, bundle: Bundle) -> Declared:
    shown = (each.strip() for each in (value or "").split(","))
    return replace(
        declared, basis=frozenset(_known("basis", each, bundle.known_bases) for each in shown if each)
    )


_CHECKS: Mapping[str, Callable[[Declared, str | None, Bundle], Declared]] = {
    "purpose": _purpose,
    "case": _case,
    "basis": _basis,
    "beneficiary": _beneficiary,
}

OWN_SETTINGS = frozenset(_CHECKS)
"""The names of the door's own settings, without their prefix."""


def _known(what: str, value: str, known: Iterable[str]) -> str:
    words = list(known)
    if value not in words:
        raise BadSetting(
            f"there is no {what} `{value}`",
            hint=_nearest(value, words) or f"Known: {', '.join(sorted(words))}.",
        )
    return value


def _nearest(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"Perhaps `{near}` is meant." if near else ""


# What drivers set on connecting. These change nothing here, or are pinned to what the driver wants anyway.
_IGNORED = frozenset(
    "application_name extra_float_digits fallback_application_name "
    "client_min_messages jit bytea_output lc_messages".split()
)
_PINNED: Mapping[str, frozenset[str]] = {
    "client_encoding": frozenset({"utf8", "unicode"}),
    "datestyle": frozenset({"iso", "iso,mdy"}),
    "standard_conforming_strings": frozenset({"on", "true"}),
    "intervalstyle": frozenset({"postgres"}),
    "default_transaction_read_only": frozenset({"on", "true"}),
    "timezone": frozenset({"utc", "etc/utc", "gmt"}),
}


def accept_foreign(name: str, value: str | None) -> None:
    """A setting of PostgreSQL's own: accepted when it changes nothing. Raises BadSetting otherwise."""
    key = name.lower()
    if key in _IGNORED or value is None:
        return
    pinned = _PINNED.get(key)
    if pinned is None:
        raise BadSetting(
            f"`{name}` cannot be set here",
            hint="The door pins the database's settings; purpose, case, basis and beneficiary are yours to set.",
        )
    if re.sub(r"[\s'\"_-]", "", value).lower() not in pinned:
        raise BadSetting(f"`{name}` is pinned here and cannot become `{value}`")
