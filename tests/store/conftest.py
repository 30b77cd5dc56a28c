"""One real server for the tests of the control database: each file empties what it uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copied_postgres import fresh_server
from ostiary.demo.embedded import EmbeddedPostgres


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A real server of this test process. Whoever stops it between two tests has one of their own."""
    with fresh_server(tmp_path_factory.mktemp("control")) as running:
        yield running
