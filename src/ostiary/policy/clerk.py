"""The clerk's profile: what is read of the case table so that a case can be known to be open, and nothing else.

Knows: which needs a bundle names, which columns tell whether a case is open.
Must not know: SQL, cases, who asks about one.

It is a profile like the members': its wall is built, compared and read through in the same way. No member's session ever
reads through it on the member's behalf, so it has no masks and no row filters.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostiary.model.bundle import Bundle
from ostiary.model.profile import Profile, View
from ostiary.model.rules import Need


def clerk_profile(bundle: Bundle) -> Profile | None:
    """The profile through which cases are looked up; None where the bundle has no case table, or no rule that asks for one."""
    table = bundle.case_table
    if table is None or "open-case" not in set(needs_of(bundle)):
        return None
    read = {table.number, table.opened, table.closed}
    record_class = bundle.catalogue.classes[table.record_class]
    columns = tuple((column.name, None) for column in record_class.columns if column.name in read)
    return Profile({record_class.name: View(record_class.name, columns)})


def needs_of(bundle: Bundle) -> Iterator[Need]:
    """Every need that decides something: of permits, of duties, of exceptions."""
    for permit in bundle.permits:
        yield from permit.when.needs
    for duty in bundle.duties:
        yield from duty.needs
    for prohibition in bundle.prohibitions:
        yield from (need for exception in prohibition.unless for need in exception.needs)
