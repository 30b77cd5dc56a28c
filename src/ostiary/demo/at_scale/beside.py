"""What is known beside the synthetic accesses: accounts, grants, cases, assignments, dispatches and the planted exceptions.

Knows: which tables of a watch folder explain the ordinary work.
Must not know: how accesses are drawn, files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from ostiary.demo.at_scale.columns import agency_codes, case_numbers, subject_tokens, user_codes
from ostiary.demo.at_scale.people import HEIRS, People
from ostiary.demo.at_scale.planted import FIRST_CASE, Planting
from ostiary.demo.at_scale.rows import MS_A_DAY, MS_AN_HOUR, NONE
from ostiary.demo.at_scale.work import NEIGHBOURS, Tasks
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.schema import KNOWN


def known_tables(people: People, tasks: Tasks, plan: Planting, seed: int) -> Mapping[str, pa.Table]:
    """Every table that has rows, by its name."""
    columns = {
        "accounts": _accounts(people, plan),
        "grants": _grants(people),
        "cutoffs": _cutoffs(plan),
        "cases": _cases(people, tasks, plan),
        "assignments": _assignments(tasks),
        "dispatches": _dispatches(tasks),
        "relations": _relations(plan, seed),
    }
    return {name: _table(name, given) for name, given in columns.items()}


def _table(name: str, given: Mapping[str, Any]) -> pa.Table:
    schema, size = arrow_schema(KNOWN[name]), len(next(iter(given.values())))
    return pa.table([given.get(each.name, pa.nulls(size, each.type)) for each in schema], schema)


def _accounts(people: People, plan: Planting) -> Mapping[str, Any]:
    everybody = np.arange(people.users + HEIRS)
    until = np.full(len(everybody), NONE, np.int64)
    until[list(plan.departures)] = list(plan.departures.values())
    end = plan.start + plan.days * MS_A_DAY
    return {
        "agency": agency_codes(people.agency),
        "user": user_codes(everybody),
        "enabled": pa.array(np.ones(len(everybody), bool)),
        "until": pa.array(until, mask=until == NONE),
        "as_of": pa.array(np.full(len(everybody), end)),
    }


def _grants(people: People) -> Mapping[str, Any]:
    # Everybody may ask the next ones in the numbering; heirs ask their own records only.
    agency = np.repeat(np.arange(people.agencies), NEIGHBOURS)
    owner = (agency + np.tile(np.arange(1, NEIGHBOURS + 1), people.agencies)) % people.agencies
    return {"owner": agency_codes(owner), "agency": agency_codes(agency)}


def _cutoffs(plan: Planting) -> Mapping[str, Any]:
    return {
        "agency": agency_codes(np.array(list(plan.cutoffs), np.int64)),
        "since": pa.array(list(plan.cutoffs.values()), pa.int64()),
    }


def _cases(people: People, tasks: Tasks, plan: Planting) -> Mapping[str, Any]:
    # The cases that are planted stand in the table too, else every one of them were an unknown number.
    case, place = np.unique(tasks.case, return_index=True)
    case, place = case[case != NONE], place[case != NONE]
    rows = plan.rows()
    planted, first = np.unique(rows["case"], return_index=True)
    first, planted = first[planted >= FIRST_CASE], planted[planted >= FIRST_CASE]
    users = np.concatenate([tasks.user[place], rows["user"][first]])
    opened = np.concatenate([tasks.first[place], np.full(len(planted), plan.start)]) - MS_A_DAY
    return {
        "case_no": case_numbers(np.concatenate([case, planted])),
        "agency": agency_codes(people.agency[users]),
        "opened": pa.array(opened),
    }


def _assignments(tasks: Tasks) -> Mapping[str, Any]:
    where = np.flatnonzero(tasks.assigned)
    return {"case_no": case_numbers(tasks.case[where]), "user": user_codes(tasks.user[where])}


def _dispatches(tasks: Tasks) -> Mapping[str, Any]:
    where = np.flatnonzero(tasks.dispatched)
    return {
        "user": user_codes(tasks.user[where]),
        "since": pa.array(tasks.first[where] - MS_AN_HOUR),
        "until": pa.array(tasks.last[where] + MS_AN_HOUR),
    }


def _relations(plan: Planting, seed: int) -> Mapping[str, Any]:
    users, subjects = np.array(plan.relations, np.int64).reshape(-1, 2).T
    return {
        "user": user_codes(users),
        "subject": subject_tokens(subjects, seed),
        "kind": pa.array(["self"] * len(users), pa.string()),
    }
