"""The formats that can be imported.

Knows: the mappings that are shipped, and how one of somebody else's is named.
Must not know: how a row is read.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from ostiary.errors import ImportRefused
from ostiary.policy.words_known import did_you_mean
from ostiary.watch.importing.mapping import ColumnMapping
from ostiary.watch.importing.mapping_text import MAX_TEXT, read_mapping

SHIPPED: Final = (
    "plate-reader-org", "plate-reader-network", "roster", "grants", "cutoffs", "agreements-287g", "cases", "assignments", "dispatches",
    "approvals", "hits", "shifts", "relations", "egress",
)  # fmt: skip
MAPPING: Final = "mapping:"
"""How a mapping in a file is named: `mapping:FILE.toml`."""


def format_text(name: str) -> str:
    """The TOML text of a shipped format. Raises ImportRefused where there is none of that name."""
    if name not in SHIPPED:
        raise ImportRefused(
            f"`{name}` is no format{did_you_mean(name, SHIPPED)}",
            hint="`ostiary watch formats` lists them; `mapping:FILE.toml` reads any file by a mapping of yours",
        )
    return files("ostiary.watch.importing.mappings").joinpath(f"{name}.toml").read_text("utf-8")


@cache
def shipped(name: str) -> ColumnMapping:
    """A shipped format. Raises ImportRefused where there is none of that name."""
    return read_mapping(f"{name}.toml", format_text(name))


def format_of(name: str) -> ColumnMapping:
    """The format that is meant by a name, or by `mapping:FILE.toml`. Raises ImportRefused."""
    if not name.startswith(MAPPING):
        return shipped(name)
    path = Path(name.removeprefix(MAPPING))
    try:
        with path.open(encoding="utf-8") as file:
            # One character more than may be tells that there are too many.
            text = file.read(MAX_TEXT + 1)
    except (OSError, ValueError) as error:
        raise ImportRefused(f"the mapping `{path}` cannot be read: {error}") from error
    found = read_mapping(path.name, text)
    if found.name in SHIPPED:
        raise ImportRefused(
            f"the mapping `{path}` has the name of a format that is shipped, `{found.name}`",
            hint="give it its own",
        )
    return found
