"""The packs that come with Ostiary: each is sound, says what it is, and is listed."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Promise, Rule
from ostiary.policy.profiles import all_profiles
from ostiary.store.bundle_files import read_bundle
from policy_worlds import DAY

ROOT = Path(__file__).parents[2]
PACKS = sorted(one.name for one in (ROOT / "policies").iterdir() if one.is_dir())


@cache
def pack(name: str) -> Bundle:
    """A pack as it is delivered."""
    return read_bundle(ROOT / "policies" / name)


def readme(name: str) -> str:
    """What a pack's README says, on one line."""
    return " ".join((ROOT / "policies" / name / "README.md").read_text("utf-8").split())


def rules(bundle: Bundle) -> tuple[Rule | Promise, ...]:
    """All rules and promises."""
    return (*bundle.permits, *bundle.prohibitions, *bundle.duties, *bundle.promises)


def numbers_in(text: str) -> set[str]:
    """The numbers of rules that a text names, those between `R30 to R35` included."""
    found = set(re.findall(r"\b[A-Z]\d\d(?:\.\w+)?\b", text))
    for letter, first, last in re.findall(r"\b([A-Z])(\d\d) to [A-Z](\d\d)\b", text):
        found |= {f"{letter}{number:02}" for number in range(int(first), int(last) + 1)}
    return found


def test_there_are_ten_packs() -> None:
    """The list of the tests below is not short by mistake."""
    assert len(PACKS) == 10


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_called_as_its_folder(name: str) -> None:
    """And has promises, questions for counsel, no officials and a citation for everything."""
    bundle = pack(name)
    said = tomllib.loads((ROOT / "policies" / name / "policy.toml").read_text("utf-8"))["policy"]
    assert bundle.name == name
    assert bundle.promises
    assert said["open_for_counsel"]
    assert not bundle.officials
    assert all(len(one.source.cite) > 10 for one in rules(bundle))


@pytest.mark.parametrize("name", PACKS)
def test_a_readme_says_who_wrote_the_pack_and_what_it_leaves_out(name: str) -> None:
    """Nobody must take a pack for the work of a lawyer."""
    said = readme(name)
    assert "drafted by programmers" in said
    assert re.search(r"no lawyer has reviewed it", said, re.IGNORECASE)
    assert re.search(r"left out|leaves out", said, re.IGNORECASE)


@pytest.mark.parametrize("name", PACKS)
def test_a_readme_names_every_rule_of_its_pack_and_no_other(name: str) -> None:
    """Directly, as part of a range, or by the pack that it says it repeats; ids such as `R12.A` are rows of a table there."""
    own, named = {one.source.id for one in rules(pack(name))}, numbers_in(readme(name))
    # The README of 2021 says that everything else is as in 2019, and that R07 is gone.
    before = {one.source.id for one in rules(pack("chicago-2019"))} if name == "chicago-2021" else set()
    assert {one for one in own if "." not in one} <= named | (before - {"R07"})
    assert named - own <= before


@pytest.mark.parametrize("name", PACKS)
def test_a_permanent_promise_is_said_by_a_prohibition_with_the_same_citation(name: str) -> None:
    """So an attorney finds the law of a promise where the law of its carrier is; what is only kept says that it is a choice."""
    carriers = {one.source.cite.split(":")[0].split(";")[0] for one in pack(name).prohibitions}
    for promise in pack(name).promises:
        if promise.is_permanent:
            assert any(promise.source.cite.startswith(one[:30]) for one in carriers), promise.source.id
            assert promise.source.expires is None
        else:
            assert promise.source.cite.startswith("Choice of this pack")


@pytest.mark.parametrize("name", PACKS)
def test_agreements_of_packs_are_example_documents(name: str) -> None:
    """None pretends that two agencies have signed anything."""
    assert all(one.title.startswith("Example document") for one in pack(name).agreements)


@pytest.mark.parametrize("name", [one for one in PACKS if one != "chicago-2019"])
def test_a_second_wall_can_be_made_of_a_pack(name: str) -> None:
    """Within the limits on profiles; chicago-2019 has a test of its own, and the demonstration."""
    assert 1 <= len(all_profiles(pack(name), DAY)) <= 20


def test_the_table_of_packs_is_what_the_packs_are() -> None:
    """docs/policies.md has a row for each, with its title, its first day and its counts."""
    rows = [
        line
        for line in (ROOT / "docs" / "policies.md").read_text("utf-8").splitlines()
        if line.startswith("| [")
    ]
    assert rows == [
        f"| [`{name}`](../policies/{name}/README.md) | {one.title} | {one.effective or 'not said'} | {len(one.permits)} "
        f"| {len(one.prohibitions)} | {len(one.duties)} | {len(one.promises)} |"
        for name in PACKS
        for one in [pack(name)]
    ]


def test_the_table_of_rules_names_the_tests_that_there_are() -> None:
    """docs/rules.md has R01 to R25 in order; those that a policy keeps have a test of that name, and the others none."""
    text = (ROOT / "docs" / "rules.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| R")
    ]
    tests = (ROOT / "tests" / "policy" / "test_rules_of_the_domain.py").read_text("utf-8")
    tested = {f"R{number}" for number in re.findall(r"^def test_r(\d\d)_", tests, re.MULTILINE)}
    assert [row[0] for row in rows] == [f"R{number:02}" for number in range(1, 26)]
    assert {row[0] for row in rows if row[2] != "no"} == tested
    assert all(len(row) == 5 for row in rows)


def test_the_wheel_ships_the_packs() -> None:
    """Under the package, where the demonstration looks for its own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert (
        project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]["policies"]
        == "ostiary/policies"
    )
