"""What ``studio render`` tells of several episodes: each when it is finished, and a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from studio.cli.console import ReportFormat, error_record, print_error, print_json, put, record, write_report
from studio.cli.faults import Faults
from studio.cli.progress import aside, listening
from studio.kit.durations import duration

if TYPE_CHECKING:
    from studio.actions.render_all import Catalogue, Outcome
    from studio.render.options import RenderOptions
    from studio.render.report import Rendered
    from studio.settings.episodes import EpisodeFiles
    from studio.settings.workspace import Workspace

#: Ids that are listed of the episodes that were not begun.
_MOST_LEFT = 20


@dataclass(frozen=True, slots=True)
class Telling:
    """How several episodes are to be told of.

    Attributes:
        tell: prints one that was rendered as text.
        only_changed: those in which nothing has changed are not listed.
        keep_going: a fault of one does not keep the others from being made.
        output: how to report.
        report: file that gets the report as JSON, too.
    """

    tell: Callable[[Rendered], None]
    only_changed: bool
    keep_going: bool
    output: ReportFormat
    report: Path | None


def render_and_tell(
    workspace: Workspace, chosen: Sequence[EpisodeFiles], options: RenderOptions, telling: Telling
) -> None:
    """Make several episodes in one go; each is told of when it is finished.

    Raises:
        typer.Exit: with the worst exit code of those that failed.
    """
    from studio.actions.render_all import render_all

    as_text, faults = telling.output is ReportFormat.TEXT, Faults()

    def tell(outcome: Outcome) -> None:
        record(outcome.episode, outcome.error or outcome.rendered)
        if not as_text:
            return
        with aside():
            if outcome.error is not None:
                faults.tell(outcome.episode.id, outcome.error)
            elif outcome.rendered is not None:
                telling.tell(outcome.rendered)

    with listening() as events:
        done = render_all(workspace, chosen, options, events, tell, keep_going=telling.keep_going)
    whole = _report(done, only_changed=telling.only_changed)
    if telling.report is not None:
        write_report(telling.report, whole)
    faults.tell_whose()
    if as_text:
        _put_summary(done.summary())
        if done.stopped is not None:
            print_error(done.stopped)
    else:
        print_json(whole)
    errors = [*(one.error for one in done.outcomes), done.stopped]
    if code := max((error.exit_code for error in errors if error is not None), default=0):
        raise typer.Exit(code)


def _report(done: Catalogue, *, only_changed: bool) -> dict[str, Any]:
    rendered = [one.rendered for one in done.outcomes if one.rendered]
    report: dict[str, Any] = {
        "episodes": [one.as_json() for one in rendered if not (only_changed and one.unchanged)],
        "failed": [{"episode": one.episode.id, **error_record(one.error)} for one in done.outcomes if one.error],
        "summary": done.summary(),
    }
    return report if done.stopped is None else {**report, "error": error_record(done.stopped)}


def _put_summary(summary: dict[str, Any]) -> None:
    counts = ", ".join(f"{summary[name]} {name}" for name in ("rendered", "unchanged", "failed") if summary[name])
    count, left = summary["episodes"], summary["left"]
    put(f"{count} episode{'s' * (count != 1)}: {counts or 'none rendered'}")
    if left:
        put(f"  not begun {', '.join(left[:_MOST_LEFT])}{' …' * (len(left) > _MOST_LEFT)}")
    put(f"  sound     {duration(summary['sound_s'])}, {summary['size_bytes'] / 1e6:.1f} MB")
    put(f"  takes     {summary['takes_made']} made")
    put(f"  time      {duration(summary['elapsed_s'])}")
