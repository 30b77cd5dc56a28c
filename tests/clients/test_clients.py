"""Every real client through a real door, in the clear and over TLS: the programs of ``make clients`` as tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clients.client_programs import Program, programs
from clients.matrix import where
from server.gateway_world import World, running_world

NAMES = ("psql 15", "psql 18", "psycopg", "asyncpg", "SQLAlchemy", "pgjdbc", "node-postgres")

pytestmark = [pytest.mark.xdist_group("clients"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One door that offers TLS, and does not demand it."""
    with running_world(tmp_path_factory.mktemp("clients") / "home", tls=True) as world:
        yield world


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.mark.parametrize("tls", [False, True], ids=["clear", "tls"])
@pytest.mark.parametrize("name", NAMES)
def test_what_a_client_does_works_through_the_door(door: World, scratch: Path, name: str, tls: bool) -> None:  # noqa: FBT001
    """Each of its trials does; the program itself knows what must come."""
    program = next(program for program in programs(scratch) if program.name == name)
    if program.missing:
        pytest.skip(f"{name}: {program.missing} is not installed")
    if tls and not program.speaks_tls:
        pytest.skip(f"{name}: it is built without TLS")
    first = door.size()
    tried = program.run(where(door, tls=tls))
    assert {trial.name: trial.why for trial in tried.failures} == {}
    # A program that asked nothing would have nothing to complain of.
    assert sum(entry["outcome"] == "answered" for entry in door.entries(first)) >= len(tried.trials) // 2


@pytest.mark.parametrize("command", [("true",), ("sh", "-c", "printf 'ok\\tquery\\t\\n'; exit 3")])
def test_a_program_that_says_nothing_or_ends_badly_has_failed(command: tuple[str, ...]) -> None:
    """Silence is no success, and neither is a program that dies after its first trial."""
    tried = Program("nobody", command).run({})
    assert [trial.name for trial in tried.failures] == ["the program itself"]
