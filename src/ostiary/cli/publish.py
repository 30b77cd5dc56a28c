"""``ostiary publish``: the public site, baked and verified.

Knows: arguments, where the log, the register and the policy of an installation are, what is printed.
Must not know: what a site says, how it is baked or verified.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.home import home_folder
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import home_option, json_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.cli.publishing import Press, Terms
from ostiary.errors import OstiaryError, ProofInvalid, SettingsError
from ostiary.server.settings import load_home
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.index_chain import opened_source
from ostiary.store.log.receipts import Published
from ostiary.store.publishing import copy_public, last_indexed, publishable, verify_copy
from ostiary.tlog.checkpoint import open_checkpoint
from ostiary.tlog.note import MAX_NOTE_BYTES
from ostiary.tlog.trust import TrustPolicy, parse_trust
from ostiary.web.public.manifest import NAME, Manifest
from ostiary.web.public_check import NOT_COMPUTED, CheckedSite, verify_public
from ostiary.web.public_files import LOG, SiteComparer, SiteWriter, read_file

# The writer publishes each second. Witnesses may take longer, and are not waited for: then a day is missing until the next time.
PUBLISHED_SECONDS: Final = 3.0
_POLL_SECONDS: Final = 0.1

_PATH: Final = click.Path(path_type=Path, exists=True)


@click.command(cls=ExplainingCommand)
@click.option(
    "--out", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False), help="The folder to write."
)
@click.option("--verify", "site", metavar="FOLDER", type=_PATH, help="Verify a site instead of writing one.")
@click.option(
    "--log",
    "log",
    metavar="FOLDER",
    type=_PATH,
    help="With --verify: a copy of the log.  [default: FOLDER/log]",
)
@click.option(
    "--trust",
    metavar="FILE",
    type=_PATH,
    help="With --verify: the log's key and the witnesses that you believe.",
)
@click.option(
    "--no-recount", "without_recount", is_flag=True, help="Leave out what everybody could count again from."
)
@click.option("--no-log", "without_log", is_flag=True, help="Leave out the copy of the log's public side.")
@master_key_option
@home_option
@json_option
def publish(
    *,
    out: Path | None,
    site: Path | None,
    log: Path | None,
    trust: Path | None,
    without_recount: bool,
    without_log: bool,
    master_key: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Bake the public site of an installation as plain files, or verify one.

    Exact counts by agency and purpose, what agencies that are cut off got since, directives, promises with what is proved of
    them, reports that statutes ask for; every table as CSV and JSON. A day is counted once it has been over for
    `disclosures.delay_days`, is indexed, and is under a tree that the quorum of the log's trust file has cosigned. No reason,
    case, statement or name of a member or a person is written.

    With --verify and a home, the site is baked again and every byte compared. Without one, what is public is verified against
    a trust file: signatures, the tree over every entry, every page, and each access counted again; it is said what could not be
    computed. Exits with 0 when the site holds, and 5 when not.
    """
    _verify_call(out, site, log, trust)
    if site is None and out is not None:
        _write(
            out,
            master_key,
            home,
            is_recountable=not without_recount,
            with_log=not without_log,
            as_json=as_json,
        )
    elif (
        site is not None
        and trust is None
        and log is None
        and (home is not None or not _own_trust(site).is_file())
    ):
        _compare(site, master_key, home, as_json=as_json)
    elif site is not None:
        _check(site, log or site / LOG, trust, as_json=as_json)


def _verify_call(out: Path | None, site: Path | None, log: Path | None, trust: Path | None) -> None:
    if (out is None) == (site is None):
        raise click.UsageError("either --out or --verify is needed, and not both")
    if site is None and (log is not None or trust is not None):
        raise click.UsageError("--log and --trust go with --verify")


def _write(
    out: Path,
    master_key: Path | None,
    home: Path | None,
    *,
    is_recountable: bool,
    with_log: bool,
    as_json: bool,
) -> None:
    found = load_home(home_folder(home))
    writer = SiteWriter(out)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    terms = Terms(made_at, found.settings.disclosures.delay_days, is_recountable)
    with (
        opened_source(found.log_dir, master_key or found.master_key_file) as source,
        _shown(as_json) as progress,
    ):
        published = _published(found.log_dir)
        press = Press(open_desk(home), source, published, terms)
        manifest = press.bake(writer.keep, progress)
        writer.finish(manifest, partial(copy_public, found.log_dir, published) if with_log else None)
    if as_json:
        click.echo(json.dumps({"out": str(out), **_object(manifest)}))
        return
    click.echo(
        f"{len(manifest.files)} files: {_days(manifest)}, under the root {manifest.root} of {manifest.size} entries"
    )
    click.echo(f"open {out / 'index.html'}; verify: ostiary publish --verify {out}")


def _published(directory: Path) -> Published:
    """The tree to publish. What was indexed a moment ago is waited for, as long as a writer that works takes to publish it."""
    end = time.monotonic() + PUBLISHED_SECONDS
    while True:
        found = publishable(directory)
        if found.checkpoint.size > last_indexed(directory) or time.monotonic() > end:
            return found
        time.sleep(_POLL_SECONDS)


