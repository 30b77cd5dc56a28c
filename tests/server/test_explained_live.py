"""What a client is told of a decision, what is explained of its entry, and what is said beforehand are the same words."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from ostiary.cli.access.group import access
from ostiary.cli.policy import policy
from ostiary.demo.people import AGENT, DETECTIVE, OFFICER, Person
from server.gateway_world import World

pytestmark = pytest.mark.xdist_group("server_explained")

REFUSED = [
    (DETECTIVE, {"purpose": "detainer"}, ["persons.surname"]),
    (DETECTIVE, {"case": ""}, ["persons.surname", "persons.ssn"]),
    (DETECTIVE, {}, ["persons.surname", "persons.birth_country"]),
    (AGENT, {"purpose": "prosecution"}, ["persons.surname"]),
    (OFFICER, {"purpose": "homicide"}, ["persons.surname"]),
]


def explained(world: World, index: int) -> list[str]:
    """The lines of ``ostiary access explain``."""
    said = CliRunner().invoke(access, ["explain", str(index), "--home", str(world.home)])
    assert said.exit_code == 0, said.output
    return said.stdout.splitlines()


def beforehand(world: World, entry: dict[str, Any]) -> dict[str, Any]:
    """What ``ostiary policy explain`` says of the question that an entry holds, on its day."""
    asked = [
        *entry["fields"],
        "--agency",
        entry["agency"],
        "--role",
        entry["role"],
        "--purpose",
        entry["purpose"],
    ]
    asked += [] if entry["case"] is None else ["--case", entry["case"]]
    asked += [word for one in entry["affiliations"] for word in ("--affiliation", one)]
    asked += ["--day", datetime.fromisoformat(entry["at"]).astimezone(UTC).date().isoformat(), "--json"]
    said = CliRunner().invoke(policy, ["explain", str(world.home / "policy"), *asked])
    answer: dict[str, Any] = json.loads(said.stdout)
    return answer


@pytest.mark.parametrize(("person", "declared", "columns"), REFUSED)
def test_a_refusal_has_one_text(
    world: World, person: Person, declared: dict[str, str], columns: list[str]
) -> None:
    """Message, DETAIL and HINT on the wire stand word for word in both explanations."""
    first = world.size()
    with (
        psycopg.connect(world.conninfo(person, **declared), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege) as refused,
    ):
        connection.execute(f"SELECT {', '.join(columns)} FROM persons".encode())
    diagnostics = refused.value.diag
    detail, index = re.fullmatch(r"(.*) Access log entry (\d+)\.", str(diagnostics.message_detail)).groups()  # type: ignore[union-attr]  # the test fails when it does not match
    lines = explained(world, int(index))
    assert f"refused because {diagnostics.message_primary}" in lines
    assert f"because: {detail}" in lines
    assert f"instead: {diagnostics.message_hint}" in lines
    (entry,) = world.entries(first)
    said = beforehand(world, entry)
    assert (said["reasons"][0]["text"], said["because"], said["instead"]) == (
        diagnostics.message_primary,
        detail,
        diagnostics.message_hint,
    )


def test_what_was_allowed_has_one_text_too(world: World) -> None:
    """Permits and duties are named with their citations, in the entry's explanation as beforehand."""
    first = world.size()
    with psycopg.connect(world.conninfo(DETECTIVE), autocommit=True) as connection:
        connection.execute("SELECT surname, ssn FROM persons WHERE surname = 'Fairlie'")
    entry = world.entries(first)[0]
    said = beforehand(world, entry)
    assert said["allowed"]
    assert f"because: {said['because']}" in explained(world, first)
    assert [one["rule"] for one in said["rules"]] == [
        *entry["decision"]["permits"],
        *entry["decision"]["duties"],
    ]
