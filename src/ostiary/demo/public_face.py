"""The public site of a demonstration: baked at once and every few minutes, and given out as the plain files that it is.

Knows: the commands that index and bake, and that any web server will do.
Must not know: what the site says.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ostiary.demo.beside import Beside

FOLDER: Final = "public"
LOG: Final = "public.log"
EVERY_SECONDS: Final = 300.0
"""A city bakes once a day; here somebody looks on. The site is of some hundred kilobytes, its log's copy grows by 100 kB an hour."""


class PublicFace:
    """The site of the installation in a folder, at a port of this machine; a context manager that ends both."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._stop = threading.Event()
        self._baking = threading.Thread(target=self._bake_again, name="public site", daemon=True)

    def bake(self) -> bool:
        """Index what has come, and write the site; whether it was written. What the commands say is in ``public.log``."""
        site = str(self._folder / FOLDER)
        return all(self._runs(*words) for words in (("log", "index"), ("publish", "--out", site)))

    def __enter__(self) -> Self:
        self.bake()
        words = (
            "http.server",
            str(self._port),
            "--bind",
            "127.0.0.1",
            "--directory",
            str(self._folder / FOLDER),
        )
        self._server = Beside(words, self._folder / LOG)
        self._baking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._server.stop()
        self._baking.join()

    def _bake_again(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            self.bake()

    def _runs(self, *words: str) -> bool:
        command = [sys.executable, "-m", "ostiary.cli.main", *words, "--home", str(self._folder)]
        with (self._folder / LOG).open("ab") as output:
            done = subprocess.run(  # noqa: S603 - our own program
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
            )
        return done.returncode == 0
