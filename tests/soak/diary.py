"""What a client was told, written down before anything is done with it, so that a killed client's list is there too.

One line of JSON an event: ``asked`` (whether it reaches the door or not), ``got`` (values of the first column), ``whole``
(the answer is complete), ``refused`` (with the number of the entry that the refusal names), ``over`` (the session is).
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Names = Literal["subjects", "counts", "nobody"]
"""What the first column holds: the person whom the row is about, a number of persons, or nothing of that kind."""

NO_ENTRY = -1


@dataclass(frozen=True)
class Question:
    """What a session asks. Without parameters and portions it is a simple query.

    ``portion`` is the number of rows of each Execute, 0 for all; ``cancel`` asks for a cancel as soon as rows come.
    """

    text: str
    names: Names
    parameters: tuple[str, ...] = ()
    portion: int = 0
    cancel: bool = False


class Diary:
    """One file that only grows. Each line is one write, which a SIGKILL of this process does not take back."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def close(self) -> None:
        os.close(self._file)

    def asked(self, session: str, member: str, question: Question) -> None:
        self._write("asked", session, member, question.names, question.text, question.parameters)

    def got(self, session: str, values: Sequence[int]) -> None:
        self._write("got", session, values)

    def whole(self, session: str) -> None:
        self._write("whole", session)

    def refused(self, session: str, sqlstate: str, entry: int, *, fatal: bool) -> None:
        self._write("refused", session, sqlstate, entry, fatal)

    def over(self, session: str) -> None:
        self._write("over", session)

    def _write(self, *said: object) -> None:
        os.write(self._file, json.dumps(said, separators=(",", ":")).encode() + b"\n")


@dataclass
class Told:
    """One question and what its client was told. ``sqlstate`` is None while no refusal has come."""

    names: Names
    text: str
    parameters: list[str]
    values: array[int] = field(default_factory=lambda: array("q"))
    is_whole: bool = False
    sqlstate: str | None = None
    entry: int = NO_ENTRY
    is_fatal: bool = False


@dataclass
class Conversation:
    """A session as its client saw it."""

    member: str
    told: list[Told] = field(default_factory=list)


def read_diary(path: Path) -> dict[str, Conversation]:
    """All sessions of a diary, by name. A last line that was not finished is left out."""
    found: dict[str, Conversation] = {}
    with path.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                _take(found, json.loads(line))
    return found


def _take(found: dict[str, Conversation], said: list[object]) -> None:
    match said:
        case ["asked", str(session), str(member), names, str(text), list(parameters)]:
            conversation = found.setdefault(session, Conversation(member))
            conversation.told.append(Told(_names(names), text, [str(one) for one in parameters]))
        case ["got", str(session), list(values)]:
            found[session].told[-1].values.extend(int(str(one)) for one in values)
        case ["whole", str(session)]:
            found[session].told[-1].is_whole = True
        case ["refused", str(session), str(sqlstate), int(entry), bool(fatal)]:
            told = found[session].told[-1]
            told.sqlstate, told.entry, told.is_fatal = sqlstate, entry, fatal
        case ["over", str()]:
            pass
        case _:
            raise AssertionError(said)


def _names(said: object) -> Names:
    match said:
        case "subjects" | "counts" | "nobody":
            return said
        case _:
            raise AssertionError(said)
