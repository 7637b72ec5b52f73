"""``studio preview``: hear a few segments without rendering the episode."""

from __future__ import annotations

from pathlib import Path
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
    duration,
    print_json,
)


def preview(
    episode: EpisodeArgument,
    *,
    segment: SegmentOption = None,
    line: LineOption = None,
    grep: GrepOption = None,
    section: Annotated[str | None, typer.Option("--section", "-s", help="A section, by id or part of title.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write the WAV; by default build/EPISODE/preview.wav."),
    ] = None,
    play: Annotated[bool, typer.Option("--play/--no-play", help="Play it where a player is installed.")] = True,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Write the chosen segments to a WAV file and play it; without a choice, the first segment."""
    from studio.actions.preview import preview_segments
    from studio.kit.player import play_file
    from studio.settings.show import show_from

    result = preview_segments(
        show_from(show), episode, number=segment, line=line, grep=grep, section=section, out=out, cache=cache
    )
    if output is Format.JSON:
        print_json(result.as_json())
        return
    for spoken in result.segments:
        print(f"{spoken.where}  segment {spoken.number}: {spoken.text}")
    print(f"{duration(result.duration_s)} in {result.path}")
    if play and not play_file(result.path):
        print("no player was found here; open the file with one of yours")
