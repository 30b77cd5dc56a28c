"""Figures in the form that Prometheus reads.

Knows: the names of metrics, their types, their help.
Must not know: where figures come from, HTTP.

docs/metrics.md explains each name; a test compares the two.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Final, get_args

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from ostiary.model.access import Outcome
from ostiary.server.log_outside import LogOutside
from ostiary.server.monitoring.figures import Figures, Histogram
from ostiary.server.witnesses.rounds import WitnessCounts

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

# Outcomes that end an access; each is shown from the start, so that a first one is seen as a step from 0.
_OUTCOMES: Final = tuple(outcome for outcome in get_args(Outcome) if outcome != "open")


class _Once(Collector):
    """The families of one answer."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        yield from self._families


def exposition(
    figures: Figures, log: LogOutside | None, witnesses: WitnessCounts | None, *, is_ready: bool
) -> bytes:
    """The whole page. ``log`` is what can be seen of the log's folder, None where it may not be looked at.

    ``witnesses`` is None where the log has none.
    """
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    shown = (*families(figures, is_ready=is_ready), *_log_families(log), *_witness_families(witnesses))
    registry.register(_Once(list(shown)))
    return generate_latest(registry)


def families(figures: Figures, *, is_ready: bool) -> Iterator[Metric]:
    """Every metric of the gateway."""
    yield InfoMetricFamily(
        "ostiary_build",
        "What runs.",
        {"version": version("ostiary"), "python": platform.python_version()},
    )
    yield GaugeMetricFamily("ostiary_ready", "1 while clients are served, as /readyz says it.", int(is_ready))
    yield from _clients(figures)
    yield from _accesses(figures)
    yield from _database(figures)
    yield from _rules(figures)


def _clients(figures: Figures) -> Iterator[Metric]:
    yield GaugeMetricFamily("ostiary_workers", "Processes that serve clients.", figures.workers)
    yield GaugeMetricFamily("ostiary_sessions", "Connections of clients now.", figures.sessions)
    yield CounterMetricFamily("ostiary_connections", "Connections accepted.", figures.connections)
    yield _counters(
        "ostiary_logins",
        "Log-ins by how they ended.",
        "result",
        {"admitted": figures.logins_admitted, "refused": figures.logins_refused},
    )
    yield _counters("ostiary_errors", "Errors told to clients.", "sqlstate", figures.errors)
    yield CounterMetricFamily("ostiary_cancels", "Statements cancelled by their clients.", figures.cancels)
    yield CounterMetricFamily("ostiary_bugs", "Sessions ended by a fault of the gateway's own.", figures.bugs)


def _accesses(figures: Figures) -> Iterator[Metric]:
    outcomes = {outcome: figures.accesses.get(outcome, 0) for outcome in _OUTCOMES}
    yield _counters("ostiary_accesses", "Accesses by how they ended.", "outcome", outcomes)
    yield CounterMetricFamily("ostiary_recorded_rows", "Rows that entries account for.", figures.rows)
    yield CounterMetricFamily(
        "ostiary_released_bytes", "Bytes sent to clients, all messages counted.", figures.bytes_released
    )
    yield _histogram(
        "ostiary_decision_seconds",
        "From a client's bytes to the first step taken for them: understanding, deciding, composing.",
        figures.decisions,
    )
    yield _histogram(
        "ostiary_durable_wait_seconds", "How long answers waited for their entry.", figures.durable_waits
    )
    yield GaugeMetricFamily("ostiary_log_available", "1 while the log writer is connected.", figures.has_log)
    yield GaugeMetricFamily(
        "ostiary_log_pending_entries", "Entries handed over and not durable yet.", figures.entries_pending
    )


def _database(figures: Figures) -> Iterator[Metric]:
    yield _counters(
        "ostiary_plans",
        "Statements by whether their plan was known.",
        "result",
        {"hit": figures.plan_hits, "miss": figures.plan_misses},
    )
    yield CounterMetricFamily(
        "ostiary_parser_replacements",
        "Parser processes that died or took too long.",
        figures.parsers_replaced,
    )
    backends = GaugeMetricFamily(
        "ostiary_backends", "Connections to the records database now.", labels=["state"]
    )
    backends.add_metric(["free"], figures.backends_free)
    backends.add_metric(["lent"], figures.backends_lent)
    yield backends
    yield _counters(
        "ostiary_backend_logins",
        "Log-ins at the records database by how they ended.",
        "result",
        {"opened": figures.backends_opened, "refused": figures.backends_refused},
    )


