"""What is proved, as those take it who sign for a policy or serve under it.

Knows: what a proof has to say of itself to count for them, and the form in which directives take verdicts.
Must not know: how anything is proved, what is signed, who serves.
"""

from __future__ import annotations

from ostiary.directives.review import Verdict
from ostiary.model.bundle import Bundle
from ostiary.promises.proofs import Proof, Proofs
from ostiary.promises.proving import prove
from ostiary.promises.report import proof_in_words


def prove_promises(bundle: Bundle) -> tuple[Verdict, ...]:
    """What both engines find about each promise of a bundle. It may take a second."""
    return verdicts_of(prove(bundle), bundle)


def verdicts_of(proofs: Proofs, bundle: Bundle) -> tuple[Verdict, ...]:
    """The verdicts, each with its words. What was not found by all rules of this very policy is not settled.

    A rule that was left out may allow what a promise excludes.
    """
    is_whole = proofs.policy == bundle.version and proofs.encoded == proofs.rules
    return tuple(_verdict(one) if is_whole else _unsettled(one, proofs) for one in proofs.proofs)


def _verdict(proof: Proof) -> Verdict:
    return Verdict(proof.promise.source.id, proof.verdict, tuple(proof_in_words(proof).splitlines()[1:]))


def _unsettled(proof: Proof, proofs: Proofs) -> Verdict:
    said = f"{proofs.encoded} of {proofs.rules} rules of policy {proofs.policy[:12]} were taken in"
    return Verdict(proof.promise.source.id, "NOT SETTLED", (said,))
