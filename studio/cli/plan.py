"""``studio plan``: what a render would make again, and why."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from studio.cli.console import CacheOption, EpisodeArgument, Format, FormatOption, ShowOption, print_json


def plan(
    episode: EpisodeArgument,
    *,
    skip_unspeakable: Annotated[
        bool, typer.Option("--skip-unspeakable", help="Plan for a render that leaves out what cannot be spoken.")
    ] = False,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """List the segments that a render would make again, with the reason for each."""
    from studio.actions.plan import plan_episode
    from studio.settings.show import show_from

    planned = plan_episode(show_from(show), episode, cache=cache, skip_unspeakable=skip_unspeakable)
    if output is Format.JSON:
        print_json(planned.as_json())
        return
    missing = planned.missing
    for item in missing:
        print(f"{item.where}  segment {item.number}: {item.reason}")
    kept = planned.segments - len(missing)
    if not missing:
        print(f"nothing to make: all {planned.segments} takes are there")
        return
    reasons = ", ".join(f"{count} {reason}" for reason, count in Counter(item.reason for item in missing).most_common())
    print(f"{len(missing)} of {planned.segments} takes to make ({reasons}), {kept} to reuse")
