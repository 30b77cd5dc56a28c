"""Playbooks follow a script, and say where a flow leaves it."""

from __future__ import annotations

import pytest

from ostiary.session.commands import AwaitDurable, Flow, Read, Release, ask
from ostiary.testing.playbook import END, Like, Playbook


def flow() -> Flow[None]:
    """Release what durability answers."""
    try:
        index = yield from ask(AwaitDurable(1))
    except ValueError:
        index = -1
    yield from ask(Release(str(index).encode()))


def test_a_flow_that_follows_its_script_passes() -> None:
    """Commands are compared, answers are sent in, and the end is expected like a command."""
    (Playbook() >> AwaitDurable(1) << 7 >> Release(b"7") >> END).play(flow())


def test_an_exception_as_an_answer_is_thrown_in() -> None:
    """The flow sees it at the command that waits."""
    (Playbook() >> Like(AwaitDurable) << ValueError() >> Release(b"-1") >> END).play(flow())


@pytest.mark.parametrize(
    "playbook",
    [
        Playbook() >> Read(),
        Playbook() >> AwaitDurable(1) << 7 >> Release(b"8"),
        Playbook() >> AwaitDurable(1) << 7 >> Like(Release, lambda release: not release.data, "of nothing"),
        Playbook() >> AwaitDurable(1) << 7 >> END,
        Playbook() >> AwaitDurable(1) << 7 >> Release(b"7") >> Read(),
    ],
    ids=["kind", "value", "like", "too early an end", "no end"],
)
def test_a_flow_that_leaves_its_script_fails_with_both(playbook: Playbook) -> None:
    """The failure shows the script and what was played, side by side."""
    with pytest.raises(AssertionError) as caught:
        playbook.play(flow())
    assert "expected" in str(caught.value)
    assert "| >> AwaitDurable(ticket=1)" in str(caught.value)


def test_a_script_of_two_answers_is_no_script() -> None:
    """Each command has one answer."""
    with pytest.raises(ValueError, match="one answer"):
        (Playbook() >> AwaitDurable(1) << 7 << 8).play(flow())
