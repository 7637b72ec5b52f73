"""``studio render``: bring an episode up to date, or find that it is."""

from __future__ import annotations

from dataclasses import replace

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.render.options import RenderOptions
from studio.render.report import Rendered
from studio.render.up_to_date import up_to_date
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.voices.finals import with_finals


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
    last = up_to_date(episode, workspace, options, events).rendered
    if last is not None:
        for remark in last.remarks:
            events.warn(remark)
        made, reused = 0, last.takes_made + last.takes_reused
        return replace(last, takes_made=made, takes_reused=reused, unchanged=True, elapsed_s=events.elapsed_s)
    # Only now what takes long to import; a process that will make takes gets ready meanwhile.
    from studio.takes import ProcessExecutor, Ready, TakeStore

    ready = Ready(workspace.show.voices[workspace.show.narrator], workspace.show.root)
    with ProcessExecutor(options.jobs, ready=ready) as executor:
        from studio.render.build import build_episode

        made = 0
        if options.listen:
            from studio.render.listen import make_and_hear

            made = make_and_hear(workspace, episode, options, executor, events)
        try:
            rendered = build_episode(workspace, episode, options, executor=executor, events=events)
        except StudioError as error:
            if error.code != "take-lost":
                raise
            # Where one take is damaged, others may be: they are all made again, and not one by one.
            TakeStore(workspace.takes, events).drop_damaged()
            rendered = build_episode(workspace, episode, options, executor=executor, events=events)
        made_now = rendered.takes_made + made
        return replace(rendered, takes_made=made_now, takes_reused=max(0, rendered.takes_reused - made))
