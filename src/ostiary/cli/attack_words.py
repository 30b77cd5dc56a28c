"""What a corpus of attacks came to, as one plain object and as text.

Knows: the report's parts and their order.
Must not know: how an attack is made or judged, the terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from ostiary.demo.attack.assault import Judged
from ostiary.demo.attack.corpus import Attack
from ostiary.demo.attack.judging import Result, Verdict
from ostiary.office.access_words import printable

_COLUMNS: Final[Mapping[Result, str]] = {
    "expected": "as expected",
    "otherwise": "otherwise",
    "leak": "leaks",
}
MAX_STATEMENT: Final = 500
"""As much of a statement is shown; a file has the rest."""


def report(
    file: str, judged: Sequence[Judged], alone: Sequence[tuple[Attack, Verdict]] | None, seconds: float
) -> dict[str, Any]:
    """Everything as one plain object; ``alone`` is what the second wall alone let out, None where it was not tried."""
    classes: dict[str, Counter[Result]] = {}
    for one in judged:
        classes.setdefault(one.attack.kind, Counter())[one.verdict.result] += 1
    told: dict[str, Any] = {
        "file": file,
        "attacks": len(judged),
        "seconds": round(seconds, 1),
        **_counts(sum(classes.values(), Counter())),
        "classes": {kind: _counts(counts) for kind, counts in sorted(classes.items())},
        "rest": [_told(one.attack, one.verdict) for one in judged if one.verdict.result != "expected"],
        "on_statement_alone": [one.attack.id for one in judged if one.on_statement],
        "second_wall": None,
    }
    if alone is not None:
        leaks = [_told(attack, verdict) for attack, verdict in alone if verdict.result == "leak"]
        told["second_wall"] = {"attacks": len(alone), "leaks": leaks}
    return told


def is_clean(told: Mapping[str, Any]) -> bool:
    """Whether nothing leaked and nothing was otherwise, also over the second wall alone."""
    wall = told["second_wall"]
    return not told["rest"] and (wall is None or not wall["leaks"])


def in_words(told: Mapping[str, Any]) -> str:
    """The report for people."""
    return "\n".join(_lines(told))


def _counts(counts: Mapping[Result, int]) -> dict[str, int]:
    return {result: counts.get(result, 0) for result in _COLUMNS}


def _told(attack: Attack, verdict: Verdict) -> dict[str, Any]:
    return {
        "id": attack.id,
        "line": attack.line,
        "class": attack.kind,
        "statement": attack.text,
        "expected": attack.expected,
        "because": attack.why,
        "result": verdict.result,
        "sent_as": verdict.form,
        "came": verdict.came,
        "why": verdict.why,
    }


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    yield from _table(told)
    if told["on_statement_alone"]:
        yield f"about messages, and judged on the statement alone: {', '.join(told['on_statement_alone'])}"
    yield from _rest(told["rest"])
    if told["second_wall"] is not None:
        leaks = told["second_wall"]["leaks"]
        yield f"\nover the second wall alone: {_many(told['second_wall']['attacks'])}, {len(leaks)} leaked"
        yield from _rest(leaks)
    yield f"\n{_many(told['attacks'])} in {told['seconds']} s: {_verdict(told)}"


def _many(attacks: int) -> str:
    return "1 attack" if attacks == 1 else f"{attacks} attacks"


def _table(told: Mapping[str, Any]) -> Iterator[str]:
    width = max(map(len, (*told["classes"], "class")))
    heads = "  ".join(f"{name:>11}" for name in _COLUMNS.values())
    yield f"{'class':<{width}}  {heads}"
    for kind, counts in (*told["classes"].items(), ("all", told)):
        yield f"{kind:<{width}}  {'  '.join(f'{counts[result] or chr(183):>11}' for result in _COLUMNS)}"


def _rest(rest: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for one in rest:
        yield f"\n{one['result']}: {one['id']} (line {one['line']}, {one['class']})"
        yield from (f"    {printable(line)}" for line in one["statement"][:MAX_STATEMENT].splitlines())
        yield f"  expected  {one['expected']}: {one['because']}"
        yield f"  came      {printable(one['came'])} ({one['sent_as']})"
        yield f"  wrong     {one['why']}"


def _verdict(told: Mapping[str, Any]) -> str:
    if is_clean(told):
        return "nothing leaked, nothing was otherwise"
    leaks = told["leak"] + len((told["second_wall"] or {"leaks": ()})["leaks"])
    return f"{leaks} leaked, {told['otherwise']} otherwise"
