"""``ostiary policy export`` writes a policy for another engine, or prints it."""

from __future__ import annotations

import json
from pathlib import Path

import cedarpy
from click.testing import CliRunner

from ostiary.cli.policy import policy
from ostiary.policy.cedar.policies import cedar_policies
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO


def test_the_policies_are_printed() -> None:
    """Without a folder: the text of the policies alone, so that it can be piped."""
    result = CliRunner().invoke(policy, ["export", str(CHICAGO), "--form", "cedar"])
    assert (result.exit_code, result.stdout) == (0, cedar_policies(read_bundle(CHICAGO)))


def test_a_folder_gets_three_files_that_fit_together(tmp_path: Path) -> None:
    """The policies are valid under the schema, and the entities are read under it."""
    out = tmp_path / "new" / "folder"
    result = CliRunner().invoke(policy, ["export", str(CHICAGO), "--form", "cedar", "--out", str(out)])
    assert result.stdout == f"3 files in {out}: policies.cedar, schema.cedarschema, entities.json.\n"
    texts = {path.name: path.read_text("utf-8") for path in out.iterdir()}
    schema = texts["schema.cedarschema"]
    assert cedarpy.validate_policies(texts["policies.cedar"], schema).validation_passed
    assert len(json.loads(texts["entities.json"])) > 50
    cedarpy.Entities.from_json_str(texts["entities.json"], schema=cedarpy.Schema.from_str(schema))


def test_json_is_one_object() -> None:
    """The same files by name, and the version they were made of."""
    result = CliRunner().invoke(policy, ["export", str(CHICAGO), "--form", "cedar", "--json"])
    told = json.loads(result.stdout)
    assert (told["form"], told["version"]) == ("cedar", read_bundle(CHICAGO).version)
    assert sorted(told["files"]) == ["entities.json", "policies.cedar", "schema.cedarschema"]


def test_errors_say_the_way_out(tmp_path: Path) -> None:
    """No bundle, and no folder that can be written: exit 1, one line and a hint."""
    missing = CliRunner().invoke(policy, ["export", str(tmp_path / "missing"), "--form", "cedar"])
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "is no folder" in missing.stderr
    (tmp_path / "file").write_text("")
    under_file = ["export", str(CHICAGO), "--form", "cedar", "--out", str(tmp_path / "file" / "folder")]
    unwritable = CliRunner().invoke(policy, under_file)
    assert (unwritable.exit_code, unwritable.stdout) == (1, "")
    assert "cannot be written" in unwritable.stderr
    assert "name another folder with --out" in unwritable.stderr
