"""``make clients``: every real client against a real door, with TLS and without, one line each."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from clients.client_programs import Program, Tried, programs
from ostiary.demo.people import DETECTIVE, Person
from server.gateway_world import CASE, World, running_world


@dataclass(frozen=True)
class Line:
    """One client through one door; nothing tried: ``missing`` says why."""

    program: str
    tls: bool
    tried: Tried | None
    missing: str = ""

    @property
    def text(self) -> str:
        how = "TLS  " if self.tls else "clear"
        if self.tried is None:
            return f"  --    {how}  {self.program}: not tried, {self.missing}"
        count, failures = len(self.tried.trials), self.tried.failures
        names = ", ".join(trial.name for trial in self.tried.trials)
        if not failures:
            return f"  ok    {how}  {self.tried.client}: all of {count} ({names})"
        return f"  FAIL  {how}  {self.tried.client}: {len(failures)} of {count} ({'; '.join(trial.name for trial in failures)})"

    @property
    def reasons(self) -> Iterator[str]:
        for trial in self.tried.failures if self.tried is not None else ():
            yield f"          {trial.name}: {trial.why[:300]}"


def where(world: World, person: Person = DETECTIVE, *, tls: bool) -> dict[str, str]:
    """The variables of libpq for one member of the demonstration, with a purpose and a case; verified over TLS, or clear."""
    member = person.member.code
    passwords = dict(line.rsplit(":", 2)[-2:] for line in world.installation.pgpass.read_text().splitlines())
    found = {
        "PGHOST": "127.0.0.1",
        "PGPORT": str(world.installation.port),
        "PGDATABASE": "city",
        "PGUSER": member,
        "PGPASSWORD": passwords[member],
        "PGOPTIONS": f"-c ostiary.purpose={person.purpose} -c ostiary.case={CASE}",
        "PGSSLMODE": "disable",
    }
    if tls:
        root = world.home / "tls" / "root.pem"
        found |= {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(root)}
    return found


def lines(chosen: list[str]) -> Iterator[Line]:
    """Every client through one door that offers TLS: in the clear, then over TLS."""
    with (
        tempfile.TemporaryDirectory(prefix="ostiary-clients-") as folder,
        running_world(Path(folder) / "home", tls=True) as world,
    ):
        known = list(programs(Path(folder)))
        if unknown := sorted(set(chosen) - {program.name for program in known}):
            sys.exit(
                f"error: there is no client {', '.join(unknown)}; known: {', '.join(one.name for one in known)}"
            )
        for program in known:
            if not chosen or program.name in chosen:
                yield _line(program, world, tls=False)
                yield _line(program, world, tls=True)


def _line(program: Program, world: World, *, tls: bool) -> Line:
    if program.missing:
        return Line(program.name, tls, None, f"{program.missing} is not installed")
    if tls and not program.speaks_tls:
        return Line(program.name, tls, None, "it is built without TLS")
    return Line(program.name, tls, program.run(where(world, tls=tls)))


def main() -> int:
    """Print the matrix; 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="make clients", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object a client and door")
    parser.add_argument("client", nargs="*", help="only these")
    arguments = parser.parse_args()
    failed = False
    for line in lines(arguments.client):
        failed |= line.tried is not None and bool(line.tried.failures)
        if arguments.json:
            print(json.dumps(asdict(line)), flush=True)
        else:
            print("\n".join((line.text, *line.reasons)), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
