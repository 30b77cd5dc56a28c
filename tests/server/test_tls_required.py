"""A door that takes log-ins over TLS only."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pytest

from ostiary.pgwire.startup import cancel_request
from server.gateway_world import World, dial, until_closed

pytestmark = pytest.mark.xdist_group("server_tls_required")

TLS = ("required",)


@pytest.mark.parametrize("mode", ["disable", "allow"])
def test_a_log_in_in_the_clear_is_refused_with_the_way_out(world: World, mode: str) -> None:
    """Before anything is asked about a password; a client that may go on with TLS does, by itself."""
    conninfo = f"{world.conninfo()} sslmode={mode} channel_binding=prefer"
    if mode == "allow":
        with psycopg.connect(conninfo) as connection:
            assert connection.pgconn.ssl_in_use
        return
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect(conninfo)
    assert "FATAL:  this door takes log-ins over TLS only" in str(caught.value)
    assert "sslmode=verify-full" in str(caught.value)


def test_a_cancel_in_the_clear_is_taken_as_postgresql_does(world: World) -> None:
    """It says nothing, whether or not there is such a session."""
    with closing(dial(world)) as client:
        client.sendall(cancel_request(1, b"1234"))
        assert until_closed(client) == b""


def test_everybody_else_is_served(world: World) -> None:
    """Over TLS nothing is different."""
    world.assert_serves()
    assert world.gateway.events("bug") == []
