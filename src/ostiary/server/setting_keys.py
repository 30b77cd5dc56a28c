"""The keys that a type of settings has, read off the type.

Knows: msgspec's structs, and what an annotation can say of a key: its description, its kind, its limits.
Must not know: which keys there are.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

import msgspec

KeyPath: TypeAlias = tuple[str, ...]

_WORDS: Final = {str: "text", int: "whole number", float: "number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key: where it stands, its type as msgspec checks it, and what is said of it.

    ``kind`` is empty, ``path``, ``secret file`` or ``secret folder``. ``default`` is None for a key that is required or
    that is simply not set; ``is_required`` tells the two apart. ``flag`` is the option of a command that overrides it.
    """

    path: KeyPath
    type: Any
    description: str
    kind: str
    default: Any
    is_required: bool
    flag: str = ""

    @property
    def name(self) -> str:
        """The key with its sections, as people write it."""
        return ".".join(self.path)

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that it may have, when they can be listed."""
        return next((get_args(part) for part in _parts(self.type) if get_origin(part) is Literal), ())

    @property
    def words(self) -> str:
        """Its type in words."""
        if self.choices:
            return " or ".join(f"`{choice}`" for choice in self.choices)
        if self.kind:
            return self.kind
        return " or ".join(_WORDS[part] for part in _parts(self.type) if part in _WORDS) or "list"


@dataclass(frozen=True, slots=True)
class Section:
    """A table of keys. ``is_required``: it must be written. ``keys`` are its own, ``sections`` those inside it."""

    path: KeyPath
    description: str
    is_required: bool
    keys: tuple[Key, ...]
    sections: tuple[Section, ...]

    @property
    def name(self) -> str:
        """The section as its header says it; empty for the top."""
        return ".".join(self.path)

    def find(self, name: str) -> Key | Section | None:
        """What has that name directly in here."""
        return self._direct.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """What can be written directly in here."""
        return tuple(self._direct)

    @property
    def _direct(self) -> dict[str, Key | Section]:
        direct: dict[str, Key | Section] = {key.path[-1]: key for key in self.keys}
        return direct | {section.path[-1]: section for section in self.sections}

    def all_keys(self) -> Iterator[Key]:
        """Its keys and those of the sections inside it."""
        yield from self.keys
        for section in self.sections:
            yield from section.all_keys()

    def all_sections(self) -> Iterator[Section]:
        """This section and those inside it."""
        yield self
        for section in self.sections:
            yield from section.all_sections()


def section_of(kind: type[msgspec.Struct], path: KeyPath = (), *, is_required: bool = True) -> Section:
    """The section that a struct describes."""
    keys: list[Key] = []
    sections: list[Section] = []
    for field in msgspec.structs.fields(kind):
        here = (*path, field.encode_name)
        inner = next((part for part in _parts(field.type) if _is_struct(part)), None)
        if inner is not None:
            sections.append(section_of(inner, here, is_required=field.required))
        else:
            keys.append(_key(field, here))
    return Section(path, (kind.__doc__ or "").partition("\n")[0], is_required, tuple(keys), tuple(sections))


def _key(field: msgspec.structs.FieldInfo, path: KeyPath) -> Key:
    metas = _metas(field.type)
    description = next((meta.description for meta in metas if meta.description), "")
    extra = {name: said for meta in reversed(metas) for name, said in (meta.extra or {}).items()}
    default = None if field.default is msgspec.NODEFAULT else field.default
    return Key(
        path, field.type, description, extra.get("kind", ""), default, field.required, extra.get("flag", "")
    )


def _metas(annotated: Any) -> list[msgspec.Meta]:
    """What stands beside a type, the outermost first, and beside each of those that it may be."""
    if get_origin(annotated) in {Union, types.UnionType}:
        return [meta for part in get_args(annotated) for meta in _metas(part)]
    if get_origin(annotated) is not Annotated:
        return []
    inner, *beside = get_args(annotated)
    return [meta for meta in reversed(beside) if isinstance(meta, msgspec.Meta)] + _metas(inner)


def _parts(annotated: Any) -> Iterator[Any]:
    """The types that a value may have, without what is said of them."""
    origin = get_origin(annotated)
    if origin is Annotated:
        yield from _parts(get_args(annotated)[0])
    elif origin in {Union, types.UnionType}:
        for part in get_args(annotated):
            yield from _parts(part)
    else:
        yield annotated


def _is_struct(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, msgspec.Struct)
