"""The policy version: the same for the same meaning, another for every change of it."""

from __future__ import annotations

import pytest

from ostiary.model.canonical import Plain, canonical_hash
from ostiary.policy.compiled_form import compiled_form, rendering_hash
from ostiary.policy.load import load_bundle
from policy_worlds import CATALOGUE, PEOPLE, POLICY, small_files

ONE = '[[permit]]\nid = "R1"\ncite = "s. 1"\nwhen.agency = ["bureau", "city-police"]\nwhen.purpose = "robbery"\n'
TWO = '[[duty]]\nid = "R2"\ncite = "s. 2"\nmask.persons = { ssn = "last-4", dob = "year" }\nrow_limit = 5\n'


def version(*rules: str, **files: str) -> str:
    """The version of the small bundle with these rules."""
    return load_bundle(small_files("".join(rules), **files)).version


def test_the_version_is_a_sha256() -> None:
    """64 hexadecimal digits."""
    assert len(bytes.fromhex(version(ONE))) == 32


@pytest.mark.parametrize(
    "same",
    [
        version(TWO, ONE),
        version("# a comment\n\n", ONE, TWO),
        version(ONE.replace('"bureau", "city-police"', '"city-police", "bureau"'), TWO),
        version(ONE, TWO.replace('ssn = "last-4", dob = "year"', 'dob = "year", ssn = "last-4"')),
        version(ONE, zlast=TWO),
        load_bundle({"all.toml": POLICY + ONE + CATALOGUE + TWO + PEOPLE}).version,
    ],
)
def test_order_files_and_comments_do_not_matter(same: str) -> None:
    """The version depends on what is said, not on where."""
    assert same == version(ONE, TWO)


@pytest.mark.parametrize(
    "other",
    [
        version(ONE),
        version(ONE.replace('"bureau", ', ""), TWO),
        version(ONE.replace("s. 1", "s. 3"), TWO),
        version(ONE.replace("permit", "prohibit"), TWO),
        version(ONE + 'quote = "so"\n', TWO),
        version(ONE + "expires = 2030-01-01\n", TWO),
        version(ONE + 'when.needs = "agreement"\n', TWO),
        version(ONE, TWO.replace("last-4", "initial")),
        version(ONE, TWO.replace("= 5", "= 6")),
        version(ONE, TWO + 'rows = "persons.sealed = false"\n'),
        version(ONE, TWO, policy=POLICY.replace("clerk", "mayor")),
        version(ONE, TWO, catalogue=CATALOGUE.replace("identifying = true", "identifying = false")),
        version(ONE, TWO, people=PEOPLE.replace('parent = "bureau"\n', "")),
    ],
)
def test_every_change_of_meaning_changes_the_version(other: str) -> None:
    """Nothing that changes a decision or what is said about it can hide behind an old version."""
    assert other != version(ONE, TWO)


def test_the_version_is_of_what_runs_and_of_what_was_read() -> None:
    """The hash of the rendering is in it, so that a policy in other words is another version."""
    bundle = load_bundle(small_files(ONE))
    both: Plain = {"compiled": compiled_form(bundle), "rendering": rendering_hash(bundle)}
    assert bundle.version == canonical_hash(both)
    other: Plain = {"compiled": compiled_form(bundle), "rendering": "0" * 64}
    assert bundle.version != canonical_hash(other)
