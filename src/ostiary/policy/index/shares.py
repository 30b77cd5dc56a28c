"""What one agency brings into a situation, as whole numbers, and what remains when agencies meet.

Knows: that columns must be permitted to all who ask and stopped for nobody, and that duties add up.
Must not know: which agencies and situations there are, profiles.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from typing import NamedTuple

from ostiary.model.bundle import Bundle
from ostiary.model.request import Context
from ostiary.model.rules import Duty
from ostiary.policy.index.memo import Memo
from ostiary.policy.index.numbering import Region
from ostiary.policy.index.tables import Group, Tables
from ostiary.policy.index.verdict import Verdicts

# As many sets of columns as a bundle may have profiles, several times over; each takes a bit a column and duty.
_MAX_SPREAD = 1_000


class Share(NamedTuple):
    """A bit for each group of columns that is permitted, or stopped; of ``duties``, for each group a bit for each duty."""

    permitted: int
    stopped: int
    duties: int

    def asking_with(self, other: Share) -> Share:
        """The share of two agencies of which one asks for the other."""
        return Share(
            self.permitted & other.permitted, self.stopped | other.stopped, self.duties | other.duties
        )

    def beside(self, other: Share) -> Share:
        """The share that remains when the other counts as well, and does not ask."""
        return Share(self.permitted, self.stopped | other.stopped, self.duties | other.duties)


class Readable(NamedTuple):
    """The groups of columns that can be read, and the duties on these."""

    groups: int
    duties: int


class Sharing:
    """The shares of agencies under one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        """Raises KeyError, TypeError or ValueError for a bundle whose rules cannot be evaluated."""
        self._tables = tables = Tables(bundle)
        self._numbering, self._verdicts = tables.numbering, Verdicts(tables.numbering)
        self._groups: list[tuple[str, Group]] = [
            (name, group)
            for name in bundle.catalogue.classes
            for group in tables.groups(name, tables.columns(name))
        ]
        self._spread = Memo(self._spread_out, _MAX_SPREAD)

    def __len__(self) -> int:
        """How many groups of columns there are."""
        return len(self._groups)

    def of(self, agency: str, situation: Context, day: date) -> Share:
        """What an agency brings into a situation, whichever agency the situation names."""
        has_case, vouched = situation.case is not None, situation.vouched
        side = self._tables.sides[agency, has_case, vouched, day]
        here = self._tables.circumstances[situation.role, situation.purpose, situation.basis, day]
        permitted = stopped = duties = 0
        region, permits = self._numbering.duty_bits, self._numbering.permit_bits.mask
        for number, (_, group) in enumerate(self._groups):
            remaining = here & side.bits & group.bits
            permitted |= bool(remaining & permits) << number
            stopped |= self._verdicts.is_stopped(remaining) << number
            duties |= (remaining & region.mask) >> region.start << self._duties_of(number).start
        return Share(permitted, stopped, duties)

    def readable(self, share: Share) -> Readable:
        """What can be read by whoever asks with this share."""
        groups = share.permitted & ~share.stopped
        return Readable(groups, share.duties & self._spread[groups])

    def columns(self, readable: Readable) -> dict[str, list[str]]:
        """The columns that can be read, by record class."""
        found: dict[str, list[str]] = {}
        for number, (name, group) in enumerate(self._groups):
            if readable.groups >> number & 1:
                found.setdefault(name, []).extend(group.columns)
        return found

    def duties(self, readable: Readable, record_class: str) -> set[Duty]:
        """The duties on what can be read of a record class."""
        numbers = {
            duty
            for group, (name, _) in enumerate(self._groups)
            if name == record_class
            for duty in self._duties_of(group).read(readable.duties)
        }
        return {self._numbering.duties[number] for number in numbers}

    def _duties_of(self, group: int) -> Region:
        """Where the duties on a group are."""
        many = len(self._numbering.duties)
        return Region(group * many, many)

    def _spread_out(self, groups: int) -> int:
        """All duties on all of these groups."""
        masks = (self._duties_of(group).mask for group in Region(0, len(self)).read(groups))
        return reduce(int.__or__, masks, 0)
