"""A peer in another network namespace: the line is cut, and its other end forgets the connection."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder
from server.test_witness_network import Line
from server.test_witness_network import line as _line
from store.log_world import make_log, writer
from store.test_strict_writer import Asking, until_size
from witness.peer_world import PeerProcess, make_peer, name_peers

line = _line
FAR = "10.77.0.2"


@contextlib.contextmanager
def far_peer(log: LogFolder, line: Line) -> Iterator[tuple[PeerProcess, list[str]]]:
    """A log's peer at the far end, and the words that put its writer at the near one."""
    peer = make_peer(log.root.parent, log, 1, FAR, "ip", "netns", "exec", line.far)
    try:
        peer.start()
        name_peers(log, [peer])
        yield peer, ["ip", "netns", "exec", line.near]
    finally:
        peer.kill()


def test_a_cut_line_holds_answers_back_and_loses_none(tmp_path: Path, line: Line) -> None:
    """The entry is durable and waits; when the line is back it is answered, also by a peer that has started anew meanwhile."""
    log = make_log(tmp_path / "log")
    with (
        far_peer(log, line) as (peer, near),
        writer(log, before=near, after=["--peer-seconds", "100"]) as running,
    ):
        assert append_once(running.socket, ACCESS, b"before") == 0
        assert line.set("down")
        cut = Asking(running.socket)
        until_size(log, 2)
        assert not cut.answers
        assert line.set("up")
        cut.join(60)
        assert cut.answers == [1]
        # Half open: this end believes in a connection of which the other one knows nothing any more.
        assert line.set("down")
        peer.kill()
        peer.start()
        forgotten = Asking(running.socket)
        until_size(log, 3)
        assert not forgotten.answers
        assert line.set("up")
        forgotten.join(60)
        assert forgotten.answers == [2]
        assert running.stop() == 0
