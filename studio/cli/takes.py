"""``studio takes``: the takes of a segment, and which of them is heard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import (
    CacheOption,
    EpisodeArgument,
    FormatOption,
    GrepOption,
    LineOption,
    ReportFormat,
    SegmentOption,
    ShowOption,
    print_json,
    put,
)

if TYPE_CHECKING:
    from studio.actions.takes import SegmentTakes


def takes(
    episode: EpisodeArgument,
    *,
    segment: SegmentOption = None,
    line: LineOption = None,
    grep: GrepOption = None,
    pick: Annotated[int | None, typer.Option("--pick", min=1, help="Let this take be heard from now on.")] = None,
    recording: Annotated[
        Path | None,
        typer.Option("--recording", metavar="FILE", help="Let this recording be heard instead of any take."),
    ] = None,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """List the takes of a segment, or choose one of them.

    The choice is kept in scripts/EPISODE.takes.yaml.
    """
    from studio.actions import takes as actions
    from studio.narration.select import Selection
    from studio.settings.episodes import find_episode
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, cache=cache, about=[episode])
    found = find_episode(workspace.show, episode)
    listing = actions.takes(workspace, found, Selection(segment, line, grep), pick=pick, recording=recording)
    if output is ReportFormat.JSON:
        print_json(listing.as_json())
    else:
        print_takes(listing)


def print_takes(listing: SegmentTakes) -> None:
    """A line per take; the one that is heard has an arrow."""
    put(f"{listing.where}  segment {listing.number}: {listing.text}")
    for take in listing.takes:
        name = take.recording or f"take {take.take}"
        length = "not made yet" if take.length_s is None else f"{take.length_s:.2f} s"
        flaws = f"  ({'; '.join(take.flaws)})" if take.flaws else ""
        put(f"  {'→' if take.chosen else ' '} {name:<10} {length}{flaws}")
    for text in listing.stale:
        put(f"  no longer in the script, though a take is chosen for it: {text}")
