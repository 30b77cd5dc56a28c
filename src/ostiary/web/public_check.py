"""Verifying a public site without the installation that made it: from its own files, a copy of the log and a trust file.

Knows: which parts of it can be computed again from what is public, and which cannot.
Must not know: settings, keys, the private side of a log.

Everything is read twice at the most, and never kept: a log may be longer than memory.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from jinja2 import TemplateError

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, KINDS
from ostiary.evidence.index.day_root import DayRoot, read_day_root
from ostiary.evidence.opening import MAX_OPENING_BYTES, Opening, read_opening
from ostiary.evidence.recount import MAX_LINE_BYTES, Asked, Line, Unopened, read_line
from ostiary.model.canonical import canonical_bytes
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.tile_check import published_entries
from ostiary.tlog.key_text import encode_base64
from ostiary.tlog.merkle import leaf_hash
from ostiary.tlog.note import MAX_NOTE_BYTES
from ostiary.tlog.tiles import RightEdge
from ostiary.tlog.trust import Trusted, TrustPolicy
from ostiary.web.public.agreement import verify_agreement
from ostiary.web.public.manifest import MAX_BYTES, NAME, Manifest, read_manifest
from ostiary.web.public.model import Counts, Publication, Tally, Zero
from ostiary.web.public.site import site_files
from ostiary.web.public.tally import Count, CutSince
from ostiary.web.public_files import (
    MAX_SITE_BYTES,
    RECOUNT,
    SITE,
    open_file,
    read_file,
    read_public_templates,
    read_site,
    verify_digests,
    verify_no_others,
)

DAY_FORM: Final = "ostiary/recount-day/v1"
NOT_COMPUTED: Final = (
    "which answers were empty",
    "log-ins of strangers",
    "texts of directives and notices, who signed them, and which entry holds which",
    "verdicts about promises, and what the policy says",
)
"""What takes the private side of the installation, or the policy itself."""
_STEP: Final = 4096

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """A site that holds: what it was made from, whether accesses were counted again, and how many of them were closed."""

    manifest: Manifest
    trusted: Trusted
    publication: Publication
    is_recounted: bool
    unopened: int
    unshown: tuple[str, ...]
    """Witnesses that the pages name, and the trust file does not."""


def day_head(entry: int) -> bytes:
    """The first line of a day's file: which entry holds the root of its index. Its opening is the next line."""
    return canonical_bytes({"form": DAY_FORM, "entry": entry}) + b"\n"


def verify_public(site: Path, log: Path, trust: TrustPolicy, progress: Progress) -> CheckedSite:
    """Verify a site with the log in that folder. Raises ProofInvalid or LogDamaged, naming what does not hold; SettingsError."""
    manifest = read_manifest(read_file(site, NAME, MAX_BYTES))
    trusted = trust.verify(read_file(site, "checkpoint", MAX_NOTE_BYTES))
    tree = trusted.checkpoint
    if (tree.origin, tree.size, encode_base64(tree.root)) != (manifest.origin, manifest.size, manifest.root):
        raise ProofInvalid(f"`checkpoint` is not of the tree that `{NAME}` names")
    verify_no_others(site, manifest.files)
    verify_digests(site, manifest.files)
    publication = read_site(read_file(site, SITE, MAX_SITE_BYTES))
    _verify_same(manifest, publication)
    _verify_made(site, manifest, publication)
    unshown = _unshown(publication, trust, trusted)
    recount = _Recount(site, log, manifest, publication)
    recount.verify_tree(tree.root, progress)
    unopened = recount.verify_counts(progress) if manifest.is_recountable else 0
    return CheckedSite(manifest, trusted, publication, manifest.is_recountable, unopened, unshown)


def _verify_same(manifest: Manifest, publication: Publication) -> None:
    log = publication.log
    said = (log.origin, log.size, log.root, publication.made_at, publication.delay_days)
    said_of_days = (publication.since, publication.until, publication.end, publication.policy.version)
    expected = (manifest.origin, manifest.size, manifest.root, manifest.made_at, manifest.delay_days)
    expected_of_days = (manifest.since, manifest.until, manifest.end, manifest.policy)
    if (said, said_of_days) != (
        expected,
        expected_of_days,
    ) or publication.is_recountable != manifest.is_recountable:
        raise ProofInvalid(f"`{SITE}` and `{NAME}` do not say the same")


