"""Ordering an act at a desk, and codes that the policy does not have.

Knows: how a wrong code is met with the nearest one, how an order is taken at a desk.
Must not know: which acts there are, who may order, what is said afterwards.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ostiary.directives.acts import order
from ostiary.directives.life_cycle import Directive
from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Act
from ostiary.office.desk import Desk, Signatory


def verify_agency(agency: str, bundle: Bundle) -> None:
    """Raises DirectiveRefused, with the nearest code, for an agency that the policy does not have."""
    if agency not in bundle.agencies:
        raise DirectiveRefused(
            f"the policy `{bundle.name}` has no agency `{agency}`",
            hint=near_or_all(agency, bundle.agencies, "agencies"),
        )


def near_or_all(code: str, known: Iterable[str], what: str) -> str:
    """The hint for a code that is not known: the nearest one, or all there are."""
    codes = sorted(known)
    near = difflib.get_close_matches(code.lower(), codes, n=1)
    return f"did you mean `{near[0]}`?" if near else f"the {what} are {', '.join(codes)}"


def order_act(desk: Desk, signatory: Signatory, act: Act) -> Directive:
    """Order an act; the directive as it stands then. Raises what the desk raises."""
    return desk.take_step(signatory, lambda register, by, at: order(register, act, by, at))
