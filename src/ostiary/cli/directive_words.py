"""Directives in words for people, and as objects for programs.

Knows: how a directive, its act and its standing on a day are said.
Must not know: where directives come from, or how a step is taken.

A member's verifier is never shown: passwords can be guessed from it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import assert_never

from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import Plain
from ostiary.model.directive import Act, CutOff, Enrolment


def as_object(directive: Directive, bundle: Bundle, register_in_force: tuple[Directive, ...]) -> dict[str, Plain]:
    """The directive as a JSON object; instants as they were signed, null for what has not happened."""
    return {
        "id": directive.id,
        "status": directive.status,
        "in_force": directive in register_in_force,
    }
