from __future__ import annotations

from random import Random

import pytest

from ostiary.demo.traffic.habits import ARTEFACT, PARTS, SPECIFIC, VAGUE
from ostiary.demo.traffic.questions import SHAPES, topic_of
from ostiary.demo.traffic.sights import Sights


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_has_a_parameter_for_each_place(name: str, sights: Sights) -> None:
    """As many parameters as numbered places, and constants of people never stand in the text."""
    topic = topic_of(Random(1), sights, sights.open_cases[0])
    question = SHAPES[name](topic)
    assert question.statement.count("$") == len(question.parameters)
    assert topic.person.surname not in question.statement


def test_a_case_leads_to_whom_it_names(sights: Sights) -> None:
    """Where the city knows somebody in a case, that is whom one asks about."""
    case = sights.open_cases[0]
    assert topic_of(Random(1), sights, case).person == sights.involved[case]
    assert topic_of(Random(1), sights, "").person in sights.people


def test_parts_ask_what_there_is() -> None:
    """Every shape of every part exists, and every shape is somebody's."""
    used = {name for part in PARTS.values() for name in part.shapes}
    assert used == set(SHAPES)


def test_a_reason_stands_in_a_comment(sights: Sights) -> None:
    """As sqlcommenter writes it; no phrase could end the comment or the quotation."""
    question = SHAPES["codes"](topic_of(Random(1), sights, ""))
    assert question.noted("inv").statement.endswith(" /*reason='inv'*/")
    assert not any(set("'*/\\") & set(phrase) for phrase in (*SPECIFIC, *VAGUE, ARTEFACT))
