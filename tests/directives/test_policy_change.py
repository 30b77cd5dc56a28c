from __future__ import annotations

import pytest

from ostiary.directives.policy_change import verify_change, weakened
from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.directive import PolicyChange
from ostiary.policy.load import load_bundle
from ostiary.testing.example import RULES, TEXTS

PROMISES = """
[[promise]]
id = "PR-1"
cite = "Ordinance 1"
quote = "No record for removal without a judicial warrant."
never.purpose.under = "removal"
strength = "permanent"
[[promise.unless]]
basis = "judicial-warrant"
[[promise]]
id = "PR-2"
cite = "Ordinance 2"
never.agency.level = "federal"
never.field = "persons.ssn"
strength = "kept"
expires = 2030-01-01
"""
CHILD = '[[purpose]]\ncode = "deportation"\ntitle = "Deportation"\nparent = "removal"\n'


def bundle(promises: str = PROMISES, *, rules: str = RULES, more: str = "", **changes: str) -> Bundle:
    """The example with promises; ``changes`` replace text in its people."""
    people = TEXTS["people.toml"]
    for old, new in changes.items():
        people = people.replace(old, new)
    return load_bundle({**TEXTS, "rules.toml": rules + promises, "people.toml": people, "more.toml": more})


BEFORE = bundle()


def change(after: Bundle, *withdraws: str) -> PolicyChange:
    law = "Ordinance 9" if withdraws else ""
    return PolicyChange(after.version, BEFORE.version, "title", "reason", withdraws, law)


def verify(after: Bundle, *withdraws: str) -> None:
    verify_change(change(after, *withdraws), BEFORE, after)


PERMIT = '[[permit]]\nid = "P9"\ncite = "s. 9"\nwhen.agency = "bureau"\nwhen.record_class = "persons"\n'


def test_rules_may_change_while_promises_stay() -> None:
    """Permits, prohibitions and duties; new promises; a permanent one where there was a lesser one."""
    verify(bundle(more=PERMIT))
    verify(bundle(rules=RULES.replace('id = "D1"', 'id = "D7"')))
    verify(
        bundle(
            PROMISES + '[[promise]]\nid = "PR-3"\ncite = "s"\nstrength = "kept"\nnever.purpose = "robbery"\n'
        )
    )
    verify(bundle(PROMISES.replace('strength = "kept"\nexpires = 2030-01-01', 'strength = "permanent"')))
    verify(bundle(PROMISES.replace('"Ordinance 1"', '"Ordinance 1, as renumbered"')))


@pytest.mark.parametrize(
    ("promises", "lost"),
    [
        ("", {"PR-1", "PR-2"}),
        (PROMISES.replace('"permanent"', '"kept"'), {"PR-1"}),
        (PROMISES.replace('never.purpose.under = "removal"', 'never.purpose = "removal"'), {"PR-1"}),
        (PROMISES.replace('"judicial-warrant"', '["judicial-warrant", "consent"]'), {"PR-1"}),
        (PROMISES.replace('[[promise.unless]]\nbasis = "judicial-warrant"\n', ""), {"PR-1"}),
        (PROMISES + '[[promise.unless]]\nbasis = "consent"\n', {"PR-2"}),
        (PROMISES.replace('never.field = "persons.ssn"\n', 'never.field = "persons.ssn"\nnever.role = "agent"\n'), {"PR-2"}),
        (PROMISES.replace("expires = 2030-01-01", "expires = 2029-01-01"), {"PR-2"}),
        (PROMISES.replace("expires = 2030-01-01", "expires = 2030-01-01\neffective = 2029-01-01"), {"PR-2"}),
    ],
    ids=[
        "gone", "not permanent", "less covered", "wider exception", "no exception", "new exception", "a fact more",
        "ends earlier", "begins later",
    ],
)  # fmt: skip
def test_a_promise_is_not_weakened_by_the_way(promises: str, lost: set[str]) -> None:
    """Other words, another end, not permanent any more: that takes a directive that names them and the law."""
    after = bundle(promises)
    assert weakened(BEFORE, after) == lost
    with pytest.raises(DirectiveRefused, match="withdrawn or weakened: " + ", ".join(sorted(lost))) as caught:
        verify(after)
    assert f"--withdraw {min(lost)} --law" in caught.value.hint
    verify(after, *lost)


