"""How a command ends when something is refused: what is printed, and with which exit code.

Knows: our errors, Click's, and the documented exit codes.
Must not know: what any command does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

from ostiary.cli.listing import ListingGroup
from ostiary.errors import (
    BundleError,
    ControlDown,
    LogDamaged,
    LogUnavailable,
    OstiaryError,
    PortalError,
    ProofInvalid,
    SettingsError,
    UpstreamDown,
    WallBusy,
)

FAILED: Final = 1
INTERRUPTED: Final = 130
"""128 and the number of SIGINT, as shells count."""
VERIFICATION_FAILED: Final = 5
TRY_LATER: Final = 75

EXIT_CODES: Final[dict[type[OstiaryError], int]] = {
    ControlDown: TRY_LATER,
    LogDamaged: VERIFICATION_FAILED,
    LogUnavailable: TRY_LATER,
    ProofInvalid: VERIFICATION_FAILED,
    UpstreamDown: TRY_LATER,
    WallBusy: TRY_LATER,
}
"""Errors that do not end with 1. A wrong call ends with 2, which is Click's own."""


class ExplainingGroup(ListingGroup):
    """A group of commands whose errors end in words; anything else that escapes is a bug and looks like one."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        with _explaining(ctx):
            return super().invoke(ctx)


class ExplainingCommand(click.Command):
    """A command of its own whose errors end in words."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _explaining(ctx):
            return super().invoke(ctx)


@contextmanager
def _explaining(ctx: click.Context) -> Iterator[None]:
    try:
        yield
    except OstiaryError as fault:
        tell(fault)
        ctx.exit(EXIT_CODES.get(type(fault), FAILED))
    except KeyboardInterrupt:
        click.echo("\nstopped; nothing is left running", err=True)
        ctx.exit(INTERRUPTED)


def tell(fault: OstiaryError) -> None:
    """Say on standard error what went wrong, every problem of a policy bundle, of settings or of texts, and what to do instead."""
    lines = [f"error: {fault.message}"]
    if isinstance(fault, BundleError | PortalError | SettingsError):
        lines += fault.problems
    if fault.hint:
        lines.append(f"hint: {fault.hint}")
    click.echo("\n".join(lines), err=True)
