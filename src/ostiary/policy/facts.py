"""The facts of a request, as one agency and one column see them, and whether they meet a condition and its needs.

Knows: what is unknown to the bundle, and that it never helps whoever asks; which needs are met by what.
Must not know: permits, prohibitions, duties, dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ostiary.model.bundle import Bundle
from ostiary.model.request import Request
from ostiary.model.rules import Condition, Fact, Need


class Facts(NamedTuple):
    """The values of all facts when one agency asks for one column, and the facts that the bundle does not know.

    An agency that is not active is one that the bundle does not know.
    """

    values: Mapping[Fact, frozenset[str]]
    unknown: frozenset[Fact]

    @classmethod
    def of(cls, bundle: Bundle, request: Request, agency: str, column: str) -> Facts:
        """The facts when that agency, one of several that may count in a request, asks for that column."""
        context, name, record_class = (
            request.context,
            request.record_class,
            bundle.catalogue.find(request.record_class),
        )
        values: dict[Fact, frozenset[str]] = {
            "agency": frozenset({agency}),
            "role": frozenset({context.role}),
            "purpose": frozenset({context.purpose}),
            "basis": context.basis,
            "record_class": frozenset({name}),
            "field": frozenset({f"{name}.{column}"}),
        }
        known: dict[Fact, bool] = {
            "agency": agency in bundle.agencies and bundle.agencies[agency].status == "active",
            "role": context.role != "",
            "purpose": context.purpose in bundle.purposes,
            "basis": context.basis <= bundle.known_bases,
            "record_class": record_class is not None,
            "field": record_class is not None and record_class.column(column) is not None,
        }
        return cls(values, frozenset(fact for fact, is_known in known.items() if not is_known))

    def meet(self, condition: Condition) -> bool:
        """For permits and exceptions: whatever is unknown meets no condition."""
        return not self.unknown and all(self.values[atom.fact] & atom.values for atom in condition.atoms)

    def touch(self, condition: Condition) -> bool:
        """For prohibitions and duties: an unknown fact counts as covered.

        What an unknown record class or field is called, no prohibition can say, so it counts as covered only where the
        author said what is left out; it is refused in any case, in the words for what nobody is permitted.
        """
        return all(
            (atom.others or atom.fact not in {"record_class", "field"})
            if atom.fact in self.unknown
            else self.values[atom.fact] & atom.values
            for atom in condition.atoms
        )


def lacks(bundle: Bundle, request: Request, agency: str, needs: tuple[Need, ...]) -> tuple[Need, ...]:
    """Those of the needs that an agency does not meet that day. Raises KeyError for a need without meaning."""
    day, case, vouched = request.day.isoformat(), request.context.case is not None, request.context.vouched
    ours = (one for one in bundle.agreements if one.agency == agency and one.effective <= day)
    kinds = {one.kind for one in ours if one.expires is None or day < one.expires}
    met = {
        "case-number": case,
        "open-case": case and "open-case" in vouched,
        "approval": case and "approval" in vouched,
        "agreement": "agreement" in kinds,
        "declaration": "declaration" in kinds,
    }
    return tuple(need for need in needs if not met[need])
