"""`ostiary config` shows what holds, where it is written, and nothing that is secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.cli.serve import serve
from ostiary.server.setting_keys import section_of
from ostiary.server.settings import Settings
from ostiary.server.settings_text import read_settings

ROOT = Path(__file__).resolve().parents[2]
SECRET = "host=db password=S3cret"


@pytest.fixture
def furnished(tmp_path: Path) -> Path:
    """A home with settings, a private connection string, and one that others may read."""
    (tmp_path / "ostiary.toml").write_text(
        'gateway = "gw"\n[database]\nhost = "db"\nname = "city"\nkeeper_dsn_file = "secrets/keeper.dsn"\n'
    )
    (tmp_path / "secrets").mkdir()
    for name, mode in (("keeper", 0o600), ("control", 0o644)):
        (tmp_path / "secrets" / f"{name}.dsn").write_text(SECRET)
        (tmp_path / "secrets" / f"{name}.dsn").chmod(mode)
    return tmp_path


def config(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["config", *words], env=environment)


def test_each_setting_is_shown_with_its_origin(furnished: Path) -> None:
    """What is written has its line, what is not is called a default; secret files are named with how they lie there."""
    lines = config("show", "--home", str(furnished)).output.splitlines()
    assert lines[0] == f"# home: {furnished} (--home)"
    shown = {line.split(" = ")[0]: line.split(" = ")[1].split("  # ") for line in lines[1:]}
    assert [cell.strip() for cell in shown["gateway"]] == ['"gw"', "ostiary.toml:1"]
    assert [cell.strip() for cell in shown["listen.port"]] == ["6432", "default"]
    assert shown["database.keeper_dsn_file"][1] == "ostiary.toml:5; secret file: private"
    assert shown["control_dsn_file"][1] == "default; secret file: open to others (mode 0644)"
    assert shown["officials_dsn_file"][1] == "default; secret file: missing"


def test_json_says_the_same(furnished: Path) -> None:
    """One object for programs; where the home came from is in it."""
    found = json.loads(config("show", "--json", OSTIARY_HOME=str(furnished)).output)
    assert found["home_from"] == "OSTIARY_HOME"
    keys = {one["key"]: one for one in found["settings"]}
    assert keys["database.keeper_dsn_file"] == {
        "key": "database.keeper_dsn_file",
        "value": "secrets/keeper.dsn",
        "from": "ostiary.toml:5",
        "kind": "secret file",
        "state": "private",
    }
    assert set(keys) == {key.name for key in section_of(Settings).all_keys()}


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_nothing_secret_is_printed(furnished: Path, more: tuple[str, ...]) -> None:
    """The files are named and never opened."""
    assert "S3cret" not in config("show", "--home", str(furnished), *more).output


def test_what_a_command_can_override_is_told(furnished: Path) -> None:
    """A setting that an option of `serve` goes before names it, and there is such an option."""
    (line,) = (
        one for one in config("show", "--home", str(furnished)).output.splitlines() if "serve --" in one
    )
    assert line.startswith("workers = 1")
    assert line.endswith("# default; `serve --workers` goes before it")
    flags = {key.flag for key in section_of(Settings).all_keys() if key.flag}
    options = {f"serve {name}" for option in serve.params for name in option.opts}
    assert flags <= options


def test_all_mistakes_are_listed(furnished: Path) -> None:
    """Each on a line of its own, with a hint, and exit code 1."""
    path = furnished / "ostiary.toml"
    path.write_text(f"colour = 1\nport = 2\n{path.read_text()}")
    result = config("show", "--home", str(furnished))
    assert result.exit_code == 1
    first, *problems, hint = result.stderr.splitlines()
    assert first == f"error: `{path}` has 2 mistakes"
    assert [line.partition("`: ")[2] for line in problems] == [
        "unknown key `colour`",
        "unknown key `port` (it stands under [database])",
    ]
    assert hint.startswith("hint: ")


def test_the_reference_is_the_document() -> None:
    """docs/configuration.md is what `ostiary config reference` prints."""
    assert config("reference").output == (ROOT / "docs" / "configuration.md").read_text("utf-8")


def test_the_example_is_a_file_of_settings() -> None:
    """It can be read as it stands, and says every key; with the comments taken off it says the defaults."""
    text = config("example").output
    bare = read_settings(text.encode(), "f", Settings)
    told = "\n".join(
        line.removeprefix("# ") if line.startswith("# ") and " = " in line and "`" not in line else line
        for line in text.splitlines()
        if not line.endswith(" =")
    )
    assert read_settings(told.encode(), "f", Settings).settings == bare.settings
    assert [key.name for key in bare.section.all_keys() if f"{key.path[-1]} =" not in text] == []
