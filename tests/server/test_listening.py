from __future__ import annotations

import contextlib
import socket

import pytest

from ostiary.demo.place import free_port
from ostiary.errors import SettingsError
from ostiary.server.setting_sections import Listen
from ostiary.server.workers.listening import SEND_BUFFER, Reservation, shared_socket


@pytest.fixture
def port() -> int:
    return free_port()


def test_a_reserved_address_is_ours_to_listen_on_again_and_again(port: int) -> None:
    """Two workers listen there at once, and connections come to either; the reservation itself takes none."""
    with (
        contextlib.closing(Reservation(Listen(port=port))) as kept,
        contextlib.ExitStack() as stack,
    ):
        assert (kept.addresses, kept.port) == ((("127.0.0.1", port),), port)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
        workers = [stack.enter_context(shared_socket(kept.addresses[0])) for _ in range(2)]
        for worker in workers:
            worker.listen()
            worker.settimeout(0)
        for _ in range(50):
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        accepted = [_accept_all(stack, worker) for worker in workers]
        assert sum(accepted) == 50
        assert all(accepted)


def _accept_all(stack: contextlib.ExitStack, listener: socket.socket) -> int:
    count = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            connection, _ = listener.accept()
            stack.enter_context(connection)
            # Linux answers with the doubled value.
            assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * SEND_BUFFER
            count += 1
    return count


@pytest.mark.parametrize("is_shared", [False, True], ids=["a stranger", "another gateway's worker"])
def test_an_address_that_somebody_listens_on_is_refused(port: int, *, is_shared: bool) -> None:
    """Also when that somebody would share it."""
    with socket.socket() as other:
        if is_shared:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(SettingsError, match=f"cannot listen at 127.0.0.1, port {port}: address already"):
            Reservation(Listen(port=port))


def test_while_it_is_reserved_nobody_else_gets_it(port: int) -> None:
    """A program that does not share cannot bind it while all workers are being replaced."""
    with (
        contextlib.closing(Reservation(Listen(port=port))),
        socket.socket() as other,
        pytest.raises(OSError, match="in use"),
    ):
        other.bind(("127.0.0.1", port))
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))


def test_a_name_is_all_its_addresses(port: int) -> None:
    """Each of them with the same port, and each once."""
    with contextlib.closing(Reservation(Listen(host="localhost", port=port))) as kept:
        assert ("127.0.0.1", port) in kept.addresses
        assert {each for _, each in kept.addresses} == {port}
        assert len(set(kept.addresses)) == len(kept.addresses)


def test_a_worker_names_an_address_that_is_not_ours(port: int) -> None:
    """As the reservation does: it may be gone since."""
    with pytest.raises(SettingsError, match=r"cannot listen at 192\.0\.2\.1, port"):
        shared_socket(("192.0.2.1", port))


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("192.0.2.1", "cannot assign requested address"),
        ("no-such-host.invalid", ""),
        ("localhost..city", "name or service not known"),
        ("x" * 64, "name or service not known"),
    ],
)
def test_a_host_that_is_not_ours_is_refused(port: int, host: str, why: str) -> None:
    """Another machine's address, a name that nobody has, and what cannot be a name at all; each is named."""
    with pytest.raises(SettingsError, match=f"cannot listen at {host}, port {port}: {why}"):
        Reservation(Listen(host=host, port=port))
