"""The commitment in one pass is the commitment part by part, compiled or not."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings

from evidence.entry_world import SECRET, entries, payload, secrets
from ostiary.errors import LogDamaged
from ostiary.evidence import hashing, name_tree, one_pass
from ostiary.evidence.entry_digests import commit_parts
from ostiary.model.entry_form import split_entry


def source_of_one_pass() -> ModuleType:
    """The module as its source says, whatever was compiled."""
    spec = spec_from_file_location("source_of_one_pass", Path(hashing.__file__).with_name("one_pass.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


PURE = source_of_one_pass()


@given(secrets, entries)
@settings(max_examples=100)
def test_one_pass_is_part_by_part(secret: bytes, raw: bytes) -> None:
    """Whatever the entry is: the compiled pass, its source, and the rule."""
    expected = commit_parts(secret, split_entry(raw))
    assert one_pass.commit_payload(secret, raw) == expected
    assert PURE.commit_payload(secret, raw) == expected


@pytest.mark.parametrize("subjects", [15, 16, 17, 255, 256, 257, 4095, 4097, 65_536])
def test_they_agree_where_the_tree_grows(subjects: int) -> None:
    """On both sides of each depth, up to the most names that there may be."""
    raw = payload(subjects, 17)
    assert one_pass.commit_payload(SECRET, raw) == commit_parts(SECRET, split_entry(raw))


def test_they_refuse_alike() -> None:
    """A payload that cannot be split, a secret that is none."""
    for commit in (one_pass.commit_payload, PURE.commit_payload):
        with pytest.raises(LogDamaged):
            commit(SECRET, payload()[:-1])
        with pytest.raises(ValueError, match="32 bytes"):
            commit(SECRET[:31], payload())


def test_without_openssl_the_rule_itself_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its library has no such functions: the same, slower."""
    monkeypatch.setattr(PURE, "_CAN_HASH", False)
    assert PURE.commit_payload(SECRET, payload(17, 2)) == commit_parts(SECRET, split_entry(payload(17, 2)))


def test_places_outside_a_buffer_are_not_hashed() -> None:
    """A place that nobody checked raises, and is never read or written."""
    target = bytearray(1024)
    for to, salt, at, length in (
        (993, 0, 0, 4),
        (-1, 0, 0, 4),
        (0, 1, 0, 4),
        (0, 0, 1, 4),
        (0, -1, 0, 4),
        (0, 0, 0, -1),
    ):
        with pytest.raises(IndexError):
            hashing.put_hash(target, to, b"tag", b"s" * 16, salt, 16, b"", b"text", at, length)
    for to, children in ((993, 0), (0, 513), (0, -1)):
        with pytest.raises(IndexError):
            hashing.put_node(target, to, b"tag", children, 3)
    for to, at, size in ((1000, 0, 32), (0, 1, 32), (0, 0, -1)):
        with pytest.raises(IndexError):
            hashing.put_copy(target, to, bytes(32), at, size)
    assert target == bytes(1024)


def test_a_node_takes_its_children_in_their_order() -> None:
    """By place XOR nibble, like the rule."""
    children = [bytes([number]) * 32 for number in range(16)]
    target = bytearray(b"".join(children))
    hashing.put_node(target, 0, name_tree.NODE_TAG, 0, 5)
    assert bytes(target[:32]) == name_tree.node_digest([children[place ^ 5] for place in range(16)])
