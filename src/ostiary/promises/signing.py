"""What is proved, as those take it who sign for a policy or serve under it.

Knows: the form in which directives take verdicts.
Must not know: how anything is proved, what is signed.
"""

from __future__ import annotations

from ostiary.directives.review import Verdict
from ostiary.model.bundle import Bundle
from ostiary.promises.proofs import Proofs
from ostiary.promises.proving import prove
from ostiary.promises.report import proof_in_words


def prove_promises(bundle: Bundle) -> tuple[Verdict, ...] | None:
    """What both engines find about each promise of a bundle; None where not all of it was taken in. It may take a second."""
    return verdicts_of(prove(bundle), bundle)


def verdicts_of(proofs: Proofs, bundle: Bundle) -> tuple[Verdict, ...] | None:
    """The verdicts, each with its words; None where a rule was left out, or another policy was looked at.

    A rule that was left out may allow what a promise excludes, so nothing is proved without it.
    """
    if proofs.encoded != proofs.rules or proofs.policy != bundle.version:
        return None
    return tuple(
        Verdict(one.promise.source.id, one.verdict, tuple(proof_in_words(one).splitlines()[1:]))
        for one in proofs.proofs
    )
