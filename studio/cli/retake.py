"""``studio retake``: another try at one segment."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli.console import (
    CacheOption,
    EpisodeArgument,
    Format,
    FormatOption,
    GrepOption,
    LineOption,
    SegmentOption,
    ShowOption,
    print_json,
)
from studio.cli.takes import print_takes


def retake(
    episode: EpisodeArgument,
    *,
    segment: SegmentOption = None,
    line: LineOption = None,
    grep: GrepOption = None,
    play: Annotated[bool, typer.Option("--play/--no-play", help="Play it where a player is installed.")] = True,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Make one more take of a segment and let it be heard from now on; `studio takes` goes back."""
    from studio.actions.takes import another_take
    from studio.kit.player import play_file
    from studio.settings.show import show_from

    listing = another_take(show_from(show), episode, number=segment, line=line, grep=grep, cache=cache)
    if output is Format.JSON:
        print_json(listing.as_json())
        return
    print_takes(listing)
    if listing.sound is not None:
        print(f"written to {listing.sound}")
        if play:
            play_file(listing.sound)
