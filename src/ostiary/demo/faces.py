"""The faces of a demonstration, as processes of their own, and the addresses at which they answer.

Knows: which command serves which face, and when it answers.
Must not know: what any page shows.
"""

from __future__ import annotations

import http.client
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ostiary.demo.beside import OURS, Beside
from ostiary.demo.ports import Ports
from ostiary.demo.public_face import PublicFace
from ostiary.errors import UpstreamDown

READY_SECONDS: Final = 30.0
LOG: Final = "faces.log"


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its name, what it is for, and where it is."""

    name: str
    purpose: str
    address: str


class Faces:
    """All faces of the installation in a folder; a context manager that stops them."""

    def __init__(self, folder: Path, ports: Ports) -> None:
        self._folder = folder
        self._ports = ports
        self._running = ExitStack()
        self._started: list[Beside] = []

    @property
    def listed(self) -> tuple[Face, ...]:
        """Each with what it is for."""
        return (
            Face("public", "public site: who used the records, counted from the log", self._ports.address("public")),
            Face("portal", "resident portal: rights, who looked, legal help, complaints", self._ports.address("portal")),
            Face("console", "oversight console: what happens now, findings, cut-offs, directives, the log", self._ports.address("console")),
            Face("desk", "query desk, for officers without an SQL client", self._ports.address("desk")),
        )  # fmt: skip

    def __enter__(self) -> Self:
        home = ("--home", str(self._folder))
        try:
            for words in (("web", "serve", *home), ("portal", "serve", *home), ("desk", "serve", *home)):
                self._start(OURS, *words)
            self._running.enter_context(PublicFace(self._folder, self._ports.public))
            for face in self.listed:
                self._wait_until_ready(face)
        except BaseException:
            self._running.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    def _start(self, *words: str) -> None:
        self._started.append(self._running.enter_context(Beside(words, self._folder / LOG)))

    def _wait_until_ready(self, face: Face) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(face):
            if time.monotonic() > deadline or any(one.has_ended for one in self._started):
                raise UpstreamDown(f"the {face.name} does not answer; see `{self._folder / LOG}`")
            time.sleep(0.05)


def _answers(face: Face) -> bool:
    connection = http.client.HTTPConnection(face.address.split("/")[2], timeout=READY_SECONDS)
    try:
        connection.request("GET", "/")
        # Whoever is to sign in first is led there.
        return connection.getresponse().status in {http.client.OK, http.client.SEE_OTHER}
    except OSError:
        return False
    finally:
        connection.close()
