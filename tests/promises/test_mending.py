"""The smallest change that mends a promise is shown, and each that is shown does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition, Permit, Prohibition, Promise, Source
from ostiary.promises.mending import changes, narrower, with_prohibition
from ostiary.promises.proofs import Case
from ostiary.promises.proving import prove
from policy_worlds import ask
from promises.promise_worlds import FEW, bundles
from promises.test_findings import bundle_of


def listed(fact: str, *values: str) -> Atom:
    """A conjunct that lists values."""
    return Atom(fact, frozenset(values), " or ".join(values), words=values)  # type: ignore[arg-type]


NEVER = Promise(Source("Z", "the promise"), Condition((listed("purpose", "p"),)), is_permanent=True)
TOWN = listed("agency", "town")


def permit(name: str, *atoms: Atom) -> Permit:
    """A permit in one line."""
    return Permit(Source(name, "a law"), Condition(atoms))


def shown(*rules: Permit | Prohibition, promise: Promise = NEVER) -> list[tuple[str, str]]:
    """What is said to mend the promise, and how it is kept then."""
    (proof,) = prove(replace(bundle_of(*rules), promises=(promise,))).proofs
    assert proof.verdict == "BROKEN", proof.why
    return [(one.change, one.verdict) for one in proof.undos]


SUREST = ("add a prohibition in the words of the promise", "KEPT")


def test_a_word_too_many_in_a_permit_is_taken_out() -> None:
    """The permit stays for what else it lists."""
    assert shown(permit("A", TOWN, listed("purpose", "p", "r"))) == [
        ("take `p` out of A", "KEPT TODAY"),
        SUREST,
    ]


def test_a_permit_that_is_about_nothing_else_is_dropped() -> None:
    """One, or two that allow the same."""
    one, two = permit("A", TOWN, listed("purpose", "p")), permit("B", TOWN, listed("purpose", "p"))
    assert shown(one) == [("drop A", "KEPT TODAY"), SUREST]
    assert shown(one, two) == [("drop A and B", "KEPT TODAY"), SUREST]


def test_a_word_too_many_in_an_exception_is_taken_out() -> None:
    """Then the prohibition carries the promise for good."""
    ban = Prohibition(
        Source("X", "a law"),
        Condition((listed("purpose", "p"),)),
        (Condition((listed("basis", "consent", "subpoena"),)),),
    )
    promise = replace(NEVER, unless=(Condition((listed("basis", "subpoena"),)),))
    found = shown(permit("A", TOWN), ban, promise=promise)
    assert found == [("take `consent` out of exception 1 of X", "KEPT"), SUREST]


def test_a_condition_loses_one_word_that_the_request_has() -> None:
    """Of lists of several, and of nothing that is said in another way."""
    request = ask("town", "p", "one", "x", role="clerk", basis=frozenset({"consent"}))
    tree = Atom("purpose", frozenset({"p", "q"}), way="under", words=("p",))
    condition = Condition(
        (
            tree,
            listed("role", "clerk", "officer"),
            listed("record_class", "one"),
            listed("basis", "consent", "subpoena"),
        )
    )
    assert [
        (word, less.atoms[1].words, less.atoms[3].words) for word, less in narrower(condition, request)
    ] == [
        ("clerk", ("officer",), ("consent", "subpoena")),
        ("consent", ("clerk", "officer"), ("subpoena",)),
    ]


@settings(FEW, max_examples=20)
@given(bundles())
def test_a_prohibition_in_its_own_words_keeps_any_promise(bundle: Bundle) -> None:
    """The surest way back is one for every promise."""
    for promise in bundle.promises:
        mended = with_prohibition(replace(bundle, promises=(promise,)), promise).bundle
        assert [one.verdict for one in prove(mended).proofs] == ["KEPT"]


def test_without_rules_behind_it_a_case_has_nothing_to_take_away() -> None:
    """No permit, no exception, no prohibition with dates: only something new can mend it."""
    bundle = bundle_of(permit("A", TOWN, listed("purpose", "p", "r")), permit("B", TOWN))
    assert list(changes(bundle, Case((), ask("town", "p", "one", "x")))) == []
