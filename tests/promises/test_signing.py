from __future__ import annotations

from dataclasses import replace

from directives.test_policy_change import BEFORE, PERMIT, bundle
from ostiary.directives.review import Review, Verdict, verify_confirmable
from ostiary.promises.proving import prove
from ostiary.promises.signing import prove_promises, verdicts_of


def test_each_promise_has_one_verdict_with_its_words() -> None:
    """As the report has it: the finding, and below it why."""
    verdicts = prove_promises(BEFORE)
    assert [one.promise for one in verdicts] == ["PR-1", "PR-2"]
    assert all(one.said for one in verdicts)
    assert {one.promise: one.finding for one in verdicts} == {
        one.promise.source.id: one.verdict for one in prove(BEFORE).proofs
    }


def test_what_is_kept_is_confirmed() -> None:
    """The example, with the promise that its prohibition keeps."""
    kept = bundle(
        '[[promise]]\nid = "PR-1"\ncite = "s"\nstrength = "permanent"\nnever.agency.under = "removal"\nnever.field = "persons.ssn"\n'
    )
    verdicts = prove_promises(kept)
    assert [(one.promise, one.finding) for one in verdicts] == [("PR-1", "KEPT")]
    verify_confirmable(Review((), verdicts), kept)


def test_where_a_rule_was_left_out_nothing_is_proved() -> None:
    """It may allow what a promise excludes."""
    proofs = prove(BEFORE)
    verdicts = verdicts_of(replace(proofs, encoded=proofs.rules - 1), BEFORE)
    assert [one.finding for one in verdicts] == ["NOT SETTLED"] * 2
    assert "3 of 4 rules" in verdicts[0].said[0]


def test_verdicts_on_one_policy_are_none_on_another() -> None:
    """The hash of what was proved stands in the proof."""
    assert {one.finding for one in verdicts_of(prove(BEFORE), bundle(more=PERMIT))} == {"NOT SETTLED"}


def test_a_policy_without_promises_has_no_verdicts_and_was_looked_at() -> None:
    """That is something else than not having looked."""
    none: tuple[Verdict, ...] = ()
    assert prove_promises(bundle("")) == none
