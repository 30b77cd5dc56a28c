"""One of our requests as several of Cedar's, and several of its answers as one.

Knows: which agencies and columns each have to be asked about.
Must not know: any engine, what rules say.

For each column, every agency that asks must be allowed ``read``, and every other that counts ``count``. A request that names columns is
allowed when all of them are; one that names none, when one column of the record class is.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.model.bundle import Bundle
from ostiary.model.canonical import Plain
from ostiary.model.request import Request
from ostiary.model.rules import NEEDS
from ostiary.policy.cedar.entities import STRANGE, uid
from ostiary.policy.cedar.policies import day_number
from ostiary.policy.facts import Facts, lacks


def cedar_requests(bundle: Bundle, request: Request) -> list[list[dict[str, Plain]]]:
    """For each column asked about, the Cedar requests of which every one must be allowed, in Cedar's JSON form."""
    record_class = bundle.catalogue.classes.get(request.record_class)
    every = [column.name for column in record_class.columns] if record_class else [STRANGE]
    return [_of_column(bundle, request, column) for column in sorted(request.fields or every)]


def combined(request: Request, allowed: Sequence[Sequence[bool]]) -> bool:
    """What the answers to ``cedar_requests``, in the same order, come to."""
    columns = [all(answers) for answers in allowed]
    return all(columns) if request.fields else any(columns)


def _of_column(bundle: Bundle, request: Request, column: str) -> list[dict[str, Plain]]:
    askers = request.context.askers
    others = sorted(request.context.principals.difference(askers))
    return [
        *(_request(bundle, request, "read", agency, column) for agency in askers),
        *(_request(bundle, request, "count", agency, column) for agency in others),
    ]


def _request(bundle: Bundle, request: Request, action: str, agency: str, column: str) -> dict[str, Plain]:
    context, unknown = request.context, Facts.of(bundle, request, agency, column).unknown
    lacking = lacks(bundle, request, agency, NEEDS)
    name = STRANGE if "field" in unknown else column
    return {
        "principal": uid("Agency", agency),
        "action": uid("Action", action),
        "resource": uid("Field", f"{request.record_class}.{name}"),
        "context": {
            "role": context.role,
            "purpose": {"__entity": uid("Purpose", context.purpose)},
            "basis": sorted(context.basis),
            "met": [need for need in NEEDS if need not in lacking],
            "day": day_number(request.day),
            "unknown": sorted(unknown),
        },
    }
