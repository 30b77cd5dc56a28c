"""What documents say of the house is so: links, names, headings, layers."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import click
import pytest

from docs.documents import DOCUMENTS, ROOT, name_of, snippets, without_snippets
from ostiary.cli.main import main as program
from ostiary.session.commands import AnyCommand
from ostiary.session.settings import OWN_SETTINGS

ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
SOURCE = ROOT / "src" / "ostiary"

_POINTER = re.compile(r"docs/([a-z-]+\.md)(?:, `([^`]+)`)?")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADINGS = ("Context", "Options", "Decision", "Consequences")
_OUR_FOLDERS = frozenset({"src", "docs", "tests", "tools", "policies", "portal", ".ci"})


@cache
def _defined_names() -> frozenset[str]:
    """Every class and type alias, and every function, of the package, and every alert."""
    alerts = (ROOT / "packaging" / "prometheus" / "ostiary.rules.yml").read_text("utf-8")
    names = set(re.findall(r"alert: (\w+)", alerts))
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
    return frozenset(names)


def _exists(dotted: str) -> bool:
    """Whether ``ostiary.a.b`` is a module or a name in one, or a setting of the door's."""
    if dotted.removeprefix("ostiary.") in OWN_SETTINGS or dotted == "ostiary.toml":
        return True
    if find_spec(dotted.rpartition(".")[0]) is None:
        return False
    return find_spec(dotted) is not None or hasattr(
        import_module(dotted.rpartition(".")[0]), dotted.rpartition(".")[2]
    )


def _is_command(words: list[str]) -> bool:
    """Whether these words lead from noun to verb; what follows a command are its arguments."""
    command: click.Command = program
    for word in words:
        if not isinstance(command, click.Group):
            return True
        found = command.get_command(click.Context(command), word)
        if found is None:
            return word.startswith("-")
        command = found
    return True


def _is_wrong(code: str) -> bool:
    """Whether a code span names something of ours that there is not."""
    if re.fullmatch(r"ostiary(\.\w+)+", code):
        return not _exists(code)
    if code.startswith("ostiary "):
        return not _is_command(code.split()[1:])
    if "/" in code and code.split("/", maxsplit=1)[0] in _OUR_FOLDERS and " " not in code:
        return not (ROOT / code).exists()
    if re.fullmatch(r"(?:[A-Z][a-z]+){2,}", code):
        return code not in _defined_names()
    return False


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_names_in_prose_exist(document: Path) -> None:
    """Modules, settings, commands, paths and class names in backticks are there."""
    assert [code for code in _CODE.findall(without_snippets(document)) if _is_wrong(code)] == []


def test_a_name_that_is_not_there_is_found() -> None:
    """The test above can fail, for each kind of name."""
    invented = ["ostiary.sql.guess", "ostiary lift order", "docs/no-such.md", "NoSuchThing", "ostiary.colour"]
    assert [code for code in invented if _is_wrong(code)] == invented


def test_the_last_column_of_the_glossary_names_code() -> None:
    """Each class and command in the glossary's last column exists."""
    rows = [
        line
        for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
        if line.startswith("| ")
    ][2:]
    named = [code for row in rows for code in _CODE.findall(row.strip("|").rpartition("|")[2])]
    assert len(named) > 30
    assert [
        code for code in named if _is_wrong(code) or (" " not in code and code not in _defined_names())
    ] == []


def test_the_glossary_is_sorted_and_has_each_word_once() -> None:
    """One word for one idea, and it can be found."""
    rows = [
        line
        for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
        if line.startswith("| ")
    ][2:]
    words = [row.strip("|").split("|")[0].strip() for row in rows]
    assert words == sorted(set(words))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_relative_links_resolve(document: Path) -> None:
    """No link inside the repository leads nowhere."""
    links = [link.partition("#")[0] for link in _LINK.findall(without_snippets(document))]
    inside = [link for link in links if link and not link.startswith("https://")]
    assert [link for link in inside if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", ADRS, ids=name_of)
def test_each_decision_has_the_four_headings(document: Path) -> None:
    """A record says context, options, decision and consequences, in this order, and its status."""
    text = document.read_text("utf-8")
    assert tuple(re.findall(r"^## (.+)$", text, re.MULTILINE)) == _HEADINGS
    assert re.search(r"^Status: (accepted|replaced by \d{4}), \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert text.startswith(f"# {document.name[:4]}. ")


def test_decisions_are_numbered_without_gaps() -> None:
    """A number is never given twice, nor left out."""
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


def test_the_drawn_layers_are_those_that_are_enforced() -> None:
    """The picture of the layers in docs/design.md is import-linter's contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    enforced = next(one["layers"] for one in contracts if one["type"] == "layers")
    drawn = [one.text.splitlines() for one in snippets(ROOT / "docs" / "design.md") if one.language == "text"]
    assert enforced in drawn


def _said_of_room(path: Path) -> tuple[str, str]:
    source = path / "__init__.py" if path.is_dir() else path
    says = ast.get_docstring(ast.parse(source.read_text("utf-8"))) or ""
    found = re.search(r"Knows: (.*?)\nMust not know: (.*?)(?:\n\n|\Z)", says, re.DOTALL)
    assert found is not None, source
    return " ".join(found[1].split()), " ".join(found[2].split())


def test_the_table_of_rooms_is_what_the_rooms_say() -> None:
    """docs/design.md repeats each package's own docstring, and has every package."""
    text = (ROOT / "docs" / "design.md").read_text("utf-8")
    rooms = [path for path in SOURCE.iterdir() if (path / "__init__.py").exists() or path.name == "errors.py"]
    missing = [
        row
        for path in sorted(rooms)
        for knows, must_not in [_said_of_room(path)]
        if (row := f"| `{path.stem}` | {knows} | {must_not} |") not in text
    ]
    assert missing == []


def test_every_command_of_a_session_is_explained() -> None:
    """The life of a session in docs/design.md has each command that a session can yield."""
    text = (ROOT / "docs" / "design.md").read_text("utf-8")
    assert [one.__name__ for one in get_args(AnyCommand) if f"| `{one.__name__}` |" not in text] == []


def test_what_messages_send_people_to_is_there() -> None:
    """Each document that the program names exists, and has the heading that is named with it."""
    pointers = {found for path in SOURCE.rglob("*.py") for found in _POINTER.findall(path.read_text("utf-8"))}
    assert ("backup.md", "Restore") in pointers
    for name, heading in pointers:
        text = (ROOT / "docs" / name).read_text("utf-8")
        assert not heading or f"\n## {heading}\n" in text, (name, heading)
