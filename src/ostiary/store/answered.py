"""A database's answer, or none in time.

Knows: how the library cancels a question.
Must not know: what is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Answer = TypeVar("Answer")


async def answered(question: Coroutine[Any, Any, Answer], seconds: float) -> Answer:
    """What comes of a question in time. Raises TimeoutError, and what the question raises.

    The library meets a first cancellation by asking the server to cancel, and waits for that: ten seconds, when the
    server is silent. A second cancellation ends it at once, so that a new connection can be tried.
    """
    task = asyncio.get_running_loop().create_task(question)
    try:
        await asyncio.wait({task}, timeout=seconds)
        if not task.done():
            raise TimeoutError
        return task.result()
    finally:
        while not task.done():
            task.cancel()
            await asyncio.sleep(0)
