from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.demo.city.lots import BEND, LOTS_A_RECORD, Crowd, Urn, scattered, tickets
from ostiary.demo.city.sizes import LARGE, SIZES

SIZE = 100_000


def met(records: int, size: int = SIZE) -> Counter[int]:
    """How often each of the things was met, for those met at all."""
    crowd, urn = Crowd(size), Urn(1, "meetings")
    return Counter(crowd.somebody(urn.lots(number)) for number in range(records))


def test_lots_follow_from_seed_table_and_number_alone() -> None:
    """Asked again they are the same, whatever was asked in between; any other seed, table or number has others."""
    first = [Urn(2019, "persons").lots(7).below(2**31) for _ in range(2)]
    others = [Urn(2020, "persons").lots(7), Urn(2019, "arrests").lots(7), Urn(2019, "persons").lots(8)]
    assert first[0] == first[1]
    assert first[0] not in [lots.below(2**31) for lots in others]


def test_a_record_has_sixteen_lots() -> None:
    """The seventeenth is an error, not a lot that came before."""
    lots = Urn(1, "table").lots(1)
    assert len({lots.below(2**31) for _ in range(LOTS_A_RECORD)}) == LOTS_A_RECORD
    with pytest.raises(StopIteration):
        lots.share()


@given(st.integers(0, 2**40), st.integers(1, 10**7))
def test_lots_lie_in_their_range(number: int, size: int) -> None:
    """A number is below the size, a share below one."""
    lots = Urn(1, "table").lots(number)
    assert 0 <= lots.below(size) < size
    assert 0 <= lots.share() < 1
    assert lots.pick("ab") in {"a", "b"}
    assert (lots.happens(0), lots.happens(1)) == (False, True)


def test_lots_are_even() -> None:
    """Of ten thousand lots in ten places, each place gets about a thousand."""
    urn = Urn(1, "table")
    places = Counter(urn.lots(number).below(10) for number in range(10_000))
    assert all(880 < count < 1_120 for count in places.values())


def test_tickets_weigh() -> None:
    """Each thing is there as often as it weighs."""
    assert tickets({"a": 2, "b": 1}) == ("a", "a", "b")


@given(st.integers(1, 3_000))
def test_what_is_scattered_takes_each_place_once(size: int) -> None:
    """It is a permutation of every range."""
    assert {scattered(number, size) for number in range(size)} == set(range(size))


def test_what_is_not_of_the_range_is_not_scattered() -> None:
    """A number beyond the size, and a size that the stride cannot spread, are errors."""
    for number, size in ((5, 5), (-1, 5), (0, 2**32)):
        with pytest.raises(ValueError, match="is not spread"):
            scattered(number, size)


def test_most_are_met_never_or_once_and_a_few_very_often() -> None:
    """With half as many meetings as things: more than 85 of 100 at most once, and somebody more than fifty times."""
    often = met(SIZE // 2)
    assert sum(1 for count in often.values() if count > 1) < 0.15 * SIZE
    assert max(often.values()) > 50
    assert max(often.values()) < 3 * BEND / 6.2 / 2


def test_the_first_of_the_crowd_have_half_of_all_meetings() -> None:
    """The first 6 of 100 are met in 55 of 100 cases, as the docstring says."""
    crowd = Crowd(SIZE)
    assert crowd.rank(0.55) == pytest.approx(0.06 * SIZE, rel=0.05)
    often = met(SIZE // 2)
    first = sum(count for _, count in islice(often.most_common(), int(0.06 * SIZE)))
    assert first / often.total() > 0.5


def test_the_tail_falls_like_one_over_the_count() -> None:
    """Twice as often met are half as many, counted from Mandelbrot's shift on."""
    counts = sorted(met(SIZE).values())
    at_least = {least: sum(count >= least for count in counts) + SIZE / BEND for least in (4, 8, 16, 32)}
    for least in (4, 8, 16):
        assert at_least[least] / at_least[2 * least] == pytest.approx(2, rel=0.15)


def test_ranks_stay_in_the_crowd() -> None:
    """The least and the greatest share give the first and the last, in each size of the city."""
    for size in (1, 7, *(size.persons for size in SIZES.values()), LARGE.vehicles):
        crowd = Crowd(size)
        assert crowd.rank(0.0) == 0
        assert crowd.rank(1 - 2**-32) == size - 1
