"""What a coverage-guided fuzzer drives: bytes of a stranger through everything that reads bytes before anything else does.

Run as ``python bytes_target.py [options of libFuzzer]``, with atheris installed. Its list of exceptions is the stated one:
whatever else comes out is a bug.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports():
    from ostiary.errors import BadSetting, ProtocolViolation
    from ostiary.pgwire.authentication import parse_authentication
    from ostiary.pgwire.backend import (
        parse_backend_key_data,
        parse_command_complete,
        parse_error_fields,
        parse_parameter_description,
        parse_parameter_status,
        parse_ready_for_query,
        parse_row_description,
    )
    from ostiary.pgwire.copying import CopyForm, CopyWriter
    from ostiary.pgwire.following import Follower
    from ostiary.pgwire.framing import MAX_CLIENT_FRAME, FrameBuffer, scan_rows
    from ostiary.pgwire.frontend import parse_frontend, parse_sasl_initial
    from ostiary.pgwire.rowgroups import HiddenColumn, cut_groups
    from ostiary.pgwire.rowkeys import cut_rows
    from ostiary.pgwire.startup import parse_first, parse_options
    from ostiary.pgwire.states import State, next_state


def client_stream(data: bytes) -> list[object]:
    """Frames, their places and their messages, as a session reads them."""
    return read_pieces([data])


def client_stream_in_bytes(data: bytes) -> list[object]:
    """The same, one byte at a time."""
    return read_pieces([bytes((byte,)) for byte in data])


def read_pieces(pieces: Sequence[bytes]) -> list[object]:
    """What a client has sent, as it arrived."""
    frames, state, read = FrameBuffer(MAX_CLIENT_FRAME), State.READY, list[object]()
    for piece in pieces:
        frames.feed(piece)
        while (frame := frames.next_frame()) is not None:
            state = next_state(state, frame.kind)
            read.append(parse_frontend(frame.kind, frame.body))
    return read


def rows(data: bytes) -> object:
    """Rows, cut and copied."""
    run = scan_rows(data, 0)
    cut_rows(data, run, 1)
    cut_groups(data, run, (HiddenColumn(is_list=True, minimum=2),))
    return CopyWriter(CopyForm("csv", delimiter=",", null=""), ["a", "b"]).rows(data[: run.stop])


TARGETS: Sequence[Callable[[bytes], object]] = (
    client_stream, rows, parse_first, parse_sasl_initial, parse_authentication, parse_backend_key_data, parse_command_complete,
    parse_error_fields, parse_parameter_description, parse_parameter_status, parse_ready_for_query, parse_row_description,
    lambda data: parse_options(data.decode(errors="replace")), lambda data: Follower().feed(data),
)  # fmt: skip


def outcome(read: Callable[[bytes], object], data: bytes) -> object:
    """What comes of reading: a value, or the words of one of the stated exceptions."""
    try:
        return read(data)
    except (ProtocolViolation, BadSetting) as error:
        return error.message


def one_input(data: bytes) -> None:
    """The first byte says which reader gets the rest."""
    read, rest = TARGETS[data[0] % len(TARGETS)] if data else client_stream, data[1:]
    found = outcome(read, rest)
    if read is client_stream and found != outcome(client_stream_in_bytes, rest):
        raise AssertionError("a client that sends byte by byte is read otherwise")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
