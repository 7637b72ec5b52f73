"""``studio render``: bring an episode up to date, or find that it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.render.options import RenderOptions
from studio.render.report import Rendered
from studio.render.up_to_date import up_to_date
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.voices.finals import with_finals

if TYPE_CHECKING:
    from studio.takes import Executor, ProcessExecutor
    from studio.takes.cluster import ClusterExecutor


def render(
    workspace: Workspace, episode: EpisodeFiles, options: RenderOptions | None = None, events: Events | None = None
) -> Rendered:
    """Bring ``build/<id>/`` up to date.

    Where nothing has changed since the last render, every file is checked against its digest and nothing is made.

    Args:
        workspace: the episode's show, and its caches.
        episode: which one.
        options: how.
        events: told of progress, warnings and stages.

    Raises:
        StudioError: anything that keeps the episode from being made.
    """
    options, events = options or RenderOptions(), events or Events()
    if options.final:
        workspace = with_finals(workspace)
    last = unchanged(workspace, episode, options, events)
    if last is not None:
        return last
    # Only now what takes long to import; a process that will make takes gets ready meanwhile.
    with executor_for(workspace, options) as executor:
        return built(workspace, episode, options, executor, events)


def unchanged(workspace: Workspace, episode: EpisodeFiles, options: RenderOptions, events: Events) -> Rendered | None:
    """The episode as it was rendered before, with its remarks told again; None where it has to be made."""
    last = up_to_date(episode, workspace, options, events).rendered
    if last is None:
        return None
    for remark in last.remarks:
        events.warn(remark)
    reused = last.takes_made + last.takes_reused
    return replace(last, takes_made=0, takes_reused=reused, unchanged=True, elapsed_s=events.elapsed_s)


def executor_for(workspace: Workspace, options: RenderOptions) -> ProcessExecutor | ClusterExecutor:
    """What makes the takes: the cluster that is asked for, or this machine.

    Raises:
        ConfigurationError: ``bad-cluster``.
    """
    if options.cluster:
        from studio.takes.cluster import ClusterExecutor

        return ClusterExecutor(options.cluster, options.jobs)
    from studio.takes import ProcessExecutor, Ready

    return ProcessExecutor(options.jobs, Ready(workspace.show.voices[workspace.show.narrator], workspace.show.root))


def built(
    workspace: Workspace, episode: EpisodeFiles, options: RenderOptions, executor: Executor, events: Events
) -> Rendered:
    """Make the files of an episode, whatever is there already.

    Args:
        workspace: as with the finals, where they are asked for.
        episode: which one.
        options: how.
        executor: makes what takes are missing.
        events: told of progress, warnings and stages.

    Raises:
        StudioError: anything that keeps the episode from being made.
    """
    from studio.render.build import build_episode
    from studio.takes import TakeStore

    try:
        return build_episode(workspace, episode, options, executor=executor, events=events)
    except StudioError as error:
        if error.code != "take-lost":
            raise
        # Where one take is damaged, others may be: they are all made again, and not one by one.
        TakeStore(workspace.takes, events).drop_damaged()
        return build_episode(workspace, episode, options, executor=executor, events=events)