def test_the_same_words_may_come_to_cover_less() -> None:
    """An agency that is federal no more leaves a promise about federal ones, with no word of the promise changed."""
    other_level = bundle(**{'name = "Bureau"\nlevel = "federal"': 'name = "Bureau"\nlevel = "state"'})
    assert other_level.version != BEFORE.version
    assert weakened(BEFORE, other_level) == {"PR-2"}


def test_the_same_exception_may_come_to_cover_more() -> None:
    """A code that is moved into what an exception covers."""
    words = PROMISES.replace('basis = "judicial-warrant"', 'purpose.under = "investigation"')
    before = bundle(words)
    assert weakened(before, bundle(words)) == frozenset()
    moved = {
        'code = "removal"\ntitle = "Removal"': 'code = "removal"\ntitle = "Removal"\nparent = "investigation"'
    }
    assert weakened(before, bundle(words, **moved)) == {"PR-1"}


def test_codes_that_are_new_or_gone_weaken_nothing() -> None:
    """A promise as written covers a new purpose under the old one, and nobody can ask about what is gone."""
    with_child = bundle(more=CHILD)
    assert weakened(BEFORE, with_child) == frozenset()
    assert weakened(with_child, BEFORE) == frozenset()


def test_a_withdrawal_does_nothing_else() -> None:
    """Neither a permit, nor an agency, nor another promise; the order and place of rules mean nothing."""
    one_less = PROMISES.partition('[[promise]]\nid = "PR-2"')[0]
    verify(bundle(one_less), "PR-2")
    verify(bundle(one_less, rules="# moved\n\n" + RULES), "PR-2")
    for after in (
        bundle(one_less, more=PERMIT),
        bundle(one_less, more=CHILD),
        bundle(
            one_less + '[[promise]]\nid = "PR-3"\ncite = "s"\nstrength = "kept"\nnever.purpose = "robbery"\n'
        ),
        bundle(one_less.replace("Ordinance 1", "Ordinance 3")),
    ):
        with pytest.raises(DirectiveRefused, match="does nothing else"):
            verify(after, "PR-2")


def test_a_promise_under_another_id_is_another_promise() -> None:
    """The old one is gone, and a withdrawal makes no new one."""
    renamed = bundle(PROMISES.replace('id = "PR-2"', 'id = "PR-3"'))
    assert weakened(BEFORE, renamed) == {"PR-2"}
    with pytest.raises(DirectiveRefused, match="does nothing else"):
        verify(renamed, "PR-2")


def test_a_withdrawal_names_exactly_what_it_withdraws() -> None:
    """Not less, not more, and nothing that there is not."""
    with pytest.raises(DirectiveRefused, match="more promises would be withdrawn than are named: PR-1"):
        verify(bundle(""), "PR-2")
    with pytest.raises(DirectiveRefused, match="does not withdraw what is named: PR-1"):
        verify(BEFORE, "PR-1")
    with pytest.raises(DirectiveRefused, match="does not withdraw what is named: PR-9"):
        verify(bundle(""), "PR-1", "PR-2", "PR-9")


def test_officials_stay() -> None:
    """Neither a name nor a key nor an office is changed by those who sign."""
    for old, new in (
        ('name = "clerk"', 'name = "Clark"'),
        ("City Hall", "Town Hall"),
        ('code = "clerk"', 'code = "clark"'),
    ):
        with pytest.raises(DirectiveRefused, match="the officials are not the same"):
            verify(bundle(**{old: new}))


def test_only_the_two_policies_that_are_named() -> None:
    """Whatever else the bundles are."""
    after = bundle(more=PERMIT)
    with pytest.raises(DirectiveRefused, match="not the two policies"):
        verify_change(change(after), after, BEFORE)
    with pytest.raises(DirectiveRefused, match="not the two policies"):
        verify_change(change(after), BEFORE, BEFORE)
