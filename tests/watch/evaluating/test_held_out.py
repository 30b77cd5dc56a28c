"""Cases that nobody who wrote a detector has seen, as data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ostiary.watch.evaluating import held_out
from ostiary.watch.evaluating.agreement import agreement
from ostiary.watch.evaluating.case import Act, Case, cases_in
from ostiary.watch.evaluating.holding_out import Judged, Looked
from ostiary.watch.evaluating.playing import Played
from ostiary.watch.evaluating.scoring import Said
from ostiary.watch.evaluating.varying import LATEST, varied
from ostiary.watch.events.schema import EVENTS, KNOWN, names

FOLDER = Path(held_out.__file__).parent


@pytest.fixture(scope="module")
def every() -> tuple[Case, ...]:
    """All of them."""
    return tuple(one for file in sorted(FOLDER.glob("*.toml")) for one in cases_in(file.read_text("utf-8")))


def test_misuse_of_every_type_and_what_only_looks_like_it(every: tuple[Case, ...]) -> None:
    """Each type has a case, at least 150 are misuse and 40 are in order; each says whether it should be seen."""
    kinds = Counter(one.variant for one in every)
    assert set(kinds) == {"plain", "careful", "evasive", "benign"}
    assert kinds["benign"] >= 40
    assert kinds.total() - kinds["benign"] >= 150
    types = {f"M{number}" for number in range(1, 16)} | {f"C{number}" for number in range(1, 8)}
    assert {one.types[0] for one in every if not one.is_benign} == types
    assert all(bool(one.types) != one.is_benign and bool(one.lookalike) == one.is_benign for one in every)


def test_nothing_in_them_is_misspelt(every: tuple[Case, ...]) -> None:
    """Names are unique, each field is a column, each table and column one that can be known, each user is of the cast."""
    assert len({one.id for one in every}) == len(every)
    assert {name for one in every for act in one.acts for name in (*act.fields, *act.copied)} <= set(
        names(EVENTS)
    )
    for one in every:
        assert one.new | set(one.agencies) | one.day_shift <= set(one.cast)
        for said in one.known:
            assert set(said) - {"table"} <= set(names(KNOWN[str(said["table"])]))
            assert said.get("user", one.cast[0]) in one.cast


ACT = Act("a", (0,), 0, 1, 60, ("new",), None, {})


def _played(name: str, kinds: tuple[str, ...], events: set[str]) -> Played:
    variant = "plain" if kinds else "benign"
    case = Case(name, kinds, variant, "", "", (ACT,), frozenset(), frozenset(), {}, (), lookalike=("M5",))
    return Played(case, frozenset({f"user-{name}"}), frozenset(), frozenset(), frozenset(events), 0)


def _lead(kind: str, entity: str, *events: str) -> Said:
    return Said(kind, entity, frozenset(events))


def test_misuse_and_what_looks_like_it_are_counted_apart() -> None:
    """A lead about misuse is a hit, one about conduct in order a false alarm, one that the background had before is neither."""
    bad, good = _played("bad", ("M9",), {"a", "b"}), _played("good", (), {"c"})
    judged = Judged([bad, good], [_lead("M2", "user-good", "old")])
    before, hit, alarm = (
        _lead("M2", "user-good", "old", "c"),
        _lead("M9", "user-bad", "a"),
        _lead("M5", "user-good", "c"),
    )
    assert [judged.is_new(lead) for lead in (before, hit, alarm)] == [False, True, True]
    assert judged.by([hit, alarm], bad) == ("M9",)
    assert judged.by([hit, alarm], good) == ("M5",)
    assert judged.looked([before, hit, alarm], 20) == Looked(misuse=1, benign=1, neither=1, cases=1)


def test_a_lead_about_an_account_holds_no_access() -> None:
    """A roster's row is about whoever has the account."""
    judged = Judged([_played("bad", ("C3",), {"a"})], [])
    assert judged.by([_lead("C3", "user-bad", "accounts/user-bad")], judged.misuse[0]) == ("C3",)


def test_a_variant_tells_the_same_story(every: tuple[Case, ...]) -> None:
    """Its cast, days, subjects and what is known stay; one seed is one variant; reasons keep their words."""
    for case in every:
        other = varied(case, 3)
        assert other == varied(case, 3)
        assert (other.cast, other.length, other.known) == (case.cast, case.length, case.known)
        assert 0 <= other.acts[0].minute - case.acts[0].minute <= LATEST
        for one, act in zip(other.acts, case.acts, strict=True):
            assert one.subjects == act.subjects
            assert sorted(str(text).strip().casefold() for text in one.fields.get("reason", ())) == sorted(
                str(text).strip().casefold() for text in act.fields.get("reason", ())
            )


def test_two_annotators_agree_beyond_chance_or_not() -> None:
    """Cohen's kappa by hand: 0.4 of the published example's form; nothing where there is nothing to compare."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    found = agreement(pairs)
    assert (found.same, found.of) == (35, 50)
    assert found.kappa == pytest.approx(0.4)
    assert agreement([]).kappa is None
    assert agreement([("yes", "yes")]).kappa is None
