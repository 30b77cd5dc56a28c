"""A session that stands for somebody else from now on, while what it was answered before has not left.

Real sockets and the real driver; the session is a fake that is answered, and then declares.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Generator
from types import SimpleNamespace
from typing import cast

import pytest
import uvloop

from directives.directive_world import ICE, START
from door.door_world import Told, snapshot
from door.test_registry import admission, chain
from door.test_sending import until
from ostiary.door import driver
from ostiary.door.gate import Gate, boot_clock
from ostiary.door.house import House
from ostiary.door.registry import Registry
from ostiary.door.tally import Tally
from ostiary.session.commands import Admit, AnyCommand, ClientGone, Read, Release
from ostiary.session.world import Connection

ROWS = b"r" * 200_000
"""More than small sockets hold, and less than a session may leave unsent."""

SMALL = 16_384


def answered_for_ice(_: Connection) -> Generator[AnyCommand, object, None]:
    """It stands for ICE, is answered, and stands for its own agency alone from its client's next word on."""
    for_ice = admission(1, "cpd", "ice-ero")
    yield for_ice
    yield Release(ROWS)
    yield Read()
    yield Admit(for_ice.enrolled, frozenset({"cpd"}))
    yield Read()


async def ended_by_cutting_ice_off(*, is_read: bool) -> int:
    """How many sessions a cut-off of ICE ends. ``is_read``: the client has read all before it declares."""
    gate, registry = Gate(snapshot(chain().register), boot_clock), Registry()
    gate.renew(boot_clock() + 60)
    house = SimpleNamespace(
        gate=gate,
        registry=registry,
        tally=Tally(),
        events=Told(),
        login_seconds=60,
        pool=None,
        certificates=None,
    )
    session = driver.SessionDriver(
        cast("House", house), lambda _: Connection("c", "local", "nonce", b"decoy", 1, b"1111")
    )
    server = await asyncio.get_running_loop().create_server(lambda: session, "127.0.0.1", 0)
    server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        client.connect(server.sockets[0].getsockname())
        await until(lambda: stands_for(session) == {"cpd", "ice-ero"})
        client.settimeout(0)
        left = len(ROWS) if is_read else 0
        while left:
            left -= len(await asyncio.get_running_loop().sock_recv(client, left))
        before = session.admitted
        client.send(b"SET")
        await until(lambda: session.admitted is not before)
        cut = snapshot(chain().order(ICE).confirm("D-1").register)
        ended = registry.end_unserved(cut, START)
        session.end(ClientGone("the test is over"))
    server.close()
    return ended


def stands_for(session: driver.SessionDriver) -> frozenset[str]:
    return session.admitted.principals if session.admitted is not None else frozenset()


def test_what_was_answered_for_a_cut_off_agency_does_not_outlive_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops to name an agency is ended with it, as long as something that it was told for it has not left."""
    monkeypatch.setattr(driver, "session", answered_for_ice)
    assert uvloop.run(ended_by_cutting_ice_off(is_read=False)) == 1


def test_whoever_has_read_all_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "session", answered_for_ice)
    assert uvloop.run(ended_by_cutting_ice_off(is_read=True)) == 0
