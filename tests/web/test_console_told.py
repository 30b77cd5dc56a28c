"""What a page says of the end of an access is what the log can tell, and no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from directives.directive_world import Chain, enrolment
from ostiary.model.directive import Departure
from ostiary.office.eye import Holding
from ostiary.store.bundle_files import read_bundle
from ostiary.store.endings import Ending
from ostiary.web.console.access_row import AccessRow
from ostiary.web.console.recent import Seen
from ostiary.web.console.told import GatewayEnded, Told, endings_of, told_of

BUNDLE = read_bundle(Path(__file__).resolve().parents[2] / "policies" / "chicago-2019")
LATER = datetime(2019, 7, 11, tzinfo=UTC)


def told(chain: Chain, *rows: AccessRow, trouble: str = "", is_whole: bool = True) -> Told:
    seen = Seen(rows, len(rows), is_whole, LATER, trouble)
    found = told_of(chain.register.directives["X-1"], seen, Holding(chain.register, BUNDLE), LATER)
    assert found is not None
    return found


def row(outcome: str = "answered", rows: int = 1) -> AccessRow:
    at = LATER - timedelta(hours=1)
    return AccessRow(1, "a", at, "m-7", "cpd", "", "", "", "s", "", outcome, rows, (), "")


def departed() -> Chain:
    chain = Chain().order(enrolment("m-7")).confirm("E-1")
    return chain.order(Departure(("m-7",), "left")).confirm("X-1")


def test_what_is_not_known_is_not_said() -> None:
    """Not when accesses were let go from memory, and not while the log cannot be read."""
    assert told(departed()).is_watched
    assert not told(departed(), trouble="its folder cannot be read").is_watched
    assert not told(departed(), row(), is_whole=False).is_watched


def test_whatever_was_let_in_is_found() -> None:
    """A stream that goes on, and one that was broken off behind its first rows, too."""
    assert told(departed(), row("refused", 0)).answered_after == 0
    for one in (row("open", 0), row("cancelled", 3), row("answered", 0)):
        assert told(departed(), one).answered_after == 1


def test_who_is_enrolled_anew_raises_no_alarm() -> None:
    """They ask as they may again."""
    chain = departed().order(enrolment("m-7")).confirm("E-2")
    found = told(chain, row())
    assert (found.is_watched, found.answered_after) == (False, 0)


def test_the_workers_of_a_gateway_are_one_gateway() -> None:
    early, late = LATER - timedelta(seconds=1), LATER
    told = (
        Ending("b", ("D-1",), 2, early),
        Ending("a", ("D-1",), 0, early),
        Ending("b", ("D-1", "D-2"), 12, late),
    )
    assert endings_of(told) == (GatewayEnded("a", 0, early), GatewayEnded("b", 14, late))
    assert endings_of(()) == ()
    assert endings_of(None) is None
