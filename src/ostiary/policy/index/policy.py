"""A policy as it runs.

Knows: that an error in evaluation is a refusal.
Must not know: how a decision is taken, SQL, who asks over which wire.

What a decision says is what ``ostiary.policy.reference`` says: that is the meaning, and tests compare.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ostiary.model.bundle import Bundle
from ostiary.model.catalogue import Catalogue
from ostiary.model.request import Decision, Deny, Reason, Request
from ostiary.model.rules import Need
from ostiary.policy.index.evaluator import Evaluator

_FAILED: Final = Deny(
    (Reason("evaluation-failed", "", "", "the rules could not be evaluated for this request"),)
)


class IndexedPolicy:
    """A bundle, ready to decide. It never changes, except for what it holds to be faster the next time.

    A bundle whose rules cannot be evaluated, which no loader makes, gives a policy that refuses everything.
    """

    __slots__ = ("_evaluator", "bundle")

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self._evaluator = _evaluator_of(bundle)

    def decide(self, request: Request) -> Decision:
        """What the reference evaluator decides. Never raises: an error in evaluation is a refusal."""
        if self._evaluator is None:
            return _FAILED
        try:
            return self._evaluator.allowed(request) or self._evaluator.denied(request)
        except Exception:  # noqa: BLE001 - whatever goes wrong in here, the answer is no
            return _FAILED

    def is_allowed(self, request: Request, agreed: Collection[Need] = ()) -> bool:
        """Whether ``decide`` allows; the reasons why not are not worked out. Never raises.

        With ``agreed``: whether it would if everybody who counts had agreements in force that meet these needs.
        """
        try:
            return self._evaluator is not None and self._evaluator.allowed(request, agreed) is not None
        except Exception:  # noqa: BLE001 - whatever goes wrong in here, the answer is no
            return False

    def open_columns(self, request: Request) -> frozenset[str]:
        """The columns of the request's record class of which each, asked for alone, is allowed. Never raises."""
        try:
            return self._evaluator.open_columns(request) if self._evaluator is not None else frozenset()
        except Exception:  # noqa: BLE001 - whatever goes wrong in here, the answer is no
            return frozenset()


def _evaluator_of(bundle: Bundle) -> Evaluator | None:
    try:
        return Evaluator(bundle)
    except Exception:  # noqa: BLE001 - a rule that cannot be evaluated opens nothing
        return None


NO_POLICY: Final = IndexedPolicy(
    Bundle("", "", "", "", "", "", {}, {}, (), {}, Catalogue(), permits=(), prohibitions=(), duties=())
)
"""A policy without rules, which refuses everything."""