def _unshown(publication: Publication, trust: TrustPolicy, trusted: Trusted) -> tuple[str, ...]:
    """The witnesses that the pages name and the trust file does not. Raises ProofInvalid for one that has not cosigned."""
    keys = {one.by for one in trusted.cosigned}
    known = {one.name: one.key in keys for one in trust.witnesses}
    for name in publication.log.witnesses:
        if not known.get(name, True):
            raise ProofInvalid(f"`{name}` has not cosigned the checkpoint, and `{SITE}` says so")
    return tuple(name for name in publication.log.witnesses if name not in known)


def _verify_made(site: Path, manifest: Manifest, publication: Publication) -> None:
    """It agrees with itself, and every page and table is made again. What no page can be made from was never published."""
    try:
        verify_agreement(publication)
        _verify_pages(site, manifest, publication)
    except (ValueError, LookupError, TypeError, OverflowError, TemplateError) as fault:
        raise ProofInvalid(f"`{SITE}` has what no publication has") from fault


def _verify_pages(site: Path, manifest: Manifest, publication: Publication) -> None:
    """Every page and table is made again."""
    expected = {SITE}
    for name, data in site_files(publication, read_public_templates()):
        expected.add(name)
        if read_file(site, name, max(len(data), 1)) != data:
            raise ProofInvalid(f"`{name}` does not say what `{SITE}` says")
    others = {name for name in manifest.files if name not in expected and not name.startswith(f"{RECOUNT}/")}
    if others:
        raise ProofInvalid(f"`{min(others)}` does not belong to the publication")


class _Recount:
    """The tree over a log's public entries, and the accesses among them."""

    def __init__(self, site: Path, log: Path, manifest: Manifest, publication: Publication) -> None:
        self._site = site
        self._log = LogFolder(log)
        self._manifest = manifest
        self._publication = publication
        self._names = sorted(name for name in manifest.files if name.startswith(f"{RECOUNT}/"))
        self._days: list[DayRoot] = []

    def verify_tree(self, root: bytes, progress: Progress) -> None:
        """Raises ProofInvalid unless the log's entries make the tree, its kinds, its days and what is said of cut-offs."""
        heads = {entry: (name, opening) for name in self._names for entry, opening in [self._head(name)]}
        steps = {entry for one in self._publication.directives for entry in one.entries}
        if any(not 0 <= entry < self._manifest.size for entry in steps):
            raise ProofInvalid("`data/directives.json` names an entry that the log has not")
        edge, kinds, found = RightEdge(), Counter[str](), dict[str, DayRoot]()
        for index, commitment in self._entries(progress):
            edge.append(leaf_hash(commitment))
            kinds[KINDS.get(commitment[0], "unknown")] += 1
            if index in heads:
                name, opening = heads[index]
                opening.verify(commitment)
                found[name] = _day_root(opening.payload)
            if index in steps and commitment[0] != DIRECTIVE:
                raise ProofInvalid(f"entry {index} of the log is no directive")
        if edge.root() != root:
            raise ProofInvalid("the log's entries do not make the root that is signed")
        if dict(kinds) != dict(self._publication.log.kinds):
            raise ProofInvalid("`data/entries.json`: the log has other numbers of entries")
        if len(found) != len(self._names):
            raise ProofInvalid("a file in `recount/` names no entry of the log, or that of another file")
        self._days = [found[name] for name in self._names]
        if self._manifest.is_recountable:
            self._verify_days()

    def verify_counts(self, progress: Progress) -> int:
        """Count again; how many entries could not be opened. Raises ProofInvalid for a number that is another one."""
        cut_offs = [
            CutSince(one.directive, one.agency, one.since, one.until, one.entry)
            for one in self._publication.zeros
        ]
        count = Count(self._publication.agencies, cut_offs)
        entries = self._entries(progress)
        for name, day in zip(self._names, self._days, strict=True):
            self._count_day(name, day, entries, count)
        unopened = count.unopened
        if not 0 <= self._publication.veiled - count.veiled <= unopened:
            raise ProofInvalid(
                f"the agency or the purpose of {count.veiled} accesses is closed, and of {self._publication.veiled} it is said"
            )
        if unopened != self._publication.unopened:
            raise ProofInvalid(
                f"{unopened} accesses are closed, and {self._publication.unopened} are said to be"
            )
        _compare(self._publication.counts, count.counts, unopened - self._publication.unreadable)
        _compare_zeros(self._publication.zeros, count.zeros(self._manifest.end), unopened)
        return unopened

    def _count_day(self, name: str, day: DayRoot, entries: Iterator[tuple[int, bytes]], count: Count) -> None:
        with open_file(self._site, name) as file:
            file.readline(MAX_LINE_BYTES)
            file.readline(MAX_OPENING_BYTES)
            for _ in range(day.start, day.end):
                index, commitment = next(entries)
                if commitment[0] == ACCESS:
                    line = _read(name, index, commitment, file.readline(MAX_LINE_BYTES))
                    count.unopened += isinstance(line, Unopened)
                    if isinstance(line, Asked):
                        count.add(day.day, index, line, is_empty=False)
            if file.readline(1):
                raise ProofInvalid(f"`{name}` has more lines than the day has accesses")

    def _head(self, name: str) -> tuple[int, Opening]:
        with open_file(self._site, name) as file:
            first, second = file.readline(MAX_LINE_BYTES), file.readline(MAX_OPENING_BYTES)
        try:
            entry = json.loads(first)["entry"]
            is_spelled = type(entry) is int and day_head(entry) == first
        except (ValueError, TypeError, KeyError, RecursionError):
            is_spelled = False
        if not is_spelled:
            raise ProofInvalid(f"`{name}` does not begin like the file of a day")
        return entry, read_opening(second)

    def _verify_days(self) -> None:
        manifest, days = self._manifest, self._days
        if [f"{RECOUNT}/{one.day}.jsonl" for one in days] != self._names:
            raise ProofInvalid("a file in `recount/` is of another day")
        if any(not after.follows(before) for before, after in pairwise(days)):
            raise ProofInvalid("a day is missing in `recount/`")
        bounds = (days[0].start, days[0].day, days[-1].day, days[-1].end) if days else (0, "", "", 0)
        if bounds != (0, manifest.since, manifest.until, manifest.end) or manifest.end > manifest.size:
            raise ProofInvalid(f"the days in `recount/` are not those that `{NAME}` names")

    def _entries(self, progress: Progress) -> Iterator[tuple[int, bytes]]:
        size = self._manifest.size
        for index, commitment in enumerate(published_entries(self._log, size)):
            if index % _STEP == 0:
                progress(index, size)
            yield index, commitment


