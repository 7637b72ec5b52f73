"""``studio listen``: what a speech recogniser makes of each take."""

from __future__ import annotations

from studio.kit.events import Events
from studio.listening.ear import open_ear
from studio.listening.hear import hear_takes
from studio.listening.report import Listened, report
from studio.narration.read import read_episode
from studio.recognisers.registry import DEFAULT
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.takes import open_store, plan_takes
from studio.voices.finals import with_finals


def listen(
    workspace: Workspace,
    episode: EpisodeFiles,
    events: Events | None = None,
    *,
    recogniser: str = DEFAULT,
    final: bool = False,
    jobs: int | None = None,
) -> Listened:
    """What a recogniser understood of every take that is made, worst first; what it heard is kept with the takes.

    Args:
        workspace: the episode's show, and its caches.
        episode: whose takes are heard.
        events: told of progress and warnings.
        recogniser: who hears.
        final: hear the final takes.
        jobs: takes heard at once, by default one per core.

    Raises:
        StudioError: the recogniser cannot hear here, or not this language.
    """
    events = events or Events()
    if final:
        workspace = with_finals(workspace)
    ear = open_ear(workspace.show.language, recogniser)
    script, narration = read_episode(workspace.show, episode, skip_unspeakable=True)
    store = open_store(workspace, events)
    plans = plan_takes(narration.segments, workspace.show, store, episode=episode, source=script.source, allow_bad=True)
    return report(hear_takes(plans, store, ear, events, jobs=jobs), ear)
