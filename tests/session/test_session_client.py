"""The client's side of a session: the outbox, and the present."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ostiary.pgwire.backend import ready_for_query
from ostiary.session.client import MAX_OUTBOX, Client
from ostiary.session.commands import ClientGone, Read, Release
from ostiary.session.world import Received
from ostiary.testing.example import NOON, example_snapshot
from ostiary.testing.playbook import END, Playbook
from ostiary.testing.world import World


def test_answers_wait_until_there_is_nothing_more_to_read() -> None:
    """One Release for many messages, before the session waits for its client."""
    client, world = Client(), World()
    (Playbook() >> END).play(client.send(b"one"))
    (Playbook() >> END).play(client.send_ready())
    (
        Playbook()
        >> Release(b"one" + ready_for_query("I"))
        >> Read() << world.received((8).to_bytes(4) + b"1234")
        >> END
    ).play(client.first_packet())  # fmt: skip


def test_a_full_outbox_is_sent_at_once() -> None:
    """64 kB are not held back."""
    client = Client()
    (Playbook() >> END).play(client.send(bytes(MAX_OUTBOX - 1)))
    (Playbook() >> Release(bytes(MAX_OUTBOX)) >> END).play(client.send(b"\0"))
    (Playbook() >> END).play(client.flush())


def test_a_closed_connection_is_noticed() -> None:
    """No bytes mean that the client is gone; the instant is noted all the same."""
    client, flow = Client(), None
    flow = client.first_packet()
    next(flow)
    with pytest.raises(ClientGone):
        flow.send(World().received(b""))
    assert client.at == NOON


def test_the_present_is_that_of_the_last_bytes_from_anywhere() -> None:
    """Whoever passes bytes on notes when they came, and under which rules."""
    client = Client()
    later = NOON + timedelta(seconds=5)
    client.note(Received(b"x", later, example_snapshot()))
    assert (client.at, client.snapshot) == (later, example_snapshot())