def _read(name: str, index: int, commitment: bytes, raw: bytes) -> Line:
    try:
        return read_line(raw, commitment)
    except ProofInvalid as fault:
        raise ProofInvalid(f"`{name}`, entry {index}: {fault.message}") from None


def _day_root(payload: bytes) -> DayRoot:
    try:
        return read_day_root(payload)
    except LogDamaged as fault:
        raise ProofInvalid(fault.message) from None


def _seen(tally: Tally) -> tuple[int, int, int]:
    """What an outsider can count."""
    return tally.answered, tally.refused, tally.unfinished


def _compare(said: Counts, counted: Counts, unopened: int) -> None:
    """The numbers must be equal, but for accesses that nobody outside can open."""
    missing = 0
    for place in sorted({*said, *counted}):
        ours, theirs = _seen(counted.get(place, Tally())), _seen(said.get(place, Tally()))
        missing += sum(theirs) - sum(ours)
        if any(one < other for one, other in zip(theirs, ours, strict=True)) or missing > unopened:
            who = f"{place.agency or 'no code'} for {place.purpose or 'no purpose'}"
            raise ProofInvalid(
                f"`data/counts.json`: {place.day}, {who}: {_words(ours)} were counted, and {_words(theirs)} are said"
            )


def _compare_zeros(said: tuple[Zero, ...], counted: tuple[Zero, ...], unopened: int) -> None:
    for theirs, ours in zip(said, counted, strict=True):
        more = [one - other for one, other in zip(_seen(theirs.tally), _seen(ours.tally), strict=True)]
        more.append(theirs.veiled - ours.veiled)
        if (theirs.end, theirs.scope) != (ours.end, ours.scope) or min(more) < 0 or sum(more) > unopened:
            raise ProofInvalid(
                f"`data/cut-off.json`, {theirs.directive}: {_words(_seen(ours.tally))} were counted, {ours.veiled} of no agency"
            )


def _words(numbers: tuple[int, int, int]) -> str:
    return f"{numbers[0]} answered, {numbers[1]} refused, {numbers[2]} not finished"
