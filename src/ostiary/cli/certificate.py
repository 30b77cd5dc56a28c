"""``ostiary certificate``: what proves an agency, by two officials.

Knows: the command line of certifying, revoking and listing, and the files that certificates stand in.
Must not know: which steps are admitted, signatures, handshakes.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.opening_desk import open_desk
from ostiary.cli.options import home_option, json_option, key_option
from ostiary.cli.ordering import show_ordered
from ostiary.directives.certificates import fingerprint, verify_anchor
from ostiary.directives.holdings import Anchor
from ostiary.directives.register import Register
from ostiary.errors import DirectiveRefused, KeyFileError, ProofInvalid
from ostiary.model.canonical import Plain
from ostiary.model.directive import Certification, Revocation
from ostiary.office.certificate_words import certificate_said
from ostiary.office.desk import Desk
from ostiary.office.directive_words import head_object
from ostiary.office.ordering import order_act, verify_agency

certificate_argument = click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@click.group(cls=ExplainingGroup)
def certificate() -> None:
    """Certificates that prove an agency, beside its members' passwords."""


@certificate.command()
@click.argument("agency")
@certificate_argument
@key_option
@home_option
@json_option
def enrol(*, agency: str, file: Path, key: Path, home: Path | None, as_json: bool) -> None:
    """Order that AGENCY is proved by the certificate in FILE (PEM): of the authority that issues to its people, or theirs.

    Once another official has confirmed it, members of the agency, and of those under it that have none of their own, log
    in only over TLS with a client certificate that it vouches for. Sessions without one end.
    """
    desk = open_desk(home)
    signatory = desk.signatory(key)
    verify_agency(agency, desk.bundle)
    octets = _read(file)
    _verify_usable(octets, desk.register())
    act = Certification(agency, base64.b64encode(octets).decode())
    after = order_act(desk, signatory, act)
    click.echo(f"this is {certificate_said(octets)}", err=True)
    show_ordered(after, desk, home, as_json=as_json)


@certificate.command()
@click.argument("agency")
@click.option("--sha256", metavar="HEX", help="The fingerprint of the certificate, with or without colons.")
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="The certificate itself (PEM).")
@click.option("--reason", required=True, help="Why, in one line.")
@key_option
@home_option
@json_option
def revoke(
    *,
    agency: str,
    sha256: str | None,
    file: Path | None,
    reason: str,
    key: Path,
    home: Path | None,
    as_json: bool,
) -> None:
    """Order that a certificate of AGENCY proves nothing any more, for good: one enrolled, or one that such a one issued.

    Once another official has confirmed it, sessions that rest on it end.
    """
    if (sha256 is None) == (file is None):
        raise click.UsageError("give either --sha256 HEX or --file FILE")
    desk = open_desk(home)
    signatory = desk.signatory(key)
    verify_agency(agency, desk.bundle)
    revoked = _fingerprint(sha256) if sha256 is not None else fingerprint(_read(file or Path()))
    _warn_of_last(agency, revoked, desk)
    act = Revocation(agency, revoked, reason)
    after = order_act(desk, signatory, act)
    show_ordered(after, desk, home, as_json=as_json)


@certificate.command(name="list")
@home_option
@json_option
def list_(*, home: Path | None, as_json: bool) -> None:
    """List the certificates of all agencies, revoked ones included."""
    register = open_desk(home).register()
    found = [(agency, anchor) for agency, anchors in sorted(register.certified.items()) for anchor in anchors]
    if as_json:
        objects = [_object(agency, anchor, register) for agency, anchor in found]
        click.echo(
            json.dumps(
                {"head": head_object(register), "certificates": objects, "revoked": dict(register.revoked)}
            )
        )
        return
    for agency, anchor in found:
        click.echo(
            f"{agency}: {certificate_said(anchor.certificate)}, since {anchor.directive}{_end(anchor, register)}"
        )
    if not found:
        click.echo("no agency has a certificate", err=True)


def _read(path: Path) -> bytes:
    """The first certificate in a file of PEM, as DER."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)
    except OSError as error:
        raise KeyFileError(
            f"`{path}` cannot be read: {(error.strerror or 'unknown reason').lower()}"
        ) from error
    except ValueError as error:
        raise KeyFileError(
            f"`{path}` holds no certificate (PEM)",
            hint="A file in DER is turned by `openssl x509 -inform der`.",
        ) from error


def _verify_usable(octets: bytes, register: Register) -> None:
    """Raises DirectiveRefused for a certificate that would prove nobody today."""
    shown = fingerprint(octets)
    if shown in register.revoked:
        raise DirectiveRefused(f"the certificate was revoked by directive {register.revoked[shown]}")
    try:
        verify_anchor(octets, datetime.now(UTC))
    except ProofInvalid as error:
        raise DirectiveRefused(f"the certificate would prove nobody: {error.message}") from error


def _fingerprint(text: str) -> str:
    found = text.replace(":", "").lower()
    if not re.fullmatch(r"[0-9a-f]{64}", found):
        raise click.BadParameter(
            "64 hexadecimal digits, as `openssl x509 -noout -fingerprint -sha256` prints"
        )
    return found


def _warn_of_last(agency: str, revoked: str, desk: Desk) -> None:
    anchors = desk.register().certified_for(agency, desk.bundle.agency_tree) or ()
    if [anchor.fingerprint for anchor in anchors] == [revoked]:
        click.echo(
            f"warning: nothing will prove `{agency}` then: its members cannot log in until another is enrolled",
            err=True,
        )


def _end(anchor: Anchor, register: Register) -> str:
    by = register.revoked.get(anchor.fingerprint)
    return "" if by is None else f", revoked by {by}"


def _object(agency: str, anchor: Anchor, register: Register) -> dict[str, Plain]:
    return {
        "agency": agency,
        "fingerprint": anchor.fingerprint,
        "directive": anchor.directive,
        "revoked_by": register.revoked.get(anchor.fingerprint),
        "certificate": base64.b64encode(anchor.certificate).decode(),
    }
