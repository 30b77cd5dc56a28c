"""The packs of words."""

from __future__ import annotations

from ostiary.watch.reasons.packs import STRENGTHS, bounded
from ostiary.watch.reasons.shipped import PACKS, shipped_words


def test_each_pattern_has_an_id_of_its_own_a_note_and_a_source() -> None:
    """Whoever reads an id in a lead finds one pattern, why it is there, and where it comes from."""
    patterns = [each for pack in shipped_words().packs for each in (*pack.benign, *pack.speaking)]
    assert len({each.id for each in patterns}) == len(patterns)
    assert all(each.note and each.source and each.strength in STRENGTHS for each in patterns)


def test_each_context_that_a_pattern_names_is_in_its_pack() -> None:
    """A pattern cannot name a context that nobody wrote."""
    for pack in shipped_words().packs:
        assert {name for each in pack.speaking for name in each.contexts} <= pack.contexts.keys()


def test_typing_targets_belong_to_packs() -> None:
    """A long word with an error speaks for a pack that there is."""
    assert set(shipped_words().typing.targets.values()) <= set(PACKS)


def test_words_are_bounded_by_spaces_alone() -> None:
    """A pattern never speaks inside another word."""
    assert bounded("ice").search("serv ice")
    assert not bounded("ice").search("service")
    assert not bounded("ice", whole=True).search("ice cream")


def test_the_digest_names_these_words() -> None:
    """The digest is of the files: 64 digits in hex."""
    assert len(shipped_words().digest) == 64
