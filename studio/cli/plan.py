"""``studio plan``: what a render would make again, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import (
    AllOption,
    CacheOption,
    EpisodesArgument,
    FinalOption,
    FormatOption,
    RecogniserOption,
    ReportFormat,
    ShowOption,
    for_each,
    put,
)
from studio.kit.durations import duration

if TYPE_CHECKING:
    from studio.actions.plan import Planned
    from studio.settings.episodes import EpisodeFiles
    from studio.takes import VoiceWork

#: Reasons that are listed; a new show has hundreds.
MOST_REASONS = 8


def plan(
    episodes: EpisodesArgument = None,
    *,
    everything: AllOption = False,
    skip_unspeakable: Annotated[
        bool, typer.Option("--skip-unspeakable", help="Plan for a render that leaves out what cannot be spoken.")
    ] = False,
    allow_bad_takes: Annotated[
        bool, typer.Option("--allow-bad-takes", help="Plan for a render that uses takes with flaws.")
    ] = False,
    also: Annotated[
        str, typer.Option("--also", metavar="FORMATS", help="Plan for a render that makes these formats, too.")
    ] = "",
    final: FinalOption = False,
    listen: Annotated[bool, typer.Option("--listen", help="Plan for a render that listens.")] = False,
    recogniser: RecogniserOption = None,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """List what a render would make again, and why."""
    from studio.actions import plan as actions
    from studio.recognisers.registry import DEFAULT
    from studio.render.options import RenderOptions, formats
    from studio.settings.episodes import choose_episodes, is_one
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, cache=cache, about=episodes or ())
    options = RenderOptions(
        skip_unspeakable=skip_unspeakable,
        allow_bad_takes=allow_bad_takes,
        also=formats(also.split(",")),
        final=final,
        listen=(recogniser or DEFAULT) if listen else "",
    )
    chosen = choose_episodes(workspace.show, episodes or (), everything=everything)
    alone = is_one(episodes or (), everything=everything)

    counted: set[str] = set()  # takes that episodes share are made once
    works: list[VoiceWork] = []

    def tell(planned: Planned) -> None:
        if not alone:
            put(f"{planned.episode}:")
        _print(planned)
        works.extend(planned.voices)

    def total() -> None:
        if output is ReportFormat.TEXT:
            _put_work(works, everything=not alone)

    def work(episode: EpisodeFiles) -> Planned:
        return actions.plan(workspace, episode, options, counted)

    for_each(chosen, work, tell, alone=alone, output=output, at_end=total)


def _print(planned: Planned) -> None:
    missing = planned.missing
    for item in missing:
        put(f"{item.where}  segment {item.number}: {item.reason}")
    kept = planned.segments - len(missing)
    if planned.is_nothing:
        put(f"nothing to make: all {planned.segments} takes are there, and the files are made from them")
        return
    for reason in planned.reasons[:MOST_REASONS]:
        put(f"to make again: {reason}")
    if len(planned.reasons) > MOST_REASONS:
        put(f"and {len(planned.reasons) - MOST_REASONS} more reasons")
    if not missing:
        put(f"all {planned.segments} takes are there; the episode is put together again")
        return
    reasons = ", ".join(f"{count} {reason}" for reason, count in Counter(item.reason for item in missing).most_common())
    put(f"{len(missing)} of {planned.segments} takes to make ({reasons}), {kept} to reuse")
    put(f"making them takes about {_about(planned.expected_s)}")


def _put_work(works: list[VoiceWork], *, everything: bool) -> None:
    """Time and cost by voice, where there are several or one has its price; of many episodes always."""
    from studio.takes import together

    voices = together(works)
    if not voices or not (everything or len(voices) > 1 or any(one.currency for one in voices)):
        return
    if everything:
        takes, expected_s = sum(one.takes for one in voices), sum(one.expected_s for one in voices)
        put(f"all together: {_takes(takes)}, about {_about(expected_s)}")
    wide = max(len(one.voice) for one in voices)
    for one in voices:
        cost = f", {one.cost:.2f} {one.currency}" if one.currency else ""
        work = f"{_takes(one.takes)}, {duration(one.sound_s)} of sound, about {_about(one.expected_s)}"
        put(f"  {one.voice:<{wide}}  {work}{cost}")


def _about(seconds: float) -> str:
    """A length of time as one says it."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def _takes(count: int) -> str:
    return f"{count} take{'s' * (count != 1)}"
