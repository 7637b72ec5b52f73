"""``studio verify``: read finished files back and check every promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, print_json, put
from studio.cli.progress import working

if TYPE_CHECKING:
    from studio.verify.report import Report


def verify(
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EPISODE|FOLDER]...", help="Rendered episodes, or feed folders; none is all there is."),
    ] = None,
    *,
    fast: Annotated[bool, typer.Option("--fast", help="Do not decode and measure the sound.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="List what holds as well.")] = False,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Check finished builds, and the feed, against every promise.

    What directories such as Apple's ask for is among them.
    """
    from studio.actions import verify as actions
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, about=targets or ())
    reports: dict[str, Report] = {}
    with working("reading back"):
        for target, report in actions.verify(workspace, targets or (), measure=not fast):
            reports[target] = report
    if output is ReportFormat.JSON:
        print_json({target: report.as_json() for target, report in reports.items()})
    else:
        for target, report in reports.items():
            _print(target, report, everything=everything)
        if not reports:
            put("nothing has been rendered or published yet")
    if any(report.broken for report in reports.values()):
        raise typer.Exit(1)


def _print(target: str, report: Report, *, everything: bool) -> None:
    broken = report.broken
    total = len(report.promises)
    put(f"{target}: {len(broken)} of {total} promises broken" if broken else f"{target}: all {total} promises hold")
    for promise in report.promises:
        if everything or not promise.holds:
            put(f"  {'ok    ' if promise.holds else 'BROKEN'}  {promise}")
            if promise.refused_by and not promise.holds:
                put(f"          {' and '.join(promise.refused_by)} would refuse this")
