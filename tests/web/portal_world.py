"""The portal that comes with Ostiary, and copies of it that somebody has spoiled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from ostiary.policy.reading import Problems
from ostiary.web.content.lint import Report, check_portal, lint
from ostiary.web.content.model import ResidentPortal
from ostiary.web.content.pages import PAGES, environment_of, page_of, version_of
from ostiary.web.content.reading import read_portal
from ostiary.web.content.reviews import text_digest
from ostiary.web.content.speaking import Speaker
from ostiary.web.portal_files import portal_folder, read_templates, read_texts

DAY: Final = date(2026, 11, 26)
"""A day on which nothing of the shipped portal is overdue."""
LANGUAGES: Final = ("en", "es", "pl", "zh-Hans", "ar", "uk")


@cache
def _shipped() -> Mapping[str, str]:
    return read_texts(portal_folder("chicago"))


def shipped() -> dict[str, str]:
    """The texts by file name, to be spoiled."""
    return dict(_shipped())


@cache
def templates() -> Mapping[str, str]:
    """The templates by name."""
    return read_templates()


@cache
def report() -> Report:
    """The shipped portal as it stands on the day."""
    return lint(shipped(), templates(), DAY)


def pages() -> Mapping[str, str]:
    """Every page of the shipped portal by its address."""
    return report().pages


def portal_of(files: Mapping[str, str]) -> ResidentPortal:
    """The portal of texts whose form is sound."""
    problems = Problems()
    portal = read_portal(files, problems)
    assert problems.lines() == ()
    return portal


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """The shipped texts, one of them changed once."""
    files = shipped()
    assert old in files[file], (file, old)
    files[file] = files[file].replace(old, new, 1)
    return files


def problems_of(files: Mapping[str, str], day: date = DAY) -> list[str]:
    """What is wrong with the texts, without the lines. Pages are looked at elsewhere: they take seconds."""
    problems = Problems()
    check_portal(read_portal(files, problems), templates(), day, problems, Problems())
    return [f"{file}: {message}" for file, _, message in problems.found()]


def page(files: Mapping[str, str], code: str, name: str, day: date = DAY) -> str:
    """One page of a portal."""
    portal = portal_of(files)
    found = next(one for one in PAGES if one.name == name)
    return page_of(Speaker(portal, code, day), environment_of(templates()), found, version_of(portal))


def reviewed(files: dict[str, str], file: str, code: str, *, on: str = "2026-11-20") -> dict[str, str]:
    """The texts as somebody writes them who has read one file in one language."""
    portal = portal_of(files)
    sheet = next(one for one in portal.all_sheets if f"{one.name}.toml" == file)
    said = f'{{ reviewed_by = "R. Viewer", reviewed_on = {on}, reviewed_text = "{text_digest(sheet.texts, code)}" }}'
    line = f'{code} = {{ reviewed_by = "" }}'
    assert line in files[file]
    return files | {file: files[file].replace(line, f"{code} = {said}", 1)}
