"""``studio status``: every episode of the show, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.cli.console import CacheOption, FormatOption, ReportFormat, ShowOption, note, print_json, put
from studio.cli.publish import FeedOption

if TYPE_CHECKING:
    from studio.actions.status import Standing


def status(
    *,
    feed: FeedOption = None,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """List every episode, and how far it is.

    Words, minutes, what lint found, whether it is rendered as it is now, published or scheduled. Status lints nothing:
    `not linted` means that the script or the settings changed since `studio lint`.
    """
    from studio.actions import status as actions
    from studio.settings.episodes import how_to_begin
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, cache=cache, public=feed, about=())
    found = actions.status(workspace)
    if output is ReportFormat.JSON:
        print_json([standing.as_json() for standing in found])
        return
    rows = [_row(standing) for standing in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        name, words, minutes, *others = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        put("  ".join([name, _right(words), _right(minutes), *others]).rstrip())
    if not rows:
        put(f"the show has no episode yet\n  {how_to_begin(workspace.show)}")
    if any(standing.errors is None and not standing.problem for standing in found):
        note("not linted since the script or the settings changed; `studio lint` does that")


def _row(standing: Standing) -> tuple[str, ...]:
    if standing.problem:
        return standing.id, "", "", "", standing.problem, ""
    reason = f": {standing.reasons[0]}" if standing.reasons else ""
    more = f" (and {len(standing.reasons) - 1} more)" if len(standing.reasons) > 1 else ""
    when = f"published {standing.published:%Y-%m-%d}" if standing.published else ""
    when = f"scheduled {standing.scheduled:%Y-%m-%d %H:%M}" if standing.scheduled else when
    about = "" if standing.state == "rendered" else "~"
    return (
        standing.id,
        f"~{_count(standing.words, 'word')}",
        f"{about}{standing.minutes:.1f} min",
        _findings(standing),
        f"{standing.state}{reason}{more}",
        when,
    )


def _findings(standing: Standing) -> str:
    if standing.errors is None or standing.warnings is None:
        return "not linted"
    found = [_count(standing.errors, "error")] * bool(standing.errors)
    found += [_count(standing.warnings, "warning")] * bool(standing.warnings)
    return ", ".join(found) or "clean"


def _right(cell: str) -> str:
    return cell.strip().rjust(len(cell))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
