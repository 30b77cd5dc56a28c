"""How a replay decides: by the index where it can be kept, by the reference evaluator elsewhere.

Knows: that an index is worth making for a policy of which very many questions are asked.
Must not know: entries, outcomes.
"""

from __future__ import annotations

from ostiary.model.bundle import Bundle
from ostiary.model.request import Decision, Request
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.reference import decide
from ostiary.promises.replay.judging import Decide


def decider(bundle: Bundle) -> Decide:
    """Decides of this bundle by its index. A view of it, seen with facts of another day, is asked too rarely for one."""
    indexed = IndexedPolicy(bundle)

    def decided(asked: Bundle, request: Request) -> Decision:
        return indexed.decide(request) if asked is bundle else decide(asked, request)

    return decided
