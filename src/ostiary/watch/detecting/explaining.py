"""What explains an access: a case, a dispatch, a hit, an approval, a colleague's case, an explained contact before.

Knows: which tables are known beside events, and which accesses each of them explains.
Must not know: what is made of an access that nothing explains, files, engines.

After Fabbri and LeFevre's explanation-based auditing: a template joins an access to a reason for it that somebody else wrote down.
A template whose table nobody imported is not tried, which is another thing than failing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import ibis

from ostiary.watch.detecting.flagging import HOUR
from ostiary.watch.detecting.numbers import as_number
from ostiary.watch.events.tables import Table, Tables

DISPATCH_HOURS: Final = 6
HIT_HOURS: Final = 24

Template: TypeAlias = Callable[[Tables, Table], Table]
"""The tables and accesses in, the ids of those that it explains out (column ``event_id``; one may come twice)."""


def with_typed(tables: Tables, accesses: Table) -> Table:
    """The accesses, and ``typed``: the number in the words of the ``reason`` where none was declared, which is the ``case_no`` then."""
    reasons = tables.reasons.filter(tables.reasons["case_like"].notnull())
    words = reasons.select(typed_in="reason", words_case="case_like")
    joined = accesses.left_join(words, accesses["reason"] == words["typed_in"])
    joined = joined.mutate(typed=joined["case_no"].isnull().ifelse(joined["words_case"], ibis.null(str)))
    joined = joined.mutate(case_no=ibis.coalesce(joined["case_no"], joined["typed"]))
    return joined.drop("typed_in").drop("words_case")


def assigned(tables: Tables, accesses: Table) -> Table:
    """The case that was declared, or typed in the reason, was assigned to the user at that instant."""
    known = _assignments(tables, accesses).select("on_case", "from_then", "to_then", to_user="user")
    found = accesses.inner_join(
        known, [as_number(accesses["case_no"]) == known["on_case"], accesses["user"] == known["to_user"]]
    )
    return _within(found).select("event_id")


def of_a_colleague(tables: Tables, accesses: Table) -> Table:
    """That case was assigned to somebody else of the same agency at that instant."""
    accounts = tables.known["accounts"].select(member="user", of="agency").distinct()
    given = _assignments(tables, accesses)
    known = given.inner_join(accounts, given["user"] == accounts["member"])
    known = known.select("of", "on_case", "from_then", "to_then")
    found = accesses.inner_join(
        known, [as_number(accesses["case_no"]) == known["on_case"], accesses["agency"] == known["of"]]
    )
    return _within(found).select("event_id")


def _assignments(tables: Tables, accesses: Table) -> Table:
    """The assignments to cases of the accesses; ``on_case`` is a number as two are compared."""
    given = tables.known["assignments"]
    given = given.select("user", on_case=as_number(given["case_no"]), from_then="since", to_then="until")
    cases = accesses.select(wanted=as_number(accesses["case_no"])).distinct()
    return given.semi_join(cases, given["on_case"] == cases["wanted"])


def dispatched(tables: Tables, accesses: Table) -> Table:
    """The user was on a dispatch that began or ended at most six hours away."""
    near = DISPATCH_HOURS * HOUR
    known = tables.known["dispatches"].select(sent="user", begun="since", ended="until")
    found = accesses.inner_join(known, accesses["user"] == known["sent"])
    return found.filter(found["at"] >= found["begun"] - near, found["at"] <= found["ended"] + near).select(
        "event_id"
    )


def hit(tables: Tables, accesses: Table) -> Table:
    """A subject of the access was seen within the day before."""
    about = _about(tables, accesses)
    known = tables.known["hits"].select(seen="subject", seen_at="at")
    found = about.inner_join(known, about["subject"] == known["seen"])
    since = found["at"] - found["seen_at"]
    return found.filter(since >= 0, since <= HIT_HOURS * HOUR).select("event_id")


def approved(tables: Tables, accesses: Table) -> Table:
    """An approval named the user at that instant, and no other case and no other subject."""
    known = tables.known["approvals"].select(
        may="user", for_case="case_no", for_subject="subject", from_then="since", to_then="until"
    )
    found = _within(accesses.inner_join(known, accesses["user"] == known["may"]))
    same_case = as_number(found["for_case"]) == as_number(found["case_no"])
    found = found.filter(found["for_case"].isnull() | same_case)
    anybody = found.filter(found["for_subject"].isnull()).select("event_id")
    named = found.filter(found["for_subject"].notnull()).select("event_id", "for_subject")
    subjects = tables.subjects.select(about_id="event_id", about="subject")
    same = named.inner_join(
        subjects, [named["event_id"] == subjects["about_id"], named["for_subject"] == subjects["about"]]
    )
    return ibis.union(anybody, same.select("event_id"))


TEMPLATES: Final[Mapping[str, Template]] = {
    "case assignment": assigned,
    "colleague's case": of_a_colleague,
    "dispatch": dispatched,
    "hit": hit,
    "approval": approved,
}
"""In the order in which they are tried."""
TABLES: Final[Mapping[str, str]] = {
    "case assignment": "assignments",
    "colleague's case": "accounts",
    "dispatch": "dispatches",
    "hit": "hits",
    "approval": "approvals",
}
"""The table without which each explains nothing."""
LEFT: Final = ("event_id", "at", "user", "agency", "case_no", "typed")
"""What is kept of an access while it is explained: the rest is read again of the few that nothing explains."""
PRIOR_CONTACT: Final = "prior contact"
"""The same user had the same subject before, in an access that one of the others explains. It is tried last."""


def tried(tables: Tables) -> Table:
    """One row, ``tried``: the templates that something is known for, by name; an empty table explains nothing, and was not tried."""
    counts = [
        tables.known[table].aggregate(**{f"has_{table}": tables.known[table].count()})
        for table in TABLES.values()
    ]
    row = counts[0]
    for each in counts[1:]:
        row = row.cross_join(each)
    told = ibis.literal("")
    for name, table in TABLES.items():
        told += (row[f"has_{table}"] > 0).ifelse(f"{name}, ", "")
    return row.select(tried=told + ibis.literal(PRIOR_CONTACT))


def known_assignments(tables: Tables) -> Table:
    """One row, ``unassigned``: what may be said of accesses that no assignment explains, and of all of them where none is known."""
    given = tables.known["assignments"]
    none = ", whether with or without a case nobody knows, for no assignments were imported"
    row = given.aggregate(assignments=given.count())
    return row.select(unassigned=(row["assignments"] > 0).ifelse(", without a case that is theirs", none))


def left_unexplained(tables: Tables, accesses: Table) -> Table:
    """The accesses that no template explains, prior contact aside: of what ``with_typed`` has, the columns LEFT."""
    accesses = accesses.select("event_id", "at", "user", "agency", "case_no", "reason")
    left = with_typed(tables, _not_plainly_assigned(tables, accesses)).select(*LEFT)
    left = tables.keep("left", left)
    explained = ibis.union(
        *(template(tables, left).select(explained="event_id") for template in TEMPLATES.values())
    )
    return tables.keep("unexplained", left.anti_join(explained, left["event_id"] == explained["explained"]))


def without(template: Template, tables: Tables, accesses: Table) -> Table:
    """The accesses that one template does not explain."""
    explained = template(tables, accesses).select(explained="event_id")
    return accesses.anti_join(explained, accesses["event_id"] == explained["explained"])


def _not_plainly_assigned(tables: Tables, accesses: Table) -> Table:
    """All but those whose user had the declared case assigned once, then or always.

    Most accesses are explained by that, and each pair of case and user has one row: nothing has to be told apart by its id.
    """
    given = tables.known["assignments"]
    always = (given["since"].isnull() & given["until"].isnull()).ifelse(1, 0)
    pairs = given.group_by(on_case="case_no", to_user="user").aggregate(
        times=given.count(), always=always.max(), from_then=given["since"].min(), to_then=given["until"].max()
    )
    plain = pairs.filter((pairs["times"] == 1) | (pairs["always"] == 1))
    joined = accesses.left_join(
        plain, [accesses["case_no"] == plain["on_case"], accesses["user"] == plain["to_user"]]
    )
    is_within = (joined["always"] == 1) | (
        (joined["from_then"].isnull() | (joined["at"] >= joined["from_then"]))
        & (joined["to_then"].isnull() | (joined["at"] < joined["to_then"]))
    )
    return joined.filter(joined["times"].isnull() | ~is_within).select(*accesses.columns)


def without_prior_contact(tables: Tables, unexplained: Table) -> Table:
    """Those of the unexplained accesses none of whose subjects the same user had before in an explained one."""
    about = _about(tables, unexplained).select("event_id", "at", "user", "subject")
    pairs = about.select(of_user="user", of_subject="subject").distinct()
    subjects = tables.subjects
    others = subjects.semi_join(
        pairs, [subjects["user"] == pairs["of_user"], subjects["subject"] == pairs["of_subject"]]
    )
    ids = unexplained.select(still="event_id")
    explained = others.anti_join(ids, others["event_id"] == ids["still"])
    first = explained.group_by(had_user="user", had_subject="subject").aggregate(had_at=explained["at"].min())
    joined = about.inner_join(
        first, [about["user"] == first["had_user"], about["subject"] == first["had_subject"]]
    )
    explained = joined.filter(joined["had_at"] < joined["at"]).select(explained="event_id")
    return unexplained.anti_join(explained, unexplained["event_id"] == explained["explained"])


def _about(tables: Tables, accesses: Table) -> Table:
    subjects = tables.subjects.select(about_id="event_id", subject="subject")
    return accesses.inner_join(subjects, accesses["event_id"] == subjects["about_id"])


def _within(found: Table) -> Table:
    """Rows whose instant lies from ``from_then`` on and before ``to_then``; an empty one is no bound."""
    return found.filter(
        found["from_then"].isnull() | (found["at"] >= found["from_then"]),
        found["to_then"].isnull() | (found["at"] < found["to_then"]),
    )
