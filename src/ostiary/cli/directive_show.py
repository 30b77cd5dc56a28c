"""Lists of directives and single ones, printed.

Knows: what goes to standard output and what to standard error, for people and for programs.
Must not know: how a directive is said, or where it comes from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.directives.review import Review
from ostiary.model.bundle import Bundle
from ostiary.office.directive_words import directive_line, directive_object, directive_story, head_object
from ostiary.office.reviewing import Judged, review_lines, review_object


def show_list(
    directives: Sequence[Directive], register: Register, bundle: Bundle, nothing: str, *, as_json: bool
) -> None:
    """One line a directive, or one JSON object with the head of the chain; ``nothing`` says that there are none."""
    now = datetime.now(UTC)
    if as_json:
        found = [directive_object(one, bundle, now) for one in directives]
        click.echo(json.dumps({"head": head_object(register), "directives": found}))
        return
    for one in directives:
        click.echo(directive_line(one, bundle, now))
    if not directives:
        click.echo(nothing, err=True)


def show_one(directive: Directive, bundle: Bundle, *, as_json: bool, also: str = "") -> None:
    """The directive as a story, with a sentence before it, or as one JSON object."""
    now = datetime.now(UTC)
    if as_json:
        click.echo(json.dumps(directive_object(directive, bundle, now)))
        return
    if also:
        click.echo(also)
    click.echo(directive_story(directive, bundle, now))


def show_judged(directive: Directive, bundle: Bundle, judged: Judged | None, *, as_json: bool) -> None:
    """The same for a change of policy that may wait: with its review, and why it cannot be confirmed."""
    if judged is None:
        show_one(directive, bundle, as_json=as_json)
        return
    if as_json:
        found = directive_object(directive, bundle, datetime.now(UTC))
        review = None if judged.review is None else review_object(judged.review)
        click.echo(json.dumps({**found, "review": review, "why_not": judged.why_not or None}))
        return
    show_one(directive, bundle, as_json=False)
    if judged.review is not None:
        click.echo("\n".join(review_lines(judged.review)))
    if judged.why_not:
        click.echo(f"it cannot be confirmed: {judged.why_not}")


def show_before(directive: Directive, bundle: Bundle, review: Review) -> None:
    """What an official reads before signing, on standard error: the directive and its review."""
    click.echo(directive_story(directive, bundle, datetime.now(UTC)), err=True)
    click.echo("\n".join(review_lines(review)), err=True)
