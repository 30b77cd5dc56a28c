"""Processes that make up blocks of a city beside each other.

Knows: how work is shared out, and how its results come back in order, with little kept meanwhile.
Must not know: what rows say, or where they go.

Making a row up takes longer than loading it, so a large city is made by as many processes as there are processors.
Process number n of N makes every N-th block and writes it into a pipe of its own. Nobody has to be told what to do
next, and a process that is ahead waits with one finished block in its hands until the pipe is read. One that finds no
reader any more ends, also when we are killed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Final

from ostiary.demo.city.recipe import Block, Makers, Recipe
from ostiary.demo.city.text import copy_text
from ostiary.errors import UpstreamDown

ROWS_FOR_ONE: Final = 100_000
"""Below so many rows, to start processes takes longer than they save."""
MOST_PROCESSES: Final = 8
"""More than the database can read from."""


@contextmanager
def milled(recipe: Recipe) -> Iterator[Iterator[tuple[Block, bytes]]]:
    """All blocks of a city in order, each with its rows as COPY reads them.

    Raises UpstreamDown when a process that makes rows has ended too early.
    """
    if sum(recipe.counts.values()) < ROWS_FOR_ONE:
        makers = Makers(recipe)
        yield ((block, copy_text(makers.rows(block))) for block in recipe.blocks())
        return
    with ExitStack() as stack:
        count = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
        pipes = [stack.enter_context(_process(recipe, number, count)) for number in range(count)]
        yield _in_turn(recipe, pipes)


def _in_turn(recipe: Recipe, pipes: list[Connection]) -> Iterator[tuple[Block, bytes]]:
    for block, pipe in zip(recipe.blocks(), cycle(pipes), strict=False):
        try:
            yield block, pipe.recv_bytes()
        except (EOFError, OSError):
            # A process that dies while it writes leaves half a message, which is an OSError.
            raise UpstreamDown("a process that makes up records has ended before its time") from None


@contextmanager
def _process(recipe: Recipe, number: int, count: int) -> Iterator[Connection]:
    # A fresh interpreter: a copy of this process would have its threads' locks without the threads.
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_grind, args=(theirs, recipe, number, count), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.terminate()
        process.join()


def _grind(pipe: Connection, recipe: Recipe, number: int, count: int) -> None:
    """Make every ``count``-th block from ``number`` on."""
    # Ctrl-C in the terminal is for the process that reads.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    makers = Makers(recipe)
    with suppress(BrokenPipeError):
        for block in islice(recipe.blocks(), number, None, count):
            pipe.send_bytes(copy_text(makers.rows(block)))