def _rules(figures: Figures) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "ostiary_lease_seconds",
        "How long the gateway may serve without hearing of directives.",
        figures.lease_seconds,
    )
    yield GaugeMetricFamily("ostiary_directives_in_force", "Cut-offs in force.", figures.directives_in_force)
    yield GaugeMetricFamily(
        "ostiary_directive_sequence",
        "The last step of the chain of directives; -1: none.",
        figures.directive_sequence,
    )
    yield GaugeMetricFamily(
        "ostiary_policy_available",
        "1 while the policy in force is the one that all decide by.",
        figures.has_policy,
    )
    yield GaugeMetricFamily(
        "ostiary_directives_covered",
        "1 while witnesses have covered what is served under, or need not.",
        figures.has_cover,
    )
    policies = GaugeMetricFamily(
        "ostiary_policy_workers", "Processes that decide by a policy version.", labels=["version"]
    )
    for policy, count in sorted(figures.policies.items()):
        policies.add_metric([policy], count)
    yield policies
    walls = GaugeMetricFamily("ostiary_walls", "Walls of profiles in the records database.", labels=["state"])
    walls.add_metric(["standing"], figures.walls_standing)
    walls.add_metric(["missing"], max(0, figures.walls_wanted - figures.walls_standing))
    yield walls


def _log_families(log: LogOutside | None) -> Iterator[Metric]:
    if log is None:
        return
    yield GaugeMetricFamily(
        "ostiary_log_checkpoint_entries", "Entries under the published checkpoint.", log.published_entries
    )
    yield GaugeMetricFamily(
        "ostiary_log_checkpoint_timestamp_seconds", "When the checkpoint was published.", log.published_at
    )
    yield GaugeMetricFamily(
        "ostiary_log_free_bytes", "Room on the log's file system for the gateway's account.", log.free_bytes
    )
    if log.scrub is not None:
        yield GaugeMetricFamily(
            "ostiary_log_scrub_good_timestamp_seconds",
            "When a scrub last found all as it was signed; 0: never.",
            log.scrub.good_at,
        )
        yield GaugeMetricFamily(
            "ostiary_log_scrub_findings", "What the last scrub found.", len(log.scrub.findings)
        )
    yield GaugeMetricFamily("ostiary_log_size_bytes", "Size of the log's file system.", log.size_bytes)
    if log.witnessed_entries is None:
        return
    yield GaugeMetricFamily(
        "ostiary_log_witnessed_entries", "Entries under the last cosigned checkpoint.", log.witnessed_entries
    )
    yield GaugeMetricFamily(
        "ostiary_log_witnessed_timestamp_seconds", "When cosignatures were published last.", log.witnessed_at
    )


def _witness_families(witnesses: WitnessCounts | None) -> Iterator[Metric]:
    if witnesses is None:
        return
    results = {
        result: witnesses.requests[result] for result in ("cosigned", "silent", "refuses", "contradicts")
    }
    yield _counters(
        "ostiary_witness_answers", "Checkpoints shown to witnesses, by what came of it.", "result", results
    )
    states = GaugeMetricFamily("ostiary_witnesses", "Witnesses that are asked.", labels=["state"])
    states.add_metric(["cosigning"], witnesses.cosigning)
    states.add_metric(["troubled"], witnesses.troubled)
    yield states
    exposure = GaugeMetricFamily(
        "ostiary_log_exposure_seconds",
        "How long entries were the log's word alone, from their release to their cosignature.",
        labels=["of"],
    )
    exposure.add_metric(["now"], witnesses.exposure.seconds(time.time()))
    exposure.add_metric(["last"], witnesses.exposure.last)
    exposure.add_metric(["worst"], witnesses.exposure.worst)
    yield exposure


def _counters(name: str, said: str, label: str, values: Mapping[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, said, labels=[label])
    for value, count in sorted(values.items()):
        family.add_metric([value], count)
    return family


def _histogram(name: str, said: str, histogram: Histogram) -> HistogramMetricFamily:
    below, buckets = 0, list[tuple[str, float]]()
    for bound, count in zip((*map(str, histogram.bounds), "+Inf"), histogram.counts, strict=True):
        below += count
        buckets.append((bound, below))
    return HistogramMetricFamily(name, said, buckets=buckets, sum_value=histogram.total)
