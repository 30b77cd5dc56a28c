"""What Prometheus reads is well formed, documented, and says nothing about anybody."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from ostiary.server.log_outside import LogOutside
from ostiary.server.monitoring.figures import Figures, Histogram
from ostiary.server.monitoring.metrics import exposition
from ostiary.server.witnesses.rounds import WitnessCounts
from ostiary.store.log.folder import create_log
from ostiary.store.log.scrubbing import LastScrub

ROOT = Path(__file__).resolve().parents[2]
LOG = LogOutside(
    41,
    1_700_000_000.0,
    2**30,
    2**32,
    40,
    1_700_000_001.0,
    LastScrub(1_700_000_000.0, 1_700_000_002.0, ("one",)),
)
WITNESSES = WitnessCounts(Counter(cosigned=3, silent=1), cosigning=2, troubled=1)


def page(figures: Figures | None = None, *, is_ready: bool = True) -> str:
    found = figures or Figures(errors={"42501": 1}, policies={"9ee930f9de6d": 2})
    return exposition(found, LOG, WITNESSES, is_ready=is_ready).decode()


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_table_has_each_metric_with_its_type_and_labels() -> None:
    """docs/metrics.md lists what is printed, no more and no less."""
    printed = set()
    for family in text_string_to_metric_families(page()):
        if family.name.startswith("process_"):
            continue
        labels = {label for sample in family.samples for label in sample.labels}
        name = f"{family.name}_total" if family.type == "counter" else family.name
        printed.add((name, family.type, frozenset(labels)))
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "metrics.md").read_text("utf-8").splitlines()
        if line.startswith("| `ostiary_")
    ]
    written = {(row[0].strip("`"), row[1], frozenset(re.findall(r"`(\w+)`", row[2]))) for row in rows}
    assert written == printed
    assert all(row[3] for row in rows)


def test_alerts_rest_on_metrics_and_codes_that_there_are() -> None:
    """Each name in the rules is printed; each alert is explained in docs/operating.md."""
    rules = (ROOT / "packaging" / "prometheus" / "ostiary.rules.yml").read_text("utf-8")
    printed = {name for name, _ in samples(page())}
    assert {name for name in re.findall(r"\bostiary_\w+", rules) if name not in printed} == set()
    explained = (ROOT / "docs" / "operating.md").read_text("utf-8")
    alerts = re.findall(r"alert: (\w+)", rules)
    assert [alert for alert in alerts if f"`{alert}`" not in explained] == []
    codes = (ROOT / "docs" / "sqlstates.md").read_text("utf-8")
    assert [code for code in re.findall(r'sqlstate="(\w+)"', rules) if f"`{code}`" not in codes] == []


def test_the_numbers_are_those_of_the_figures() -> None:
    """Counters, gauges and histograms carry what was counted."""
    found = samples(
        page(
            Figures(
                accesses={"answered": 3},
                decisions=Histogram((0.001, 0.01), (2, 1, 4), 1.5),
                lease_seconds=1.25,
                walls_standing=2,
                walls_wanted=5,
            )
        )
    )
    assert found["ostiary_accesses_total", (("outcome", "answered"),)] == 3
    assert found["ostiary_accesses_total", (("outcome", "failed"),)] == 0
    assert found["ostiary_decision_seconds_bucket", (("le", "0.001"),)] == 2
    assert found["ostiary_decision_seconds_bucket", (("le", "0.01"),)] == 3
    assert found["ostiary_decision_seconds_bucket", (("le", "+Inf"),)] == 7
    assert found["ostiary_decision_seconds_sum", ()] == 1.5
    assert found["ostiary_lease_seconds", ()] == 1.25
    assert found["ostiary_walls", (("state", "missing"),)] == 3
    assert found["ostiary_log_checkpoint_entries", ()] == 41


def test_readiness_is_a_metric_too() -> None:
    """An alert can rest on it without a probe."""
    assert samples(page(is_ready=True))["ostiary_ready", ()] == 1
    assert samples(page(is_ready=False))["ostiary_ready", ()] == 0


def test_a_log_is_seen_from_outside(tmp_path: Path) -> None:
    """Its published size, and the room that is left; where there is no log, nothing is made up."""
    create_log(tmp_path / "log", "log.example/x", bytes(32))
    seen = LogOutside.maybe_look(tmp_path / "log")
    assert seen is not None
    assert seen.published_entries == 0
    assert 0 < seen.free_bytes <= seen.size_bytes
    assert LogOutside.maybe_look(tmp_path / "none") is None
    (tmp_path / "log/public/checkpoint").write_text("damaged")
    assert LogOutside.maybe_look(tmp_path / "log") is None
    assert "ostiary_log_checkpoint" not in exposition(Figures(), None, None, is_ready=True).decode()
