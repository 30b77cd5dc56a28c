"""Playbooks: a session played against a script, command by command.

Knows: the order of commands and answers, and how to show two scripts side by side.
Must not know: what any command means.

A script reads from top to bottom, ``>>`` what the session must ask of the world, ``<<`` what the world answers::

    playbook = Playbook() >> Read() << received(ssl_request()) >> Release(b"N") >> Read() << ClientGone("gone") >> END
    playbook.play(session(connection))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from itertools import zip_longest
from typing import Any, TypeAlias

from ostiary.session.commands import AnyCommand, Flow

WIDTH = 76
"""Two columns of this width fit a terminal of 160 characters."""


class End(Enum):
    """The one thing that may follow the last command."""

    END = "the session is over"


END = End.END


@dataclass(frozen=True, slots=True)
class Like:
    """A command that is not written out: any of a kind for which something holds."""

    kind: type[AnyCommand]
    holds: Callable[[Any], bool] = lambda _: True
    what: str = ""

    def __str__(self) -> str:
        return f"{self.kind.__name__} {self.what or '(any)'}"


Expected: TypeAlias = "AnyCommand | Like | End"


@dataclass
class Playbook:
    """A script. It grows by ``>>`` and ``<<`` and is the same object all along; ``play`` may be called once a flow.

    A command without an answer is answered with None. An exception as an answer is thrown in.
    """

    lines: list[tuple[str, Any]] = field(default_factory=list)

    def __rshift__(self, expected: Expected) -> Playbook:
        self.lines.append((">>", expected))
        return self

    def __lshift__(self, answer: object) -> Playbook:
        self.lines.append(("<<", answer))
        return self

    def play(self, flow: Flow[Any]) -> None:
        """Play a flow against the script. Raises AssertionError, with both scripts, where they part."""
        played: list[tuple[str, Any]] = []
        answer: object = None
        lines = iter(self.lines)
        line = next(lines, None)
        while line is not None:
            sign, expected = line
            if sign != ">>":
                raise ValueError("a script begins with a command, and a command has one answer")
            command = _advance(flow, answer)
            played.append((">>", command))
            if not _is_as_expected(command, expected):
                raise AssertionError(self._side_by_side(played))
            line, answer = next(lines, None), None
            if line is not None and line[0] == "<<":
                answer = line[1]
                played.append(line)
                line = next(lines, None)

    def _side_by_side(self, played: list[tuple[str, Any]]) -> str:
        rows = [f"{'expected':{WIDTH}} | played"]
        for expected, real in zip_longest(self.lines, played, fillvalue=None):
            rows.append(f"{_shown(expected):{WIDTH}} | {_shown(real)}")
        return "the session did not follow its script\n" + "\n".join(rows)


def _advance(flow: Flow[Any], answer: object) -> AnyCommand | End:
    try:
        return flow.throw(answer) if isinstance(answer, Exception) else flow.send(answer)
    except StopIteration:
        return END


def _is_as_expected(command: AnyCommand | End, expected: Expected) -> bool:
    if isinstance(expected, Like):
        return isinstance(command, expected.kind) and expected.holds(command)
    return command == expected


def _shown(line: tuple[str, Any] | None) -> str:
    text = "" if line is None else f"{line[0]} {line[1]!s}"
    return text if len(text) <= WIDTH else text[: WIDTH - 3] + "..."
