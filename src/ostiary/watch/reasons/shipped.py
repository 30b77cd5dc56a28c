"""The packs that come with Ostiary, read once, and the digest under which their words are known.

Knows: where the files of words lie.
Must not know: what they say.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ostiary.watch.reasons.packs import Filler, Pack, Typing, filler_of, pack_of, typing_of

_FOLDER: Final = Path(__file__).parent / "packs"
PACKS: Final = ("immigration", "reproductive", "protest-religion", "ethnicity")
"""In the order in which they speak where two speak equally."""


@dataclass(frozen=True, slots=True)
class Words:
    """All that a classifier knows; ``digest`` is the SHA-256 of the files, in hex."""

    packs: tuple[Pack, ...]
    typing: Typing
    filler: Filler
    digest: str


@cache
def shipped_words() -> Words:
    """Ours. Each file is read once in a process."""
    files = {name: (_FOLDER / f"{name}.toml").read_bytes() for name in (*PACKS, "typing", "filler")}
    read = {name: tomllib.loads(data.decode()) for name, data in files.items()}
    return Words(
        packs=tuple(pack_of(read[name]) for name in PACKS),
        typing=typing_of(read["typing"]),
        filler=filler_of(read["filler"]),
        digest=hashlib.sha256(b"".join(files.values())).hexdigest(),
    )
