"""``studio verify``: read finished files back and check every promise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import Format, FormatOption, ShowOption, print_json
from studio.cli.publish import working

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
    output: FormatOption = Format.TEXT,
) -> None:
    """Check builds and the feed against every promise that is made of them, and against the big directories' rules."""
    from studio.episode.release import build_folder
    from studio.settings.show import show_from
    from studio.verify.build import verify_build
    from studio.verify.feed import verify_feed

    the_show = show_from(show)
    reports: dict[str, Report] = {}
    for target in targets or _all_there_is(the_show.root):
        folder = Path(target)
        with working(f"reading {target} back"):
            if (folder / "feed.xml").is_file():
                reports[target] = verify_feed(folder, the_show, measure=not fast)
            else:
                reports[target] = verify_build(build_folder(the_show, target), the_show, measure=not fast)
    if output is Format.JSON:
        print_json({target: _record(report) for target, report in reports.items()})
    else:
        for target, report in reports.items():
            _print(target, report, everything=everything)
        if not reports:
            print("nothing has been rendered or published yet")
    if any(report.broken for report in reports.values()):
        raise typer.Exit(1)


def _all_there_is(root: Path) -> list[str]:
    builds = sorted(path.parent.name for path in (root / "build").glob("*/manifest.json"))
    public = root / "public"
    return [*builds, str(public)] if (public / "feed.xml").is_file() else builds


def _record(report: Report) -> list[dict[str, object]]:
    return [
        {
            "code": promise.code,
            "promise": promise.promise,
            "holds": promise.holds,
            "where": promise.where,
            "found": "" if promise.holds else promise.found,
            "refused_by": [] if promise.holds else promise.refused_by,
        }
        for promise in report.promises
    ]


def _print(target: str, report: Report, *, everything: bool) -> None:
    broken = report.broken
    total = len(report.promises)
    print(f"{target}: {len(broken)} of {total} promises broken" if broken else f"{target}: all {total} promises hold")
    for promise in report.promises:
        if everything or not promise.holds:
            print(f"  {'ok    ' if promise.holds else 'BROKEN'}  {promise}")
            if promise.refused_by and not promise.holds:
                print(f"          {' and '.join(promise.refused_by)} would refuse this")
