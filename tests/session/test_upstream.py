"""The database's side: what may come, and what is not passed on."""

from __future__ import annotations

import pytest

from ostiary.errors import UpstreamDown
from ostiary.pgwire.backend import (
    ErrorFields,
    data_row,
    error_response,
    notice_response,
    parameter_status,
    parse_complete,
    ready_for_query,
)
from ostiary.pgwire.rowgroups import HiddenColumn
from ostiary.session.commands import Forward, ReadUpstream
from ostiary.session.flights import command, run
from ostiary.session.jobs import Job
from ostiary.session.upstream import Shape, Upstream
from ostiary.session.world import Received
from ostiary.testing.playbook import END, Like, Playbook
from ostiary.testing.world import World

ROW = data_row([b"a", (7).to_bytes(8)])
JOB = Job("p", "SELECT 1", (HiddenColumn(),))


def test_a_flight_is_read_to_its_end() -> None:
    """BEGIN and the like are forwarded and read up to ReadyForQuery; what came is noted for its instant."""
    world = World()
    noted: list[Received] = []
    received = world.received(parse_complete() + ready_for_query("T"))
    playbook = Playbook() >> Like(Forward) >> ReadUpstream() << received >> END
    playbook.play(command("p", "BEGIN", noted.append))
    assert noted == [received]


def test_notices_and_settings_are_not_passed_on() -> None:
    """A notice may quote data; neither has a place in the answer."""
    world, upstream = World(), Upstream(JOB, lambda _: None)
    noise = notice_response(ErrorFields("NOTICE", "00000", "secret")) + parameter_status("a", "b")
    playbook = Playbook() >> ReadUpstream() << world.received(noise + ready_for_query("I")) >> END
    playbook.play(upstream.finish())
    assert (upstream.status, upstream.sqlstate, upstream.shape) == ("I", "", Shape())


def test_rows_are_cut_and_counted() -> None:
    """A run of rows comes without its keys."""
    world, upstream = World(), Upstream(JOB, lambda _: None)
    flow = upstream.step()
    assert next(flow) == ReadUpstream()
    with pytest.raises(StopIteration) as stopped:
        flow.send(world.received(ROW + ROW))
    rows = stopped.value.value
    assert (rows.count, rows.cut.keys, rows.cut.rows) == (2, [7, 7], data_row([b"a"]) * 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"G" + (4).to_bytes(4),
        b"A" + (4).to_bytes(4),
        b"Z" + (5).to_bytes(4) + b"X",
        b"D" + (5).to_bytes(4) + b"\0",
        data_row([b"a"]),
        data_row([b"a", b"short"]),
        b"E" + (3).to_bytes(4),
        error_response(ErrorFields("ERROR", "22000", "x"))[:-1] + b"C",
    ],
    ids=["closed", "copy", "notification", "no status", "no columns", "no key", "a short key", "a length that lies",
         "an error without an end"],
)  # fmt: skip
def test_what_makes_no_sense_means_that_the_database_is_down(data: bytes) -> None:
    """Nothing is guessed: a message that is not expected, or is not what it says, ends the session."""
    flow = Upstream(JOB, lambda _: None).finish()
    next(flow)
    with pytest.raises(UpstreamDown):
        flow.send(World().received(data))


def test_an_error_without_a_code_is_one_all_the_same() -> None:
    """XX000 stands for a missing code."""
    upstream = Upstream(Job("p", "SELECT 1"), lambda _: None)
    data = b"E" + (5).to_bytes(4) + b"\0" + ready_for_query("I")
    (Playbook() >> ReadUpstream() << World().received(data) >> END).play(upstream.finish())
    assert upstream.sqlstate == "XX000"


def test_a_statement_is_always_run_through_the_extended_protocol() -> None:
    """Parse, Bind, Describe, Execute, Sync in one flight, keys in binary."""
    job = Job("p", "SELECT 1", (HiddenColumn(),), result_formats=(0,))
    flight = next(run(job, 5, lambda _: None))
    assert isinstance(flight, Forward)
    assert [flight.data[:1], flight.data[-5:]] == [b"P", b"S" + (4).to_bytes(4)]
