"""``ostiary policy fetch``: what is in force, and what waits for a signature, as files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from cli.town import Town, make_town
from ostiary.cli.main import main
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.store.bundle_files import read_bundle, read_bundle_files

PERMIT = '[[permit]]\nid = "R90"\ncite = "s. 90"\nwhen.agency = "fbi"\nwhen.record_class = "offence_codes"\n'
TO_ALL = "UPDATE ostiary.policy_version SET texts = %s WHERE version = %s"


@pytest.fixture
def town(server: EmbeddedPostgres, tmp_path: Path) -> Town:
    """A town in which a change of policy is ordered."""
    town = make_town(server, tmp_path)
    shutil.copytree(town.home / "policy", town.home / "next")
    (town.home / "next" / "more.toml").write_text(PERMIT)
    found = town.directive("order", "policy", str(town.home / "next"), "--reason", "r", town.key("mayor"))
    assert found.exit_code == 0, found.stderr
    return town


def fetch(town: Town, *words: str) -> Result:
    """Run the command, into the folder `fetched`."""
    words = ("policy", "fetch", str(town.home / "fetched"), f"--home={town.home}", *words)
    return CliRunner().invoke(main, words)


def test_the_policy_in_force_and_an_ordered_one_are_fetched(town: Town) -> None:
    """To the letter, so that a further change begins with all of it, and whoever confirms reads all of it."""
    assert fetch(town).exit_code == 0
    assert read_bundle_files(town.home / "fetched") == read_bundle_files(town.home / "policy")
    shutil.rmtree(town.home / "fetched")
    result = fetch(town, "--directive", "P-1", "--json")
    assert read_bundle_files(town.home / "fetched") == read_bundle_files(town.home / "next")
    assert json.loads(result.stdout)["version"] == read_bundle(town.home / "next").version
    confirmed = town.directive("confirm", "P-1", "--yes", town.key("superintendent"))
    assert confirmed.exit_code == 0, confirmed.stderr
    shutil.rmtree(town.home / "fetched")
    assert fetch(town).exit_code == 0
    assert read_bundle_files(town.home / "fetched") == read_bundle_files(town.home / "next")


def test_nothing_is_written_over(town: Town) -> None:
    """Files of another policy beside these would make a third one."""
    (town.home / "fetched").mkdir()
    (town.home / "fetched" / "old.toml").touch()
    result = fetch(town)
    assert (result.exit_code, "is not empty; nothing is written" in result.stderr) == (1, True)
    assert [path.name for path in (town.home / "fetched").iterdir()] == ["old.toml"]


@pytest.mark.parametrize("name", ["../out.toml", "/tmp/out.toml", ".hidden.toml", "a\nb.toml", "rules.txt"])
def test_a_name_that_leads_elsewhere_is_refused(town: Town, name: str) -> None:
    """Whoever can write into the control database chooses names, which no version covers."""
    texts = read_bundle_files(town.home / "next")
    texts[name] = texts.pop("more.toml")
    version = read_bundle(town.home / "next").version
    with psycopg.connect(town.dsn, autocommit=True) as owner:
        owner.execute(TO_ALL, [json.dumps(texts).encode(), version])
    result = fetch(town, "--directive", "P-1")
    assert (result.exit_code, "nothing is written" in result.stderr) == (1, True), result.output
    assert not (town.home / "fetched").exists()


def test_what_is_no_change_of_policy_has_no_files(town: Town) -> None:
    """The way out is the list."""
    ordered = town.directive("order", "suspend", "fbi", "--reason", "r", town.key("mayor"))
    assert ordered.exit_code == 0, ordered.stderr
    result = fetch(town, "--directive", "S-1")
    assert (result.exit_code, "`S-1` is no change of policy" in result.stderr) == (1, True)
