"""A provider that says nothing holds up nobody but one of those who came for it."""

from __future__ import annotations

import socket
import threading

import pytest

from ostiary.web.frame.provider import Client, Provider
from ostiary.web.frame.refusals import Refused


def test_a_silent_provider_holds_one_thread_alone() -> None:
    """Any stranger may begin to sign in there; the threads that are left draw pages for those who are in."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        provider = Provider(Client(f"http://127.0.0.1:{listening.getsockname()[1]}", "console", "secret"))
        first = list[Refused]()

        def come() -> None:
            with pytest.raises(Refused) as refused:
                provider.address(state="x")
            first.append(refused.value)

        waiting = threading.Thread(target=come)
        waiting.start()
        asked, _ = listening.accept()
        with asked:
            listening.settimeout(0)
            with pytest.raises(Refused, match="does not answer"):
                provider.address(state="y")
            with pytest.raises(BlockingIOError):
                listening.accept()
        waiting.join()
    assert [one.refusal.status for one in first] == [503]
