"""`ostiary`: the program, a lazy group of nouns.

Knows: which module each noun stands in.
Must not know: what any of them does.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

import click

from ostiary.cli.late import LateGroup
from ostiary.pgwire import framing

# Noun: module, and the line that `ostiary --help` shows without importing it.
NOUNS: Final[dict[str, tuple[str, str]]] = {
    "access": ("ostiary.cli.access.group", "Who asked what, why, and what was decided."),
    "attack": ("ostiary.cli.attack", "Try attacks on a door that is set up for them."),
    "complaint": ("ostiary.cli.complaint", "What residents have written, and answers to it."),
    "config": ("ostiary.cli.config", "The settings of an installation, and where each comes from."),
    "certificate": ("ostiary.cli.certificate", "What proves an agency beside its members' passwords."),
    "cutoff": ("ostiary.cli.cutoff", "End an agency's access."),
    "demo": ("ostiary.cli.demo", "A city, its policy and its people, on this machine."),
    "desk": ("ostiary.cli.desk", "The query desk, for officers without an SQL client."),
    "directive": ("ostiary.cli.directive", "The signed acts of officials."),
    "disclose": ("ostiary.cli.disclose", "Tell people, and auditors, who looked."),
    "doctor": ("ostiary.cli.doctor", "What is wrong with an installation, and how to mend it."),
    "finding": ("ostiary.cli.finding.group", "What the watch found, and what became of it."),
    "log": ("ostiary.cli.log.group", "The Merkle log."),
    "member": ("ostiary.cli.member", "People of agencies who may log in."),
    "peer": ("ostiary.cli.peer", "Somebody else who knows how far a log goes before anybody is answered."),
    "policy": ("ostiary.cli.policy", "Policy bundles."),
    "portal": ("ostiary.cli.portal", "The resident portal: its texts, and its pages as files."),
    "publish": (
        "ostiary.cli.publish",
        "The public site: who used the records, as files that anybody can check.",
    ),
    "serve": ("ostiary.cli.serve", "Run the gateway of an installation."),
    "slip": ("ostiary.cli.slip", "Codes on paper that open a person's list once."),
    "wall": ("ostiary.cli.wall", "The second wall in the records database."),
    "watch": (
        "ostiary.cli.watch.group",
        "Find misuse, in our own log and in the logs that others release.",
    ),
    "web": ("ostiary.cli.web", "The oversight console in a browser, and who may sign in to it."),
    "witness": ("ostiary.cli.witness", "A witness that watches logs, for somebody who does not run them."),
}

HOT_PATH: Final = "in Python" if framing.__file__.endswith(".py") else "compiled"


@click.group(cls=LateGroup, late=NOUNS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    version("ostiary"), prog_name="ostiary", message=f"%(prog)s, version %(version)s, hot path {HOT_PATH}"
)
def main() -> None:
    """The doorkeeper for shared public-safety records.

    Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 refused or failed, 2 a wrong
    call, 3 something should be looked at, 5 a log that is not whole, 6 a check that found differences, 75 try again
    later, 130 stopped by Ctrl-C.
    """


if __name__ == "__main__":
    main()
