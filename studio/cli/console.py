"""What the commands share: how things are printed, and the options that mean the same everywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from studio.kit.errors import StudioError
    from studio.render.report import Progress


class Format(StrEnum):
    """How a command reports."""

    TEXT = "text"
    JSON = "json"


ShowOption = Annotated[
    Path | None,
    typer.Option("--show", metavar="FOLDER", help="The show's folder; by default the one around the working folder."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="Report as text or as JSON.")]
CacheOption = Annotated[
    Path | None,
    typer.Option("--cache", metavar="FOLDER", help="Where takes are kept; by default build/.cache of the show."),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", min=1, max=256, help="How many processes to use; by default one per core.")
]
SegmentOption = Annotated[
    int | None, typer.Option("--segment", "-n", min=1, metavar="N", help="The segment with this number.")
]
LineOption = Annotated[int | None, typer.Option("--line", "-l", min=1, metavar="N", help="What stands on this line.")]
GrepOption = Annotated[str | None, typer.Option("--grep", "-g", metavar="TEXT", help="What contains this text.")]
EpisodeArgument = Annotated[
    str, typer.Argument(metavar="EPISODE", help="Id of an episode (ep17), its number, or the path of its script.")
]


def print_error(error: StudioError) -> None:
    """What, where, and what to do, on standard error."""
    print(f"error: {error}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)


def print_warning(message: str) -> None:
    """Something that went otherwise than asked, and was dealt with."""
    print(f"warning: {message}", file=sys.stderr)


def print_json(value: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


@contextmanager
def progress_bar(*, wanted: bool = True) -> Iterator[Progress]:
    """A progress bar on standard error where that is a terminal; silence elsewhere."""
    if not (wanted and sys.stderr.isatty()):
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description:>12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, int] = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

    with bar:
        yield report


def duration(seconds: float) -> str:
    """``1:02:03`` or ``2:03``."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
