"""docs/detectors.md and the SQL beside the detectors are what the registry says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from docs.documents import ROOT
from ostiary.watch.detecting.registry import DETECTORS
from tools import detector_reference

# All of them take seconds to write; names are known before that, so that whoever collects tests does not wait.
NAMES = (detector_reference.PAGE, *(f"{detector_reference.SQL}/{each.code}.sql" for each in DETECTORS))


@pytest.fixture(scope="module")
def documents() -> Mapping[str, str]:
    """What would be written."""
    return detector_reference.documents()


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_there_is_current(documents: Mapping[str, str], name: str) -> None:
    """After a change to a detector, `python tools/detector_reference.py` writes them again."""
    assert (ROOT / name).read_bytes().decode() == documents[name]


def test_each_document_is_looked_at(documents: Mapping[str, str]) -> None:
    """The names above are those that would be written."""
    assert documents.keys() == set(NAMES)


def test_no_sql_of_a_detector_that_is_no_more() -> None:
    """Each file beside the detectors is one's."""
    found = {file.stem for file in (ROOT / detector_reference.SQL).glob("*.sql")}
    assert found == {each.code for each in DETECTORS}


def test_contributing_says_how_to_write_it() -> None:
    """The command stands in CONTRIBUTING."""
    assert "tools/detector_reference.py" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
