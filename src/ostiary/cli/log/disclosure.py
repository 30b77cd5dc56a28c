"""How a disclosure is verified, and what it shows in words.

Knows: what is printed of a disclosure that holds.
Must not know: receipts, proofs, pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

from ostiary.cli.log.receipt import read_trust
from ostiary.errors import LogDamaged, ProofInvalid, SettingsError
from ostiary.evidence.disclosure.content import Signatory
from ostiary.evidence.disclosure.english import counted, headline, particulars, unreadable
from ostiary.evidence.disclosure.serials import verify_serials
from ostiary.evidence.index.day_root import DayRoot
from ostiary.model.agency import Official
from ostiary.store.audit_folder import CheckedAudit, is_for_auditors, verify_audit_folder
from ostiary.store.disclosure_folder import Checked, verify_folder
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.lineage import Predecessor, predecessors
from ostiary.store.log.tile_check import published_entries
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.key_text import encode_base64

NOT_SHOWN: Final = "It does not show that what was declared was true, that whoever runs the gateway logged everything, nor whose keys these are."


log_option = click.option(
    "--log",
    "public_log",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A copy of the log's public side: that no day of a disclosure has a second index is counted there.",
)


def tell_disclosure(
    folder: Path,
    trust: Path | None,
    public_log: Path | None,
    officials: Mapping[str, Official],
    *,
    as_json: bool,
) -> None:
    """Verify a disclosure and say what it shows. Raises ProofInvalid; SettingsError when nobody says whom to believe.

    ``officials`` are those of a policy, one of whom must have made it; where there are none, whoever signed is not looked at.
    """
    if trust is None:
        raise SettingsError(
            "nobody says whom to believe",
            hint="give --trust FILE: the log's trust.policy, from somebody whom you trust and not from beside the disclosure",
        )
    if is_for_auditors(folder):
        given = verify_audit_folder(folder, read_trust(trust))
        standing = _audited_by_log(given)
        count_roots(given.tree, standing.pop(given.audit.origin), public_log, standing)
        verify_maker(given.audit.official, officials)
        _tell_audit(given, as_json=as_json)
        return
    checked = verify_folder(folder, read_trust(trust))
    standing = roots_by_log(checked)
    count_roots(checked.verified.tree, standing.pop(checked.disclosure.origin), public_log, standing)
    verify_maker(checked.disclosure.official, officials)
    if as_json:
        click.echo(json.dumps({"holds": True, **disclosure_object(checked), "caveat": NOT_SHOWN}))
        return
    click.echo(
        "\n".join(
            [
                "the disclosure holds: nothing was left out, put in or altered",
                *disclosure_lines(checked),
                NOT_SHOWN,
            ]
        )
    )


def verify_maker(maker: Signatory, officials: Mapping[str, Official]) -> None:
    """Raises ProofInvalid unless whoever made a disclosure is one of these, with that key, name and office; of none, nobody is asked."""
    known = officials.get(maker.code)
    if officials and (known is None or Signatory(known.code, known.name, known.office, known.vkey) != maker):
        raise ProofInvalid(
            f"`{maker.code}`, who made it, is no official of the policy, or has another key, name or office there"
        )


def roots_by_log(checked: Checked) -> dict[str, dict[int, DayRoot]]:
    """The days' roots, by the log in which each stands and its entry there."""
    chapters = checked.disclosure.chapters
    found: dict[str, dict[int, DayRoot]] = {one.origin: {} for one in chapters}
    for chapter, log in zip(chapters, checked.verified.logs, strict=True):
        for day, root in zip(chapter.days, log.days, strict=True):
            found[day.log or chapter.origin][day.entry] = root
    return found


def _audited_by_log(checked: CheckedAudit) -> dict[str, dict[int, DayRoot]]:
    logs = checked.audit.logs
    found: dict[str, dict[int, DayRoot]] = {one.origin: {} for one in logs}
    for log, days in zip(logs, checked.days, strict=True):
        for opened, root in zip(log.roots, days, strict=True):
            found[opened.log or log.origin][opened.entry] = root
    return found


