"""How a public site is baked, and how it is compared with what an installation would bake: by the same steps.

Knows: the order of the steps, and what each is given: log, register, policy, proofs.
Must not know: arguments, pages, proofs, how files are written or compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from ostiary.directives.register import Register
from ostiary.errors import BundleError, LogDamaged
from ostiary.evidence.opening import write_opening
from ostiary.evidence.recount import Vocabulary
from ostiary.model.bundle import Bundle
from ostiary.model.directive import PolicyChange
from ostiary.office.desk import Desk
from ostiary.promises.proving import prove
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.indexing import Indexed, Source
from ostiary.store.log.receipts import Published
from ostiary.store.log.witnessed import read_trust
from ostiary.store.publishing import (
    CountedEntry,
    Skeleton,
    TurnedAway,
    covered_days,
    day_opening,
    read_days,
    read_skeleton,
)
from ostiary.tlog.cosignature import verify_cosignatures
from ostiary.tlog.key_text import encode_base64
from ostiary.tlog.note import split_note
from ostiary.tlog.trust import NO_QUORUM
from ostiary.web.public import sources
from ostiary.web.public.manifest import Manifest
from ostiary.web.public.model import LogState, Publication
from ostiary.web.public.site import site_files
from ostiary.web.public.tally import Count
from ostiary.web.public_check import day_head
from ostiary.web.public_files import RECOUNT, SITE, Keep, read_public_templates, write_site

Progress = Callable[[str], Callable[[int, int], None]]
"""Told what comes next; what is given back is told how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a publication is made with beside the log: when, with which delay, and whether everybody can count again."""

    made_at: str
    delay_days: int
    is_recountable: bool


class Press:
    """Bakes the site of one installation."""

    def __init__(self, desk: Desk, source: Source, published: Published, terms: Terms) -> None:
        self._desk = desk
        self._source = source
        self._published = published
        self._terms = terms

    def bake(self, keep: Keep, progress: Progress) -> Manifest:
        """Hand every file to ``keep``; the manifest of all of them.

        Raises LogUnavailable, LogDamaged, ProofInvalid, DirectiveRefused, BundleError, ControlDown, and what ``keep`` raises.
        """
        tree, directory = self._published.checkpoint, self._source.directory
        skeleton = read_skeleton(self._source, tree.size, progress("reading the log"))
        if skeleton.root != tree.root:
            raise LogDamaged("the journal does not make the tree that is published")
        chain = sources.Chain(Register.empty(self._desk.founding.officials))
        for step in skeleton.steps:
            chain.take(step.entry, step.raw)
        bundle = self._desk.policy(chain.register.policy or self._desk.founding.version)
        count = Count(
            sources.agency_names(bundle), chain.cut_offs(datetime.fromisoformat(self._terms.made_at))
        )
        made_on = datetime.fromisoformat(self._terms.made_at).date()
        days = covered_days(directory, tree.size, made_on, self._terms.delay_days)
        _verify_gapless(days)
        files = self._count(days, self._vocabulary(chain, bundle), count, keep, progress("counting"))
        publication = self._publication(chain, bundle, skeleton, days, count)
        files[SITE] = keep(SITE, [write_site(publication)])
        for name, data in site_files(publication, read_public_templates()):
            files[name] = keep(name, [data])
        return Manifest(
            tree.origin,
            tree.size,
            encode_base64(tree.root),
            self._terms.made_at,
            self._terms.delay_days,
            publication.since,
            publication.until,
            publication.end,
            bundle.version,
            self._terms.is_recountable,
            files,
        )

    def _count(
        self,
        days: list[Indexed],
        vocabulary: Vocabulary,
        count: Count,
        keep: Keep,
        progress: Callable[[int, int], None],
    ) -> dict[str, str]:
        files = {}
        for day, entries in read_days(self._source, days, vocabulary, progress):
            lines = _counted(day, entries, count)
            if self._terms.is_recountable:
                name = f"{RECOUNT}/{day.root.day}.jsonl"
                files[name] = keep(name, lines)
            else:
                for _ in lines:
                    pass
        return files

    def _vocabulary(self, chain: sources.Chain, bundle: Bundle) -> Vocabulary:
        """The codes of every policy that was ever in force and whose texts are to be had."""
        known = [self._desk.founding, bundle]
        for one in chain.register.directives.values():
            if isinstance(one.act, PolicyChange) and one.status == "confirmed":
                try:
                    known.append(self._desk.policy(one.act.version))
                except BundleError:
                    continue
        return Vocabulary(*sources.all_codes(known))

    def _publication(
        self, chain: sources.Chain, bundle: Bundle, skeleton: Skeleton, days: list[Indexed], count: Count
    ) -> Publication:
        proofs, end = prove(bundle), days[-1].root.end if days else 0
        return Publication(
            made_at=self._terms.made_at,
            delay_days=self._terms.delay_days,
            since=days[0].root.day if days else "",
            until=days[-1].root.day if days else "",
            end=end,
            log=self._log_state(skeleton),
            policy=sources.policy_words(bundle, proofs),
            agencies=sources.agency_names(bundle),
            purposes=sources.purpose_titles(bundle),
            counts=count.counts,
            unopened=count.unopened,
            unreadable=count.unreadable,
            turned_away=dict(sorted(count.turned_away.items())),
            zeros=count.zeros(end),
            directives=sources.directive_rows(chain),
            promises=sources.promise_rows(proofs),
            records=sources.record_rows(bundle),
            notices=sources.notice_rows(chain.register),
            enforcement=sources.enforcement_purposes(bundle),
            is_recountable=self._terms.is_recountable,
            veiled=count.veiled,
        )

    def _log_state(self, skeleton: Skeleton) -> LogState:
        tree, folder = self._published.checkpoint, LogFolder(self._source.directory)
        trust = read_trust(folder)
        # From the checkpoint that is published, and not from what stands beside the log by now: an older site stays what it was.
        lines = split_note(self._published.note)[1]
        keys = {one.by for one in verify_cosignatures(tree, lines, [one.key for one in trust.witnesses])}
        names = tuple(one.name for one in trust.witnesses if one.key in keys)
        return LogState(
            tree.origin,
            tree.size,
            encode_base64(tree.root),
            self._published.note.decode(),
            names,
            "" if trust.quorum == NO_QUORUM else trust.quorum,
            dict(sorted(skeleton.kinds.items())),
        )


def _verify_gapless(days: list[Indexed]) -> None:
    """Raises LogDamaged unless the days begin with the log, and each where the one before ends."""
    is_whole = not days or days[0].root.start == 0
    if not is_whole or any(not after.root.follows(before.root) for before, after in pairwise(days)):
        raise LogDamaged("a day is missing in the log's index", hint="`ostiary log index --check` says which")


def _counted(day: Indexed, entries: Iterator[CountedEntry | TurnedAway], count: Count) -> Iterator[bytes]:
    """Count the entries of a day, and give the lines by which they are counted again."""
    yield day_head(day.entry)
    yield write_opening(day_opening(day))
    for one in entries:
        match one:
            case TurnedAway(refused):
                count.turned_away += refused
            case CountedEntry():
                if one.asked is not None:
                    count.add(day.root.day, one.entry, one.asked, is_empty=one.is_empty)
                count.unopened += one.is_closed
                if one.is_unreadable:
                    count.unreadable += 1
                    count.add_veiled(one.entry)
                yield one.line
