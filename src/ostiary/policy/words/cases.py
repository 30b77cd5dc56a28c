"""Conditions as clauses: what must be so for an exception to hold, or for a rule to apply.

Knows: one clause for each fact and need.
Must not know: kinds of rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Atom, Condition
from ostiary.policy.words.lists import alternatives
from ostiary.policy.words.names import basis_name
from ostiary.policy.words.needs import need_clauses
from ostiary.policy.words.phrases import atoms_of, clause

CONCERNED = "every agency concerned"
"""The agencies that the member belongs to, works for or asks on behalf of, as far as the rule reaches them."""

_SUBJECTS = {
    "agency": CONCERNED,
    "role": "the member's role",
    "purpose": "the purpose",
    "record_class": "the record class",
    "field": "the field",
}


def case(bundle: Bundle, condition: Condition) -> str:
    """All clauses of a condition: ``the purpose is “Homicide” (homicide) and a case number is declared``."""
    clauses = [
        f"{_SUBJECTS[atom.fact]} {clause(bundle, atom)}" for atom in condition.atoms if atom.fact != "basis"
    ]
    return all_of([*clauses, *basis_clauses(bundle, condition), *need_clauses(condition.needs, CONCERNED)])


def all_of(clauses: Sequence[str]) -> str:
    """The clauses joined by ``and``, with a comma before it where one of them says ``or`` or ``nor``."""
    has_choice = any(" or " in clause or " nor " in clause for clause in clauses)
    return (", and " if has_choice else " and ").join(clauses)


def basis_clauses(bundle: Bundle, condition: Condition) -> list[str]:
    """One clause for each set of papers of which one must be declared."""
    return [_declares(bundle, atom) for atom in atoms_of(condition, "basis")]


def _declares(bundle: Bundle, atom: Atom) -> str:
    papers = alternatives(basis_name(bundle, code) for code in sorted(atom.values))
    return f"the member declares as legal basis {papers}"
