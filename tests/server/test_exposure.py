from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ostiary.server.witnesses.exposure import MAX_KEPT, PUBLISH_SECONDS, At, Exposure


def test_the_window_runs_from_release_to_cosignature() -> None:
    """From the publication before, or a second before its own, whichever is later."""
    exposure = Exposure()
    exposure.look(At(10, 100.0), At(10, 100.0))
    assert (exposure.seconds(200.0), exposure.last) == (0.0, 0.0)
    exposure.look(At(20, 160.0), At(10, 100.0))
    assert exposure.seconds(162.0) == 2.0 + PUBLISH_SECONDS
    exposure.look(At(30, 160.5), At(10, 100.0))
    exposure.look(At(30, 160.5), At(20, 163.0))
    assert (exposure.last, exposure.worst) == (4.0, 4.0)
    # The entries after the publication of 160.0 were released no earlier than it.
    assert exposure.seconds(164.0) == 4.0
    exposure.look(At(30, 160.5), At(30, 162.0))
    assert (exposure.seconds(170.0), exposure.last, exposure.worst) == (0.0, 2.0, 4.0)


def test_without_a_cosignature_it_grows() -> None:
    """What was there before the first look counts from its publication."""
    exposure = Exposure()
    exposure.look(At(10, 100.0), None)
    assert (exposure.seconds(400.0), exposure.worst) == (300.0, 0.0)


@given(st.integers(1, 3 * MAX_KEPT))
def test_days_without_witnesses_take_little_memory_and_shorten_nothing(publications: int) -> None:
    """The oldest entry is never forgotten, however much is taken together."""
    exposure = Exposure()
    exposure.look(At(0, 0.0), At(0, 0.0))
    for number in range(1, publications + 1):
        exposure.look(At(number, float(number)), At(0, 0.0))
    assert exposure.seconds(publications + 1.0) == publications + 1.0
    assert len(exposure._waiting) <= MAX_KEPT
    exposure.look(At(publications, float(publications)), At(publications, publications + 9.0))
    assert (exposure.seconds(1e9), exposure.worst) == (0.0, publications + 9.0)