def count_roots(
    tree: Checkpoint,
    roots: Mapping[int, DayRoot],
    public_log: Path | None,
    before: Mapping[str, Mapping[int, DayRoot]] = MappingProxyType({}),
) -> None:
    """Raises ProofInvalid when a day has two indexes, or the log is another one; LogDamaged when it cannot be read.

    Without a copy of the log nothing is counted. Roots in the logs before it are counted in their copies beside it; ``before``
    has those of the disclosure that stand in one of them, by its name.
    """
    if public_log is None:
        return
    count = 0
    for log in reversed(list(predecessors(public_log))):
        count += _roots_of(log, before.get(log.verifier.name, {}), count)
    verify_serials(tree, roots, published_entries(LogFolder(public_log), tree.size), count)


def _roots_of(log: Predecessor, roots: Mapping[int, DayRoot], before: int) -> int:
    if log.folder is None:
        raise LogDamaged(
            f"`{log.verifier.name}`, which the log goes on from, is not beside it: its index roots cannot be counted",
            hint="put a copy of its public side beside that of the log, or leave out --log",
        )
    return verify_serials(log.last, roots, published_entries(LogFolder(log.folder), log.last.size), before)


def _tell_audit(checked: CheckedAudit, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"holds": True, **audit_object(checked), "caveat": NOT_SHOWN}))
    else:
        click.echo(
            "\n".join(
                [
                    "the disclosure holds: nothing was left out, put in or altered",
                    *audit_lines(checked),
                    NOT_SHOWN,
                ]
            )
        )


def audit_lines(checked: CheckedAudit) -> list[str]:
    """What a disclosure to auditors says, and how far it reaches."""
    audit, found = checked.audit, checked.found
    accesses = counted(found.tallies.total(), "access", "accesses")
    entries = counted(found.kinds.total(), "entry", "entries")
    held = sum(bool(row["held_until"]) for row in found.rows)
    return [
        f"{accesses} in {entries} from {audit.since} to {audit.until}, of the {_named(checked.trees)}",
        f"{counted(held, 'entry is', 'entries are')} held back from people",
    ]


def audit_object(checked: CheckedAudit) -> dict[str, object]:
    """The same for programs."""
    audit, found, tree = checked.audit, checked.found, checked.tree
    return {
        "since": audit.since,
        "until": audit.until,
        "origin": tree.origin,
        "size": tree.size,
        "root": encode_base64(tree.root),
        "days": len({day.day for days in checked.days for day in days}),
        "logs": [_tree_object(one) for one in checked.trees],
        "accesses": found.tallies.total(),
        "entries": found.kinds.total(),
        "kinds": dict(sorted(found.kinds.items())),
        "held": sum(bool(row["held_until"]) for row in found.rows),
        "made_by": audit.official.code,
    }


def disclosure_lines(checked: Checked) -> list[str]:
    """What it says, and how far it reaches."""
    disclosure, verified = checked.disclosure, checked.verified
    days = verified.all_days
    entries = sum(day.end - day.start for day in days)
    # A day on which a log was closed has a proof for each log.
    count = counted(len({day.day for day in days}), "day", "days")
    logs = _named([log.tree for log in verified.logs])
    proved = f"{count} from {days[0].day} to {days[-1].day}, with {entries} entries of the {logs}"
    return [
        headline(disclosure, checked.account),
        particulars(checked.account),
        *([unreadable(verified.unreadable)] if verified.unreadable else []),
        f"proved for {len(disclosure.keys)} keys: {proved}",
    ]


def disclosure_object(checked: Checked) -> dict[str, object]:
    """The same for programs."""
    disclosure, verified, account = checked.disclosure, checked.verified, checked.account
    return {
        "since": disclosure.since,
        "until": disclosure.until,
        "origin": verified.tree.origin,
        "size": verified.tree.size,
        "root": encode_base64(verified.tree.root),
        "days": len({day.day for day in verified.all_days}),
        "logs": [_tree_object(log.tree) for log in verified.logs],
        "accesses": sum(one.is_told for one in account.accesses),
        "given": len(account.of("given")),
        "refused": len(account.of("refused")),
        "held": len(account.in_state("held")),
        "erased": len(account.in_state("erased")),
        "unreadable": verified.unreadable,
        "made_by": disclosure.official.code,
    }


def _named(trees: Sequence[Checkpoint]) -> str:
    """The logs by their names, the one that runs first."""
    names = " and ".join(one.origin for one in reversed(trees))
    return f"log {names}" if len(trees) == 1 else f"logs {names}"


def _tree_object(tree: Checkpoint) -> dict[str, object]:
    return {"origin": tree.origin, "size": tree.size, "root": encode_base64(tree.root)}
