"""A report: all charts of a folder's figures, the summary before them, and the same for programs.

Knows: the order in which a reader asks, and which sentences stand first.
Must not know: files, engines.
"""

from __future__ import annotations

from typing import Final

from ostiary.watch.reporting.chart import Chart, as_plain
from ostiary.watch.reporting.charts import behind, breadth, cases, decisions, times, vague, who, why
from ostiary.watch.reporting.charts.kinds import summed
from ostiary.watch.reporting.figures import Figures
from ostiary.watch.reporting.words import counted, day_in_words, searches, shown

FORM: Final = "ostiary/watch-report/v1"


def charts_of(figures: Figures) -> tuple[Chart, ...]:
    """Every chart of which the log tells something, in a reader's order."""
    return (
        *who.charts(figures.people),
        *why.charts(figures.reasons, figures.purposes),
        *vague.charts(figures.people, figures.reasons),
        *breadth.charts(figures.networks, figures.devices, figures.windows, figures.retention_days),
        *times.charts(figures.times),
        *cases.charts(figures.cases),
        *decisions.charts(figures.decisions),
        behind.led(figures.run),
        behind.imported(figures.sources),
        behind.unanswered(figures.scope, figures.tables),
        behind.covered(figures.scope),
    )


def title_of(figures: Figures) -> str:
    """Whose searches these are."""
    agencies = figures.people.agencies
    if len(agencies) == 1 and not figures.people.agency_hidden:
        return f"Searches by {shown(agencies[0].name)}"
    return (
        f"Searches by {counted(len(agencies), 'agency', 'agencies')}"
        if agencies
        else "Searches in an access log"
    )


def scope_line(figures: Figures) -> str:
    """How much there is, by whom, from when to when."""
    scope = figures.scope
    if not scope.events:
        return "There is no search in this folder"
    by = [counted(scope.agencies, "agency", "agencies")] if scope.agencies else []
    if scope.users:
        by.insert(0, counted(scope.users, "user", "users"))
    who_ = f" by {' of '.join(by)}" if by else ""
    return f"{searches(scope.events).capitalize()}{who_}, {day_in_words(scope.first_day)} to {day_in_words(scope.last_day)}"


def summary_of(figures: Figures) -> tuple[tuple[str, str], ...]:
    """Six sentences, each with the chart that shows it: whose, what for, how vague, how wide, where to look, what is missing."""
    wide = (
        (breadth.back_headline(figures.windows, figures.retention_days), "windows")
        if figures.windows.known
        else (breadth.reached_headline(figures.networks, "network", "networks"), "networks")
        if figures.networks.known
        else (breadth.reached_headline(figures.devices, "device", "devices"), "devices")
        if figures.devices.known
        else ("The log does not say how wide searches are", "coverage")
    )
    return (
        _first(figures),
        (why.meanings_headline(figures.reasons), "meanings"),
        (vague.vague_headline(summed(figures.reasons.months.values())), "vague-months"),
        wide,
        (behind.lead_headline(figures.run), "leads"),
        (behind.unanswered_headline(figures.scope, figures.tables), "unanswered"),
    )


def _first(figures: Figures) -> tuple[str, str]:
    if figures.people.users:
        return (who.users_headline(figures.people.users), "users")
    agencies = who.agencies_headline(figures.people)
    return (
        f"{agencies}; the log does not say which user searched" if figures.people.agencies else agencies,
        "agencies",
    )


def mode_of(figures: Figures) -> str:
    """Whether the page has reasons as they were typed; stands on every page."""
    if figures.reasons.is_typed:
        return (
            "Made with free text (an auditor's wish): reasons stand here as they were typed and may name people. "
            "Users and plates are not on this page. Keep it as you keep the log."
        )
    return (
        "Made without free text: no reason stands here as it was typed, unless so many share it that it names nobody. "
        "No user and no plate is on this page."
    )


def plain_of(figures: Figures, charts: tuple[Chart, ...], made_at: str) -> dict[str, object]:
    """The report for programs."""
    scope = figures.scope
    return {
        "form": FORM,
        "made_at": made_at,
        "with_free_text": figures.reasons.is_typed,
        "events": scope.events,
        "users": scope.users,
        "agencies": scope.agencies,
        "scope": scope_line(figures),
        "summary": [sentence for sentence, _ in summary_of(figures)],
        "charts": [as_plain(chart) for chart in charts],
    }
