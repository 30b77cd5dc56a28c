"""Confirming and refusing from the command line, for all kinds of directive.

Knows: how the steps are taken at a desk, and what is said when they are.
Must not know: who may take them.
"""

from __future__ import annotations

from pathlib import Path

from ostiary.cli.desk import Desk
from ostiary.cli.directive_show import show_one
from ostiary.directives.acts import confirm, refuse
from ostiary.directives.register import Register
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import Act, Step


def confirm_directive(
    desk: Desk, key: Path, directive: str, *, as_json: bool, kinds: tuple[type[Act], ...] = ()
) -> None:
    """Confirm a directive (of these kinds only, when some are given) and print it. Raises what the desk raises."""

    def prepare(register: Register, by: str, at: str) -> Step:
        _verify_kind(register, directive, kinds)
        return confirm(register, directive, by, at)

    after = desk.take_step(desk.signatory(key), prepare)
    show_one(after, desk.bundle, as_json=as_json, also=f"{after.id} is confirmed and takes effect now:")


def refuse_directive(
    desk: Desk, key: Path, directive: str, reason: str, *, as_json: bool, kinds: tuple[type[Act], ...] = ()
) -> None:
    """Refuse a directive (of these kinds only, when some are given) and print it. Raises what the desk raises."""

    def prepare(register: Register, by: str, at: str) -> Step:
        _verify_kind(register, directive, kinds)
        return refuse(register, directive, by, at, reason)

    after = desk.take_step(desk.signatory(key), prepare)
    show_one(after, desk.bundle, as_json=as_json, also=f"{after.id} is refused and will never take effect:")


def _verify_kind(register: Register, directive: str, kinds: tuple[type[Act], ...]) -> None:
    found = register.find(directive)
    if kinds and not isinstance(found.act, kinds):
        raise DirectiveRefused(
            f"`{found.id}` is not of this kind", hint=f"look at it with `ostiary directive show {found.id}`"
        )
