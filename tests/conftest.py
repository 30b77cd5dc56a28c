"""What holds for every test."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A timing never decides a test: on a busy machine one example may take long, to try or to draw, and says nothing by it.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

BACKGROUND_SIGNALS = (signal.SIGINT, signal.SIGHUP)
"""What a shell has its background programs ignore, and nohup too."""


@pytest.fixture(scope="session", autouse=True)
def _programs_hear_signals() -> Iterator[None]:
    """A program that a test starts hears the signals that whoever started the tests told them to ignore.

    An ignored signal stays ignored over exec; one that has a handler has its default again. The tests themselves go on
    ignoring it, since the handler does nothing.
    """
    ignored = [number for number in BACKGROUND_SIGNALS if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, lambda _number, _frame: None)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
