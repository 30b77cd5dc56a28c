"""Figures of several processes add up."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ostiary.door.tally import DECISION_BOUNDS, Spread, Stopwatch, Tally
from ostiary.model.access import Answered
from ostiary.server.monitoring.figures import GROWING, Figures, Histogram, together, with_departed

COUNTS = st.integers(min_value=0, max_value=10**9)
SECONDS = st.floats(min_value=0, max_value=100)


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    """Any figures that a process can have."""
    tally = Tally()
    for seconds in draw(st.lists(SECONDS, max_size=5)):
        tally.decisions.note(seconds)
    return Figures(
        connections=draw(COUNTS),
        accesses=draw(st.dictionaries(st.sampled_from(["answered", "refused"]), st.integers(1, 9))),
        errors=draw(st.dictionaries(st.sampled_from(["42501", "0A000"]), st.integers(1, 9))),
        decisions=Histogram.of(tally.decisions),
        sessions=draw(COUNTS),
        has_log=draw(st.integers(0, 1)),
        lease_seconds=draw(SECONDS),
        walls_standing=draw(st.integers(0, 9)),
        walls_wanted=9,
    )


@given(figures(), figures(), figures())
def test_the_order_of_processes_makes_no_difference(a: Figures, b: Figures, c: Figures) -> None:
    """Adding is associative and commutative, but for the rounding of sums of seconds."""

    def rounded(found: Figures) -> Figures:
        spread = found.decisions
        return msgspec.structs.replace(
            found, decisions=Histogram(spread.bounds, spread.counts, round(spread.total, 6))
        )

    assert rounded(together([a, together([b, c])])) == rounded(together([together([c, a]), b]))


@given(figures())
def test_one_process_is_itself(a: Figures) -> None:
    """With one process nothing changes."""
    assert together([a]) == a


def test_the_worst_process_counts_where_somebody_meets_it() -> None:
    """A lease or log that one process lacks is lacking; walls that all want are not added."""
    good = Figures(
        has_log=1, lease_seconds=1.5, walls_standing=3, walls_wanted=3, directive_sequence=7, sessions=2
    )
    bad = Figures(
        has_log=0, lease_seconds=0.0, walls_standing=0, walls_wanted=3, directive_sequence=6, sessions=1
    )
    both = together([good, bad])
    assert (both.has_log, both.lease_seconds, both.walls_standing, both.walls_wanted) == (0, 0.0, 0, 3)
    assert (both.directive_sequence, both.sessions) == (6, 3)


def test_without_a_process_nothing_is_ready() -> None:
    """No figures are those of somebody who can do nothing."""
    none = together([])
    assert (none.has_log, none.lease_seconds, none.walls_standing) == (0, 0.0, 0)


@given(figures(), figures())
def test_what_a_process_did_stays_counted_when_it_has_gone(a: Figures, b: Figures) -> None:
    """Counters of the whole never shrink; what it held is let go, and how the others stand does not change."""
    left, both = with_departed(b, a), together([b, a])
    for name in Figures.__struct_fields__:
        expected = getattr(both, name) if name in GROWING else getattr(b, name)
        assert getattr(left, name) == expected


@given(figures())
def test_figures_cross_a_pipe_unchanged(a: Figures) -> None:
    """They are data, for whichever process answers."""
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(a), type=Figures) == a


@given(st.lists(SECONDS))
def test_each_duration_is_in_one_bucket(durations: list[float]) -> None:
    """It is counted under the first bound that it does not pass."""
    spread = Spread(DECISION_BOUNDS)
    for seconds in durations:
        spread.note(seconds)
    for below, (bound, count) in enumerate(zip(spread.bounds, spread.counts, strict=False)):
        least = spread.bounds[below - 1] if below else -1.0
        assert count == sum(least < seconds <= bound for seconds in durations)
    assert sum(spread.counts) == len(durations)


def test_a_stopwatch_notes_each_start_once() -> None:
    """What comes after the first stop is not counted, nor is a start that nothing followed."""
    spread = Spread(DECISION_BOUNDS)
    watch = Stopwatch(spread)
    watch.stop()
    watch.start()
    watch.start()
    watch.stop()
    watch.stop()
    assert sum(spread.counts) == 1


def test_a_stream_is_one_access() -> None:
    """Its rows are counted as they are recorded, the access when it ends."""
    tally = Tally()
    for answered in (Answered("open"), Answered("open", rows=5), Answered("answered", rows=2)):
        tally.appended(answered)
    assert (tally.rows, dict(tally.accesses)) == (7, {"answered": 1})


def test_an_error_before_the_log_in_is_a_log_in_refused() -> None:
    """Afterwards it is an error like others."""
    tally = Tally()
    tally.told(("28P01",), is_admitted=False)
    tally.told(("42501", "42501"), is_admitted=True)
    assert (tally.logins_refused, dict(tally.errors)) == (1, {"28P01": 1, "42501": 2})
