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

if TYPE_CHECKING:
    from studio.actions.plan import Planned

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

    def tell(planned: Planned) -> None:
        if not alone:
            put(f"{planned.episode}:")
        _print(planned)

    for_each(chosen, lambda episode: actions.plan(workspace, episode, options), tell, alone=alone, output=output)


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


def _about(seconds: float) -> str:
    """A length of time as one says it."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
