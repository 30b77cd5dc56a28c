"""What is printed of a corpus of attacks."""

from __future__ import annotations

from ostiary.cli.attack_words import in_words, is_clean, report
from ostiary.demo.attack.assault import Judged
from ostiary.demo.attack.corpus import Attack
from ostiary.demo.attack.judging import Verdict

FINE = Judged(Attack("a", "joins", "deny", "why", "SELECT 1", 3), Verdict("expected", "Query", "42501 no"))
WIRE = Judged(
    Attack("w", "the wire", "deny", "why", "SELECT 1", 9),
    Verdict("expected", "Query", "42501 no"),
    on_statement=True,
)
LEAK = Judged(
    Attack("b", "joins", "filtered", "rows", "SELECT\n\x1b[2J *", 5), Verdict("leak", "extended", "1 row", "hidden values: Ψ")
)  # fmt: skip


def test_a_clean_report_counts_each_class() -> None:
    """Classes in their order, a dot for nothing, and one line that says so."""
    told = report("x.sql", [FINE, WIRE], None, 1.25)
    assert is_clean(told)
    assert told["classes"] == {
        "joins": {"expected": 1, "otherwise": 0, "leak": 0},
        "the wire": {"expected": 1, "otherwise": 0, "leak": 0},
    }
    assert in_words(told).splitlines() == [
        "class     as expected    otherwise        leaks",
        "joins               1            ·            ·",
        "the wire            1            ·            ·",
        "all                 2            ·            ·",
        "about messages, and judged on the statement alone: w",
        "",
        "2 attacks in 1.2 s: nothing leaked, nothing was otherwise",
    ]


def test_what_is_wrong_is_listed_with_what_was_expected_and_what_came() -> None:
    """A statement cannot steer the terminal of whoever reads the report."""
    told = report("x.sql", [FINE, LEAK], None, 1.0)
    assert not is_clean(told)
    assert in_words(told).splitlines()[3:] == [
        "",
        "leak: b (line 5, joins)",
        "    SELECT",
        r"    \x1b[2J *",
        "  expected  filtered: rows",
        "  came      1 row (extended)",
        "  wrong     hidden values: Ψ",
        "",
        "2 attacks in 1.0 s: 1 leaked, 0 otherwise",
    ]


def test_the_second_wall_is_counted_apart() -> None:
    """What the wall alone lets out is a leak, whatever the door did."""
    told = report(
        "x.sql", [FINE], [(FINE.attack, Verdict("leak", "the reader", "1 row", "hidden values: Ψ"))], 1.0
    )
    assert not is_clean(told)
    said = in_words(told)
    assert "over the second wall alone: 1 attack, 1 leaked" in said
    assert said.endswith("1 attack in 1.0 s: 1 leaked, 0 otherwise")
    assert is_clean(report("x.sql", [FINE], [(FINE.attack, Verdict("expected", "the reader", "1 row"))], 1.0))
