"""docs/detectors.md and the SQL beside the detectors are what the registry says."""

from __future__ import annotations

import pytest

from docs.documents import ROOT
from ostiary.watch.detecting.registry import DETECTORS
from tools import detector_reference

DOCUMENTS = detector_reference.documents()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_stands_there_is_current(name: str) -> None:
    """After a change to a detector, `python tools/detector_reference.py` writes them again."""
    assert (ROOT / name).read_bytes().decode() == DOCUMENTS[name]


def test_no_sql_of_a_detector_that_is_no_more() -> None:
    """Each file beside the detectors is one's."""
    found = {file.stem for file in (ROOT / detector_reference.SQL).glob("*.sql")}
    assert found == {each.code for each in DETECTORS}


def test_contributing_says_how_to_write_it() -> None:
    """The command stands in CONTRIBUTING."""
    assert "tools/detector_reference.py" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