def _compare(site: Path, master_key: Path | None, home: Path | None, *, as_json: bool) -> None:
    """Bake it again from the private side, as it was when it was made."""
    found = load_home(home_folder(home))
    with _judged(as_json=as_json):
        comparer = SiteComparer(site)
        expected = comparer.manifest
        note = read_file(site, "checkpoint", MAX_NOTE_BYTES)
        verifier = read_verifier(LogFolder(found.log_dir))
        published = Published(note, open_checkpoint(note, verifier), verifier)
        terms = Terms(expected.made_at, expected.delay_days, expected.is_recountable)
        with (
            opened_source(found.log_dir, master_key or found.master_key_file) as source,
            _shown(as_json) as progress,
        ):
            manifest = Press(open_desk(home), source, published, terms).bake(comparer.keep, progress)
        if manifest != expected:
            raise ProofInvalid(f"`{NAME}` is not what the log, the register and the policy come to")
        if (site / LOG).exists():
            verify_copy(found.log_dir, published, site / LOG)
    if as_json:
        click.echo(json.dumps({"holds": True, "compared": "every byte", **_object(manifest)}))
        return
    click.echo(
        "the site holds: every number was counted again, and every byte of every file is what the log comes to"
    )
    click.echo(f"{_days(manifest)}, under the root {manifest.root} of {manifest.size} entries")


def _check(site: Path, log: Path, trust: Path | None, *, as_json: bool) -> None:
    with _judged(as_json=as_json), _shown(as_json) as progress:
        believed, whose = _trust(site, trust)
        checked = verify_public(site, log, believed, progress("reading the log's copy"))
    if as_json:
        found = {
            "holds": True,
            "compared": "what is public",
            "recounted": checked.is_recounted,
            "closed": checked.unopened,
            "veiled": checked.publication.veiled,
            "witnesses_not_in_trust": checked.unshown,
            "not_computed": NOT_COMPUTED,
            "trust": whose,
        }
        click.echo(json.dumps({**found, **_object(checked.manifest)}))
        return
    click.echo("\n".join(_said(checked, whose)))


def _said(checked: CheckedSite, whose: str) -> Iterator[str]:
    manifest = checked.manifest
    yield "the site holds: signatures, the tree over every entry, and every page and table made again"
    if checked.is_recounted:
        closed = f", but for {checked.unopened} that nobody outside can open" if checked.unopened else ""
        yield f"each access was counted again from the log{closed}: {_days(manifest)}"
        if checked.publication.veiled:
            yield (
                f"of {checked.publication.veiled} the agency or the purpose is closed: that it is no code of a policy is the"
                " office's word"
            )
    else:
        yield "its accesses cannot be counted again: `recount/` was left out"
    yield f"its tree has {manifest.size} entries and the root {manifest.root}"
    cosigned = ", ".join(sorted({one.by.name for one in checked.trusted.cosigned}))
    if checked.unshown:
        yield f"your trust file does not name {', '.join(checked.unshown)}: that they cosigned is the site's word"
    yield f"cosigned by {cosigned}" if cosigned else "cosigned by nobody: the trust file asks for no witness"
    if whose != "given":
        yield "the trust file came with the site: get one from somebody whom you trust, and give --trust"
    yield f"not computed again: {'; '.join(NOT_COMPUTED)}"
    yield "It does not show that what was declared was true, nor that whoever runs the gateway logged everything."


def _trust(site: Path, trust: Path | None) -> tuple[TrustPolicy, str]:
    if trust is not None:
        return parse_trust(trust.read_bytes()), "given"
    own = _own_trust(site)
    if not own.is_file():
        raise SettingsError("nobody said whom to believe", hint="give --trust FILE")
    return parse_trust(own.read_bytes()), "of the site"


def _own_trust(site: Path) -> Path:
    """The trust file that came with a site."""
    return site / LOG / "trust.policy"


def _days(manifest: Manifest) -> str:
    if not manifest.until:
        return "no day is counted yet"
    return f"{manifest.since} to {manifest.until}, entries 0 to {manifest.end - 1}"


def _object(manifest: Manifest) -> dict[str, Any]:
    return {
        "origin": manifest.origin,
        "size": manifest.size,
        "root": manifest.root,
        "made_at": manifest.made_at,
        "since": manifest.since,
        "until": manifest.until,
        "end": manifest.end,
        "files": len(manifest.files),
    }


@contextmanager
def _judged(*, as_json: bool) -> Iterator[None]:
    """What is wrong with a site is said as JSON too where that is wanted."""
    try:
        yield
    except OstiaryError as fault:
        if as_json:
            told = {"holds": False, "code": fault.code, "message": fault.message, "hint": fault.hint}
            click.echo(json.dumps(told))
        raise


@contextmanager
def _shown(as_json: bool) -> Iterator[Callable[[str], Callable[[int, int], None]]]:  # noqa: FBT001 - a private helper
    """A bar for each long step, one after the other."""
    is_shown = sys.stderr.isatty() and not as_json
    with shown_progress("publishing", is_shown=is_shown) as progress:
        yield lambda _what: progress
