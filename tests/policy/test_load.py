"""Loading a bundle: what is sound compiles, and everything else is a problem with its file and line."""

from __future__ import annotations

import base64

import pytest

from ostiary.errors import BundleError
from ostiary.model.rules import RowPredicate
from ostiary.policy.agency_text import MAX_AGENCIES, MAX_PURPOSES, MAX_TREE_DEPTH
from ostiary.policy.load import MAX_FILE_CHARACTERS, MAX_FILES, MAX_RULES, load_bundle
from policy_worlds import CATALOGUE, PEOPLE, POLICY, small_files

RULE = 'id = "R1"\ncite = "s. 1"\n'
KEY = base64.b64encode(b"\x01" + bytes(32)).decode()


AGENCY_NAMED = '[[agency]]\ncode = "x"\nname = "{}"\nlevel = "city"\nkind = "police"\n'
PURPOSE_NAMED = '[[purpose]]\ncode = "x"\ntitle = "{}"\n'
BASIS_NAMED = '[[basis]]\ncode = "x"\ntitle = "{}"\n'


def problems_of(files: dict[str, str]) -> tuple[str, ...]:
    """The problems of a bundle that must not load."""
    with pytest.raises(BundleError) as caught:
        load_bundle(files)
    return caught.value.problems


def permit(line: str, kind: str = "permit") -> str:
    """A rule whose fourth line is the given one."""
    return f"[[{kind}]]\n{RULE}{line}"


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        (
            permit('when.agency = ["city-polise"]'),
            "4: unknown agency `city-polise` (did you mean `city-police`?)",
        ),
        (permit('when.agency.under = "burau"'), "4: unknown agency `burau` (did you mean `bureau`?)"),
        (permit('when.agency.level = "fedral"'), "4: unknown level `fedral` (did you mean `federal`?)"),
        (permit('when.agency.kind = "polis"'), "4: unknown kind `polis` (did you mean `police`?)"),
        (permit('when.agency.beneath = "bureau"'), "4: unknown key `beneath`"),
        (permit('when.purpose = "robery"'), "4: unknown purpose `robery` (did you mean `robbery`?)"),
        (
            permit('when.record_class = "person"'),
            "4: unknown record class `person` (did you mean `persons`?)",
        ),
        (permit('when.record_class.label = "publik"'), "4: unknown label `publik` (did you mean `public`?)"),
        (
            permit('when.field = "persons.surnam"'),
            "4: unknown field `persons.surnam` (did you mean `persons.surname`?)",
        ),
        (
            permit('when.field.not_label = "sensitiv"'),
            "4: unknown label `sensitiv` (did you mean `sensitive`?)",
        ),
        (permit('when.basis = "court-ordr"'), "4: unknown basis `court-ordr` (did you mean `court-order`?)"),
        (permit('when.needs = "case-numbr"'), "4: unknown need `case-numbr` (did you mean `case-number`?)"),
        (permit('when.role = "Chief!"'), "4: `Chief!` is no role: small letters, digits and hyphens"),
        (permit('when.agancy = "bureau"'), "4: unknown key `agancy` (did you mean `agency`?)"),
        (permit("when = {}"), "4: a condition without a fact would always hold"),
        (permit("when.agency = []"), "4: `agency` is an empty list, which nothing could ever meet"),
        (permit("when.agency = 5"), "4: `agency` must be a list, not a whole number"),
        (permit("when.agency = [5]"), "4: `agency` must hold text, not a whole number"),
        (permit("when.agency = {}"), "4: `agency` says no set"),
        (
            permit('when.agency.not_under = ["city-police", "bureau"]'),
            "4: `not_under` covers nothing, so the rule would never apply",
        ),
        (permit(""), "1: `when` is missing"),
        (permit('wen.agency = "bureau"', "prohibit"), "4: unknown key `wen` (did you mean `when`?)"),
        (permit('when.needs = "agreement"', "prohibit"), "4: unknown key `needs`"),
        (
            permit('[[prohibit.unless]]\nbassis = "consent"', "prohibit"),
            "5: unknown key `bassis` (did you mean `basis`?)",
        ),
        (
            permit('effective = 2026-02-01\nexpires = 2026-02-01\nwhen.agency = "bureau"'),
            "5: `expires` 2026-02-01 must be later than `effective` 2026-02-01",
        ),
        (
            permit('effective = "2026-02-01"\nwhen.agency = "bureau"'),
            "4: `effective` must be a date, not text",
        ),
        (
            permit('effective = 2026-02-01T00:00:00\nwhen.agency = "bureau"'),
            "4: `effective` must be a date, not a date with a time",
        ),
        ('[[prohibit]]\nid = "R1"', "1: `cite` is missing"),
        ('[[prohibit]]\nid = "R1"\ncite = " "', "3: `cite` must be one line of printable text"),
        (
            '[[prohibit]]\nid = "R 1"\ncite = "s. 1"',
            "2: `id` must be letters, digits, dots, hyphens and underscores (at most 63)",
        ),
        ("[prohibit]\n" + RULE, "1: `prohibit` must be a list, not a table"),
        ("prohibit = [1]", "1: `prohibit` must hold tables, not a whole number"),
        ("prohibits = []", "1: unknown key `prohibits` (did you mean `prohibit`?)"),
        (permit('mask.persons.ssn = "last-5"', "duty"), "4: unknown mask `last-5` (did you mean `last-4`?)"),
        (
            permit('mask.persons.dob = "last-4"', "duty"),
            "4: mask `last-4` does not fit `dob`, which is of type date",
        ),
        (permit('mask.persons.sn = "hidden"', "duty"), "4: unknown column `sn` (did you mean `ssn`?)"),
        (
            permit('mask.person.ssn = "hidden"', "duty"),
            "4: unknown record class `person` (did you mean `persons`?)",
        ),
        (
            permit('mask.persons.person_id = "hidden"', "duty"),
            "4: `persons.person_id` is the subject key and cannot be masked",
        ),
        (
            permit('rows = ["persons.seald = false"]', "duty"),
            "4: unknown column `persons.seald` (did you mean `sealed`?)",
        ),
        (
            permit('rows = ["person.sealed = false"]', "duty"),
            "4: unknown record class `person` (did you mean `persons`?)",
        ),
        (
            permit('rows = [\n  "persons.sealed = false",\n  "persons.sealed = 1",\n]', "duty"),
            "6: `1` does not fit `sealed`, which is of type bool",
        ),
        (permit("row_limit = 0", "duty"), "4: `row_limit` must be from 1 to 1000000"),
        (permit("minimum_group = 1", "duty"), "4: `minimum_group` must be from 2 to 100000"),
        (permit("row_limit = true", "duty"), "4: `row_limit` must be a whole number, not true or false"),
        (
            permit("", "duty"),
            "1: a duty must say at least one of `mask`, `rows`, `row_limit`, `minimum_group`, `needs` and `notify_person_within_days`",
        ),
        ("[policy]\nname = 'again'", "1: `policy` is already said at policy.toml:1"),
    ],
)
def test_a_wrong_rule_is_a_problem_at_its_line(rules: str, problem: str) -> None:
    """Each mistake in a rule is said with file, line and the nearest known word."""
    assert problems_of(small_files(rules)) == (f"rules.toml:{problem}",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[[agency]]\ncode = "x"\nname = "X"\nlevel = "city"\nkind = "police"\nparent = "y"',
            "6: unknown agency `y`",
        ),
        ('[[agency]]\ncode = "x"\nname = "X"\nlevel = "town"\nkind = "police"', "4: unknown level `town`"),
        (
            '[[agency]]\ncode = "x"\nname = "X"\nlevel = "city"\nkind = "police"\n' * 2,
            "7: agency `x` is declared twice",
        ),
        (
            '[[agency]]\ncode = "X"\nname = "X"\nlevel = "city"\nkind = "police"',
            "2: `code` must be small letters, digits and hyphens (at most 63)",
        ),
        ('[[purpose]]\ncode = "x"\ntitle = "X"\nparent = "x"', "4: purpose `x` stands under itself: x > x"),
        (
            '[[agreement]]\ncode = "g"\nagency = "burau"\ntitle = "G"\ncite = "s. 1"\neffective = 2026-01-01',
            "3: unknown agency `burau` (did you mean `bureau`?)",
        ),
        (
            '[[agreement]]\ncode = "g"\nagency = "bureau"\ntitle = "G"\ncite = "s. 1"',
            "1: `effective` is missing",
        ),
        (
            '[[official]]\ncode = "o"\nname = "O"\noffice = "Clerk"\nvkey = "o+12+ab"',
            "5: `vkey` must be `name+8 hexadecimal digits+base64`",
        ),
        (
            (
                f'[[official]]\ncode = "o"\nname = "O"\noffice = "Clerk"\nvkey = "o+0123abcd+{KEY}"\n'
                f'[[official]]\ncode = "u"\nname = "U"\noffice = "Clerk"\nvkey = "u+89ab0123+{KEY}"'
            ),
            "10: this is the key of official `o` too: one person must not sign as two",
        ),
        ('[[record_class]]\nname = "x"\nschema = "city"\ntitle = "X"', "1: record class `x` has no column"),
        (
            '[[record_class]]\nname = "codes"\nschema = "city"\ntitle = "X"\ncolumn = [{ name = "a", type = "text" }]',
            "2: record class `codes` is declared twice",
        ),
        (
            '[[record_class]]\nname = "x"\nschema = "city"\ntitle = "X"\ncolumn = [\n{ name = "a", type = "txt" }]',
            "6: unknown type `txt` (did you mean `text`?)",
        ),
        (
            (
                '[[record_class]]\nname = "x"\nschema = "city"\ntitle = "X"\n'
                'column = [\n{ name = "a", type = "text" },\n{ name = "a", type = "text" }]'
            ),
            "7: column `a` is declared twice",
        ),
        (
            '[[record_class]]\nname = "x"\nschema = "city"\ntitle = "X"\nsubject_key = "b"\ncolumn = [{ name = "a", type = "text" }]',
            "5: unknown column `b`",
        ),
        (
            '[[record_class]]\nname = "x"\nschema = "city"\ntitle = "X"\nsubject_key = "a"\ncolumn = [{ name = "a", type = "text" }]',
            "5: the subject key `a` must be of type int8, not text",
        ),
        (
            (
                '[[record_class]]\nname = "x"\nschema = "city"\ntitle = "X"\nlabels = ["Big Label"]\n'
                'column = [{ name = "a", type = "text" }]'
            ),
            "5: `Big Label` is no label: small letters, digits and hyphens",
        ),
    ],
)
def test_a_wrong_declaration_is_a_problem_at_its_line(text: str, problem: str) -> None:
    """Each mistake in an agency, purpose, agreement, official or record class is said with file and line."""
    assert problems_of(small_files(more=text)) == (f"more.toml:{problem}",)


