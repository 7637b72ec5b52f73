"""``--listen``: takes are heard before they become an episode, and the manifest says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.listening.ear import open_ear
from studio.listening.hear import hear_takes
from studio.listening.report import Listened, report
from studio.listening.retakes import choose_better_takes
from studio.narration.read import read_episode
from studio.takes import make_takes, open_store, plan_takes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.kit.events import Events
    from studio.render.options import RenderOptions
    from studio.settings.episodes import EpisodeFiles
    from studio.settings.workspace import Workspace
    from studio.takes import Executor, MadeTakes, TakePlan


def make_and_hear(
    workspace: Workspace, episode: EpisodeFiles, options: RenderOptions, executor: Executor, events: Events
) -> int:
    """Make the takes of an episode, hear them, and choose others for those that fail; returns how many were made.

    This comes before the build, which reads the choices: they are among what an episode is made from.

    Raises:
        StudioError: as for making and hearing takes.
    """
    show = workspace.show
    ear = open_ear(show.language, options.listen)
    script, narration = read_episode(show, episode, skip_unspeakable=options.skip_unspeakable)
    store = open_store(workspace, events)
    allow_bad = options.allow_bad_takes
    plans = plan_takes(narration.segments, show, store, episode=episode, source=script.source, allow_bad=allow_bad)
    (made,) = make_takes([plans], show, store, executor, events, whole_episodes=True, allow_bad=allow_bad)
    events.end_stage("takes")
    heard = hear_takes(made.plans(plans), store, ear, events, jobs=options.jobs)
    again = choose_better_takes(
        heard, show, store, episode, ear=ear, events=events, executor=executor, jobs=options.jobs
    )
    events.end_stage("listening")
    return made.made + again


def hear_build(
    workspace: Workspace, options: RenderOptions, plans: Sequence[TakePlan], made: MadeTakes, events: Events
) -> Listened:
    """What is heard of the takes of a build, all of them made."""
    ear = open_ear(workspace.show.language, options.listen)
    heard = hear_takes(made.plans(plans), open_store(workspace, events), ear, events, jobs=options.jobs)
    found = report(heard, ear)
    for remark in found.remarks:
        events.warn(remark)
    events.end_stage("listening")
    return found
