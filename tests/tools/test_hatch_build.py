"""What the build does where it can compile, where it must not, and where it cannot."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import hatch_build
from ostiary.pgwire import framing


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of what is compiled, and of nothing else."""
    for name in (*hatch_build.COMPILED, *hatch_build.INLINED):
        for suffix in (".py", ".pxd"):
            source = hatch_build.ROOT / "src" / hatch_build.ROOM / f"{name}{suffix}"
            target = tmp_path / "src" / hatch_build.ROOM / f"{name}{suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return tmp_path


def test_a_build_that_must_be_compiled_is() -> None:
    """OSTIARY_REQUIRE_CYTHON leaves the hot path in no other form."""
    if os.environ.get("OSTIARY_REQUIRE_CYTHON"):
        assert framing.__file__.endswith(".so")


def test_nothing_is_compiled_where_it_is_not_wanted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what was compiled before is gone, so that the sources count."""
    monkeypatch.setenv("OSTIARY_SKIP_CYTHON", "1")
    stale = root / "src" / hatch_build.ROOM / "pgwire" / "framing.cpython-311-x86_64-linux-gnu.so"
    stale.touch()
    assert not hatch_build.compile_if_wanted(root)
    assert not stale.exists()


def test_a_build_that_cannot_compile_is_pure(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says why; where compiling is required it fails."""
    monkeypatch.delenv("OSTIARY_SKIP_CYTHON", raising=False)
    monkeypatch.delenv("OSTIARY_REQUIRE_CYTHON", raising=False)
    (root / "src" / hatch_build.ROOM / "pgwire" / "framing.pxd").write_text("this is no declaration")
    monkeypatch.setattr(hatch_build, "COMPILED", ("pgwire/framing",))
    assert not hatch_build.compile_if_wanted(root)
    assert "the hot path stays pure Python" in capsys.readouterr().err
    assert not list((root / "src" / hatch_build.ROOM).glob("*/*.so"))
    monkeypatch.setenv("OSTIARY_REQUIRE_CYTHON", "1")
    with pytest.raises(Exception, match="framing"):
        hatch_build.compile_if_wanted(root)


def test_a_change_of_any_source_is_seen(root: Path) -> None:
    """The stamp is of all of them."""
    before = hatch_build.digest(root)
    with (root / "src" / hatch_build.ROOM / "pgwire" / "words.pxd").open("a") as file:
        file.write("# changed\n")
    assert hatch_build.digest(root) != before
    assert not hatch_build.is_compiled(root)
