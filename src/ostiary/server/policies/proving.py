"""Whether a policy keeps its promises, for those who serve under it.

Knows: what a proof has to say of itself to count here.
Must not know: how anything is proved.
"""

from __future__ import annotations

from ostiary.directives.review import Verdict
from ostiary.model.bundle import Bundle
from ostiary.promises.proofs import Proof, Proofs
from ostiary.promises.proving import prove


def prove_promises(bundle: Bundle) -> tuple[Verdict, ...]:
    """What both engines find about each promise. One that they have not found by all rules of this very policy is not settled."""
    proofs = prove(bundle)
    is_whole = proofs.policy == bundle.version and proofs.encoded == proofs.rules
    return tuple(_verdict(one) if is_whole else _unsettled(one, proofs) for one in proofs.proofs)


def _verdict(proof: Proof) -> Verdict:
    return Verdict(proof.promise.source.id, proof.verdict, (proof.why,) if proof.why else ())


def _unsettled(proof: Proof, proofs: Proofs) -> Verdict:
    said = f"{proofs.encoded} of {proofs.rules} rules were taken in"
    return Verdict(proof.promise.source.id, "NOT SETTLED", (said,))
