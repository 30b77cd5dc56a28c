from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from directives.directive_world import CERTIFICATE, ICE, START, Chain, enrolled, enrolment
from door.door_world import snapshot
from ostiary.door.registry import Registry, Room
from ostiary.errors import QuotaReached
from ostiary.model.agency import AgencyProof, Member
from ostiary.model.directive import Certification, Departure, Enrolment, Revocation
from ostiary.session.commands import Admit, CutOffNow, Draining, SessionEnded, StandingLost
from ostiary.session.world import Connection


@dataclass
class FakeSession:
    """A session that only remembers what was done to it."""

    connection: Connection
    admitted: Admit | None = None
    ended: list[SessionEnded] = field(default_factory=list)
    cancelled: int = 0
    is_idle: bool = True
    has_unsent: bool = False

    def end(self, why: SessionEnded) -> bool:
        self.ended.append(why)
        return len(self.ended) == 1

    def finish(self, why: SessionEnded) -> bool:
        return self.is_idle and self.end(why)

    def cancel(self) -> None:
        self.cancelled += 1

    def stop_sending(self) -> bool:
        return self.has_unsent


def session(pid: int, *agencies: str) -> FakeSession:
    """The session of the member ``p-<pid>``, or of nobody yet where no agency is named."""
    connection = Connection(f"c{pid}", "local", "nonce", b"decoy", pid, bytes([pid] * 4))
    return FakeSession(connection, admission(pid, *agencies) if agencies else None)


def admission(pid: int, *agencies: str) -> Admit:
    return Admit(enrolled(f"p-{pid}"), frozenset(agencies), cancel_secret=bytes([pid] * 4))


def chain() -> Chain:
    """The members ``p-1`` to ``p-3`` of the CPD are enrolled."""
    return Chain().order(enrolment("p-1", "p-2", "p-3")).confirm("E-1")


def test_a_cut_off_ends_whom_it_covers_and_nobody_else() -> None:
    """The agency, what stands under it, and whoever also stands for it; not its siblings, nor who has not logged in."""
    cut = snapshot(chain().order(ICE).confirm("D-1").register)
    ero, employed, sibling, stranger = (
        session(1, "ice-ero"),
        session(2, "fbi", "ice-hsi"),
        session(3, "fbi"),
        session(4),
    )
    registry = Registry()
    for each in (ero, employed, sibling, stranger):
        registry.add(each)
    assert registry.end_unserved(cut, START) == 2
    assert [len(each.ended) for each in (ero, employed, sibling, stranger)] == [1, 1, 0, 0]
    assert isinstance(ero.ended[0], CutOffNow)
    assert ero.ended[0].directive == "D-1"


def test_a_session_that_is_admitted_under_a_cut_off_is_refused() -> None:
    """Whoever declares a cut-off agency after the cut-off was carried out is not served either."""
    cut = snapshot(chain().order(ICE).confirm("D-1").register)
    with pytest.raises(CutOffNow, match="D-1"):
        Registry().verify_served(admission(1, "cpd", "ice-ero"), cut, START)
    Registry().verify_served(admission(1, "cpd", "fbi"), cut, START)


def test_whoever_departs_is_shown_out_at_once() -> None:
    """And nobody else; a log-in that was under way meets it at its end."""
    register = chain().order(Departure(("p-1",), "has left")).confirm("X-1").register
    gone, other, stranger = session(1, "cpd"), session(2, "cpd"), session(3)
    registry = Registry()
    for each in (gone, other, stranger):
        registry.add(each)
    assert registry.end_unserved(snapshot(register), START) == 1
    assert [type(why) for why in gone.ended] == [StandingLost]
    assert "has ended" in gone.ended[0].message
    assert (other.ended, stranger.ended) == ([], [])
    with pytest.raises(StandingLost):
        registry.verify_served(admission(1, "cpd"), snapshot(register), START)


def test_whoever_is_enrolled_anew_logs_in_anew() -> None:
    """What a session stands on is the enrolment of its log-in: another role or password is another one."""
    anew = Enrolment((replace(enrolled("p-1"), member=Member("p-1", "cpd", "chief")),))
    register = chain().order(anew).confirm("E-2").register
    registry, old = Registry(), session(1, "cpd")
    registry.add(old)
    assert registry.end_unserved(snapshot(register), START) == 1
    assert "anew" in old.ended[0].message


def test_a_session_ends_when_what_proved_its_agency_is_revoked() -> None:
    """Its own certificate or its agency's; and when the agency is given its first one, sessions without a proof end."""
    certified = chain().order(Certification("cpd", CERTIFICATE)).confirm("C-1")
    (anchor,) = certified.register.certified["cpd"]
    until = datetime(2030, 1, 1, tzinfo=UTC)
    proved = Admit(
        enrolled("p-1"), frozenset({"cpd"}), AgencyProof("a" * 64, anchor.fingerprint, "C-1", until)
    )
    registry = Registry()
    registry.verify_served(proved, snapshot(certified.register), START)
    with pytest.raises(StandingLost, match="proves it no more"):
        registry.verify_served(admission(1, "cpd"), snapshot(certified.register), START)
    for revoked in ("a" * 64, anchor.fingerprint):
        after = chain().order(Certification("cpd", CERTIFICATE)).confirm("C-1")
        after.order(Revocation("cpd", revoked, "lost")).confirm("V-1")
        with pytest.raises(StandingLost, match="proves it no more"):
            registry.verify_served(proved, snapshot(after.register), START)


