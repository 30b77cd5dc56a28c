"""Corpora through a real door: what is found where nothing is wrong, and where something was broken on purpose."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ostiary.demo.attack.assault import Judged, assault
from ostiary.demo.attack.corpus import parse_attacks, read_attacks
from ostiary.demo.attack.direct import direct
from ostiary.demo.attack.records import COPIES, HIDDEN, SUBJECT_KEYS
from ostiary.demo.attack.referee import DATABASE
from ostiary.demo.attack.world import PACK, AttackWorld, standing
from ostiary.sql.wall_names import mask_role_of

pytestmark = pytest.mark.xdist_group("demo_attack_live")

OWN = PACK.parent / "attacks.sql"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "bypass.sql"
SECONDS = 60.0

SMALL = """
-- [a_1] small | deny | a hidden column
SELECT secret FROM person;
-- [a_2] small | filtered | hidden rows
SELECT * FROM person;
-- [a_3] small | masked | a mask in a condition
SELECT person_id FROM person WHERE ssn LIKE '***-%' OR extract(day FROM dob) = 23;
-- [a_4] small | group | groups of what may be seen
SELECT kind, count(*) FROM incident GROUP BY kind;
-- [a_5] small | scrub | an error in data
SELECT surname::int4 FROM person;
-- [a_6] small messages | filtered | a parameter
SELECT plate FROM vehicle WHERE owner_id = $1;
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AttackWorld]:
    """A world in which nothing is broken."""
    with standing(tmp_path_factory.mktemp("attack"), lambda _: None) as found:
        yield found


@pytest.fixture(autouse=True)
def _no_referee_is_left(world: AttackWorld) -> Iterator[None]:
    """Each assault brings a referee of its own; the next needs the name."""
    yield
    dismiss_referee(world)


