"""Whether a policy keeps its promises, for those who serve under it.

Knows: what a proof has to say of itself to count here.
Must not know: how anything is proved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ostiary.directives.review import Review, Verdict, verify_confirmable
from ostiary.model.bundle import Bundle
from ostiary.promises.proofs import Proof, Proofs
from ostiary.promises.proving import prove

Prove: TypeAlias = Callable[[Bundle], tuple[Verdict, ...] | None]
"""What is found about each promise of a bundle; None where nothing can be. It may take a second."""


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


def verify_kept(bundle: Bundle, prove: Prove) -> None:
    """Raises DirectiveRefused unless every promise is proved to be kept in the strength that it was given with."""
    if bundle.promises:
        verify_confirmable(Review((), prove(bundle)), bundle)
