"""A town whose officials sit at their desks: a home folder, keys, and a control database on a real server."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from control_world import fresh_control
from directives.directive_world import KEYS, OFFICIALS
from ostiary.cli.cutoff import cutoff
from ostiary.cli.directive import directive
from ostiary.demo.embedded import EmbeddedPostgres

CHICAGO = Path(__file__).parents[2] / "policies" / "chicago-2019"
OFFICIALS_TEXT = "".join(
    f'[[official]]\ncode = "{one.code}"\nname = "{one.name}"\noffice = "{one.office}"\nvkey = "{one.vkey}"\n'
    for one in OFFICIALS.values()
)
HOME_TEXT = """
gateway = "test"
policy_dir = "policy"
officials_dsn_file = "control.dsn"
[database]
host = "/nowhere"
name = "city"
keeper_dsn_file = "keeper.dsn"
"""


@dataclass(frozen=True)
class Town:
    """A home folder with the policy of Chicago, three officials' keys, and a control database."""

    home: Path
    dsn: str

    def key(self, official: str) -> str:
        """The option that signs as that official."""
        return f"--key={self.home / official}.key"

    def cutoff(self, *words: str, **options: Any) -> Result:
        """Run ``ostiary cutoff`` with these words."""
        return CliRunner().invoke(cutoff, [*words, f"--home={self.home}"], **options)

    def directive(self, *words: str) -> Result:
        """Run ``ostiary directive`` with these words."""
        return CliRunner().invoke(directive, [*words, f"--home={self.home}"])

    def listed(self) -> list[dict[str, Any]]:
        """What ``directive list --json`` has."""
        found: list[dict[str, Any]] = json.loads(self.directive("list", "--json").stdout)["directives"]
        return found


def make_town(server: EmbeddedPostgres, tmp_path: Path) -> Town:
    """A town in a folder, with a control database of its own."""
    dsn = fresh_control(server)
    shutil.copytree(CHICAGO, tmp_path / "policy")
    (tmp_path / "policy" / "officials.toml").write_text(OFFICIALS_TEXT)
    (tmp_path / "ostiary.toml").write_text(HOME_TEXT)
    secrets = {"control.dsn": dsn} | {f"{code}.key": key.format() for code, key in KEYS.items()}
    for name, secret in secrets.items():
        (tmp_path / name).touch(mode=0o600)
        (tmp_path / name).write_text(f"{secret}\n")
    return Town(tmp_path, dsn)
