"""What is seen of a set-up and of traffic, at the width of an ordinary terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from ostiary.cli.demo_screen import WHOLE, SetUpScreen
from ostiary.cli.traffic_screen import TrafficScreen
from ostiary.demo.city.build import Progress
from ostiary.demo.city.sizes import LARGE, MEDIUM, SMALL
from ostiary.demo.traffic.intentions import Intention, Question, Stated
from ostiary.demo.traffic.performance import Performance
from ostiary.demo.traffic.tally import Outcome

LONG = Question(
    "SELECT surname, given_name, dob, sex, address, phone FROM persons WHERE person_id = $1", ("1",)
)


def console(width: int, *, terminal: bool = False) -> tuple[Console, io.StringIO]:
    shown = io.StringIO()
    return Console(file=shown, width=width, force_terminal=terminal, color_system=None), shown


@pytest.mark.parametrize("width", [80, 120])
def test_every_line_of_a_large_set_up_fits(width: int) -> None:
    """The whole city first, then a line a table, each with its rows, and none wider than the terminal."""
    out, shown = console(width)
    with SetUpScreen(out, LARGE, of_extract=False) as screen:
        screen.grown(Progress("persons", 1_000, 1_800_000))
        screen.grown(Progress("persons", 1_800_000, 1_800_000))
        screen.grown(Progress("contact_cards", 600_000, 600_000))
        screen.grown(Progress("contact_cards", 600_000, 600_000, indexing=True))
    lines = shown.getvalue().splitlines()
    assert [line[:14].strip() for line in lines[:3]] == [WHOLE, "persons", "contact_cards"]
    assert "2,400,000" in lines[0]
    assert all(len(line) <= width for line in lines)


def test_a_small_set_up_leaves_nothing_on_the_screen() -> None:
    """Where it is no terminal not a character, so that the output of a check is the check's alone."""
    out, shown = console(80)
    with SetUpScreen(out, SMALL, of_extract=False) as screen:
        screen.step("the log")
        screen.grown(Progress("persons", 5_000, 5_000))
    assert not shown.getvalue()


def test_the_step_is_shown_while_it_is_taken() -> None:
    """A terminal sees what is done now, and that keys are built."""
    out, shown = console(80, terminal=True)
    with SetUpScreen(out, MEDIUM, of_extract=True) as screen:
        screen.step("the log")
        screen.grown(Progress("arrests", 5, 5, indexing=True))
    assert "setting up: the log" in shown.getvalue()
    assert "keys and indexes of arrests" in shown.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_of_traffic_fits(width: int) -> None:
    """Agencies by how much they ask, the sum, what was asked last, cut at the edge; then a free line for a Ctrl-C."""
    performance = Performance("", (), {}, lambda _: None)
    for agency, sqlstate, rows in (
        ("cpd", "", 1), ("cpd", "", 12_345), ("cook-states-attorney", "42501", 0), ("cpd", "57P03", 0), ("cpd", "42601", 0),
    ):  # fmt: skip
        meant = Intention(0, f"{agency}-3001", Stated("criminal-investigation", "QA100000"), LONG)
        performance.tally.add(Outcome(meant, agency, 0.0, 0.01, rows, sqlstate))
    out, shown = console(width)
    out.print(TrafficScreen(performance).render())
    lines = shown.getvalue().splitlines()
    assert "accesses/s" in lines[0]
    assert [line.split(" ")[0] for line in lines[1:5]] == ["agency", "cpd", "cook-states-attorney", "all"]
    assert lines[5].startswith("1 row ")
    assert lines[6].startswith("12345 rows ")
    assert lines[7].startswith("refused 42501 ")
    assert not lines[-1]
    assert all(len(line) <= width for line in lines)
