"""Documentation is executed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docs.documents import DOCUMENTS, EXTERNAL, POLICY, ROOT, RUNNING, Snippet, name_of, snippets
from docs.snippet_runner import Ran, Terminal, dialogue, verify_output
from ostiary.policy.load import load_bundle
from ostiary.store.bundle_files import read_bundle_files

# One installation serves all documents.
pytestmark = pytest.mark.xdist_group("docs")

EXECUTED = [document for document in DOCUMENTS if any(one.language in RUNNING for one in snippets(document))]


@pytest.mark.parametrize("document", EXECUTED, ids=name_of)
def test_snippets_do_what_the_document_says(
    document: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Every sh, console and python snippet runs, in order, and prints what is shown."""
    found = [one for one in snippets(document) if one.language in RUNNING]
    needs_door = any("OSTIARY_HOME" in one.text for one in found)
    terminal = Terminal(request.getfixturevalue("open_door") if needs_door else os.environ, tmp_path)
    for snippet in found:
        terminal.run(snippet)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_each_fence_says_whether_it_is_run(document: Path) -> None:
    """A fence without a language could be a snippet that nobody runs."""
    known = RUNNING | EXTERNAL | {"text", POLICY}
    unknown = {one.line: one.language for one in snippets(document) if one.language not in known}
    assert not unknown


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_policy_that_is_shown_is_sound(document: Path) -> None:
    """What a document shows of a policy can be added to the pack as it stands."""
    files = read_bundle_files(ROOT / "policies" / "chicago-2019")
    for number, snippet in enumerate(one for one in snippets(document) if one.language == POLICY):
        load_bundle({**files, f"shown-{number}.toml": snippet.text})


def test_the_readme_is_executed() -> None:
    """The list of executed documents is not empty by mistake."""
    assert "README.md" in {name_of(document) for document in EXECUTED}


def test_another_output_is_found(tmp_path: Path) -> None:
    """A document that shows what a command does not print fails."""
    terminal = Terminal(os.environ, tmp_path)
    with pytest.raises(AssertionError, match="printed"):
        terminal.run(Snippet("console", "$ echo one\ntwo\n", 1))


def test_a_failure_that_is_not_shown_is_found(tmp_path: Path) -> None:
    """A command that fails although the document shows no error fails the test."""
    terminal = Terminal(os.environ, tmp_path)
    with pytest.raises(AssertionError, match="ended with 3"):
        terminal.run(Snippet("console", "$ (exit 3)\n", 1))


def test_exports_reach_later_snippets(tmp_path: Path) -> None:
    """A reader has one terminal for all snippets of a document."""
    terminal = Terminal(os.environ, tmp_path)
    terminal.run(Snippet("sh", "export SHOWN='a b'\n", 1))
    terminal.run(Snippet("console", '$ echo "$SHOWN"\na b\n', 2))


def test_dots_stand_for_anything() -> None:
    """Three dots match any text, over lines too, and nothing else does."""
    verify_output("a ... d\n...", Ran(0, "a b c d\ne\n"), "command")
    with pytest.raises(AssertionError):
        verify_output("a.d", Ran(0, "abd"), "command")


def test_a_dialogue_has_each_command_with_its_output() -> None:
    """Lines after a command and before the next are what it prints."""
    assert list(dialogue("$ one\n1\n2\n$ two \\\n> 2\n")) == [("one", "1\n2"), ("two \\\n2", "")]