def test_a_circle_of_agencies_is_said_once_and_ends() -> None:
    """A circle of three is broken at its first agency; whoever hangs below the circle is not blamed."""
    text = "".join(
        f'[[agency]]\ncode = "{code}"\nname = "X"\nlevel = "city"\nkind = "police"\nparent = "{parent}"\n'
        for code, parent in [("low", "x"), ("x", "y"), ("y", "z"), ("z", "x")]
    )
    assert problems_of(small_files(more=text)) == (
        "more.toml:12: agency `x` stands under itself: x > y > z > x",
    )


def test_a_rule_id_is_used_once_whatever_the_kind() -> None:
    """A refusal cites an id alone, so a permit and a duty cannot share one."""
    rules = permit('when.agency = "bureau"\n') + permit("row_limit = 5", "duty")
    assert problems_of(small_files(rules)) == ("rules.toml:6: rule id `R1` is already used at rules.toml:2",)


def test_a_broken_file_does_not_hide_the_others() -> None:
    """A syntax error is one problem with its line; the other files are still judged."""
    files = small_files("[[permit]\n", more='[[purpose]]\ncode = "x"\ntitel = "X"')
    assert problems_of(files) == (
        "more.toml:1: `title` is missing",
        "more.toml:3: unknown key `titel` (did you mean `title`?)",
        "rules.toml:1: not TOML: expected ']]' at the end of an array declaration",
    )


