"""One step of a directive as text: what an official signs.

Knows: the name of the form, and one line of canonical JSON.
Must not know: signatures, the forms of acts, whether the step is admitted, what came before it.

The text has two lines, here with the second one shortened::

    ostiary/directive/v1
    {"act":{"agency":"ice","reason":"...","tag":"cut-off","until":null},"at":"2019-07-10T15:04:05Z","by":"mayor",...}

What may change: new kinds of act, each with a new tag (``act_text``). Any other change is a new name of the form. A
reader refuses what it does not know, because an official's act that is understood in part is not the act that was
signed.
"""

from __future__ import annotations

import json
from typing import Final, get_args

from ostiary.directives.act_text import act_plain, read_act
from ostiary.directives.exact_values import exact_count, exact_object, exact_string
from ostiary.errors import DirectiveRefused
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.model.directive import Step, StepKind

FORM: Final = "ostiary/directive/v1"


def write_step(step: Step) -> str:
    """The text of the step, final newline included. Raises DirectiveRefused for text that UTF-8 cannot hold."""
    fields: dict[str, Plain] = {
        "act": None if step.act is None else act_plain(step.act),
        "at": step.at,
        "by": step.by,
        "directive": step.directive,
        "kind": step.kind,
        "previous": step.previous,
        "reason": step.reason,
        "sequence": step.sequence,
    }
    try:
        return f"{FORM}\n{canonical_bytes(fields).decode()}\n"
    except UnicodeEncodeError:
        raise DirectiveRefused("a text of the step is not Unicode") from None


def read_step(text: str) -> Step:
    """The step whose text this is. Raises DirectiveRefused unless it is exactly what ``write_step`` writes."""
    form, _, line = text.partition("\n")
    if form != FORM:
        raise DirectiveRefused(f"the text is not a step of the form `{FORM}`")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise DirectiveRefused("the step is not JSON") from None
    step = _step(value)
    # One spelling only, which also refuses keys given twice, spaces, and anything after the line.
    if write_step(step) != text:
        raise DirectiveRefused("the step is not in its canonical spelling")
    return step


def _step(value: object) -> Step:
    fields = exact_object(value, "act at by directive kind previous reason sequence", "step")
    act = fields["act"]
    return Step(
        sequence=exact_count(fields["sequence"], "sequence"),
        previous=exact_string(fields["previous"]),
        directive=exact_string(fields["directive"]),
        kind=_kind(fields["kind"]),
        by=exact_string(fields["by"]),
        at=exact_string(fields["at"]),
        act=None if act is None else read_act(act),
        reason=exact_string(fields["reason"]),
    )


def _kind(value: object) -> StepKind:
    for kind in get_args(StepKind):
        if value == kind:
            return kind  # type: ignore[no-any-return]  # get_args loses the literal's type.
    raise DirectiveRefused("the step has a kind that is not known here")
