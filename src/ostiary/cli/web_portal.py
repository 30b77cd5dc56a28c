"""What the resident portal and the console's counter stand on in an installation.

Knows: which setting says what, and that a disclosure at the counter is made as `ostiary disclose person` makes it.
Must not know: what any page shows.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Final

from ostiary.cli.disclosing import Asked, Office
from ostiary.cli.opening_desk import desk_of
from ostiary.errors import ProofInvalid, SettingsError
from ostiary.policy.reading import Problems
from ostiary.server.settings import Home
from ostiary.store.disclosing_chain import opened_logs
from ostiary.tlog.key_text import decode_base64
from ostiary.web.content.lint import sound_pages
from ostiary.web.content.model import ResidentPortal
from ostiary.web.content.reading import read_portal
from ostiary.web.content.speaking import Speaker
from ostiary.web.counter.clerk_pages import Counter, Disclose
from ostiary.web.counter.oversight_pages import Oversight
from ostiary.web.counter.resident_pages import Standing
from ostiary.web.counter.sealed import PUBLIC_BYTES
from ostiary.web.frame.acts import Acts
from ostiary.web.portal_files import portal_folder, read_templates, read_texts

DEFAULT: Final = "chicago"
EVERYTHING: Final = "0001-01-01"


def resident_standing(home: Home) -> Standing:
    """What the portal stands on. Raises PortalError for texts that may not be shown today, SettingsError, KeyFileError."""
    portal = sound_portal(home.settings.portal.texts_dir, home.folder)
    return Standing(
        portal=portal,
        control_dsn=home.portal_dsn,
        office=_office(home.settings.portal.letters_sealed_to),
        answer_days=home.settings.portal.answer_days,
        today=_today,
        now_ms=lambda: time.monotonic_ns() // 1_000_000,
    )


def counter_of(home: Home, acts: Acts, site: str) -> Counter:
    """What the clerk's pages stand on. Raises PortalError, and what ``Desk.signatory`` raises for the counter's key."""
    # Read when a slip is first printed: the console is served also where nobody looks after the portal's texts.
    portal = cache(lambda: sound_portal(home.settings.portal.texts_dir, home.folder))
    return Counter(
        control_dsn=home.console_dsn,
        disclose=_maybe_disclose(home),
        speakers=lambda: tuple(Speaker(portal(), code, _today()) for code in portal().languages),
        site=site,
        acts=acts,
    )


def oversight_of(home: Home, acts: Acts) -> Oversight:
    """What the pages of the oversight office stand on."""
    return Oversight(home.console_dsn, _today, acts)


def sound_portal(texts_dir: str | None, home: Path) -> ResidentPortal:
    """The portal of a folder of texts. Raises PortalError with everything that is wrong with it today."""
    texts = read_texts(portal_folder(DEFAULT) if texts_dir is None else home / texts_dir)
    sound_pages(texts, read_templates(), _today())
    return read_portal(texts, Problems())


def _office(text: str) -> bytes | None:
    if not text:
        return None
    try:
        key = decode_base64(text)
    except ProofInvalid:
        key = b""
    if len(key) != PUBLIC_BYTES:
        raise SettingsError(
            "`portal.letters_sealed_to` is no public key", hint="`ostiary complaint key FILE` prints one"
        )
    return key


def _maybe_disclose(home: Home) -> Disclose | None:
    key_file = home.counter_key_file
    if key_file is None:
        return None
    desk_of(home).signatory(key_file)
    return partial(_disclosed, home, key_file)


def _disclosed(home: Home, key_file: Path, person: int) -> Mapping[str, bytes]:
    # A desk for each slip: the policy and the register are those of now.
    desk = desk_of(home)
    with opened_logs(home.log_dir, home.master_key_file, EVERYTHING) as chain:
        office = Office(home, chain, desk, desk.signatory(key_file))
        return office.person_files(Asked(person, (), EVERYTHING, ""), lambda _done, _total: None)[1]


def _today() -> date:
    return datetime.now(UTC).date()
