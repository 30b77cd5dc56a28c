"""Where keys stand: the scanner and tomllib agree on every key path of every text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.policy.spans import MAX_NESTING, NestedTooDeeply, Path, Spans, long_key_line
from policy_worlds import STEADY

TEXT = '''\
# A comment with = and [brackets].
title = "a # no comment" # a comment
dotted . "quoted \\u00e9" . 'literal' = 1
many = [
  "]", # ] here too
  [1, 2], { deep.er = """
"three" lines
""" },
]
[table]
text = \'\'\'
[not.a.table]
\'\'\'
when = 2026-05-01 12:00:00
[[prohibit]]
id = "R01"
[prohibit.when]
agency.under = "ice"
[[prohibit.unless]]
basis = "consent"
[[prohibit.unless]]
basis = "statute"
[[prohibit]]
id = "R02"
'''


def paths_of(value: object, path: Path = ()) -> set[Path]:
    """Every key path of a value that tomllib gave."""
    found = {path} if path else set()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found |= paths_of(item, (*path, key))
    return found


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("dotted", "quoted é", "literal"), 3),
        (("many", 0), 5),
        (("many", 1, 1), 6),
        (("many", 2, "deep", "er"), 6),
        (("table",), 10),
        (("table", "when"), 14),
        (("prohibit", 0), 15),
        (("prohibit", 0, "when", "agency", "under"), 18),
        (("prohibit", 0, "unless", 1, "basis"), 22),
        (("prohibit", 1, "id"), 24),
    ],
)
def test_every_kind_of_key_has_its_line(path: Path, line: int) -> None:
    """A path stands on the line where it is first written."""
    assert Spans(TEXT).line(path) == line


def test_the_example_has_the_paths_that_tomllib_sees() -> None:
    """Not one path more or less than tomllib gives."""
    assert Spans(TEXT).paths == paths_of(tomllib.loads(TEXT))


def test_a_missing_key_stands_at_its_nearest_parent() -> None:
    """What is missing is reported where it should be."""
    assert Spans(TEXT).line(("prohibit", 0, "when", "purpose")) == 17
    assert Spans(TEXT).line(("nothing",)) == 1


def test_windows_line_ends_do_not_move_lines() -> None:
    """A carriage return is blank."""
    assert Spans(TEXT.replace("\n", "\r\n")).line(("prohibit", 1, "id")) == 24


def test_nesting_has_a_limit() -> None:
    """Lists deeper than the limit are refused, lists at the limit are read."""
    Spans(f"a = {'[' * MAX_NESTING}{']' * MAX_NESTING}")
    with pytest.raises(NestedTooDeeply):
        Spans(f"a = {'[' * (MAX_NESTING + 2)}{']' * (MAX_NESTING + 2)}")


BARE = st.text("abc-_1", min_size=1, max_size=3)
TRICKY = st.text(st.sampled_from("ab#='[]{},.é \t"), max_size=6)
BASIC = TRICKY.map(lambda text: '"' + text.replace("\t", "\\t") + '\\""')
LITERAL = TRICKY.map(lambda text: "'" + text.replace("'", "") + "'")
LONG = st.sampled_from(['"""\n"a" ""b\n""\\"""""', "'''\n''a\n= [\n'''", '""""q"""""', '""', "''"])
SCALAR = st.one_of(
    BASIC,
    LITERAL,
    LONG,
    st.sampled_from(["1", "-2.5e3", "true", "2026-05-01", "07:32:00", "1979-05-27 07:32:00"]),
)
BREAK = st.sampled_from(["", "\n", " # ] , }\n", "\t"])


def lists(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Arrays over several lines, with comments and sometimes a last comma."""
    return st.builds(
        lambda items, gap, last: "[" + gap + f",{gap}".join(items) + (last if items else "") + gap + "]",
        st.lists(values, max_size=3),
        BREAK,
        st.sampled_from(["", ","]),
    )


def inline_tables(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Inline tables of distinct bare keys."""
    pairs = st.dictionaries(BARE, values, max_size=2)
    return pairs.map(
        lambda found: "{ " + ", ".join(f"{key} = {value}" for key, value in found.items()) + " }"
    )


VALUE = st.recursive(SCALAR, lambda values: lists(values) | inline_tables(values), max_leaves=6)
KEY = st.lists(st.one_of(BARE, BASIC, LITERAL), min_size=1, max_size=3).map(" . ".join)
STATEMENT = st.one_of(
    st.builds("{} = {}".format, KEY, VALUE),
    st.builds("[{}]".format, KEY),
    st.builds("[[ {} ]] # comment".format, KEY),
    st.just("# only a comment ]] = '"),
    st.just(""),
)


@STEADY
@given(st.lists(STATEMENT, max_size=8).map("\n".join))
def test_the_scanner_agrees_with_tomllib(text: str) -> None:
    """For every text that tomllib reads, both see the same key paths, and each line holds the end of its key."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    spans = Spans(text)
    assert spans.paths == paths_of(values)
    lines = text.split("\n")
    for path in spans.paths:
        last = path[-1]
        if isinstance(last, str) and last.isalpha():
            assert last in lines[spans.line(path) - 1]


@STEADY
@given(st.text(st.sampled_from("ab=[]{},.'\"#\n \\"), max_size=40))
def test_the_scanner_ends_on_any_text(text: str) -> None:
    """What is not TOML may lose keys, but never time."""
    try:
        Spans(text)
    except (NestedTooDeeply, tomllib.TOMLDecodeError):
        return


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a.b.c = 1", 0),
        (".".join("a" * 16) + " = 1", 0),
        ("\n" + ".".join("a" * 17) + " = 1", 2),
        ("\n[" + " . ".join(["'a'", '"b"'] * 9) + "]", 2),
        ("# " + ".".join("a" * 20), 0),
        ('x = "' + ".".join("a" * 20) + '"', 0),
        ("x = '''\n" + ".".join("a" * 20) + "'''", 0),
        ('x = """\n\\""" ' + ".".join("a" * 20) + ' """""\ny = 1.5', 0),
        ('x = "' + '\\"' * 100_000, 0),
        ('x = """' + '\\"""' * 50_000, 0),
    ],
)
def test_a_long_key_is_found_where_keys_stand(text: str, line: int) -> None:
    """Dots in comments and in texts are no dots of a key; a text without an end is gone through once."""
    assert long_key_line(text) == line


def test_a_path_has_a_greatest_length() -> None:
    """Keys of several parts in tables in tables come to an end."""
    part = ".".join("a" * 16)
    with pytest.raises(NestedTooDeeply):
        Spans(f"{part} = {{ " * 5 + "x = 1" + " }" * 5)