def test_a_syntax_error_at_the_end_stands_on_the_last_line() -> None:
    """Where tomllib says only "end of document", the last line is named."""
    assert problems_of(small_files("a = 1\nb = [\n")) == ("rules.toml:3: not TOML: invalid value",)


def test_a_number_of_many_digits_is_a_problem_and_not_a_crash() -> None:
    """Python refuses to read it, with an error that is none of the parser's."""
    assert problems_of(small_files("x = " + "9" * 5000)) == ("rules.toml:1: a number has too many digits",)


@pytest.mark.parametrize("text", ["a = " + "[" * 30 + "]" * 30, "a = " + "[" * 20_000])
def test_deep_nesting_is_a_problem_and_not_a_crash(text: str) -> None:
    """Neither our limit nor the interpreter's recursion limit ends the program."""
    assert problems_of(small_files(text)) == (
        "rules.toml:1: lists and tables stand in each other too deeply",
    )


def test_a_file_beyond_the_limit_is_not_read() -> None:
    """Size is judged before parsing."""
    text = "#" * (MAX_FILE_CHARACTERS + 1)
    assert problems_of(small_files(text)) == (
        f"rules.toml:1: the file has {MAX_FILE_CHARACTERS + 1} characters; at most {MAX_FILE_CHARACTERS} are read",
    )


