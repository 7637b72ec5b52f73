"""``studio takes``: the takes of a segment, and which of them is heard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    output: FormatOption = Format.TEXT,
) -> None:
    """List the takes of a segment, or choose one; the choice is kept in scripts/EPISODE.takes.yaml."""
    from studio.actions.takes import segment_takes
    from studio.settings.show import show_from

    listing = segment_takes(
        show_from(show), episode, number=segment, line=line, grep=grep, cache=cache, pick=pick, recording=recording
    )
    if output is Format.JSON:
        print_json(listing.as_json())
    else:
        print_takes(listing)


def print_takes(listing: SegmentTakes) -> None:
    """A line per take; the one that is heard has an arrow."""
    print(f"{listing.where}  segment {listing.number}: {listing.text}")
    for take in listing.takes:
        name = take.recording or f"take {take.take}"
        length = "not made yet" if take.length_s is None else f"{take.length_s:.2f} s"
        flaws = f"  ({'; '.join(take.flaws)})" if take.flaws else ""
        print(f"  {'→' if take.chosen else ' '} {name:<10} {length}{flaws}")
    for text in listing.stale:
        print(f"  no longer in the script, though a take is chosen for it: {text}")
