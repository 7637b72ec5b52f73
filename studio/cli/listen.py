"""``studio listen``: how well a speech recogniser understands each take, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import (
    CacheOption,
    EpisodeArgument,
    FinalOption,
    FormatOption,
    JobsOption,
    RecogniserOption,
    ReportFormat,
    ShowOption,
    print_json,
    put,
)
from studio.cli.progress import listening

if TYPE_CHECKING:
    from studio.listening.report import Divergence, HeardSegment, Listened

_MOST_ADVICE = 12


def listen(
    episode: EpisodeArgument,
    *,
    worst: Annotated[int, typer.Option("--worst", min=1, help="How many segments that pass to list, too.")] = 10,
    recogniser: RecogniserOption = None,
    final: FinalOption = False,
    show: ShowOption = None,
    cache: CacheOption = None,
    jobs: JobsOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Let a recogniser hear the takes (needs the extra `asr`).

    Exit code 1 where one is not what was to be said.
    """
    from studio.actions import listen as actions
    from studio.recognisers.registry import DEFAULT
    from studio.settings.episodes import find_episode
    from studio.settings.workspace import open_workspace

    with listening() as events:
        workspace = open_workspace(show, cache=cache, about=[episode])
        found = find_episode(workspace.show, episode)
        heard = actions.listen(workspace, found, events, recogniser=recogniser or DEFAULT, final=final, jobs=jobs)
    if output is ReportFormat.JSON:
        print_json(heard.as_json())
    else:
        _print(heard, worst)
    if heard.failed:
        raise typer.Exit(1)


def _print(heard: Listened, worst: int) -> None:
    if not heard.takes:
        put("no take is made yet; run `studio render` first")
        return
    differing = [one for one in heard.segments if one.faults or one.divergence]
    for one in differing[: len(heard.failed) + worst]:
        _print_segment(one)
    if heard.advice:
        put("not understood; say in a lexicon how they sound, and mend the sound by ear:")
    for word in heard.advice[:_MOST_ADVICE]:
        others = ", ".join(f"“{other}”" for other in word.heard)
        times = f" ({word.times} times)" if word.times > 1 else ""
        put(f"    {word.line or f'{word.word}: is in the lexicon'}  # heard {others}{times}")
    failed = f"{len(heard.failed)} failed" if heard.failed else "all pass"
    put(f"{heard.takes} takes heard by {heard.recogniser}, word error {heard.word_error:.1%}, {failed}")


def _print_segment(one: HeardSegment) -> None:
    put(f"{one.where}  segment {one.number}: {one.word_error:.0%} of the words{_told(one.divergence)}")
    for fault in one.faults:
        put(f"    FAILED  {fault}")
    put(f"    spoken  {one.spoken}")
    put(f"    heard   {one.heard}")


def _told(divergence: Divergence | None) -> str:
    if divergence is None:
        return ""
    at = "" if divergence.start_s is None else f" at {divergence.start_s:.1f} s"
    if divergence.kind == "misheard":
        return f", heard “{divergence.heard}” for “{divergence.said}”{at}"
    return f", {divergence.kind} “{divergence.said or divergence.heard}”{at}"
