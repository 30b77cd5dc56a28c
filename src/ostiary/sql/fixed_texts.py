"""Statements that are read before the grammar sees them: the door's own settings, and what drivers' pools send.

Knows: their texts, whole ones only.
Must not know: the grammar, the catalogue, what a setting means.
"""

from __future__ import annotations

import re
from typing import Final

from ostiary.sql.plan import Plan, ResetSession, ResetStep, SetSetting, ShowSetting

# CASE is a reserved word of PostgreSQL's grammar, so that ``SET ostiary.case = ...`` is no statement of it. The door's
# own settings are therefore read here, whole statements only, before the grammar sees them.
_OWN_SETTING = re.compile(
    r"""\s* (?: SET \s+ (?: (?P<local> LOCAL) \s+ | SESSION \s+ )? ostiary\.(?P<set> \w+) \s* (?: = | \s TO \s )
            \s* (?: '(?P<text> (?: [^'] | '' )*)' | (?P<word> [\w.-]+) )
        | RESET \s+ ostiary\.(?P<reset> \w+)
        | SHOW \s+ ostiary\.(?P<show> \w+)
        ) \s* (?: ; \s* )?""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)

# Several statements in one message stay refused, whatever they are. These are one thing said in several: how asyncpg makes
# a connection fit for its next user. Only these very lines count, in this order; which of them come depends on its version
# and on what it believes of the server.
_RESET_LINES: Final[tuple[tuple[str, ResetStep], ...]] = (
    ("ROLLBACK;", "ROLLBACK"),
    ("SELECT pg_advisory_unlock_all();", "SELECT 1"),
    ("CLOSE ALL;", "CLOSE CURSOR ALL"),
    ("UNLISTEN *;", "UNLISTEN"),
    ("RESET ALL;", "RESET"),
)
MIN_RESET_LINES: Final = 2
"""One such line alone is a statement like any other, and the grammar's to read."""


def fixed_text(text: str) -> Plan | None:
    """The plan of such a text; None for all others."""
    own = _OWN_SETTING.fullmatch(text)
    return _own_setting(own) if own is not None else _reset(text)


def _reset(text: str) -> ResetSession | None:
    if len(text) > sum(len(line) + 1 for line, _ in _RESET_LINES):
        return None
    said = text.rstrip("\n").split("\n")
    known = dict(_RESET_LINES)
    in_order = [line for line, _ in _RESET_LINES if line in said]
    if len(said) < MIN_RESET_LINES or said != in_order:
        return None
    return ResetSession(tuple(known[line] for line in said))


def _own_setting(found: re.Match[str]) -> Plan:
    if found["show"]:
        return ShowSetting(f"ostiary.{found['show'].lower()}")
    if found["reset"]:
        return SetSetting(f"ostiary.{found['reset'].lower()}", None)
    value = found["word"] if found["word"] is not None else found["text"].replace("''", "'")
    value_or_default = None if found["word"] and value.upper() == "DEFAULT" else value
    return SetSetting(f"ostiary.{found['set'].lower()}", value_or_default, local=found["local"] is not None)
