"""All attacks of a corpus, one after another, through the door of a world.

Knows: that each attack begins as if there had been none before, and is judged before the next.
Must not know: how a shape is sent, what a verdict rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostiary.demo.attack.corpus import Attack
from ostiary.demo.attack.judging import Verdict, judge, worst
from ostiary.demo.attack.referee import Referee
from ostiary.demo.attack.shapes import Sender, is_about_messages, send, shape_of
from ostiary.demo.attack.witnesses import Witnesses
from ostiary.demo.attack.world import AttackWorld
from ostiary.errors import ProtocolViolation


@dataclass(frozen=True, slots=True)
class Judged:
    """An attack and its verdict. ``on_statement`` is so where its class is about messages and its shape is not known."""

    attack: Attack
    verdict: Verdict
    on_statement: bool = False


def assault(world: AttackWorld, attacks: Iterable[Attack], seconds: float) -> Iterator[Judged]:
    """Each attack through the door, as soon as it is judged; an answer may take so many seconds.

    Raises UpstreamDown when the door does not answer any more, and NotAdmitted when it lets the tester in no more.
    """
    sender, witnesses = Sender(world, seconds), Witnesses(world)
    with Referee(world.postgres) as referee:
        for attack in attacks:
            yield _attacked(sender, attack, witnesses, referee)


def _attacked(sender: Sender, attack: Attack, witnesses: Witnesses, referee: Referee) -> Judged:
    try:
        # Each way is judged before the next is taken: the witnesses are asked in between.
        verdict = worst(
            judge(attack, sent, witnesses.hear(attack.text), referee) for sent in send(sender, attack)
        )
    except ProtocolViolation as error:
        verdict = Verdict("otherwise", "", "bytes that are no message", error.message)
    return Judged(attack, verdict, is_about_messages(attack) and shape_of(attack) is None)
