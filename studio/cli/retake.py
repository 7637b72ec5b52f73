"""``studio retake``: another try at one segment."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli.console import (
    CacheOption,
    EpisodeArgument,
    FinalOption,
    FormatOption,
    GrepOption,
    LineOption,
    ReportFormat,
    SegmentOption,
    ShowOption,
    print_json,
    put,
)
from studio.cli.progress import listening
from studio.cli.takes import print_takes


def retake(
    episode: EpisodeArgument,
    *,
    segment: SegmentOption = None,
    line: LineOption = None,
    grep: GrepOption = None,
    play: Annotated[bool, typer.Option("--play/--no-play", help="Play it where a player is installed.")] = True,
    final: FinalOption = False,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Make another take of a segment, to be heard from now on.

    `studio takes` goes back to an earlier one.
    """
    from studio.actions import retake as actions
    from studio.kit.player import play_file
    from studio.narration.select import Selection
    from studio.settings.episodes import find_episode
    from studio.settings.workspace import open_workspace

    with listening() as events:
        workspace = open_workspace(show, cache=cache, about=[episode])
        chosen = Selection(segment, line, grep)
        listing = actions.retake(workspace, find_episode(workspace.show, episode), chosen, events, final=final)
    if output is ReportFormat.JSON:
        print_json(listing.as_json())
        return
    print_takes(listing)
    if listing.sound is not None:
        put(f"written to {listing.sound}")
        if play:
            play_file(listing.sound)
