"""``ostiary member``: who may log in, by two officials.

Knows: the command line of enrolling, listing, and ending enrolments.
Must not know: which steps are admitted, signatures, how sessions end.

The directive carries a verifier only. Whoever enrols somebody with a drawn password hands the file over and deletes it.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.home import home_folder
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import home_option, json_option, key_option
from ostiary.cli.ordering import show_ordered
from ostiary.directives.register import Register
from ostiary.errors import DirectiveRefused, OstiaryError
from ostiary.model.agency import Member
from ostiary.model.canonical import Plain
from ostiary.model.directive import Departure, Enrolled, Enrolment
from ostiary.office.act_words import member_object, member_said
from ostiary.office.desk import Desk
from ostiary.office.directive_words import head_object
from ostiary.office.ordering import near_or_all, order_act, verify_agency
from ostiary.pgwire.scram import SALT_SIZE, derive_verifier
from ostiary.policy.reading import CODE
from ostiary.server.setting_sections import Listen
from ostiary.server.settings import load_home
from ostiary.store.member_passwords import draw_password, read_password


@click.group(cls=ExplainingGroup)
def member() -> None:
    """Members: people of agencies who may log in."""


@member.command()
@click.argument("code")
@click.option("--agency", required=True, help="The agency's code.")
@click.option("--role", required=True, help="What the person does there, a word that rules can name.")
@click.option(
    "--works-for",
    multiple=True,
    metavar="AGENCY",
    help="An agency that also employs the person, or was assigned the person. It may be given again.",
)
@click.option(
    "--new-password",
    type=click.Path(path_type=Path),
    help="Draw a password and write it into this new file (mode 0600, a line of pgpass).",
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="Take the password from this file of one line (mode 0600).",
)
@key_option
@home_option
@json_option
def enrol(
    *,
    code: str,
    agency: str,
    role: str,
    works_for: tuple[str, ...],
    new_password: Path | None,
    password_file: Path | None,
    key: Path,
    home: Path | None,
    as_json: bool,
) -> None:
    """Order that the person CODE is made a member; who is one already is enrolled anew, in full.

    The password is never shown. Nothing happens until another official confirms it.
    """
    if (new_password is None) == (password_file is None):
        raise click.UsageError("give either --new-password FILE or --password-file FILE")
    desk = open_desk(home)
    signatory = desk.signatory(key)
    person = Member(code, agency, role, frozenset(works_for))
    _verify_person(person, desk)
    register = desk.register()
    _warn_if_enrolled(code, register)
    _warn_if_departed(code, register)
    password = read_password(password_file) if password_file else _drawn(new_password or Path(), code, home)
    try:
        enrolled = Enrolled(person, derive_verifier(password, secrets.token_bytes(SALT_SIZE)).format())
        act = Enrolment((enrolled,))
        after = order_act(desk, signatory, act)
    except OstiaryError:
        # If we crash before this, a file is left with a password that opens nothing.
        if new_password is not None:
            new_password.unlink(missing_ok=True)
        raise
    click.echo(f"this makes a member of {member_said(person)}", err=True)
    show_ordered(after, desk, home, as_json=as_json)
    if new_password is not None:
        click.echo(f"the password stands in `{new_password}`: hand it over, and delete it here", err=True)


@member.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@click.option("--reason", required=True, help="Why, in one line.")
@key_option
@home_option
@json_option
def depart(*, codes: tuple[str, ...], reason: str, key: Path, home: Path | None, as_json: bool) -> None:
    """Order that the enrolment of these members ends.

    When another official confirms it, their sessions end at once, and they cannot log in any more.
    """
    desk = open_desk(home)
    signatory = desk.signatory(key)
    members = desk.register().members
    for code in codes:
        if code not in members:
            raise DirectiveRefused(f"`{code}` is no member", hint=near_or_all(code, members, "members"))
    act = Departure(codes, reason)
    after = order_act(desk, signatory, act)
    show_ordered(after, desk, home, as_json=as_json)


@member.command(name="list")
@click.option("--agency", help="Only members of this agency, or who work for it.")
@home_option
@json_option
def list_(*, agency: str | None, home: Path | None, as_json: bool) -> None:
    """List all members: who may log in now, and since which directive."""
    desk = open_desk(home)
    if agency is not None:
        verify_agency(agency, desk.bundle)
    register = desk.register()
    found = [
        one.member
        for _, one in sorted(register.members.items())
        if agency is None or agency in one.member.affiliations | {one.member.agency}
    ]
    if as_json:
        click.echo(
            json.dumps({"head": head_object(register), "members": [_object(one, register) for one in found]})
        )
        return
    for one in found:
        click.echo(f"{member_said(one)}, since {register.enrolled_by[one.code]}")
    if not found:
        click.echo("there are no members", err=True)


def _verify_person(person: Member, desk: Desk) -> None:
    for agency in (person.agency, *sorted(person.affiliations)):
        verify_agency(agency, desk.bundle)
    for what, word in (("code", person.code), ("role", person.role)):
        # Rules name roles in this form; and a code stands in connection strings and file names.
        if not CODE.fullmatch(word):
            raise DirectiveRefused(f"`{word}` is no {what}", hint="small letters, digits and hyphens")


def _warn_if_enrolled(code: str, register: Register) -> None:
    if code in register.members:
        since = register.enrolled_by[code]
        click.echo(
            f"warning: `{code}` is a member already, since {since}, and is enrolled anew: sessions end",
            err=True,
        )


def _warn_if_departed(code: str, register: Register) -> None:
    """A code that is given to another person would put two people's accesses under one name (CJIS IA-4)."""
    for one in register.directives.values():
        if isinstance(one.act, Departure) and one.status == "confirmed" and code in one.act.members:
            click.echo(
                f"warning: a member `{code}` departed with {one.id}; give the code to nobody else", err=True
            )


def _drawn(path: Path, code: str, home: Path | None) -> str:
    listen = load_home(home_folder(home)).settings.listen
    return draw_password(path, _where(listen), listen.port, code)


def _where(listen: Listen) -> str:
    """The host as clients name it: any, where the door listens at all addresses."""
    return "*" if listen.host in {"0.0.0.0", "::", ""} else listen.host  # noqa: S104 - compared, not bound


def _object(person: Member, register: Register) -> dict[str, Plain]:
    directive = register.directives[register.enrolled_by[person.code]]
    return {**member_object(person), "directive": directive.id, "since": directive.confirmed_at}
