"""How the policy in force came to be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ostiary.directives import acts
from ostiary.directives.envelope import sign_step
from ostiary.directives.instants import write_instant
from ostiary.directives.lineage import changes_of, grounds_of, open_changes, verify_lineage
from ostiary.directives.register import Register
from ostiary.errors import BundleError, DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Act, CutOff, PolicyChange
from ostiary.policy.load import load_bundle
from ostiary.testing.example import KEYS, NOON, PEOPLE, RULES, TEXTS

PROMISE = """
[[promise]]
id = "PR1"
cite = "s. 9"
strength = "kept"
never.agency = "removal"
never.record_class = "persons"
"""


def bundle(name: str, promise: str = PROMISE, office: str = "City Hall") -> Bundle:
    """The example under another name of a rule, perhaps without its promise, perhaps with other officials."""
    people = TEXTS["people.toml"].replace('"City Hall"', f'"{office}"')
    return load_bundle(
        TEXTS | {"rules.toml": RULES.replace('"P1"', f'"{name}"') + promise, "people.toml": people}
    )


FOUNDING, ONE, TWO, THREE = (bundle(name) for name in ("P1", "Q1", "Q2", "Q3"))
BARE, BARE_AGAIN, CROWNED = bundle("Q4", promise=""), bundle("Q6", promise=""), bundle("Q5", office="Throne")
EVERY = {one.version: one for one in (FOUNDING, ONE, TWO, THREE, BARE, BARE_AGAIN, CROWNED)}


class Chain:
    """Officials who order and confirm, whatever the policies are."""

    def __init__(self) -> None:
        self.register = Register.empty(FOUNDING.officials)
        self.at = NOON - timedelta(hours=1)

    def order(self, before: Bundle, after: Bundle, withdraws: str = "") -> str:
        withdrawn, law = ((withdraws,), "an ordinance") if withdraws else ((), "")
        act = PolicyChange(after.version, before.version, "a change", "a test", withdrawn, law)
        directive = self.register.next_id(act)
        self._take(acts.order(self.register, act, "mayor", self._now()), "mayor")
        return directive

    def confirm(self, directive: str) -> None:
        self._take(acts.confirm(self.register, directive, "clerk", self._now()), "clerk")

    def cut_off(self, agency: str, until: str | None = None) -> None:
        act: Act = CutOff(agency, "a test", until)
        directive = self.register.next_id(act)
        self._take(acts.order(self.register, act, "mayor", self._now()), "mayor")
        self.confirm(directive)

    def change(self, before: Bundle, after: Bundle, withdraws: str = "") -> None:
        self.confirm(self.order(before, after, withdraws))

    def in_force(self) -> Bundle:
        return verify_lineage(FOUNDING, changes_of(self.register), EVERY.__getitem__)

    def _now(self) -> str:
        self.at += timedelta(seconds=1)
        return write_instant(self.at)

    def _take(self, step: object, by: str) -> None:
        self.register = self.register.apply(sign_step(step, KEYS[by]))  # type: ignore[arg-type]  # a step


def test_without_a_change_the_founding_policy_is_in_force() -> None:
    """Orders alone change nothing."""
    chain = Chain()
    chain.order(FOUNDING, ONE)
    assert chain.in_force() == FOUNDING


def test_changes_follow_each_other_in_the_order_of_their_confirmations() -> None:
    """Also when a later number was confirmed first, and when the policy went back to what it was."""
    chain = Chain()
    early = chain.order(FOUNDING, ONE)
    chain.change(FOUNDING, TWO)
    chain.change(TWO, FOUNDING)
    chain.confirm(early)
    assert [one.directive for one in changes_of(chain.register)] == ["P-2", "P-3", "P-1"]
    assert chain.in_force() == ONE


def test_what_follows_another_version_can_be_confirmed_no_more() -> None:
    """Only orders that follow the version in force are worth making ready."""
    chain = Chain()
    chain.order(FOUNDING, ONE)
    chain.change(FOUNDING, TWO)
    last = chain.order(TWO, THREE)
    assert [one.directive for one in open_changes(chain.register, TWO.version)] == [last]


@pytest.mark.parametrize(("after", "why"), [(BARE, "PR1"), (CROWNED, "officials are not the same")])
def test_a_change_that_officials_may_not_make_is_not_served(after: Bundle, why: str) -> None:
    """Two signatures do not drop a promise in passing, nor exchange those who sign."""
    chain = Chain()
    chain.change(FOUNDING, after)
    with pytest.raises(DirectiveRefused, match=why):
        chain.in_force()


def test_a_dropped_promise_is_not_forgotten_with_the_next_change() -> None:
    """The next policy is judged against the last good one, and not against what left the promise out."""
    chain = Chain()
    chain.change(FOUNDING, BARE)
    chain.change(BARE, BARE_AGAIN)
    with pytest.raises(DirectiveRefused, match="PR1"):
        chain.in_force()
    chain.change(BARE_AGAIN, THREE)
    assert chain.in_force() == THREE


def test_a_folder_that_is_not_the_founding_one_is_told() -> None:
    """Whoever edits the folder after a directive has changed the policy is not served by either."""
    chain = Chain()
    chain.change(FOUNDING, ONE)
    with pytest.raises(DirectiveRefused, match="the policy folder holds"):
        verify_lineage(TWO, changes_of(chain.register), EVERY.__getitem__)


def test_a_version_in_between_that_is_not_to_be_had_is_missed() -> None:
    """What nobody can look at cannot be judged."""
    chain = Chain()
    chain.change(FOUNDING, ONE)
    chain.change(ONE, TWO)

    def without_one(version: str) -> Bundle:
        if version == ONE.version:
            raise BundleError("gone")
        return EVERY[version]

    with pytest.raises(BundleError):
        verify_lineage(FOUNDING, changes_of(chain.register), without_one)


NAMESAKE = """
[[agency]]
code = "renamed"
name = "Removal, east"
level = "federal"
kind = "immigration"
"""
OUT = {
    "moved": PEOPLE.replace('parent = "removal"', 'parent = "bureau"'),
    "freed": PEOPLE.replace('parent = "removal"', ""),
    "dropped": PEOPLE.replace('code = "removal-east"', 'code = "removal-new"'),
    "renamed": NAMESAKE + PEOPLE,
}


def peopled(people: str) -> Bundle:
    """The founding policy with other agencies."""
    assert people != PEOPLE
    rules = RULES if '"removal-east"' in people else RULES.replace("removal-east", "removal-new")
    texts = {"rules.toml": rules + PROMISE, "people.toml": TEXTS["people.toml"].replace(PEOPLE, people)}
    return load_bundle(TEXTS | texts)


@pytest.mark.parametrize("how", OUT)
def test_no_change_of_policy_ends_a_cut_off_for_good(how: str) -> None:
    """Who is cut off for good is neither moved, dropped nor registered beside it, whoever confirms it; then all is closed."""
    out = peopled(OUT[how])
    EVERY[out.version] = out
    chain = Chain()
    chain.cut_off("removal")
    chain.change(FOUNDING, out)
    with pytest.raises(DirectiveRefused, match="`removal` is cut off for good"):
        chain.in_force()
    later = Chain()
    later.change(FOUNDING, out)
    later.cut_off("removal")
    assert later.in_force() == out
    for_a_time = Chain()
    for_a_time.cut_off("removal", "2027-01-01")
    for_a_time.change(FOUNDING, out)
    assert for_a_time.in_force() == out


def test_under_a_cut_off_for_good_agencies_can_be_added_and_others_moved() -> None:
    """It holds what it covers, and nothing else."""
    added = peopled(
        PEOPLE.replace('kind = "police"', 'kind = "police"\nstatus = "active"')
        + '[[agency]]\ncode = "removal-west"\nname = "Removal, West"\nlevel = "federal"\nkind = "immigration"\nparent = "removal"\n'
        + '[[agency]]\ncode = "branch"\nname = "Branch"\nlevel = "federal"\nkind = "police"\nparent = "bureau"\n'
    )
    EVERY[added.version] = added
    chain = Chain()
    chain.cut_off("removal")
    chain.change(FOUNDING, added)
    assert chain.in_force() == added


def test_what_a_policy_rests_on_changes_with_each_change_and_each_cut_off_for_good() -> None:
    """So that a policy that was judged before either is judged anew."""
    chain = Chain()
    chain.change(FOUNDING, ONE)
    assert grounds_of(chain.register) == ("P-1",)
    (directive,) = [chain.order(ONE, TWO)]
    (before,) = open_changes(chain.register, ONE.version)
    chain.cut_off("removal")
    (after,) = open_changes(chain.register, ONE.version)
    assert (before.ground, after.ground) == ("P-2", "P-2 removal")
    chain.confirm(directive)
    assert grounds_of(chain.register) == ("P-1", "P-2 removal")
