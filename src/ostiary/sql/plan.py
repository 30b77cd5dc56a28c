"""What a statement turned out to be.

Knows: the kinds of statement that the door answers, and what is known of each before it runs.
Must not know: the parser, sessions, decisions.

These values cross a process border (the parser runs in a process that may die), so each has a permanent tag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ostiary.pgwire.copying import CopyForm


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """A constant compared with an identifying column: the text of a literal, or the number of a parameter."""

    column: str
    literal: str | None = None
    parameter: int = 0


@dataclass(frozen=True, slots=True)
class Footprint:
    """What is read of one record class; no fields: the mere presence of its rows."""

    record_class: str
    fields: tuple[str, ...]


KeyKind: TypeAlias = Literal["subject", "group", "window"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden column: of which record class it names subjects, and in which form.

    ``subject``: one, as int8 (NULL: nobody). ``group``: everybody whom the row stands for, eight bytes each, duplicates
    included; the minimum group counts them. ``window``: everybody whom a window function looked at, likewise, uncounted.
    """

    record_class: str
    kind: KeyKind = "subject"


@dataclass(frozen=True, slots=True)
class Select:
    """A query that may run.

    ``text`` is what runs, empty when the footprint leaves the profile (then only a refusal can follow). Its output has
    ``visible`` columns of the client's, then the ``hidden`` ones. ``compared`` are the fields that its comparisons look
    at. ``collects``: a row may hold the values of many, of an aggregate such as ``array_agg`` or picked one by one.
    """

    text: str
    visible: int
    hidden: tuple[Hidden, ...]
    footprints: tuple[Footprint, ...]
    asked_about: tuple[AskedAbout, ...]
    parameters: int
    compared: tuple[str, ...] = ()
    collects: bool = False

    @property
    def accounting(self) -> Literal["R", "G"]:
        """The accounting class: R, row-exact, or G, group-exact."""
        return "R" if all(each.kind == "subject" for each in self.hidden) else "G"


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """A name that is not in the catalogue, or not for anybody to know. One answer for both.

    ``relations`` are the tables that the statement had named until there, known or not.
    """

    name: str
    position: int
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetSetting:
    """``SET``: value None means back to the default; ``name`` ``all`` with None is RESET ALL."""

    name: str
    value: str | None
    local: bool = False


@dataclass(frozen=True, slots=True)
class ShowSetting:
    """``SHOW name``."""

    name: str


ISOLATION_LEVELS: Final = frozenset({"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
"""PostgreSQL's, as they are written in SQL."""


@dataclass(frozen=True, slots=True)
class Modes:
    """The modes of a transaction: isolation is empty (as before) or one of PostgreSQL's levels in upper case."""

    isolation: str = ""
    writable: bool = False
    deferrable: bool | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """``BEGIN``."""

    modes: Modes = Modes()


@dataclass(frozen=True, slots=True)
class SetTransaction:
    """``SET TRANSACTION``, or ``SET SESSION CHARACTERISTICS AS TRANSACTION``, which holds for those to come."""

    modes: Modes
    session: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """``COMMIT`` or ``ROLLBACK``; ``chain``: another transaction with the same modes begins at once."""

    how: Literal["COMMIT", "ROLLBACK"]
    chain: bool = False


@dataclass(frozen=True, slots=True)
class Savepoint:
    """``SAVEPOINT``, ``ROLLBACK TO`` or ``RELEASE``."""

    how: Literal["SAVEPOINT", "ROLLBACK TO", "RELEASE"]
    name: str


@dataclass(frozen=True, slots=True)
class DeclareCursor:
    """``DECLARE name CURSOR FOR`` a query: it reads forward, and ends with its transaction."""

    name: str
    query: Select


@dataclass(frozen=True, slots=True)
class Fetch:
    """``FETCH`` forward: so many rows, 0 for all that are left."""

    name: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class CloseCursor:
    """``CLOSE name``, or all of them."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Deallocate:
    """``DEALLOCATE name``, or all of them."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Unlisten:
    """``UNLISTEN``: nobody can listen here, so there is nothing to end."""


@dataclass(frozen=True, slots=True)
class CopyOut:
    """``COPY ... TO STDOUT``: a query whose rows leave in COPY's own form."""

    query: Select
    form: CopyForm


ResetStep: TypeAlias = Literal["ROLLBACK", "SELECT 1", "CLOSE CURSOR ALL", "UNLISTEN", "RESET"]


@dataclass(frozen=True, slots=True)
class ResetSession:
    """What a driver's pool sends between two users, all in one message: each step by the tag that answers it."""

    steps: tuple[ResetStep, ...]


@dataclass(frozen=True, slots=True)
class Write:
    """A statement that would change something: refused as read-only, whatever it is."""

    what: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Not understood, with the reason, where, and the way out."""

    why: str
    position: int = -1
    hint: str = ""
    syntax: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing but space and comments."""


Reading: TypeAlias = CopyOut | DeclareCursor | Fetch | CloseCursor
"""What reads otherwise than a query by itself does, or is about what is being read."""

Transacting: TypeAlias = Begin | SetTransaction | End | Savepoint
"""What begins, shapes or ends a transaction."""

Plan: TypeAlias = (
    Select | NotAllowed | Reading | Transacting | SetSetting | ShowSetting | Deallocate | Unlisten | ResetSession | Write | Unsupported | Empty
)  # fmt: skip


def query_of(plan: Plan) -> Select | None:
    """The query that a statement asks, whatever becomes of its rows; None when it asks none."""
    match plan:
        case Select():
            return plan
        case DeclareCursor(query=query) | CopyOut(query=query):
            return query
        case _:
            return None
