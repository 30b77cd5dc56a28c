"""How a command ends when something is refused: what is printed, and with which exit code.

Knows: our errors, Click's, and the documented exit codes.
Must not know: what any command does.
"""

from __future__ import annotations

from typing import IO, Any, Final

import click

from ostiary.errors import BundleError, ControlDown, LogDamaged, LogUnavailable, OstiaryError, ProofInvalid, UpstreamDown

FAILED: Final = 1
VERIFICATION_FAILED: Final = 5
TRY_LATER: Final = 75

EXIT_CODES: Final[dict[type[OstiaryError], int]] = {
    ControlDown: TRY_LATER,
    LogDamaged: VERIFICATION_FAILED,
    LogUnavailable: TRY_LATER,
    ProofInvalid: VERIFICATION_FAILED,
    UpstreamDown: TRY_LATER,
}
"""Errors that do not end with 1. A wrong call ends with 2, which is Click's own."""


class Refusal(click.ClickException):
    """One of our errors on its way to the terminal: what and why, and what to do instead, on standard error."""

    def __init__(self, fault: OstiaryError) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.exit_code = EXIT_CODES.get(type(fault), FAILED)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the error, every problem of a policy bundle, and the hint."""
        lines = [f"error: {self.fault.message}"]
        if isinstance(self.fault, BundleError):
            lines += self.fault.problems
        if self.fault.hint:
            lines.append(f"hint: {self.fault.hint}")
        click.echo("\n".join(lines), file=file, err=True)


class ExplainingGroup(click.Group):
    """A group of commands whose errors end as a ``Refusal``; anything else that escapes is a bug and looks like one."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except OstiaryError as fault:
            raise Refusal(fault) from fault
