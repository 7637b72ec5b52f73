"""``studio listen``: how well a speech recogniser understands each take, worst first."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli.console import CacheOption, EpisodeArgument, Format, FormatOption, ShowOption, print_json


def listen(
    episode: EpisodeArgument,
    *,
    worst: Annotated[int, typer.Option("--worst", min=1, help="How many segments to list.")] = 10,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Let a recogniser (extra asr) hear the takes that are made, and list the segments that it understood worst."""
    from studio.actions.takes import heard_takes
    from studio.settings.show import show_from

    heard = heard_takes(show_from(show), episode, cache=cache)
    if output is Format.JSON:
        print_json([one.as_json() for one in heard])
        return
    for one in heard[:worst]:
        print(f"{one.where}  segment {one.number}: {one.word_error:.0%} of the words")
        print(f"    spoken  {one.spoken}")
        print(f"    heard   {one.heard}")
    if heard:
        print(
            f"{len(heard)} takes heard, word error {sum(one.word_error for one in heard) / len(heard):.0%} on average"
        )
    else:
        print("no take is made yet; run `studio render` first")
