from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from directives.directive_world import enrolled
from door.door_world import Told
from door.test_registry import FakeSession
from ostiary.door.cancels import MAX_NUMBER, MAX_WORKERS, Cancels, cancel_pid, worker_of
from ostiary.door.events import Event
from ostiary.door.registry import Registry
from ostiary.door.tally import Tally
from ostiary.session.commands import Admit
from ostiary.session.world import Connection

SECRET = b"\x01\x02\x03\x04"


@dataclass
class Worker:
    """A worker with one session, and what it handed to others."""

    number: int
    handed_on: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.told, self.tally, registry = Told(), Tally(), Registry()
        pid = cancel_pid(self.number, 5)
        connection = Connection(f"{self.number}-5", "local", "nonce", b"decoy", pid, bytes(32))
        self.session = FakeSession(
            connection, Admit(enrolled("p-1"), frozenset({"cpd"}), cancel_secret=SECRET)
        )
        registry.add(self.session)
        self.cancels = Cancels(self.number, registry, self._hand_on, self.told, self.tally)

    def _hand_on(self, pid: int, secret: bytes) -> None:
        self.handed_on.append((pid, secret))


def test_a_key_of_ours_is_carried_out_here() -> None:
    """Nobody else hears of it; the event names the session that was cancelled, and it is counted once."""
    worker = Worker(2)
    worker.cancels.ask(cancel_pid(2, 5), SECRET)
    assert (worker.session.cancelled, worker.handed_on, worker.tally.cancels) == (1, [], 1)
    assert worker.told.events == [(Event.CANCELLED, {"session": "2-5"})]


def test_another_workers_key_is_handed_on_unjudged() -> None:
    """This worker has not got the secret to compare with; the other one has."""
    here, there = Worker(1), Worker(2)
    here.cancels.ask(cancel_pid(2, 5), SECRET)
    assert (here.session.cancelled, here.handed_on) == (0, [(cancel_pid(2, 5), SECRET)])
    there.cancels.carry_out(*here.handed_on[0])
    assert there.session.cancelled == 1


def test_a_key_that_was_handed_on_is_not_handed_on_again() -> None:
    """A message between workers cannot go round in circles, whatever number it has."""
    worker = Worker(1)
    worker.cancels.carry_out(cancel_pid(2, 5), SECRET)
    assert (worker.session.cancelled, worker.handed_on) == (0, [])


def test_a_wrong_secret_does_and_tells_nothing() -> None:
    """Whoever guesses does not learn whether there is such a session."""
    worker = Worker(1)
    worker.cancels.ask(cancel_pid(1, 5), b"\0\0\0\0")
    worker.cancels.ask(cancel_pid(1, 6), SECRET)
    assert (worker.session.cancelled, worker.handed_on, worker.told.events) == (0, [], [])


@given(st.integers(1, MAX_WORKERS), st.integers(1, MAX_NUMBER))
def test_the_worker_is_read_back_from_a_key(worker: int, number: int) -> None:
    """Keys are above zero and fit the protocol's signed field; keys of two workers never meet."""
    pid = cancel_pid(worker, number)
    assert worker_of(pid) == worker
    assert 0 < pid < 2**31


@given(st.integers(-(2**31), 2**31 - 1))
def test_any_number_from_a_client_is_somebodys_or_nobodys(pid: int) -> None:
    """A client may send any 32 bits: none of them raises."""
    worker = Worker(1)
    worker.cancels.ask(pid, SECRET)
    assert worker.session.cancelled == (pid == cancel_pid(1, 5))
