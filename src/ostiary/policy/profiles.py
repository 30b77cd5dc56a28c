"""Which profiles a bundle gives: what anybody can read at all.

Knows: the profile of one context, and every distinct profile that contexts can have.
Must not know: SQL, who is connected. Row limits are no part of a profile.

A profile is wider than a decision: each statement is decided on its own, with the fields that it asks for. Its masks and
row predicates are those of reading everything that may be read, so they are at least as strict as a decision's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations_with_replacement

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.model.profile import Profile, View
from ostiary.model.request import Allow, Context, Duties, Request
from ostiary.policy.clerk import clerk_profile
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.index.shares import Readable, Share, Sharing
from ostiary.policy.settlement import settle
from ostiary.policy.situations import ANY_CASE, kinds_of_agency, refuse_more, situations

# A profile is one schema of views and one login in the database; a bundle that needs more is written too finely.
MAX_PROFILES = 200
# One kind of agency in one situation, seen for columns that no rule tells apart, takes 2 to 4 us, so these take some 8 s
# (Chicago: 3,136).
MAX_LOOKS = 2_000_000
# One meeting of three agencies is a few operations on whole numbers, 0.4 us, so these take 4 s (Chicago: 1,211).
MAX_MEETINGS = 10_000_000

# A client can declare many combinations of bases and beneficiaries; a profile of Chicago takes 9 kB: some MB.
MAX_KNOWN = 500


def profile_of(policy: IndexedPolicy, context: Context, day: date) -> Profile:
    """What a context can read on a day; record classes without an allowed column are absent."""
    views = {}
    for name in policy.bundle.catalogue.classes:
        columns = policy.open_columns(Request(context, name, frozenset(), day))
        decision = policy.decide(Request(context, name, columns, day))
        if isinstance(decision, Allow):
            views[name] = _view(policy.bundle, name, columns, decision.duties)
    return Profile(views)


class KnownProfiles:
    """The profiles that were asked for, each worked out once for many sessions.

    Rules test of a context who counts in it, why, with what paper, and whether there is a case. They cannot test which
    case it is, nor who the member is, so contexts that differ in nothing else share a profile.
    """

    __slots__ = ("_clerk", "_known")

    def __init__(self) -> None:
        self._known: dict[tuple[str, Context, date], Profile] = {}
        self._clerk: tuple[str, Profile | None] = ("", None)

    def clerk(self, bundle: Bundle) -> Profile | None:
        """What ``clerk_profile`` gives."""
        if self._clerk[0] != bundle.version:
            self._clerk = (bundle.version, clerk_profile(bundle))
        return self._clerk[1]

    def of(self, policy: IndexedPolicy, context: Context, day: date) -> Profile:
        """What ``profile_of`` gives."""
        alike = replace(context, member="", case=None if context.case is None else ANY_CASE)
        key = (policy.bundle.version, alike, day)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MAX_KNOWN:
                self._known.pop(next(iter(self._known)))
            found = self._known[key] = profile_of(policy, alike, day)
        return found


def all_profiles(bundle: Bundle, day: date) -> tuple[Profile, ...]:
    """Every distinct profile that a context can have on a day, and the clerk's, in the order of their ids.

    The empty one is left out.

    Agencies, purposes, roles, bases and what is known of a case that no rule tells apart are tried once. A context has at
    most one affiliation here: more can only take columns away, add masks and add row predicates.
    Raises BundleError when a bundle needs more than ``MAX_PROFILES``, or more work than the other limits.
    """
    found: dict[str, Profile] = {}
    for profile in _each_profile(bundle, day):
        found[profile.id] = profile
        if len(found) > MAX_PROFILES:
            raise BundleError(
                f"the policy bundle gives more than {MAX_PROFILES} profiles", hint="use fewer distinctions"
            )
    clerk = clerk_profile(bundle)
    found |= {} if clerk is None else {clerk.id: clerk}
    return tuple(profile for _, profile in sorted(found.items()))


def _view(bundle: Bundle, name: str, columns: Collection[str], duties: Duties) -> View:
    masks = dict(duties.masks)
    order = [column.name for column in bundle.catalogue.classes[name].columns if column.name in columns]
    shown = tuple((column, masks.get(column)) for column in order)
    return View(name, shown, duties.rows, dict(duties.minimum_groups).get(name, 1))


def _each_profile(bundle: Bundle, day: date) -> Iterator[Profile]:
    sharing, seen = Sharing(bundle), set[Readable]()
    for shares in _gatherings(sharing, bundle, day):
        for readable in _meetings(sharing, shares):
            if readable.groups and readable not in seen:
                seen.add(readable)
                yield _profile(bundle, sharing, readable)


def _gatherings(sharing: Sharing, bundle: Bundle, day: date) -> Iterator[frozenset[Share]]:
    """What all kinds of agencies bring into each situation. Those into which they bring the same are one."""
    agencies, contexts = kinds_of_agency(bundle, day), situations(bundle)
    looks = len(agencies) * len(contexts) * len(sharing)
    refuse_more(looks, MAX_LOOKS, "columns, kinds of agency and situations")
    met, seen = 0, set[frozenset[Share]]()
    for context in contexts:
        shares = frozenset(sharing.of(agency, context, day) for agency in agencies)
        if shares not in seen:
            seen.add(shares)
            met += len(shares) ** 3
            refuse_more(met, MAX_MEETINGS, "meetings of agencies")
            yield shares


def _meetings(sharing: Sharing, shares: frozenset[Share]) -> Iterator[Readable]:
    """What remains when an agency asks for another through a member of a third."""
    pairs = {one.asking_with(other) for one, other in combinations_with_replacement(shares, 2)}
    for share in {pair.beside(third) for pair in pairs for third in shares}:
        yield sharing.readable(share)


def _profile(bundle: Bundle, sharing: Sharing, readable: Readable) -> Profile:
    views = {}
    for name, columns in sorted(sharing.columns(readable).items()):
        settled = settle(sharing.duties(readable, name), name, columns)
        views[name] = _view(bundle, name, columns, settled)
    return Profile(views)
