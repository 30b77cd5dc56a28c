"""The bar that moves while a command works.

Knows: standard error, and how much is done of how much.
Must not know: what is being done.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

import click


@contextlib.contextmanager
def shown_progress(label: str, *, is_shown: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error that is moved by how much is done, and how much there is."""
    if not is_shown:
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show