def dismiss_referee(world: AttackWorld) -> None:
    with psycopg.connect(world.postgres.admin_dsn(), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        admin.execute("DROP ROLE IF EXISTS referee")


def rest(judged: list[Judged]) -> dict[str, str]:
    """What was not as expected."""
    return {
        one.attack.id: f"{one.verdict.result}: {one.verdict.came}, {one.verdict.why}"
        for one in judged
        if one.verdict.result != "expected"
    }


def attack(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", "attack", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


def test_our_own_attacks_come_to_what_is_expected(world: AttackWorld) -> None:
    """No leak at all, and nothing otherwise."""
    found = rest(list(assault(world, read_attacks(OWN), SECONDS)))
    assert found == {}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not beside the checkout")
def test_the_shared_attacks_come_to_what_is_expected(world: AttackWorld) -> None:
    """The same of the corpus that is not part of the project."""
    judged = list(assault(world, read_attacks(SHARED), SECONDS))
    found = rest(judged)
    assert len(judged) == 170
    assert found == {}


def test_the_second_wall_alone_keeps_hidden_values_in(world: AttackWorld) -> None:
    """The reader itself, with our attacks in its hands."""
    judged = list(direct(world, read_attacks(OWN), 2.0))
    assert [(attack.id, verdict.why) for attack, verdict in judged if verdict.result != "expected"] == []
    answered = [verdict for _, verdict in judged if "permission denied" not in verdict.came]
    assert len(answered) > 50


def test_a_wrong_expectation_is_otherwise(world: AttackWorld) -> None:
    """Each kind of expectation can fail, and says how."""
    wrong = parse_attacks(
        """
-- [w_1] wrong | deny | it may be read
SELECT surname FROM person;
-- [w_2] wrong | filtered | it may not be read
SELECT note FROM incident;
-- [w_3] wrong | group | it is answered row by row
SELECT surname FROM person;
-- [w_4] wrong | masked | nothing of the sort is there
SELECT secret FROM person WHERE ssn = '1';
""",
        "wrong.sql",
    )
    found = rest(list(assault(world, wrong, SECONDS)))
    assert found.pop("w_1").startswith("otherwise: 60 rows, the database ran `SELECT ")
    assert {name: why.rpartition(", ")[2] for name, why in found.items()} == {
        "w_2": "it should run",
        "w_3": "it is not accounted for by groups",
        "w_4": "it should run",
    }


def test_every_hidden_value_is_recognised_and_no_other(world: AttackWorld) -> None:
    """Each row and column that is hidden holds what the leaks are known by; what may be seen holds none of it."""
    with psycopg.connect(world.postgres.admin_dsn("city"), autocommit=True) as admin:
        admin.execute("CREATE SCHEMA copies")
        admin.execute(COPIES.encode())
        for table in SUBJECT_KEYS:
            seen = admin.execute(f"SELECT t::text FROM copies.{table} t".encode()).fetchall()
            assert seen
            assert [row for row in seen if HIDDEN.search(str(row))] == []
        for column, where in (
            ("risk", "true"), ("note", "true"), ("ssn", "true"), ("dob", "true"), ("surname", "secret IS NOT false"),
            ("plate", "year < 1990"), ("year", "year < 1990"), ("incident_id", "kind = 'informant' OR district > 8"),
        ):  # fmt: skip
            table = {
                "note": "incident",
                "incident_id": "incident",
                "plate": "vehicle",
                "year": "vehicle",
            }.get(column, "person")
            hidden = admin.execute(
                f"SELECT {column}::text FROM city.{table} WHERE {where}".encode()
            ).fetchall()
            assert hidden
            assert [value for (value,) in hidden if not HIDDEN.search(value)] == []
        admin.execute("DROP SCHEMA copies CASCADE")


def test_a_wall_that_was_opened_leaks_by_itself_and_the_door_believes_in_it_no_more(tmp_path: Path) -> None:
    """Without its row filters the wall shows hidden rows; soon nobody is served under it."""
    with standing(tmp_path, lambda _: None) as world:
        with psycopg.connect(world.postgres.admin_dsn("city"), autocommit=True) as admin:
            admin.execute(f"ALTER ROLE {mask_role_of(world.profile)} BYPASSRLS".encode())
        attacks = parse_attacks(SMALL, "small.sql")
        alone = {attack.id: verdict.result for attack, verdict in direct(world, attacks, 2.0)}
        assert alone["a_2"] == "leak"
        # The door glances at the wall every second; an attack takes some tenths of one.
        for _ in range(200):
            (judged,) = assault(world, attacks[1:2], SECONDS)
            dismiss_referee(world)
            if "57P03" in judged.verdict.came:
                break
        assert "57P03" in judged.verdict.came
        (denied, *others) = assault(world, attacks, SECONDS)
    assert denied.verdict.result == "expected"
    assert {one.verdict.result for one in others} <= {"otherwise", "expected"}


def test_the_command_exits_0_where_all_is_as_expected(tmp_path: Path) -> None:
    """`ostiary attack FILE --direct --json`: one object with every count, and nothing in the rest."""
    (tmp_path / "small.sql").write_text(SMALL)
    done = attack(str(tmp_path / "small.sql"), "--direct", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert (told["attacks"], told["expected"], told["otherwise"], told["leak"]) == (6, 6, 0, 0)
    assert told["classes"]["small"] == {"expected": 5, "otherwise": 0, "leak": 0}
    assert told["rest"] == []
    assert told["second_wall"] == {"attacks": 6, "leaks": []}


def test_the_command_exits_1_at_a_leak_and_says_what(tmp_path: Path) -> None:
    """A policy without its masks and filters is found out by hidden values; what was sent and what came is listed."""
    pack = tmp_path / "policy"
    shutil.copytree(PACK, pack)
    text = (pack / "policy.toml").read_text()
    begin, end = text.index('[[duty]]\nid = "A10"'), text.index('[[duty]]\nid = "A12"')
    (pack / "policy.toml").write_text(text[:begin] + text[end:])
    (tmp_path / "small.sql").write_text(SMALL)
    done = attack(str(tmp_path / "small.sql"), "--policy", str(pack))
    assert done.returncode == 1, done.stdout + done.stderr
    assert (
        "leak: a_2 (line 4, small)\n    SELECT * FROM person;\n  expected  filtered: hidden rows"
        in done.stdout
    )
    assert "hidden values: " in done.stdout
    assert "leaked" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "cannot be read: no such file"),
        ("SELECT 1;", "has 0 attacks"),
        ("-- [a] b | maybe | c\nSELECT 1;", "bad.sql:1: `maybe` cannot be expected"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path, text: str | None, words: str) -> None:
    """Before anything is set up."""
    if text is not None:
        (tmp_path / "bad.sql").write_text(text)
    done = attack(str(tmp_path / "bad.sql"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert words in done.stderr
