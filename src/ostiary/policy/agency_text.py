"""Agencies, agreements, officials, purposes and bases as authors write them.

Knows: ``[[agency]]``, ``[[agreement]]``, ``[[official]]``, ``[[purpose]]`` and ``[[basis]]``, and that trees have no circles.
Must not know: rules, signatures.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ostiary.model.agency import AGREEMENT_KINDS, LEVELS, STATUSES, Agency, Agreement, Official
from ostiary.model.bundle import Basis, Purpose
from ostiary.model.request import BASES
from ostiary.policy.reading import CODE, STATE, Table, read_labels

T = TypeVar("T", Agency, Agreement, Official, Purpose, Basis)
N = TypeVar("N", Agency, Purpose)

# The list of crimes of a state has about 500 kinds in 30 groups; a purpose for each is 530, an agency for each precinct
# and bureau of the largest city some 300. The room is for three of them.
MAX_AGENCIES = 1_000
MAX_PURPOSES = 1_600
# Every combination of the bases that rules name is looked at when policies are proved: the six of every bundle and four
# more are 2**10 = 1,024.
MAX_OWN_BASES = 4
# A state, county, city, department, bureau, division, district, sector and squad are nine; three times that, and some.
# A forest at both limits is checked in 1,600 * 32 = 51,200 steps.
MAX_TREE_DEPTH = 32

# The name, key id and key of a signed-note verifier key: https://c2sp.org/signed-note.
_VKEY = re.compile(r"(?P<name>[^+\s]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/]+=*)")


def read_agencies(tables: Sequence[Table]) -> Mapping[str, Agency]:
    """All agencies by code, as a forest."""
    few = _first("agencies", tables, MAX_AGENCIES)
    return _as_forest("agency", _read_all("agency", few, _read_agency), few)


def read_purposes(tables: Sequence[Table]) -> Mapping[str, Purpose]:
    """All purposes by code, as a forest."""
    few = _first("purposes", tables, MAX_PURPOSES)
    return _as_forest("purpose", _read_all("purpose", few, _read_purpose), few)


def read_bases(tables: Sequence[Table]) -> Mapping[str, Basis]:
    """The bundle's own bases by code; none has the code of one that every bundle has."""
    few = _first("bases of its own", tables, MAX_OWN_BASES)
    for table in few:
        if table.values.get("code") in BASES:
            table.problem(f"every bundle has the basis `{table.values['code']}` already", "code")
    return _read_all("basis", few, _read_basis)


def read_agreements(tables: Sequence[Table], agencies: Mapping[str, Agency]) -> tuple[Agreement, ...]:
    """All agreements, by code, each with an agency that is known."""
    found = _read_all("agreement", tables, _read_agreement)
    for table in tables:
        agency = table.values.get("agency")
        if isinstance(agency, str) and agency not in agencies:
            table.unknown("agency", agency, agencies, "agency")
    return tuple(agreement for _, agreement in sorted(found.items()))


def read_officials(tables: Sequence[Table]) -> Mapping[str, Official]:
    """All officials by code; no two with one key, because one person must not be able to sign as two."""
    owners: dict[bytes, str] = {}
    for table in tables:
        key = _key_of(table)
        owner = owners.setdefault(key, str(table.values.get("code")))
        if key and owner != table.values.get("code"):
            table.problem(
                f"this is the key of official `{owner}` too: one person must not sign as two", "vkey"
            )
    return _read_all("official", tables, _read_official)


def read_dates(table: Table) -> tuple[date | None, date | None]:
    """``effective`` and ``expires``, the latter exclusive and later than the former."""
    effective, expires = table.get("effective", date), table.get("expires", date)
    if effective and expires and effective >= expires:
        table.problem(f"`expires` {expires} must be later than `effective` {effective}", "expires")
    return effective, expires