def test_a_cancel_needs_number_and_secret_of_the_same_session() -> None:
    """A right secret with another's number cancels nothing, nor does any secret where none was given yet."""
    registry, first, second, stranger = Registry(), session(1, "cpd"), session(2, "cpd"), session(4)
    for each in (first, second, stranger):
        registry.add(each)
    assert not registry.cancel(4, bytes([4] * 4))
    assert not registry.cancel(1, bytes([2] * 4))
    for size in (0, 3, 5):
        assert not registry.cancel(1, bytes([1] * size))
    assert not registry.cancel(3, bytes([3] * 4))
    assert registry.cancel(2, bytes([2] * 4)) is second
    assert (first.cancelled, second.cancelled) == (0, 1)


def test_a_session_that_has_left_is_not_found() -> None:
    """Its number is free again, and leaving twice is leaving once."""
    registry, only = Registry(), session(1)
    registry.add(only)
    assert registry.is_used(1)
    registry.remove(only)
    registry.remove(only)
    assert not registry.is_used(1)
    assert len(registry) == 0
    assert not registry.cancel(1, bytes([1] * 4))


def test_all_sessions_end_also_when_ending_one_removes_it() -> None:
    """The registry may change while it is gone through."""

    class Leaving(FakeSession):
        def end(self, why: SessionEnded) -> bool:
            registry.remove(self)
            return super().end(why)

    registry = Registry()
    sessions = [Leaving(session(pid).connection) for pid in range(1, 5)]
    for each in sessions:
        registry.add(each)
    assert registry.end_all(Draining("the door is closing")) == 4
    assert [len(each.ended) for each in sessions] == [1] * 4
    assert len(registry) == 0


def test_those_that_wait_end_first_and_the_others_are_counted() -> None:
    """Who has ended already is not ended, or counted, again."""
    registry, idle, busy = Registry(), session(1), session(2)
    busy.is_idle = False
    registry.add(idle)
    registry.add(busy)
    why = Draining("the door is closing")
    assert registry.finish_all(why) == (1, 1)
    assert (idle.ended, busy.ended) == ([why], [])
    assert registry.end_all(why) == 1


def test_the_last_session_to_leave_is_told_of_once() -> None:
    """Whoever waits for the end of all is called back when the last is removed, or at once."""
    registry, first, second = Registry(), session(1), session(2)
    told: list[str] = []
    registry.add(first)
    registry.add(second)
    registry.when_empty(lambda: told.append("empty"))
    registry.remove(first)
    assert told == []
    registry.remove(second)
    registry.remove(second)
    assert told == ["empty"]
    registry.when_empty(lambda: told.append("still"))
    assert told == ["empty", "still"]


def agency_session(pid: int, agency: str) -> FakeSession:
    """The session of a member of that agency."""
    admit = Admit(
        replace(enrolled(f"p-{pid}"), member=Member(f"p-{pid}", agency, "officer")), frozenset({agency})
    )
    return FakeSession(session(pid).connection, admit)


def test_one_agency_cannot_take_the_room_of_all() -> None:
    """A new session of an agency with as many as it may is refused; its siblings, its own old ones and strangers are not."""
    registry = Registry(Room(connections=10, agency=2))
    first = agency_session(1, "fbi")
    for each in (first, agency_session(2, "fbi"), agency_session(3, "atf"), session(4), session(5)):
        registry.add(each)
    newcomer = session(4)
    with pytest.raises(QuotaReached, match="`fbi` has 2 sessions here"):
        registry.verify_room(newcomer, "fbi")
    registry.verify_room(newcomer, "atf")
    # It changes what it has declared.
    registry.verify_room(first, "fbi")
    registry.remove(first)
    registry.verify_room(newcomer, "fbi")


def test_a_full_door_is_full_until_somebody_leaves() -> None:
    """Strangers count as well: they cost as much until they have logged in."""
    registry = Registry(Room(connections=2, agency=2))
    first, was_full = session(1), []
    registry.add(first)
    was_full.append(registry.is_full)
    registry.add(session(2))
    was_full.append(registry.is_full)
    registry.remove(first)
    was_full.append(registry.is_full)
    assert was_full == [False, True, False]


def test_a_full_door_lets_some_more_in_to_tell_them_so() -> None:
    """And to take cancels; beyond these it is overrun."""
    registry = Registry(Room(connections=1, agency=1, surplus=1))
    seen = [registry.is_overrun]
    for number in (1, 2):
        registry.add(session(number))
        seen.append(registry.is_overrun)
    assert seen == [False, False, True]


def test_without_a_limit_there_is_room() -> None:
    """As in tools and tests that have none to set."""
    registry = Registry()
    for number in range(1, 50):
        registry.add(agency_session(number, "fbi"))
    registry.verify_room(session(60), "fbi")
    assert not registry.is_full
    assert not registry.is_overrun
