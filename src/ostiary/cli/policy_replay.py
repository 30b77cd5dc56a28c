"""`ostiary policy replay`: what another policy would have answered to everything that was asked.

Knows: arguments, which policy is in force, which log is meant, progress.
Must not know: how a question is judged, how a log is read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import click

from ostiary.cli.exits import FAILED, VERIFICATION_FAILED, ExplainingCommand
from ostiary.cli.home import home_folder
from ostiary.cli.options import day_value, home_option, json_option, master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.errors import SettingsError
from ostiary.model.bundle import Bundle
from ostiary.office.replay_words import report
from ostiary.promises.difference.finding import differ
from ostiary.promises.difference.report import summary
from ostiary.promises.difference.settling import settle_rest
from ostiary.promises.difference.values import difference_as_values
from ostiary.promises.replay.counting import Replay, Scope
from ostiary.promises.replay.deciding import decider
from ostiary.promises.replay.result import Replayed
from ostiary.server.policies.in_force import policy_in_force
from ostiary.server.settings import load_home
from ostiary.store.bundle_files import read_bundle
from ostiary.store.log.unlocking import log_keys
from ostiary.store.replaying import replay_log


@click.command(cls=ExplainingCommand)
@click.argument("new", type=click.Path(path_type=Path))
@home_option
@click.option(
    "--log",
    "log_dir",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder of another log than the home's; then --old is needed too.",
)
@click.option(
    "--old",
    type=click.Path(path_type=Path),
    help="A folder with the policy to compare with, in place of the home's.",
)
@master_key_option
@click.option("--since", callback=day_value, metavar="DATE", help="Only what was asked on this day or later.")
@click.option("--until", callback=day_value, metavar="DATE", help="Only what was asked before this day.")
@click.option(
    "--as-of",
    callback=day_value,
    metavar="DATE",
    help="The day whose rules count as if they had been in force: the later of today and the day on which NEW takes effect,"
    " unless given.",
)
@json_option
@click.pass_context
def replay(
    context: click.Context,
    *,
    new: Path,
    home: Path | None,
    log_dir: Path | None,
    old: Path | None,
    master_key: Path | None,
    since: date | None,
    until: date | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Say what the policy in the folder NEW would have answered to every question in the log.

    The difference between the policy in force and NEW comes first: what nobody has asked yet stands in no log. Everything
    is judged with the facts as they were then; where a rule tests one that no entry tells, the answer is that nobody can
    tell. Exits with 1 when it is not settled what else changes, and with 5 when the log is not what was signed, or holds an
    entry that is none.
    """
    before, after = read_bundle(old) if old is not None else _policy_in_force(home), read_bundle(new)
    difference = differ(before, after, after.effective or date.min)
    settled = settle_rest(difference)
    scope = Scope(as_of or _as_of(after), since, until)
    replay = Replay(before, after, scope, decider(after))
    with shown_progress("replaying", is_shown=sys.stderr.isatty() and not as_json) as progress:
        found = _replay(log_dir, home, master_key, replay, progress)
    if as_json:
        both = {"difference": difference_as_values(difference, settled), "replay": found.as_object()}
        click.echo(json.dumps(both))
    else:
        click.echo("\n".join([summary(difference, settled), "", *report(found)]))
    if found.unreadable or not settled.is_proved:
        context.exit(VERIFICATION_FAILED if found.unreadable else FAILED)


def _replay(
    log_dir: Path | None,
    home: Path | None,
    master_key: Path | None,
    replay: Replay,
    progress: Callable[[int, int], None],
) -> Replayed:
    if log_dir is None:
        found = load_home(home_folder(home))
        log_dir, master_key = found.log_dir, master_key or found.master_key_file
    with log_keys(log_dir, master_key) as keys:
        return replay_log(log_dir, replay, progress, keys)


def _policy_in_force(home: Path | None) -> Bundle:
    try:
        return policy_in_force(load_home(home_folder(home))).bundle
    except SettingsError as fault:
        raise SettingsError(fault.message, hint=f"{fault.hint}; or --old FOLDER with --log FOLDER") from fault


def _as_of(bundle: Bundle) -> date:
    return max(datetime.now(UTC).date(), bundle.effective or date.min)