def test_too_many_files_are_refused() -> None:
    """The number of files has a limit."""
    with pytest.raises(BundleError, match="at most 64 files"):
        load_bundle({f"{number}.toml": "" for number in range(MAX_FILES + 1)})


def test_too_many_rules_are_refused() -> None:
    """The number of rules has a limit, said once at the first rule beyond it."""
    kind = [f'{{id="R{number}",cite="c"}}' for number in range(MAX_RULES + 1)]
    half = len(kind) // 2
    files = small_files(f"prohibit=[{','.join(kind[:half])}]", zlast=f"prohibit=[\n{','.join(kind[half:])}]")
    assert problems_of(files) == (
        f"zlast.toml:2: the bundle has {MAX_RULES + 1} rules; at most {MAX_RULES} are read",
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            'case_form = "[Z-A]"',
            "5: `case_form` is no regular expression: bad character range Z-A at position 1",
        ),
        ('case_form = "[0-9]{8}"', "6: `case_example` `JK123456` does not match `case_form`"),
    ],
)
def test_the_case_form_must_fit_its_example(line: str, problem: str) -> None:
    """A hint shows the example, so the example must be a case number."""
    policy = POLICY.replace('case_form = "[A-Z]{2}[0-9]{6}"', line)
    assert problems_of(small_files(policy=policy)) == (f"policy.toml:{problem}",)


def test_a_bundle_without_a_policy_table_is_refused() -> None:
    """Without a custodian nobody could be asked."""
    assert problems_of({"a.toml": PEOPLE, "b.toml": CATALOGUE}) == ("a.toml:1: no file says `[policy]`",)
    assert problems_of({}) == ("policy.toml:1: no file says `[policy]`",)


def test_all_problems_come_at_once_in_order() -> None:
    """Problems are sorted by file and line, and the message counts them."""
    rules = permit('when.agency = "buro"\nwhen.purpose = "x"\ncolour = "red"')
    with pytest.raises(
        BundleError, match=r"^the policy bundle has 3 problems, first rules\.toml:4: "
    ) as caught:
        load_bundle(small_files(rules))
    assert [problem.split(" ")[0] for problem in caught.value.problems] == [
        "rules.toml:4:",
        "rules.toml:5:",
        "rules.toml:6:",
    ]


def test_conditions_are_expanded_to_finite_sets() -> None:
    """``under`` covers the whole subtree, ``not_label`` everything else; how the author put it is kept."""
    rules = permit(
        'when.agency.under = "bureau"\nwhen.record_class.not_label = "public"\n'
        'when.field.label = ["sensitive", "public"]\nwhen.role = ["chief", "agent"]\nwhen.needs = ["agreement", "case-number"]'
    )
    (found,) = load_bundle(small_files(rules)).permits
    assert [
        (atom.fact, sorted(atom.values), atom.way, atom.words, atom.others) for atom in found.when.atoms
    ] == [
        ("agency", ["bureau", "bureau-east"], "under", ("bureau",), False),
        ("role", ["agent", "chief"], "listed", ("agent", "chief"), False),
        ("record_class", ["persons"], "not_label", ("public",), True),
        ("field", ["codes.code", "persons.ssn"], "label", ("public", "sensitive"), False),
    ]
    assert found.when.needs == ("case-number", "agreement")
    assert found.source.place == "rules.toml:1"


def test_two_descriptions_of_one_fact_must_both_hold() -> None:
    """``level`` and ``not_under`` beside each other are two conjuncts."""
    rules = permit('when.agency = { level = "federal", not_under = "bureau-east" }')
    (found,) = load_bundle(small_files(rules)).permits
    assert [atom.way for atom in found.when.atoms] == ["not_under", "level"]


def test_a_duty_reads_masks_in_either_form_and_rows() -> None:
    """Dotted keys and inline tables say the same masks."""
    rules = permit(
        'mask.persons.ssn = "last-4"\nmask.persons.dob = "year"\nrows = "persons.sealed = false"', "duty"
    )
    inline = permit(
        'mask = { persons = { dob = "year", ssn = "last-4" } }\nrows = ["persons.sealed = false"]', "duty"
    )
    (one,), (two,) = load_bundle(small_files(rules)).duties, load_bundle(small_files(inline)).duties
    assert one == two
    assert one.masks == (("persons", "dob", "year"), ("persons", "ssn", "last-4"))
    assert one.rows == (RowPredicate("persons", "sealed", "=", value=False),)


