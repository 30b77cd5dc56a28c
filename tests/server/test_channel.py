from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.door.tally import Tally
from ostiary.errors import ProtocolViolation
from ostiary.server.monitoring.figures import Figures, Histogram
from ostiary.server.setting_sections import Database
from ostiary.server.settings import Settings
from ostiary.server.workers.channel import MAX_UNSENT, Channel
from ostiary.server.workers.wire import (
    FROM_WORKER,
    LENGTH,
    MAX_FRAME,
    TO_WORKER,
    Cancel,
    Failed,
    FromWorker,
    Report,
    Serving,
    Start,
    ToWorker,
    encode,
    split_frames,
)

SETTINGS = Settings(gateway="g", database=Database(host="/run", name="city", keeper_dsn_file="k"), workers=3)
START = Start(2, "/home", SETTINGS, {"a.toml": "x = 1"}, b"s" * 32, (("127.0.0.1", 5), ("::1", 5)))
FIGURES = Figures(sessions=3, accesses={"answered": 2}, decisions=Histogram.of(Tally().decisions))
FROM: list[FromWorker] = [Serving(), Failed("O01", "no", "try"), Report(FIGURES), Cancel(7, b"1234")]
TO: list[ToWorker] = [START, Cancel(7, b"1234")]


@given(st.data())
def test_messages_come_whole_however_they_are_cut(data: st.DataObject) -> None:
    """Bytes may come in any pieces; the messages are those that were sent, in their order."""
    sent = data.draw(st.lists(st.sampled_from(FROM), max_size=8))
    stream = b"".join(map(encode, sent))
    inbox, received = bytearray(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        inbox += stream[:size]
        stream = stream[size:]
        received += [FROM_WORKER.decode(frame) for frame in split_frames(inbox)]
    assert received == sent
    assert not inbox


def test_each_direction_takes_its_own_messages_only() -> None:
    """A worker cannot start another, nor the supervisor report; nothing else can be said at all."""
    for message in FROM[:3]:
        with pytest.raises(msgspec.MsgspecError):
            TO_WORKER.decode(encode(message)[LENGTH.size :])
    with pytest.raises(msgspec.MsgspecError):
        FROM_WORKER.decode(encode(START)[LENGTH.size :])
    assert [TO_WORKER.decode(encode(each)[LENGTH.size :]) for each in TO] == TO
    for odd in ({"type": "Run", "program": "sh"}, {"type": "Cancel", "pid": 1, "secret": b"x", "more": 1}):
        with pytest.raises(msgspec.MsgspecError):
            FROM_WORKER.decode(msgspec.msgpack.encode(odd))


def test_a_frame_that_is_too_long_is_refused() -> None:
    """Before its bytes are waited for."""
    with pytest.raises(ProtocolViolation):
        list(split_frames(bytearray(LENGTH.pack(MAX_FRAME + 1))))


@dataclass
class End:
    """What one end of a channel heard."""

    messages: list[object] = field(default_factory=list)
    lost: int = 0

    def on_lost(self) -> None:
        self.lost += 1


def opened(story: Callable[[Channel[FromWorker], End, socket.socket], Awaitable[None]]) -> None:
    """Play a story with the supervisor's end of a channel and the bare socket of the other end."""

    async def main() -> None:
        ours, theirs = socket.socketpair()
        end = End()
        channel = Channel(FROM_WORKER, end.messages.append, end.on_lost)
        with theirs:
            await channel.open(ours)
            await story(channel, end, theirs)
            await channel.close()
            await asyncio.sleep(0.01)

    asyncio.run(main())


async def until(what: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not what():  # noqa: ASYNC110 - what the loop does by itself sets no event
            await asyncio.sleep(0.005)


def test_the_end_of_the_other_process_is_heard() -> None:
    """What it said before comes first."""

    async def story(channel: Channel[FromWorker], end: End, theirs: socket.socket) -> None:
        theirs.sendall(encode(Serving()))
        theirs.shutdown(socket.SHUT_RDWR)
        await until(lambda: end.lost)
        assert (end.messages, end.lost) == ([Serving()], 1)
        channel.send(Cancel(1, b"1234"))

    opened(story)


@pytest.mark.parametrize(
    "nonsense", [LENGTH.pack(3) + b"abc", LENGTH.pack(MAX_FRAME + 1), encode(START), b"\0\0\0\0"]
)
def test_nonsense_ends_the_channel(nonsense: bytes) -> None:
    """After what is no message nothing more is believed, however well it reads."""

    async def story(channel: Channel[FromWorker], end: End, theirs: socket.socket) -> None:
        theirs.sendall(encode(Serving()) + nonsense + encode(Serving()))
        await until(lambda: end.lost)
        assert end.messages == [Serving()]

    opened(story)


def test_a_process_that_does_not_read_costs_a_fixed_amount() -> None:
    """Beyond it messages are dropped; those that were taken come whole."""

    async def story(channel: Channel[FromWorker], end: End, theirs: socket.socket) -> None:
        one = len(encode(Cancel(1, b"1234")))
        for _ in range(4 * MAX_UNSENT // one):
            channel.send(Cancel(1, b"1234"))
        theirs.settimeout(1)
        received = await asyncio.to_thread(_read, theirs)
        assert MAX_UNSENT <= received < 3 * MAX_UNSENT
        assert received % one == 0

    opened(story)


def _read(connection: socket.socket) -> int:
    count = 0
    try:
        while data := connection.recv(65_536):
            count += len(data)
    except TimeoutError:
        pass
    return count
