"""What an account may do in the control database, and the chain as it lies there.

Knows: two tables and their rights.
Must not know: what a step says. Nothing is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ostiary.store.control import control_connection, read_steps

_RIGHTS: Final = """SELECT privilege FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
    WHERE has_table_privilege(current_user, 'ostiary.directive_step', privilege)"""
# An earlier release has installed no table of policies; then no right is looked for.
_READS_POLICIES: Final = (
    """SELECT coalesce(has_table_privilege(to_regclass('ostiary.policy_version'), 'SELECT'), false)"""
)


@dataclass(frozen=True, slots=True)
class ControlFacts:
    """The account, what it may do besides reading, all steps in order, and whether it can read policies."""

    account: str
    writes: tuple[str, ...]
    steps: tuple[bytes, ...]
    reads_policies: bool = True


def look_at_control(dsn: str) -> ControlFacts:
    """Look with this account. Raises ControlDown."""
    with control_connection(dsn) as connection:
        steps = tuple(read_steps(connection))
        writes = tuple(str(privilege) for (privilege,) in connection.execute(_RIGHTS).fetchall())
        (reads_policies,) = connection.execute(_READS_POLICIES).fetchone() or (False,)
        return ControlFacts(connection.info.user, writes, steps, bool(reads_policies))
