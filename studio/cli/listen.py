"""``studio listen``: how well a speech recogniser understands each take, worst first."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli.console import CacheOption, EpisodeArgument, FormatOption, ReportFormat, ShowOption, print_json, put


def listen(
    episode: EpisodeArgument,
    *,
    worst: Annotated[int, typer.Option("--worst", min=1, help="How many segments to list.")] = 10,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Let a recogniser (extra asr) hear the takes that are made, and list the segments that it understood worst."""
    from studio.actions import listen as actions
    from studio.settings.episodes import find_episode
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, cache=cache, about=[episode])
    heard = actions.listen(workspace, find_episode(workspace.show, episode))
    if output is ReportFormat.JSON:
        print_json([one.as_json() for one in heard])
        return
    for one in heard[:worst]:
        put(f"{one.where}  segment {one.number}: {one.word_error:.0%} of the words")
        put(f"    spoken  {one.spoken}")
        put(f"    heard   {one.heard}")
    if heard:
        put(f"{len(heard)} takes heard, word error {sum(one.word_error for one in heard) / len(heard):.0%} on average")
    else:
        put("no take is made yet; run `studio render` first")
