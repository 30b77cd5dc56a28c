"""In which form the client gets the rows of an answer.

Knows: what stands before the first row, what becomes of each, and what ends them: as rows, as a FETCH, as a COPY.
Must not know: whether any of it may leave; entries, the database.
"""

from __future__ import annotations

from typing import Protocol

from ostiary.errors import ProtocolViolation, UpstreamDown
from ostiary.pgwire.backend import command_complete, portal_suspended
from ostiary.pgwire.copying import CopyForm, CopyWriter
from ostiary.session.refusals import NO_COLUMN, Refusal
from ostiary.session.upstream import Shape


class Form(Protocol):
    """One answer's form. ``opening`` comes once and first, ``closing`` once and last."""

    def unfit(self, shape: Shape) -> Refusal | None:
        """Why rows of this shape cannot have the form; None when they can, and nothing else is called otherwise."""

    def opening(self, shape: Shape) -> bytes:
        """What stands before the first row."""

    def rows(self, rows: bytes) -> bytes:
        """These rows; complete DataRow messages come in."""

    def closing(self, count: int, *, is_suspended: bool) -> bytes:
        """What ends ``count`` rows; ``is_suspended``: there may be more in the portal."""


class AsRows:
    """Rows as they are: the answer to a query or to Execute, with their description if it was asked for."""

    def __init__(self, *, describe: bool) -> None:
        self._describe = describe

    def unfit(self, shape: Shape) -> Refusal | None:  # noqa: ARG002 - all rows are rows
        """They always can."""
        return None

    def opening(self, shape: Shape) -> bytes:
        """The description, or nothing."""
        return shape.description if self._describe else b""

    def rows(self, rows: bytes) -> bytes:
        """The same."""
        return rows

    def closing(self, count: int, *, is_suspended: bool) -> bytes:
        """The portal goes on, or is done."""
        return portal_suspended() if is_suspended else command_complete(f"SELECT {count}")


class AsFetch(AsRows):
    """Rows as they are, as the whole answer to a FETCH."""

    def closing(self, count: int, *, is_suspended: bool) -> bytes:  # noqa: ARG002 - a FETCH says the count alone
        """A FETCH is done however many rows are left."""
        return command_complete(f"FETCH {count}")


class AsCopy:
    """Rows in COPY's own form."""

    def __init__(self, form: CopyForm) -> None:
        self._form = form
        self._writer: CopyWriter

    def unfit(self, shape: Shape) -> Refusal | None:
        """A column in FORCE_QUOTE that there is none of."""
        forced = self._form.force_quote
        unknown = set(forced) - set(shape.names) if forced else set()
        return Refusal(NO_COLUMN, f"the answer has no column `{min(unknown)}`") if unknown else None

    def opening(self, shape: Shape) -> bytes:
        """The beginning of a copy out."""
        self._writer = CopyWriter(self._form, shape.names)
        return self._writer.opening()

    def rows(self, rows: bytes) -> bytes:
        """One piece of the copy for each row. Raises UpstreamDown for rows that do not fit their description."""
        try:
            return self._writer.rows(rows)
        except ProtocolViolation as error:
            raise UpstreamDown("the records database sent rows that do not fit their description") from error

    def closing(self, count: int, *, is_suspended: bool) -> bytes:  # noqa: ARG002 - a COPY is always whole
        """The end of the copy."""
        return self._writer.closing() + command_complete(f"COPY {count}")
