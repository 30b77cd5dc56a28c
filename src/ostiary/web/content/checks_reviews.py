"""What is overdue, and what nobody has read, checked or counted.

Knows: days after which a text or an entry of the help list may not be shown any more; which languages are owed.
Must not know: what the texts say, pages, clocks: the day is data.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from ostiary.policy.reading import Problems
from ostiary.web.content.languages import ENGLISH, KNOWN
from ostiary.web.content.model import Helper, Offer, ResidentPortal, Sheet
from ostiary.web.content.reviews import (
    ChangedSince,
    Drafted,
    Fresh,
    Reviewed,
    Stale,
    Unchecked,
    check_of,
    is_half,
    is_overdue,
    standing_of,
    text_digest,
)


def check_reviews(portal: ResidentPortal, day: date, problems: Problems, unreviewed: Problems) -> None:
    """Notes what is wrong with reviews, and apart from that every text that nobody has read as it is."""
    for sheet in portal.all_sheets:
        if is_overdue(sheet, day):
            problems.add(*sheet.place, f"the review of `{sheet.name}` was due by {sheet.due}")
        for code in sheet.reviews.keys() - set(portal.languages):
            place = sheet.reviews[code].place
            problems.add(*place, f"`{sheet.name}` has a review in `{code}`, which the portal does not offer")
        for code in portal.languages:
            _check_review(sheet, code, day, problems, unreviewed)


def _check_review(sheet: Sheet, code: str, day: date, problems: Problems, unreviewed: Problems) -> None:
    review = sheet.reviews.get(code)
    if review is None:
        problems.add(*sheet.place, f"`{sheet.name}` does not say who has reviewed it in `{code}`")
        return
    digest = text_digest(sheet.texts, code)
    if is_half(review):
        missing = "a review says `reviewed_by`, `reviewed_on` and `reviewed_text`, or nobody and nothing else"
        problems.add(*review.place, f"{missing}; the text of `{sheet.name}` in `{code}` is {digest}")
    elif review.on is not None and review.on > day:
        problems.add(*review.place, f"`{sheet.name}` was not reviewed on {review.on}: that day has not come")
    _note_standing(sheet, code, digest, unreviewed)


def _note_standing(sheet: Sheet, code: str, digest: str, unreviewed: Problems) -> None:
    place = sheet.reviews[code].place
    match standing_of(sheet, code):
        case Drafted():
            unreviewed.add(*place, f"`{sheet.name}` in `{code}` is a draft; its text is {digest}")
        case ChangedSince(by, on):
            unreviewed.add(
                *place,
                f"`{sheet.name}` in `{code}` was changed after {by} reviewed it on {on}; it is {digest}",
            )
        case Reviewed():
            pass
        case _ as never:
            assert_never(never)


def check_helpers(portal: ResidentPortal, day: date, problems: Problems, unreviewed: Problems) -> None:
    """Notes entries of the help list that are past their date, half checked, or unchecked; and a hotline that is none."""
    for helper in portal.helpers:
        _check_helper(helper, day, problems, unreviewed)
    if not any(helper.phone for helper in portal.helpers if helper.id == portal.hotline):
        problems.add(
            *portal.place, f"`hotline` names no entry of the help list with a number: `{portal.hotline}`"
        )


def _check_helper(helper: Helper, day: date, problems: Problems, unreviewed: Problems) -> None:
    said = (bool(helper.checked_by), helper.checked_on is not None, helper.next_check is not None)
    if any(said) and not all(said):
        problems.add(
            *helper.place, f"`{helper.id}` needs `checked_by`, `checked_on` and `next_check`, or none of them"
        )
    if helper.checked_on is not None and helper.checked_on > day:
        problems.add(
            *helper.place, f"`{helper.id}` was not checked on {helper.checked_on}: that day has not come"
        )
    match check_of(helper, day):
        case Unchecked():
            unreviewed.add(*helper.place, f"nobody has checked `{helper.id}`")
        case Stale(_, on):
            problems.add(
                *helper.place, f"`{helper.id}` was last checked on {on}, and again by {helper.next_check}"
            )
        case Fresh():
            pass
        case _ as never:
            assert_never(never)


def check_languages(portal: ResidentPortal, problems: Problems, unreviewed: Problems) -> None:
    """Notes languages that the city owes and does not offer, and those that nobody has counted."""
    codes = [offer.code for offer in portal.offers]
    for offer in portal.offers:
        if codes.count(offer.code) > 1:
            problems.add(*offer.place, f"the language `{offer.code}` is named more than once")
        _check_offer(portal, offer, problems, unreviewed)
    if ENGLISH not in portal.languages:
        problems.add(
            *portal.place, "the portal must offer `en`: officers read the cards, and all is compared with it"
        )


def _check_offer(portal: ResidentPortal, offer: Offer, problems: Problems, unreviewed: Problems) -> None:
    name, at = KNOWN[offer.code].own_name, portal.threshold.at
    if not offer.speakers:
        unreviewed.add(*offer.place, f"nobody has counted who speaks `{offer.code}` ({name})")
    elif offer.speakers >= at and not offer.offered:
        problems.add(
            *offer.place,
            f"`{offer.code}` ({name}) is spoken by {offer.speakers}; from {at} it must be offered",
        )
