from __future__ import annotations

from door.door_world import Told
from ostiary.door.encryption.handshake_failures import MAX_TOLD, MINUTE, HandshakeFailures
from ostiary.door.events import Event


def test_failures_are_told_within_measure_and_none_is_forgotten() -> None:
    """A flood tells a hundred a minute; the first of the next minute says how many were left out."""
    told, now = Told(), [1000.0]
    failures = HandshakeFailures(told, lambda: now[0])
    for _ in range(MAX_TOLD + 7):
        failures.tell("192.0.2.1:5", "http request")
    assert len(told.events) == MAX_TOLD
    now[0] += MINUTE - 0.001
    failures.tell("192.0.2.1:5", "http request")
    assert len(told.events) == MAX_TOLD
    now[0] += 0.001
    failures.tell("192.0.2.2:6", "unsupported protocol")
    assert told.events[0] == (
        Event.TLS_FAILED, {"client": "192.0.2.1:5", "why": "http request", "untold": 0},
    )  # fmt: skip
    assert told.events[-1] == (
        Event.TLS_FAILED, {"client": "192.0.2.2:6", "why": "unsupported protocol", "untold": 8},
    )  # fmt: skip
    failures.tell("192.0.2.2:6", "unsupported protocol")
    assert told.events[-1][1]["untold"] == 0
