"""One installation and gateway for each test module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.gateway_world import GatewayProcess, World, install, running_world


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module with more than one value in ``TLS`` runs once with each."""
    values = getattr(metafunc.module, "TLS", ())
    if "module_world" in metafunc.fixturenames and len(values) > 1:
        names = ["tls" if value else "clear" for value in values]
        metafunc.parametrize("module_world", values, ids=names, indirect=True, scope="module")


@pytest.fixture(scope="module")
def module_world(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[World]:
    """The world of this module; ``TOP`` and ``LISTEN`` in the module add settings, ``TLS`` says which doors are tried."""
    (first, *_) = getattr(request.module, "TLS", (False,))
    settings: dict[str, Any] = {
        "top": getattr(request.module, "TOP", ""),
        "listen": getattr(request.module, "LISTEN", ""),
        "tls": getattr(request, "param", first),
    }
    with running_world(tmp_path_factory.mktemp("world") / "home", **settings) as world:
        yield world


@pytest.fixture
def world(module_world: World) -> Iterator[World]:
    """The module's world; after each test its clients are gone and others are still served."""
    yield module_world
    module_world.close_clients()


@pytest.fixture(params=["15", "18"])
def program(request: pytest.FixtureRequest, world: World) -> str:
    """The program psql of Debian, and the one beside the embedded server."""
    found = Path("/usr/bin/psql") if request.param == "15" else world.installation.postgres.bin / "psql"
    if not found.exists():
        pytest.skip(f"there is no psql {request.param} here")
    if world.tls and request.param == "18":
        pytest.skip("the embedded psql is built without TLS")
    return str(found)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An installation whose gateway is started by each test."""
    folder = tmp_path_factory.mktemp("world") / "home"
    with install(folder) as installation:
        yield World(installation, GatewayProcess(folder))


@pytest.fixture
def halted(at_home: World) -> Iterator[World]:
    """The installation with nothing running but its database; whatever a test starts is ended."""
    yield at_home
    at_home.end()
    at_home.home.joinpath("run/log.sock").unlink(missing_ok=True)
