"""What one backend has prepared by name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ostiary.door.kept import MAX_DOUBTED, MAX_KEPT, KeptStatements
from ostiary.pgwire import kinds
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, FrameBuffer
from ostiary.pgwire.frontend import Close, Parse, build_parse, parse_frontend
from ostiary.session.commands import Kept


def kept(number: int) -> Kept:
    return Kept(f"kept-{number}", build_parse(f"kept-{number}", f"SELECT {number}"))


class Server:
    """What a server would have prepared after these messages; preparing a name twice is its error."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def take(self, data: bytes) -> None:
        frames = FrameBuffer(MAX_BACKEND_FRAME)
        frames.feed(data)
        while (frame := frames.next_frame()) is not None:
            match parse_frontend(frame.kind, frame.body):
                case Close(kind="S", name=name):
                    self.names.discard(name)
                case Parse(name=name):
                    assert name not in self.names
                    self.names.add(name)
                case other:
                    raise AssertionError(other)


def test_a_statement_is_prepared_once() -> None:
    """The first flight prepares it, the next ones say nothing of it."""
    held, server = KeptStatements(), Server()
    server.take(held.before(kept(1)))
    assert server.names == {"kept-1"}
    assert held.before(kept(1)) == b""


def test_what_is_not_kept_prepares_nothing() -> None:
    """A flight of its own Parse and Bind goes as it is."""
    held = KeptStatements()
    assert held.before(None) == b""
    assert len(held) == 0


def test_after_an_error_a_statement_is_prepared_again() -> None:
    """Whether the error came before the statement was prepared or after it, preparing it again is no error."""
    for was_prepared in (False, True):
        held, server = KeptStatements(), Server()
        messages = held.before(kept(1))
        if was_prepared:
            server.take(messages)
        held.doubt()
        server.take(held.before(kept(1)))
        assert server.names == {"kept-1"}


def test_what_failed_is_closed_before_another_is_prepared() -> None:
    """Statements that are prepared and then cancelled, all of them other ones, do not gather on the server."""
    held, server = KeptStatements(), Server()
    for number in range(3 * MAX_KEPT):
        messages = held.before(kept(number))
        if number % 3:
            server.take(messages)
        held.doubt()
    assert len(server.names) == 1


def test_what_is_closed_again_is_bounded() -> None:
    """However many flights fail in a row, the next one closes few."""
    held = KeptStatements()
    for number in range(3 * MAX_KEPT):
        held.before(kept(number))
        held.doubt()
    assert held.before(kept(-1)).count(b"kept-") <= MAX_DOUBTED + 2


def test_an_error_of_another_flight_leaves_a_statement_alone() -> None:
    """Only the statement of the flight that failed is in doubt."""
    held = KeptStatements()
    held.before(kept(1))
    held.before(None)
    held.doubt()
    assert "kept-1" in held


def test_a_scrubbed_backend_has_none() -> None:
    """DISCARD ALL takes them all, so all are prepared again."""
    held = KeptStatements()
    held.before(kept(1))
    held.forget()
    assert held.before(kept(1)).startswith(bytes((kinds.CLOSE,)))


def test_the_least_recently_used_goes_first() -> None:
    """One more than there may be closes the one that was used longest ago, on the server as well."""
    held, server = KeptStatements(), Server()
    for number in range(MAX_KEPT):
        server.take(held.before(kept(number)))
    server.take(held.before(kept(0)))
    server.take(held.before(kept(MAX_KEPT)))
    assert "kept-1" not in server.names
    assert {"kept-0", f"kept-{MAX_KEPT}"} <= server.names


@given(
    st.lists(
        st.tuples(st.integers(0, 2 * MAX_KEPT), st.sampled_from(["answered", "failed", "lost", "scrubbed"]))
    )
)
def test_the_server_has_what_a_flight_binds(flights: list[tuple[int, str]]) -> None:
    """In whatever order statements come and fail: each flight finds its statement, and no more are there than may be."""
    held, server = KeptStatements(), Server()
    for number, fate in flights:
        messages = held.before(kept(number))
        if fate == "lost":
            # The error came before any of it was done; the server skipped the rest.
            held.doubt()
            continue
        server.take(messages)
        assert f"kept-{number}" in server.names
        if fate == "failed":
            held.doubt()
        if fate == "scrubbed":
            held.forget()
            server.names.clear()
        assert len(held) <= MAX_KEPT
        if fate != "lost":
            # Those too whose flights have failed and that are still to be closed.
            assert len(server.names) <= MAX_KEPT + MAX_DOUBTED
