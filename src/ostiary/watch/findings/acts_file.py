"""A file of acts, which is only ever appended to, with what they say sealed beside it.

Knows: the lock against a second writer, the order of durable writes, what a crash leaves, when a key is destroyed.
Must not know: what acts say, but for the one by which texts are erased.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec

from ostiary.errors import FindingRefused, WatchFolderDamaged
from ostiary.store.durable_files import (
    PRIVATE_DIRECTORY_MODE,
    PRIVATE_MODE,
    Disk,
    make_directories,
    replace_file_durably,
    sync_directory,
)
from ostiary.watch.findings.act import Act
from ostiary.watch.findings.act_line import MAX_TEXT_BYTES, encoded
from ostiary.watch.findings.chain import Chain, check_heads, extended
from ostiary.watch.findings.kept_chain import KeptChain, stamp_of
from ostiary.watch.findings.texts_file import OpenTexts, TextsFile


@dataclass(frozen=True, slots=True)
class ActsFile:
    """The acts at ``path``, their head beside it in ``.head``, and their texts; a file that is not there has none.

    What is named in ``left`` is not kept in memory with the acts: ``whole`` opens it again.
    """

    path: Path
    disk: Disk = field(default_factory=Disk)
    left: frozenset[str] = frozenset()
    kept: KeptChain = field(default_factory=KeptChain, compare=False)

    def read(self) -> Chain:
        """All acts with what they say. Raises WatchFolderDamaged where history was changed, KeyFileError."""
        with contextlib.suppress(_KeyIsGone):
            return self._read()
        # Somebody may have erased a text between the moments at which its line and its key were read: nobody does while this lasts.
        with self.alone():
            return self._read()

    def whole(self, acts: Iterable[Act]) -> Iterator[Act]:
        """Acts of the chain with all that they say. Raises WatchFolderDamaged, KeyFileError."""
        with contextlib.ExitStack() as stack:
            texts: OpenTexts | None = None
            for act in acts:
                if act.is_erased or act.place is None:
                    yield act
                    continue
                texts = texts or stack.enter_context(self.texts.opened())
                yield self._whole(act, texts)

    def _whole(self, act: Act, texts: OpenTexts) -> Act:
        try:
            return _opened(act, texts, frozenset())
        except _KeyIsGone:
            # It may have been erased since the chain was read; then the chain says so.
            now = self.read().acts[act.number : act.number + 1]
            if not (now and now[0].is_erased):
                raise
            return now[0]

    def append(self, decide: Callable[[Sequence[Act]], Sequence[Act]], *, was: Sequence[str] = ()) -> Chain:
        """Add what ``decide`` answers to all acts so far; they are durable when this returns the chain with them.

        Nobody else writes in between, and what they erase is destroyed. ``was``: as for ``extended``. Raises WatchFolderDamaged where
        history was changed, FindingRefused when it cannot be written, and whatever ``decide`` raises; then nothing was added.
        """
        with self.alone():
            chain = self._read()
            self._destroy(chain)
            acts = decide(chain.acts)
            if not acts:
                return chain
            placed = self._put_texts(chain, acts)
            lines, after = extended(chain, placed, was)
            self._write(chain, lines, after.head)
            # The erasure is durable before a key goes: if we crash here, whoever acts next finds it and destroys what is left.
            self._destroy(after)
            return self._read()

    def verify(self, kept: Sequence[str] = ()) -> Chain:
        """The chain, when it is whole, each text is the one that it has a hash of, and what was erased is destroyed.

        ``kept`` are heads that were kept elsewhere, all of which it has to have. Raises WatchFolderDamaged, KeyFileError.
        """
        fresh = replace(self, kept=KeptChain())
        chain = fresh.read()
        check_heads(chain, kept, self.path.name)
        left = self._undestroyed(chain.to_destroy)
        if left:
            # Whoever is about to destroy them holds the lock until they are.
            with self.alone():
                left = self._undestroyed(left)
        if left:
            raise WatchFolderDamaged(
                f"the texts of {len(left)} acts in `{self.path.name}` were to be erased and can still be opened",
                hint="whoever acts next in this folder destroys them: ostiary finding erase ID",
            )
        return chain

    @property
    def texts(self) -> TextsFile:
        """What the acts say."""
        return TextsFile(self.path, self.disk)

    @property
    def _head(self) -> Path:
        return self.path.with_suffix(".head")

    def _read(self) -> Chain:
        # The lock of the folder is taken before this one, never behind it.
        with self.kept.lock:
            return self._read_on()

    def _read_on(self) -> Chain:
        unchanged = self.kept.maybe_unchanged(self.path)
        if unchanged is not None:
            return unchanged
        # The head first: an act that is added in between is then behind it, and not missing.
        head, stamp, data = _maybe_text(self._head), stamp_of(self.path), _maybe_bytes(self.path)
        chain = self.kept.read_on(data, self.path.name)
        check_heads(chain, [head] if head else [], self.path.name)
        chain = self._with_texts(chain)
        self.kept.keep(chain, data, stamp)
        return chain

    def _with_texts(self, chain: Chain) -> Chain:
        known = self.kept.chain.acts if self.kept.chain else ()
        # An act that was read before is the same object, and was opened then.
        news = [act is not before for act, before in zip_longest(chain.acts, known[: len(chain.acts)])]
        if not any(is_new and not act.is_erased for is_new, act in zip(news, chain.acts, strict=True)):
            return chain
        with self.texts.opened() as texts:
            acts = zip(chain.acts, news, strict=True)
            opened = tuple(_opened(act, texts, self.left) if is_new else act for act, is_new in acts)
        return replace(chain, acts=opened)

    def _put_texts(self, chain: Chain, acts: Sequence[Act]) -> list[Act]:
        texts = [encoded(act.said_beside) for act in acts]
        longest = max(map(len, texts))
        if longest > MAX_TEXT_BYTES:
            raise FindingRefused(f"an act of {longest:,} bytes; one has at most {MAX_TEXT_BYTES:,}")
        try:
            places = self.texts.put(texts, len(chain.acts), chain.texts_end)
        except OSError as error:
            raise self._not_written(error) from error
        return [replace(act, place=place) for act, place in zip(acts, places, strict=True)]

    def _destroy(self, chain: Chain) -> None:
        left = self._undestroyed(chain.to_destroy)
        if left:
            self.texts.destroy(left)

    def _undestroyed(self, acts: Sequence[Act]) -> list[Act]:
        if not acts:
            return []
        with self.texts.opened() as texts:
            return [act for act in acts if not texts.is_destroyed(act)]

    def _write(self, chain: Chain, lines: bytes, head: str) -> None:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_MODE)
            try:
                self._put(descriptor, chain, lines)
            finally:
                os.close(descriptor)
            sync_directory(self.disk, self.path.parent)
            self._note_head(head)
        except OSError as error:
            raise self._not_written(error) from error

    def _not_written(self, error: OSError) -> FindingRefused:
        return FindingRefused(
            f"the act could not be written to `{self.path}`: {error.strerror}",
            hint="it does not count; make room or mend the disk, then do it again",
        )

    def _note_head(self, head: str) -> None:
        # It only ever lags behind: whether we crash before this or the disk takes it not, the head that stands there is one that
        # the chain has. With it, a last line that was changed or dropped shows, which no later line holds.
        with contextlib.suppress(OSError):
            replace_file_durably(
                self.disk,
                self._head,
                f"{head}\n".encode(),
                mode=PRIVATE_MODE,
                staging=self._head.with_suffix(".head.new"),
            )

    def _put(self, descriptor: int, chain: Chain, lines: bytes) -> None:
        # The torn end goes first: behind it, a good line would be read as part of it. If we crash here, nothing is lost that counted.
        if chain.torn:
            self.disk.cut(descriptor, chain.length)
        try:
            # If we crash within this, the last line is torn, and those before it stand: each act is whole by itself.
            self.disk.write_at(descriptor, lines, chain.length)
            self.disk.sync(descriptor)
        except OSError:
            # What could not be made durable must not count later, after somebody was told that it was refused.
            with contextlib.suppress(OSError):
                self.disk.cut(descriptor, chain.length)
            raise

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes here while it lasts; it waits for whoever does. The directory is made where it is missing."""
        make_directories(self.disk, self.path.parent, mode=PRIVATE_DIRECTORY_MODE)
        # The directory is locked, which is never replaced. The kernel frees the lock when a process dies.
        descriptor = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


class _KeyIsGone(WatchFolderDamaged):
    """A key was destroyed, and the chain as it was read does not say so."""


def _opened(act: Act, texts: OpenTexts, left: frozenset[str]) -> Act:
    if act.is_erased or act.place is None:
        return act
    text = texts.text(act)
    if text is None:
        raise _KeyIsGone(
            f"the text of act {act.number} was destroyed, and no act says that it was erased",
            hint="somebody overwrote its key; a copy of the folder from before still has it",
        )
    said = _said(text, act.number)
    for name in left:
        said.pop(name, None)
    # Fifteen thousand times `replace` would take as long as all the rest.
    return Act(act.at, act.by, act.word, act.on, {**act.says, **said}, act.number, act.place)


def _said(text: bytes, number: int) -> dict[str, Any]:
    with contextlib.suppress(ValueError, RecursionError):
        found = msgspec.json.decode(text)
        if isinstance(found, dict):
            return found
    # It is the text that the chain has a hash of: whoever wrote this folder wrote it so.
    raise WatchFolderDamaged(f"the text of act {number} is not of a form that is written")


def _maybe_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _maybe_text(path: Path) -> str:
    return _maybe_bytes(path).decode(errors="replace").strip()
