"""A chain of an earlier release, which holds its texts, written anew with them beside it.

Knows: how a line was written then, and what of the old chain the new one keeps.
Must not know: what an act does, the command line.

The new chain has the same acts in the same order. Each names the hash that it had, so that heads which somebody kept, or which stand in
a log, are still found in it; its first act says who sealed it, and the old head. The old file is overwritten and removed. What cannot be
mended: an old hash is one of texts without a salt. Whoever has it, and guesses the text of an act with its instant and the hash before,
can still tell that it was so.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.model.canonical import Plain
from ostiary.store.durable_files import Disk, sync_directory
from ostiary.watch.findings.act import SEALED_ANEW, Act
from ostiary.watch.findings.acts_file import ActsFile
from ostiary.watch.findings.chain import OLD_START, Chain, check_heads, hash_of, is_old

MAX_OLD_LINE: Final = 256 * 1024
"""Bytes of a line that was written then."""
_ASIDE: Final = "anew"


@dataclass(frozen=True, slots=True)
class OldChain:
    """The acts of an old chain, and the hash behind each."""

    acts: tuple[Act, ...] = ()
    heads: tuple[str, ...] = ()


def seal_anew(
    file: ActsFile, by: str, at: int, before: Callable[[Act, str], object] = lambda _act, _head: None
) -> Chain:
    """Write an old chain anew; the new one, once it is durable and the old one is overwritten.

    ``before`` is called first, with the act that says so and the old head. If a crash cuts it short, either the old chain stands or the
    new one does, and doing it again ends it. Raises FindingRefused where there is nothing to seal and where it cannot be written,
    WatchFolderDamaged where the old chain was changed, and what ``before`` raises.
    """
    old = _old_file(file)
    with file.alone():
        raw = file.path.read_bytes() if file.path.exists() else b""
        if is_old(raw):
            try:
                found = _checked(file, raw)
                said: dict[str, Plain] = {"acts": len(found.acts), "head": found.heads[-1]}
                first = Act(at, by, SEALED_ANEW, "", said)
                before(first, found.heads[-1])
                _put_in_place(file, _written_anew(file, found, first), old)
            except OSError as error:
                raise FindingRefused(f"`{file.path}` cannot be sealed: {error.strerror}") from error
        elif not old.exists():
            raise FindingRefused(f"`{file.path}` holds no texts within its chain: there is nothing to seal")
        shutil.rmtree(file.path.parent / _ASIDE, ignore_errors=True)
        _overwrite(file.disk, old)
    return replace(file, kept=type(file.kept)()).read()


def is_unsealed(file: ActsFile) -> bool:
    """Whether the file, or what sealing it has left, still holds texts in the clear."""
    with contextlib.suppress(FileNotFoundError), file.path.open("rb") as opened:
        return is_old(opened.readline(MAX_OLD_LINE)) or _old_file(file).exists()
    return False


def _old_file(file: ActsFile) -> Path:
    return file.path.with_suffix(".old")


def _checked(file: ActsFile, raw: bytes) -> OldChain:
    old = read_old(raw)
    head = file.path.with_suffix(".head")
    kept = [head.read_text("utf-8", "replace").strip()] if head.exists() else []
    check_heads(Chain(heads=(OLD_START, *old.heads)), kept, file.path.name)
    return old


def read_old(raw: bytes) -> OldChain:
    """An old chain in the bytes of its file; a torn end counts as not written. Raises WatchFolderDamaged where it was changed."""
    *lines, _ = raw.split(b"\n")
    acts, heads = list[Act](), list[str]()
    for number, line in enumerate(lines):
        try:
            found = json.loads(line)
            is_next = (found["number"], found["before"]) == (number, heads[-1] if heads else OLD_START)
            act = Act(int(found["at"]), str(found["by"]), str(found["word"]), str(found["on"]), found["says"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise WatchFolderDamaged(f"act {number} cannot be read: it was damaged or changed") from error
        if not is_next or not isinstance(act.says, dict):
            raise WatchFolderDamaged(f"act {number} does not follow the one before it: history was changed")
        acts.append(act)
        heads.append(hash_of(line))
    return OldChain(tuple(acts), tuple(heads))


def _written_anew(file: ActsFile, old: OldChain, first: Act) -> ActsFile:
    """The new chain with its texts in a folder beside."""
    aside = file.path.parent / _ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    anew = ActsFile(aside / file.path.name, file.disk)
    anew.append(lambda _acts: [first, *old.acts], was=["", *old.heads])
    return anew


def _put_in_place(file: ActsFile, anew: ActsFile, old: Path) -> None:
    # Texts and keys first: if we crash here, the old chain still stands, and these are written again.
    for source, target in _moved(file, anew):
        file.disk.rename(source, target)
    sync_directory(file.disk, file.path.parent)
    old.unlink(missing_ok=True)
    os.link(file.path, old)
    # In this one step the new chain takes the place of the old one, which now has the other name alone. If we crash behind it, doing
    # it again overwrites that.
    file.disk.rename(anew.path, file.path)
    file.disk.rename(anew.path.with_suffix(".head"), file.path.with_suffix(".head"))
    sync_directory(file.disk, file.path.parent)


def _moved(file: ActsFile, anew: ActsFile) -> Iterator[tuple[Path, Path]]:
    yield anew.texts.master, file.texts.master
    yield anew.texts.keys, file.texts.keys
    yield anew.texts.path, file.texts.path


def _overwrite(disk: Disk, old: Path) -> None:
    try:
        with old.open("r+b", buffering=0) as file:
            disk.write_at(file.fileno(), bytes(old.stat().st_size), 0)
            disk.sync(file.fileno())
        old.unlink()
        sync_directory(disk, old.parent)
    except OSError as error:
        raise FindingRefused(
            f"the chain is sealed, and its old file `{old}` could not be overwritten: {error.strerror}",
            hint="it still holds the texts: do it again",
        ) from error
