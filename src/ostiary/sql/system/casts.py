"""Casts in catalogue questions.

Knows: which types a question may cast to, and what the types that stand for a catalogue's names become.
Must not know: expressions around a cast, statements.

A value of ``regclass`` and its kin is a number that prints as a name of the server's catalogue, and reading one looks a name
up there. None is ever made: a text that names something becomes its OID, and what is already there becomes its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ostiary.errors import NotUnderstood
from ostiary.sql.system.answered import ANSWERED
from ostiary.sql.system.contents import type_names
from ostiary.sql.system.emulation import Emulation
from ostiary.sql.system.functions import (
    CLASS_NAMED,
    NAME_OF_CLASS,
    NAME_OF_NAMESPACE,
    NAME_OF_ROLE,
    NAME_OF_TYPE,
    NAMESPACE_NAMED,
    NO_OID,
    TYPE_NAMED,
)
from ostiary.sql.system.relations import OID_OF
from ostiary.sql.text import literal

PLAIN_TYPES: Final = frozenset(
    "bool char name int2 int4 int8 numeric float4 float8 text varchar bpchar oid xid int2vector oidvector json jsonb "
    "bytea date time timetz timestamp timestamptz interval inet uuid".split()
)

SHOWN_AS: Final[Mapping[str, str]] = {"aclitem": "text", "pg_node_tree": "text", "unknown": "text"}
"""Types of which no value is ever here, as in ``NULL::aclitem[]``."""

NAMED: Final[Mapping[str, str]] = {
    "regclass": CLASS_NAMED,
    "regtype": TYPE_NAMED,
    "regnamespace": NAMESPACE_NAMED,
}
"""How the OID of what a text names is looked up."""

NAMES_OF: Final[Mapping[str, str]] = {
    "regclass": NAME_OF_CLASS,
    "regtype": NAME_OF_TYPE,
    "regnamespace": NAME_OF_NAMESPACE,
    "regrole": NAME_OF_ROLE,
    **dict.fromkeys(("regproc", "regprocedure", "regoper", "regoperator"), "CAST({0} AS pg_catalog.text)"),
}
"""How the name of what an OID stands for is looked up. Functions and operators go by their names: none has an OID here."""


def name_of(kind: str, argument: str, emulation: Emulation) -> str:
    """What prints as the name of an object: text."""
    wanted = "oid" if kind == "regtype" else "text"
    return emulation.filled(NAMES_OF[kind]).replace("{0}", f"CAST({argument} AS pg_catalog.{wanted})")


def oid_named(kind: str, argument: str, emulation: Emulation) -> str:
    """The OID of what a text of the client's names; NULL where there is none to be known."""
    return emulation.filled(NAMED[kind]).replace("{0}", f"CAST({argument} AS pg_catalog.text)")


def constant_named(kind: str, name: str, emulation: Emulation) -> str:
    """What a name in a literal stands for, found without asking anybody."""
    bare = re.sub(r'^pg_catalog\.|"', "", name.strip())
    if bare.isdecimal() and kind in NAMED:
        return f"CAST({literal(bare)} AS pg_catalog.oid)"
    match kind:
        case "regclass" if bare in OID_OF and (emulation.names_relations or bare in ANSWERED["pg_catalog"]):
            return _oid(OID_OF[bare])
        case "regtype" if bare in type_names():
            return _oid(type_names()[bare])
        case _ if kind not in NAMED:
            return f"CAST({literal(bare)} AS pg_catalog.text)"
        case "regclass" if bare in OID_OF or bare.startswith("pg_"):
            raise NotUnderstood(f"there is no system relation `{bare}`")
        case "regclass" | "regnamespace":
            return oid_named(kind, literal(name), emulation)
        case _:
            return NO_OID


def _oid(number: int) -> str:
    return f"CAST({number} AS pg_catalog.oid)"