def test_agreements_and_officials_are_compiled() -> None:
    """Dates become ISO days; officials go by code."""
    text = (
        '[[agreement]]\ncode = "g"\nagency = "bureau"\ntitle = "G"\ncite = "s. 1"\n'
        "effective = 2026-01-01\nexpires = 2027-01-01\n"
        f'[[official]]\ncode = "o"\nname = "O"\noffice = "Clerk"\nvkey = "o+0123abcd+{KEY}"'
    )
    bundle = load_bundle(small_files(more=text))
    assert (bundle.agreements[0].effective, bundle.agreements[0].expires) == ("2026-01-01", "2027-01-01")
    assert bundle.officials["o"].office == "Clerk"


def test_what_is_for_people_alone_stands_in_the_version() -> None:
    """Review, open questions and what is left out are signed with the rest, so they are part of the version."""
    lines = ('review = "By nobody"', 'open_for_counsel = ["What about Mondays?"]', 'leaves_out = ["Sundays"]')
    versions = {load_bundle(small_files(policy=f"{POLICY}{line}\n")).version for line in ("", *lines)}
    assert len(versions) == 4
    bundle = load_bundle(small_files(policy=POLICY + "\n".join(lines)))
    assert (bundle.review, bundle.open_for_counsel, bundle.leaves_out) == (
        "By nobody",
        ("What about Mondays?",),
        ("Sundays",),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            AGENCY_NAMED.format("City Police (city-police) or Bureau"),
            "3: `name` must not hold `(city-police)`, which would be read as another name",
        ),
        (
            PURPOSE_NAMED.format("Robbery” (robbery) or “Theft"),
            "3: `title` must not hold “ or ”, which stand around titles in sentences",
        ),
        (
            BASIS_NAMED.format("A paper (robbery)"),
            "3: `title` must not hold `(robbery)`, which would be read as another name",
        ),
        (PURPOSE_NAMED.format("Theft (NCIC/III code C)"), ""),
    ],
)
def test_a_name_is_not_taken_for_words_of_a_sentence(text: str, problem: str) -> None:
    """Whoever signs reads one agency where there is one."""
    files = small_files(more=text)
    if problem:
        assert f"more.toml:{problem}" in problems_of(files)
    else:
        assert load_bundle(files)


@pytest.mark.parametrize("key", ["open_for_counsel", "leaves_out"])
def test_lines_for_people_are_printable(key: str) -> None:
    """What is signed holds no character that cannot be seen."""
    assert problems_of(small_files(policy=f'{POLICY}{key} = ["so", "a\\u202eb"]\n')) == (
        f"policy.toml:7: `{key}` must hold lines of printable text",
    )


@pytest.mark.parametrize("text", ["{key} = 1", "[{key}]", "[[{key}]]", "x = [{{ {key} = 1 }}]"])
def test_a_key_with_too_many_parts_is_refused_before_it_is_built(text: str) -> None:
    """A key of 30,000 parts is a problem with its line, wherever a key may stand."""
    line = text.format(key=".".join(["a"] * 30_000))
    assert problems_of(small_files(f"# first\n{line}")) == (
        "rules.toml:2: a key has more than 16 parts with dots between them",
    )


def purposes(count: int, parent: str) -> str:
    """That many purposes p0, p1, ...; ``parent`` is a line with the number of the one before."""
    return "".join(
        f'[[purpose]]\ncode = "p{number}"\ntitle = "P"\n{parent.format(number - 1) if number else "# root"}\n'
        for number in range(count)
    )


def test_a_tree_has_a_greatest_depth() -> None:
    """32 purposes may stand under each other; the one below them is a problem at its line."""
    chain = 'parent = "p{}"'
    assert "p31" in load_bundle(small_files(more=purposes(MAX_TREE_DEPTH, chain))).purposes
    assert problems_of(small_files(more=purposes(MAX_TREE_DEPTH + 1, chain))) == (
        "more.toml:132: purpose `p32` stands more than 32 deep",
    )


def test_a_bundle_has_a_greatest_number_of_purposes_and_agencies() -> None:
    """The first purpose, and the first agency, beyond the limit is a problem at its line."""
    (problem,) = problems_of(small_files(zmore=purposes(MAX_PURPOSES + 1, "# {}")))
    assert problem.endswith(f"purposes; at most {MAX_PURPOSES} are read")
    agency = '[[agency]]\ncode = "a{}"\nname = "A"\nlevel = "city"\nkind = "police"\n'
    text = "".join(agency.format(number) for number in range(MAX_AGENCIES + 1))
    (problem,) = problems_of(small_files(zmore=text))
    assert problem.endswith(f"agencies; at most {MAX_AGENCIES} are read")