def _first(many: str, tables: Sequence[Table], most: int) -> Sequence[Table]:
    """As many tables as are read; the first one beyond them is a problem."""
    for table in tables[most:][:1]:
        table.problem(f"the bundle has {len(tables)} {many}; at most {most} are read")
    return tables[:most]


def _read_all(what: str, tables: Sequence[Table], read: Callable[[Table], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for table in tables:
        one = read(table)
        table.finish()
        if one.code in found:
            table.problem(f"{what} `{one.code}` is declared twice", "code")
        found[one.code] = one
    found.pop("", None)
    return found


def _as_forest(what: str, nodes: dict[str, N], tables: Sequence[Table]) -> dict[str, N]:
    """The nodes, where a parent that is unknown, leads into a circle or is too deep is a problem and is taken away."""
    for table in tables:
        node = nodes.get(str(table.values.get("code")))
        if node is None or node.parent is None:
            continue
        if node.parent not in nodes:
            table.unknown(what, node.parent, nodes, "parent")
        elif problem := _bad_way(nodes, node):
            table.problem(f"{what} `{node.code}` stands {problem}", "parent")
        else:
            continue
        nodes[node.code] = replace(node, parent=None)
    return nodes


def _bad_way(nodes: Mapping[str, N], node: N) -> str:
    """What is wrong with the way from a node up, or nothing; other circles above it are not followed for ever."""
    way: list[str] = [node.code]
    step: str | None
    step = node.parent
    while step is not None and step in nodes and step not in way:
        if len(way) == MAX_TREE_DEPTH:
            return f"more than {MAX_TREE_DEPTH} deep"
        way.append(step)
        step = nodes[step].parent
    return f"under itself: {' > '.join([*way, node.code])}" if step == node.code else ""


def _read_agency(table: Table) -> Agency:
    agency = Agency(
        code=table.word("code"),
        name=table.text("name"),
        level=table.text("level"),
        kind=table.word("kind"),
        parent=table.word("parent", needed=False) or None,
        ori=table.text("ori", needed=False) or None,
        state=table.word("state", STATE, needed=False) or None,
        status=_read_choice(table, "status", STATUSES),
        labels=read_labels(table),
    )
    if agency.level and agency.level not in LEVELS:
        table.unknown("level", agency.level, LEVELS, "level")
    return agency


def _read_choice(table: Table, key: str, choices: Sequence[str]) -> str:
    """One of the choices; the first when the key is missing."""
    chosen = table.text(key, needed=False) or choices[0]
    if chosen not in choices:
        table.unknown(key, chosen, choices, key)
    return chosen


def _read_purpose(table: Table) -> Purpose:
    return Purpose(table.word("code"), table.text("title"), table.word("parent", needed=False) or None)


def _read_agreement(table: Table) -> Agreement:
    effective, expires = read_dates(table)
    if effective is None and "effective" not in table.values:
        table.problem("`effective` is missing")
    return Agreement(
        code=table.word("code", CODE),
        agency=table.word("agency", CODE),
        title=table.text("title"),
        cite=table.text("cite"),
        effective="" if effective is None else effective.isoformat(),
        expires=None if expires is None else expires.isoformat(),
        kind=_read_choice(table, "kind", AGREEMENT_KINDS),
    )


def _read_basis(table: Table) -> Basis:
    return Basis(table.word("code"), table.text("title"))


def _read_official(table: Table) -> Official:
    return Official(table.word("code"), table.text("name"), table.text("office"), table.text("vkey"))


def _key_of(table: Table) -> bytes:
    """The key inside a verifier key; empty, with a problem noted, when it is malformed."""
    vkey = table.values.get("vkey")
    if not isinstance(vkey, str):
        return b""
    match = _VKEY.fullmatch(vkey)
    try:
        key = base64.b64decode(match["key"], validate=True) if match else b""
    except binascii.Error:
        key = b""
    if not key:
        table.problem("`vkey` must be `name+8 hexadecimal digits+base64`", "vkey")
    return key
