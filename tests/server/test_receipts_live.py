"""From a statement to its receipt: a client's numbers are those of its entries, and each is proved to somebody else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from ostiary.cli.log.group import log
from ostiary.demo.people import DETECTIVE
from server.gateway_world import World, psql, wait_until

pytestmark = pytest.mark.xdist_group("server_receipts")

QUESTION = "SELECT person_id, surname FROM persons ORDER BY person_id LIMIT 3"


@pytest.fixture
def asked(world: World) -> Iterator[psycopg.Connection]:
    """A detective's connection that has asked one question."""
    with psycopg.connect(world.conninfo(DETECTIVE), autocommit=True) as connection:
        connection.execute(QUESTION)
        yield connection


def numbers(connection: psycopg.Connection) -> list[int]:
    """What SHOW says."""
    (shown,) = connection.execute("SHOW ostiary.receipt").fetchone() or ("",)
    return [int(one) for one in shown.split(",")]


def run(*arguments: object) -> Result:
    """``ostiary log``."""
    return CliRunner().invoke(log, [str(one) for one in arguments])


def published(world: World, index: int, *more: object) -> Result:
    """The receipt of an entry, as soon as it is published: then the exit status is no more 75."""

    def receipt() -> Result | None:
        made = run("receipt", index, "--home", world.home, *more)
        return None if made.exit_code == 75 else made

    made = wait_until(receipt, f"entry {index} was not published")
    assert made is not None
    return made


def test_a_clients_number_leads_to_its_statement(
    world: World, asked: psycopg.Connection, tmp_path: Path
) -> None:
    """The number is shown, the receipt holds offline against the trust file, and its opening is the very statement."""
    (index,) = numbers(asked)
    made = published(world, index, "--out", tmp_path / "r", "--opening", tmp_path / "o")
    assert made.exit_code == 0, made.stderr
    trust = tmp_path / "trust.policy"
    trust.write_bytes((world.log_dir / "trust.policy").read_bytes())
    verified = run("verify", tmp_path / "r", "--trust", trust, "--opening", tmp_path / "o", "--json")
    found = json.loads(verified.stdout)
    said = json.loads(found["opened"]["payload"])
    assert (found["index"], found["kind"], said["statement"], said["rows"]) == (index, "access", QUESTION, 3)
    assert QUESTION not in (tmp_path / "r").read_text()


def test_each_answer_brings_its_number_on_request(world: World) -> None:
    """As a NOTICE to a real psql; the numbers are those of the log, in order."""
    first = world.size()
    script = f"SET ostiary.receipts = on;\n{QUESTION};\n{QUESTION};\nSHOW ostiary.receipt;\n"
    done = psql(world, "-A", "-t", stdin=script, person=DETECTIVE)
    told = [int(one) for one in re.findall(r"NOTICE:  access log entry (\d+)", done.stderr)]
    entries = world.entries(first)
    assert told == [entry["index"] for entry in entries]
    assert re.findall(r"DETAIL:  Access (\S+)\.", done.stderr) == [entry["access"] for entry in entries]
    assert done.stdout.split()[-1] == str(told[-1])


def test_a_long_answer_has_the_numbers_of_all_its_entries(world: World) -> None:
    """Asked, one for each batch, ended: each entry of the access and no other, over the real log writer."""
    connection = world.connect(DETECTIVE)
    first = world.size()
    # 2,000 rows are what one question may have; with columns said several times they fill more than one batch.
    columns = ", ".join(["a.description", "b.description"] * 4)
    question = f"SELECT {columns} FROM offence_codes a, offence_codes b LIMIT 2000"
    connection.execute(question.encode()).fetchall()
    entries = world.entries(first)
    assert [entry["part"] for entry in entries][:1] + [entry["part"] for entry in entries][-1:] == [
        "asked",
        "ended",
    ]
    assert numbers(connection) == [entry["index"] for entry in entries]


def test_a_refusal_has_a_receipt_too(world: World, asked: psycopg.Connection, tmp_path: Path) -> None:
    """What was refused is proved like what was answered."""
    with pytest.raises(psycopg.Error) as refused:
        asked.execute("SELECT birth_country FROM persons")
    (index,) = numbers(asked)
    assert str(refused.value.diag.message_detail).endswith(f"Access log entry {index}.")
    (tmp_path / "r").write_text(published(world, index).stdout)
    assert run("verify", tmp_path / "r", "--trust", world.log_dir / "trust.policy").exit_code == 0
