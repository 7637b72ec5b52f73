"""Rendering an episode, or finding that there is nothing to render."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from studio.kit.errors import StudioError
from studio.kit.events import Events, Warned
from studio.model.show import Show
from studio.render.report import Progress, Rendered, Warn
from studio.render.up_to_date import fingerprint, read_stamp, stamp_path
from studio.settings.show import script_path


def render_episode(
    show: Show,
    episode: str,
    *,
    cache: Path | None = None,
    jobs: int | None = None,
    skip_unspeakable: bool = False,
    allow_bad_takes: bool = False,
    also: Sequence[str] = (),
    progress: Progress = lambda _stage, _done, _total: None,
    warn: Warn = lambda _message: None,
) -> Rendered:
    """Bring ``build/<id>/`` up to date; arguments and errors are those of :func:`studio.render.build.build_episode`.

    Where nothing has changed since the last render, every file is checked against its digest and nothing is made.
    """
    started = perf_counter()
    script = script_path(show, episode)
    kept = cache if cache is not None else show.cache
    options = {"skip": skip_unspeakable, "bad": allow_bad_takes, "also": sorted(also)}
    inputs = fingerprint(show, script, options)
    summary = read_stamp(stamp_path(kept, script), inputs)
    if summary is not None:
        made, reused = summary.pop("takes_made"), summary.pop("takes_reused")
        summary |= {"takes_made": 0, "takes_reused": made + reused, "mp3": Path(summary["mp3"])}
        summary |= {"also": tuple(map(Path, summary["also"]))}
        return Rendered(**summary | {"timings": {}, "elapsed_s": perf_counter() - started})
    # Only now what takes long to import; a process that will make takes gets ready meanwhile.
    from studio.takes import ProcessExecutor, TakeStore

    with ProcessExecutor(jobs, ready=show.voices[show.narrator].engine) as executor:
        from studio.render.build import build_episode

        def build() -> Rendered:
            return build_episode(
                show,
                episode,
                inputs=inputs,
                executor=executor,
                cache=cache,
                jobs=jobs,
                skip_unspeakable=skip_unspeakable,
                allow_bad_takes=allow_bad_takes,
                also=also,
                progress=progress,
                warn=warn,
            )

        try:
            return build()
        except StudioError as error:
            if error.code != "take-lost":
                raise
            # Where one take is damaged, others may be: they are all made again, and not one by one.
            events = Events(lambda event: warn(event.message) if isinstance(event, Warned) else None)
            TakeStore(kept / "takes", events).drop_damaged()
            return build()
