"""How `make faults` speaks: one line for each case as it ends, and a table at the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

WORDS = {
    "faults_steps": "a durable step fails",
    "faults_calls": "a system call fails",
    "faults_kills": "the writer is killed",
    "faults_full_disk": "the disk is full",
    "faults_lost": "something signed is lost",
    "faults_power": "the power goes",
    "faults_network": "the network is cut",
    "faults_storm_rounds": "each stroke of a storm",
    "faults_idle_and_busy": "half of many sessions are cut off",
}


@dataclass(slots=True)
class Tally:
    """What one kind of fault came to."""

    cases: int = 0
    trials: int = 0
    seconds: float = 0.0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)


class Reporter:
    """Speaks in the process that collects the results, and only when fault runs were asked for."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._tallies: dict[str, Tally] = defaultdict(Tally)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One line."""
        kind = Path(report.nodeid.partition("::")[0]).stem
        if kind not in WORDS or (report.when != "call" and report.passed):
            return
        tally, told = self._tallies[kind], dict(report.user_properties)
        tally.cases += 1
        tally.seconds += report.duration
        tally.trials += int(str(told.get("trials", 0)))
        said = str(told.get("said", ""))
        if report.failed:
            tally.failed += 1
            said = str(report.longreprtext).strip().splitlines()[-1]
        if report.skipped:
            said = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            tally.skipped.append(said)
        name = report.nodeid.partition("::")[2].removeprefix("test_").replace("_", " ")
        outcome = {"passed": "ok", "failed": "FAILED", "skipped": "skipped"}[report.outcome]
        self._say(f"{outcome:7} {WORDS[kind]}: {name}: {said}")

    def pytest_terminal_summary(self) -> None:
        """The table."""
        if not self._tallies:
            return
        self._say(f"\n{'fault':27} {'cases':>6} {'trials':>7} {'failed':>7} {'skipped':>8} {'seconds':>8}")
        for kind, words in WORDS.items():
            one = self._tallies.get(kind, Tally())
            figures = f"{one.cases:6} {one.trials:7} {one.failed:7} {len(one.skipped):8} {one.seconds:8.0f}"
            self._say(f"{words:27} {figures}")

    def _say(self, line: str) -> None:
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if terminal is not None:
            terminal.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Not in the processes that share the work."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporter(config))
