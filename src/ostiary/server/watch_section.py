"""The section ``[watch]`` of ``ostiary.toml``.

Knows: its keys, their defaults, what each is for.
Must not know: how a file of settings is read, where a home is, what is done with any of them.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from ostiary.server.setting_sections import Days, FilePath


class Watch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where findings about accesses stand, how many are looked at, and what is due when."""

    folder: Annotated[
        FilePath, Meta(description="the watch folder: events, findings, and what was done about them")
    ] = "watch"
    reviewer_budget: Annotated[
        int,
        Meta(
            ge=1,
            le=1_000,
            description="how many findings the queue of a day has; a random sample comes on top",
        ),
    ] = 20
    finding_days: Annotated[
        int, Meta(ge=1, le=365, description="within how many days somebody does something about a finding")
    ] = 14
    dormant_days: Annotated[
        int, Meta(ge=1, le=3_650, description="after how many days without use an account is to be suspended")
    ] = 90
    ahead_days: Annotated[
        int,
        Meta(
            ge=0,
            le=365,
            description="how many days before an agreement ends or a training lapses it stands in the list of what is due",
        ),
    ] = 30
    deletion_days: Annotated[
        int,
        Meta(
            ge=1,
            le=3_650,
            description="within how many days an agency whose access has ended certifies that it has deleted what it got",
        ),
    ] = 30
    notify_days: Annotated[
        Days | None,
        Meta(
            description="within how many days after an access, or after the end of an order that holds it back, the person is"
            " told; not set: nobody has to be told unasked",
        ),
    ] = None
