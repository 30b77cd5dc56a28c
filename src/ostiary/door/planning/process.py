"""The parser's process: it understands statements, and may die of one.

Knows: standard input and output, a stack that is large enough.
Must not know: who asks, the database, the network.

Run as ``python -m ostiary.door.planning.process``. The C parser recurses with the statement; it runs in a thread with a
stack of 64 MiB, where no statement of 64 kB overflowed it (measured). One that does ends this process, not the door.
"""

from __future__ import annotations

import resource
import signal
import sys
import threading
from collections.abc import Mapping
from typing import BinaryIO

from ostiary.door.planning.wire import (
    LENGTH,
    READY,
    Hello,
    Question,
    decode_asked,
    decode_hello,
    encode_plan,
)
from ostiary.sql.plan import Plan, Unsupported
from ostiary.sql.statement import Ground, plan_statement

STACK_BYTES = 64 * 2**20

MAX_ADDRESS_SPACE = 2 * 2**30
"""Parsing 64 kB takes some tens of MB; a statement that makes it 2 GiB is an attack and ends this process."""


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Say that all is ready, then answer questions until the input ends."""
    hello = decode_hello(_read(requests))
    known = {hello.policy: hello}
    replies.write(READY)
    replies.flush()
    while asked := _read(requests):
        match decode_asked(asked):
            case Hello(policy=policy) as further:
                known[policy] = further
                for version in further.forgotten:
                    known.pop(version, None)
            case Question() as question:
                replies.write(encode_plan(_planned(question, known), question.number))
                replies.flush()


def _planned(question: Question, known: Mapping[str, Hello]) -> Plan:
    try:
        hello = known[question.policy]
        return plan_statement(question.text, Ground(hello.catalogue, question.profile, hello.major))
    except Exception:  # noqa: BLE001 - whatever goes wrong in here, the statement was not understood
        return Unsupported("the statement could not be understood")


def _read(stream: BinaryIO) -> bytes:
    """The next frame; empty at the end of the input."""
    header = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(header)[0]) if len(header) == LENGTH.size else b""


def main() -> None:
    """Serve on standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, MAX_ADDRESS_SPACE))
    threading.stack_size(STACK_BYTES)
    worker = threading.Thread(target=serve, args=(sys.stdin.buffer, sys.stdout.buffer))
    worker.start()
    worker.join()


if __name__ == "__main__":
    main()
