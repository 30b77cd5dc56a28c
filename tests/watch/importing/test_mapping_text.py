"""A mapping as text: what it means, and that every problem is told with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.errors import ImportRefused
from ostiary.watch.importing.formats import SHIPPED, format_of, shipped
from ostiary.watch.importing.importer import Reading
from ostiary.watch.importing.mapping import fields_of, schema_of
from ostiary.watch.importing.mapping_text import MappingRefused, read_mapping
from watch.importing.import_world import import_text, rows_of

MAPPING = """\
mapping = "ostiary/watch-mapping/v1"
name = "elm-portal"
table = "events"
clock = "local"
dates = "day-first"
vendor_masks = ["hidden"]

[constants]
action = "open"

[fields.at]
from = "Opened on"
needed = true

[fields.user]
from = ["Clerk", "Officer"]

[fields.exported]
from = "Printed"

[fields.decision]
from = "Result"
values = { ok = "allow", "not ok" = "deny" }

[fields.latitude]
from = "Lat"

[fields.rows]
from = "Hits"
"""


def test_a_mapping_of_ones_own_reads_a_log_that_no_format_knows(tmp_path: Path) -> None:
    """Words of its own, its clock, its masks, its flags, fractions and thousands."""
    reading = Reading(read_mapping("elm.toml", MAPPING), time_zone="Europe/Berlin")
    text = (
        "Opened on;Clerk;Printed;Result;Lat;Hits\n"
        "3/4/2025 10:30;c-1;yes;OK;41.9;1,204\n3/4/2025 11:30;hidden;No;not-ok;-41.9;0\n"
        "3/4/2025 11:45;c-2;perhaps;ok;1;1\n3/4/2025 11:45;c-2;no;ok;99;1\n3/4/2025 11:45;c-2;no;well;9;1\n3/4/2025 11:45;c-2;no;ok;9;-1\n"
    )
    done = import_text(tmp_path, text, reading)
    assert dict(done.reasons) == {"number": 2, "flag": 1, "word": 1}
    first, second = rows_of(tmp_path, "events")
    assert first["at"] == 1743669000000
    assert (first["local_minute"], first["action"], first["decision"]) == (630, "open", "allow")
    assert (first["exported"], first["latitude"], first["rows"]) == (True, 41.9, 1204)
    assert (second["user"], second["user_state"], second["decision"]) == (None, "vendor-mask", "deny")


def test_times_of_the_agencys_own_need_its_zone(tmp_path: Path) -> None:
    """Nobody guesses it from a name."""
    with pytest.raises(ImportRefused, match="agency's own"):
        import_text(
            tmp_path, "Opened on,Clerk\n3/4/2025 10:30,c\n", Reading(read_mapping("elm.toml", MAPPING))
        )


def test_every_problem_is_told_with_its_line() -> None:
    """Whoever writes a mapping mends it once, not once for each."""
    text = (
        'mapping = "ostiary/watch-mapping/v2"\nname = "Elm Portal"\ntable = "events"\nclock = "lokal"\n'
        '[constants]\naction = "peek"\nrows = "3"\n'
        '[fields.usr]\nfrom = "User"\n[fields.user]\nneeded = true\n[fields.case_no]\nfrom = ["###", "User Name"]\n'
        '[fields.decision]\nfrom = "User-Name"\nvalues = { ok = "fine" }\ndate_from = "Day"\nextra = 1\n'
        '[fields.rows]\nfrom = "Hits"\nblank = "none"\noption = "owner"\n'
    )
    with pytest.raises(MappingRefused) as caught:
        read_mapping("elm.toml", text)
    told = "\n".join(caught.value.problems)
    for line, word in (
        (1, "must be `ostiary/watch-mapping/v1`"),
        (2, "small letters"),
        (4, "unknown clock `lokal`"),
        (6, "unknown action `peek`"),
        (7, "unknown field of text `rows`"),
        (8, "unknown field `usr`"),
        (10, "`from` or `option` must say"),
        (13, "`###` has no letter"),
        (16, "unknown decision `fine`"),
        (17, "`date_from` is for times alone"),
        (18, "unknown key `extra`"),
        (21, "`blank` is for texts alone"),
        (22, "`owner` says nothing that a field of this form could hold"),
        (8, "an event needs the field `at`"),
        (8, "two fields have the header `username`"),
    ):
        assert f"elm.toml:{line}: " in told
        assert word in told
    assert len(caught.value.problems) == 15


def test_an_unknown_table_hides_no_other_problem() -> None:
    """What some table has is not held against a field: whoever mends the table mends the rest in the same go."""
    text = (
        'mapping = "ostiary/watch-mapping/v1"\nname = "Elm Portal"\ntable = "evnts"\nclock = "lokal"\nextra = 1\n'
        '[fields.usr]\nfrom = "User"\n[fields.trained_until]\nfrom = "Trained"\n[fields.at]\nvalues = { a = "b" }\n'
    )
    with pytest.raises(MappingRefused) as caught:
        read_mapping("elm.toml", text)
    lines = [int(one.split(":")[1]) for one in caught.value.problems]
    assert sorted(lines) == [2, 3, 4, 5, 6, 10, 11], caught.value.problems
    assert "an event needs" not in "\n".join(caught.value.problems)
    with pytest.raises(MappingRefused) as caught:
        read_mapping("elm.toml", text.replace('table = "evnts"\n', ""))
    assert len(caught.value.problems) == len(lines)


VALUES = st.recursive(
    st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.floats(allow_nan=False)),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=60)
@given(st.sampled_from(MAPPING.splitlines()), VALUES)
def test_a_mapping_with_anything_in_it_is_read_or_refused(line: str, value: object) -> None:
    """In place of the value of any of its keys."""
    key = line.partition(" = ")[0]
    text = (
        MAPPING.replace(line, f"{key} = {json.dumps(value)}")
        if key and "[" not in key
        else f"{MAPPING}\n[{value}]"
    )
    try:
        said: object = read_mapping("any.toml", text).table
    except MappingRefused as refused:
        said = refused.problems
    assert said


def test_what_is_no_toml_is_told_as_that() -> None:
    """With its line, and at any size."""
    with pytest.raises(MappingRefused, match=r"elm\.toml:2: not TOML"):
        read_mapping("elm.toml", 'name = "x"\nname name\n')
    with pytest.raises(MappingRefused, match="at most"):
        read_mapping("elm.toml", "#" * 100_000)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_mapping_can_fill_its_table(name: str) -> None:
    """A column that may not be empty comes from a column, an option or a constant, or is the import's own."""
    mapping = shipped(name)
    assert mapping.name == name
    filled = (
        {rule.name for rule in mapping.fields} | mapping.constants.keys() | {"event_id", "action", "decision"}
    )
    needed = {column.name for column in schema_of(mapping.table) if not column.empty} & fields_of(
        mapping.table
    ).keys()
    assert needed <= filled


def test_a_mapping_in_a_file_has_a_name_of_its_own(tmp_path: Path) -> None:
    """Two things of one name in one folder would be one thing."""
    (tmp_path / "mine.toml").write_text(MAPPING, "utf-8")
    assert format_of(f"mapping:{tmp_path}/mine.toml").name == "elm-portal"
    (tmp_path / "theirs.toml").write_text(MAPPING.replace("elm-portal", "roster"), "utf-8")
    with pytest.raises(ImportRefused, match="name of a format that is shipped"):
        format_of(f"mapping:{tmp_path}/theirs.toml")
    with pytest.raises(ImportRefused, match="cannot be read"):
        format_of("mapping:/nowhere.toml")
    with pytest.raises(ImportRefused, match="did you mean `roster`"):
        format_of("rooster")
