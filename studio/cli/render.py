"""``studio render``: script in, finished episode out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import (
    AllOption,
    CacheOption,
    EpisodesArgument,
    FinalOption,
    FormatOption,
    JobsOption,
    LogFormat,
    RecogniserOption,
    ReportFormat,
    ShowOption,
    for_each,
    put,
)
from studio.cli.progress import listening, recording_to
from studio.cli.render_all import Telling, render_and_tell
from studio.kit.durations import duration

if TYPE_CHECKING:
    from studio.render.report import Rendered
    from studio.settings.episodes import EpisodeFiles

#: Things left out that are listed; a script full of code has hundreds.
MOST_SKIPPED = 20


def render(
    episodes: EpisodesArgument = None,
    *,
    everything: AllOption = False,
    skip_unspeakable: Annotated[
        bool,
        typer.Option("--skip-unspeakable", help="Leave out what cannot be spoken (code, tables …) and say so."),
    ] = False,
    allow_bad_takes: Annotated[
        bool, typer.Option("--allow-bad-takes", help="Use takes that the quality checks found fault with.")
    ] = False,
    also: Annotated[
        str, typer.Option("--also", metavar="FORMATS", help="Other formats, too: opus, m4a, flac, wav (with commas).")
    ] = "",
    final: FinalOption = False,
    listen: Annotated[
        bool, typer.Option("--listen", help="Let a recogniser (extra asr) hear every take; what fails is made again.")
    ] = False,
    recogniser: RecogniserOption = None,
    profile: Annotated[bool, typer.Option("--profile", help="Say where the time went.")] = False,
    changed: Annotated[
        bool, typer.Option("--changed", help="Every episode that is not as a render would make it.")
    ] = False,
    keep_going: Annotated[
        bool,
        typer.Option(
            "--keep-going/--fail-fast", help="Go on with other episodes after a fault; or begin nothing more."
        ),
    ] = True,
    cluster: Annotated[
        str,
        typer.Option("--cluster", metavar="ADDRESS", help="Make takes on a Dask cluster: tcp://HOST:8786, or local."),
    ] = "",
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write a report as JSON into this file, too.")
    ] = None,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="json: a line for each thing that happens, on standard error.")
    ] = LogFormat.TEXT,
    log: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", help="Write those lines into this file instead.")
    ] = None,
    trace: Annotated[
        Path | None, typer.Option("--trace", metavar="FILE", help="Write a trace that ui.perfetto.dev opens.")
    ] = None,
    show: ShowOption = None,
    cache: CacheOption = None,
    jobs: JobsOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Make episodes: MP3, chapters, transcript and manifest.

    Only what changed since the last render is made again.
    """
    from studio.actions import render as actions
    from studio.recognisers.registry import DEFAULT
    from studio.render.options import RenderOptions, formats
    from studio.settings.episodes import choose_episodes, is_one
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, cache=cache, about=episodes or ())
    options = RenderOptions(
        skip_unspeakable=skip_unspeakable,
        allow_bad_takes=allow_bad_takes,
        also=formats(also.split(",")),
        jobs=jobs,
        final=final,
        listen=(recogniser or DEFAULT) if listen else "",
        cluster=cluster,
    )
    everything = everything or changed
    alone = is_one(episodes or (), everything=everything)
    chosen = choose_episodes(workspace.show, episodes or (), everything=everything)

    def work(episode: EpisodeFiles) -> Rendered:
        with listening() as events:
            return actions.render(workspace, episode, options, events)

    def tell(made: Rendered) -> None:
        if not (changed and made.unchanged):
            _print(made, profile=profile)

    with recording_to(log, trace, to_stderr=log_format is LogFormat.JSON and log is None):
        if alone:
            for_each(chosen, work, tell, alone=True, output=output, report=report)
        else:
            render_and_tell(workspace, chosen, options, Telling(tell, changed, keep_going, output, report))


def _print(made: Rendered, *, profile: bool) -> None:
    chapters = "1 chapter" if made.chapters == 1 else f"{made.chapters} chapters"
    put(made.mp3)
    for path in made.also:
        put(path)
    put(f"  length    {duration(made.duration_s)}, {chapters}, {made.size_bytes / 1e6:.1f} MB")
    put(f"  loudness  {_loudness(made)}")
    put(f"  segments  {made.takes_made} made, {made.takes_reused} reused{'; nothing has changed' * made.unchanged}")
    if made.heard is not None:
        failed = f"{len(made.heard['failed'])} failed" if made.heard["failed"] else "all pass"
        put(f"  heard     {made.heard['takes']} takes, word error {made.heard['word_error']:.1%}, {failed}")
    if made.skipped:
        put(f"  skipped   {len(made.skipped)} that cannot be spoken")
        for hole in made.skipped[:MOST_SKIPPED]:
            put(f"            {hole}")
        if len(made.skipped) > MOST_SKIPPED:
            put(f"            and {len(made.skipped) - MOST_SKIPPED} more, listed in manifest.json")
    put(f"  time      {made.elapsed_s:.1f} s, {made.duration_s / max(made.elapsed_s, 1e-9):.0f} times real time")
    if profile:
        for stage, seconds in made.timings.items():
            put(f"    {stage:<10} {seconds:6.2f} s")


def _loudness(made: Rendered) -> str:
    if made.loudness_lufs is None or made.true_peak_dbtp is None:
        return "silence"
    measured = f"{made.loudness_lufs:.1f} LUFS, range {made.range_lu:.1f} LU, true peak {made.true_peak_dbtp:.1f} dBTP"
    return f"{measured}, limited for {made.limited_s:.1f} s" if made.limited_s >= 0.05 else measured
