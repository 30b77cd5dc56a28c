"""Settings as people read them: the table of `config show`, the reference, the example.

Knows: Markdown, TOML's spelling of values.
Must not know: which keys there are, files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ostiary.server.setting_keys import Key, Section

REFERENCE_HEAD = """\
# Configuration

Written by `ostiary config reference` from the types that settings are checked with; do not edit it by hand.

An installation is one home folder with `ostiary.toml` in it. Paths in it are relative to that folder. What is secret
stands in files of its own (mode 0600, owned by the account that runs the gateway); a setting only names the file.
Nothing is read from environment variables but `OSTIARY_HOME`, which names the folder. A key that is not known stops
every command. `ostiary config show` prints what holds, and where it is written."""


def toml_value(value: Any) -> str:
    """A value as TOML spells it; what is not set is `(not set)`."""
    if value is None:
        return "(not set)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(one) for one in value)}]"
    # A JSON string is a TOML basic string; a number is the same in both.
    return json.dumps(value, ensure_ascii=False)


def default_of(key: Key) -> str:
    """The default in words."""
    if key.is_required:
        return "required"
    return "not set" if key.default is None else f"`{toml_value(key.default)}`"


def reference(top: Section) -> str:
    """The whole document: one table a section."""
    return "\n\n".join([REFERENCE_HEAD, *(_table(section) for section in top.all_sections())]) + "\n"


def _table(section: Section) -> str:
    title = f"## `[{section.name}]`" if section.name else "## At the top of the file"
    lines = [
        title,
        "",
        section.description,
        "",
        "| key | type | default | what it says |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{key.path[-1]}` | {key.words} | {default_of(key)} | {key.description} |" for key in section.keys
    ]
    return "\n".join(lines)


def example(top: Section) -> str:
    """A file of settings with every key: those with a default are commented out."""
    return "\n".join(_example(top))


def _example(section: Section) -> Iterator[str]:
    if not section.is_required and any(key.is_required for key in section.keys):
        # Whoever wants the section takes its marks away; as it is, it would name files that are not there.
        yield from (f"#{line.removeprefix('# ')}" if _is_toml(line) else line for line in _lines(section))
        return
    yield from _lines(section)


def _is_toml(line: str) -> bool:
    return line.startswith("[") or " = " in line


def _lines(section: Section) -> Iterator[str]:
    if section.name:
        yield f"# {section.description}"
        yield f"[{section.name}]"
    for key in section.keys:
        yield f"# {key.description}"
        if key.is_required:
            yield f"{key.path[-1]} = {json.dumps(_sample(key))}"
        else:
            yield f"# {key.path[-1]} = {'' if key.default is None else toml_value(key.default)}".rstrip()
        yield ""
    for inner in section.sections:
        yield from _example(inner)


def _sample(key: Key) -> str:
    """Something to be replaced, which says what stands there."""
    name = key.path[-1]
    if not key.kind:
        return name
    return (
        f"secrets/{name.removesuffix('_dsn_file')}.dsn"
        if name.endswith("_dsn_file")
        else f"tls/{name.removesuffix('_file')}.pem"
    )
