"""Clients that say no more and do not take what was released to them."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from ostiary.demo.people import AUDITOR
from server.gateway_world import World, wait_until
from server.worker_world import ENDLESS, RawClient, is_let_go

pytestmark = pytest.mark.xdist_group("server_half_closed")


def test_what_a_client_that_says_no_more_does_not_take_never_comes(world: World) -> None:
    """Its end of the line is closed, its buffers are full: the rest is thrown away, and cannot outlive a cut-off."""
    with closing(RawClient(world.connect(AUDITOR))) as client:
        client.ask_and_not_read(ENDLESS)
        client.socket.shutdown(socket.SHUT_WR)
        wait_until(lambda: is_let_go(client.socket), "the gateway holds nothing more for it")
        assert client.rest(client.mark()) == b""
    assert world.gateway.events("bug") == []
