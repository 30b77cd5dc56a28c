from __future__ import annotations

from typing import Any

from ostiary.watch.detecting import bulk, case_number
from ostiary.watch.detecting.limits import limits_of, raised
from watch.events_world import DAY, ms
from watch.judged import engine, tables

START = ms("2025-06-02")
DAILY, STRETCHED = bulk.DETECTORS[1], case_number.DETECTORS[4]


def _fitted(expression: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = engine().to_pyarrow(expression).to_pylist()
    return found


def _days(accounts: int, busy: int, count: int, start: int = START) -> list[dict[str, Any]]:
    """Accounts with one access each on one day, of which some have more."""
    return [
        {"user": f"u{i}", "at": start + j, "case_no": f"25-1{i:05}"}
        for i in range(accounts)
        for j in range(count if i < busy else 1)
    ]


def test_the_percentile_is_that_of_the_first_ninety_days() -> None:
    """Ten of a thousand days have twelve and are the hundredth; what came after ninety days counts for nothing."""
    rows = [*_days(1000, 10, 12), *_days(1000, 1000, 3, START + 90 * DAY)]
    found = tables(rows)
    assert _fitted(DAILY.fits["usual"](found)) == [{"value": 12.0, "groups": 1000}]
    assert _fitted(STRETCHED.fits["subjects"](found)) == [{"value": 12.0, "groups": 1000}]
    assert _fitted(DAILY.fits["usual"](tables(_days(1000, 9, 12)))) == [{"value": 1.0, "groups": 1000}]


def test_of_too_little_no_percentile_is_taken() -> None:
    """Below a thousand groups the shipped limit holds."""
    assert _fitted(DAILY.fits["usual"](tables(_days(999, 10, 12)))) == []


def test_a_fitted_limit_only_raises_and_the_site_decides() -> None:
    """A quiet site gains no leads by its percentile; what a person wrote goes before what was counted."""
    assert raised(DAILY, {"usual": 3.0}) == {}
    fitted = {DAILY.code: raised(DAILY, {"usual": 12.0})}
    assert limits_of(DAILY, fitted)["usual"] == 12
    assert limits_of(DAILY, fitted, {"bulk": {"usual": 9}})["usual"] == 9
