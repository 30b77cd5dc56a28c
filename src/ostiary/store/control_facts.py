"""What an account may do in the control database, and the chain as it lies there.

Knows: one table and its rights.
Must not know: what a step says. Nothing is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ostiary.store.control import control_connection, read_steps

_RIGHTS: Final = """SELECT privilege FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
    WHERE has_table_privilege(current_user, 'ostiary.directive_step', privilege)"""


@dataclass(frozen=True, slots=True)
class ControlFacts:
    """The account, what it may do besides reading, and all steps in order."""

    account: str
    writes: tuple[str, ...]
    steps: tuple[bytes, ...]


def look_at_control(dsn: str) -> ControlFacts:
    """Look with this account. Raises ControlDown."""
    with control_connection(dsn) as connection:
        steps = tuple(read_steps(connection))
        writes = tuple(str(privilege) for (privilege,) in connection.execute(_RIGHTS).fetchall())
        return ControlFacts(connection.info.user, writes, steps)
