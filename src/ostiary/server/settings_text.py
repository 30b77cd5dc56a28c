"""From the text of a settings file to settings, and where each of them stands.

Knows: TOML, places in it, and how to name every mistake at once with the nearest word that is known.
Must not know: which keys there are, files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import msgspec

from ostiary.errors import SettingsError
from ostiary.policy.spans import NestedTooDeeply, Spans, long_key_line
from ostiary.policy.words_known import nearest
from ostiary.server.setting_keys import Key, KeyPath, Section, section_of

MAX_BYTES: Final = 65_536
"""Every key with a path of 4,096 bytes, the longest that Linux opens, fits in, and so does a comment for each."""

Kind = TypeVar("Kind", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Read(Generic[Kind]):
    """Settings as they hold, and the line (from 1) of each key that the file says something of."""

    settings: Kind
    section: Section
    lines: Mapping[KeyPath, int]

    def value(self, key: Key) -> Any:
        """What holds for a key; None for one that is not set."""
        value: Any = self.settings
        for name in key.path:
            value = getattr(value, name, None)
        return value


def read_settings(text: bytes, file: str, kind: type[Kind]) -> Read[Kind]:
    """The settings that a text says. Raises SettingsError with everything that is wrong, each as ``file:line: what``."""
    data, spans = _parse(text, file)
    section = section_of(kind)
    problems = [f"`{file}:{spans.line(path)}`: {what}" for path, what in _problems(data, section, section)]
    if problems:
        raise _refusal(file, problems)
    try:
        settings = msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        # What concerns several keys together; each by itself has passed.
        raise SettingsError(f"`{file}`: {_lower(str(error))}") from error
    written = spans.paths
    return Read(
        settings,
        section,
        {key.path: spans.line(key.path) for key in section.all_keys() if key.path in written},
    )


def _parse(text: bytes, file: str) -> tuple[dict[str, Any], Spans]:
    if len(text) > MAX_BYTES:
        raise SettingsError(f"`{file}` has more than {MAX_BYTES} bytes")
    try:
        decoded = text.decode()
        if line := long_key_line(decoded):
            raise SettingsError(f"`{file}:{line}`: a key has too many parts")
        return tomllib.loads(decoded), Spans(decoded.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise SettingsError(f"`{file}` is not UTF-8 at byte {error.start}") from error
    # ValueError: also a number of more digits than Python reads.
    except (ValueError, NestedTooDeeply, RecursionError) as error:
        found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        place, said = (f":{found[1]}", str(error)[: found.start()]) if found else ("", str(error))
        raise SettingsError(f"`{file}{place}`: not TOML: {_lower(said)}") from error


def _problems(data: Mapping[str, Any], here: Section, top: Section) -> Iterator[tuple[KeyPath, str]]:
    for name in data:
        if here.find(name) is None:
            path = (*here.path, name)
            yield path, f"unknown key `{_printable('.'.join(path))}`{_perhaps(name, here, top)}"
    for key in here.keys:
        if key.path[-1] in data:
            yield from _wrong_value(key, data[key.path[-1]])
        elif key.is_required:
            yield here.path, f"the key `{key.name}` is missing: {key.description}"
    for section in here.sections:
        inner = data.get(section.path[-1])
        if isinstance(inner, dict):
            yield from _problems(inner, section, top)
        elif inner is not None:
            yield section.path, f"`{section.name}` is a section, written [{section.name}], and not a value"
        elif section.is_required:
            yield here.path, f"the section [{section.name}] is missing"


def _wrong_value(key: Key, value: Any) -> Iterator[tuple[KeyPath, str]]:
    if key.choices and value not in key.choices:
        near = nearest(str(value), key.choices)
        yield key.path, f"`{key.name}` is {key.words}{f' (did you mean `{near}`?)' if near else ''}"
        return
    try:
        msgspec.convert(value, key.type)
    except msgspec.ValidationError as error:
        yield key.path, f"`{key.name}`: {_lower(str(error))}"


def _perhaps(name: str, here: Section, top: Section) -> str:
    """Which key may be meant: the same one in another place, or the nearest one in this."""
    places = [one.name for one in top.all_sections() if any(key.path[-1] == name for key in one.keys)]
    if places:
        return f" (it stands {'at the top' if not places[0] else f'under [{places[0]}]'})"
    near = nearest(name, here.names)
    return f" (did you mean `{near}`?)" if near else ""


def _refusal(file: str, problems: list[str]) -> SettingsError:
    hint = "`ostiary config reference` says what each key is for."
    if len(problems) == 1:
        return SettingsError(problems[0], hint=hint)
    return SettingsError(f"`{file}` has {len(problems)} mistakes", problems=tuple(problems), hint=hint)


def _printable(name: str) -> str:
    """A key as it may stand in one line of a message."""
    return "".join(mark if mark.isprintable() else "?" for mark in name)


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]
