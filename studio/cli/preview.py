"""``studio preview``: hear a few segments without rendering the episode."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import (
    CacheOption,
    EpisodeArgument,
    FinalOption,
    FormatOption,
    GrepOption,
    LineOption,
    ReportFormat,
    SegmentOption,
    ShowOption,
    note,
    print_error,
    print_json,
    put,
)
from studio.cli.progress import listening
from studio.kit.durations import duration
from studio.kit.errors import ConfigurationError, StudioError

if TYPE_CHECKING:
    from studio.actions.preview import Previewed


def preview(
    episode: EpisodeArgument,
    *,
    segment: SegmentOption = None,
    line: LineOption = None,
    grep: GrepOption = None,
    section: Annotated[str | None, typer.Option("--section", "-s", help="A section, by id or part of title.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write the WAV; by default build/EPISODE/preview.wav."),
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="What sounds otherwise than in the last render, and nothing else.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Again at every save, until Ctrl-C.")] = False,
    play: Annotated[bool, typer.Option("--play/--no-play", help="Play it where a player is installed.")] = True,
    final: FinalOption = False,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Hear one place of a script, without a render.

    The chosen segments are written to a WAV file and played; without a choice, the first one.
    """
    from studio.actions import preview as actions
    from studio.kit.watching import saves
    from studio.narration.select import Selection
    from studio.settings.episodes import find_episode
    from studio.settings.workspace import open_workspace

    chosen = Selection(segment, line, grep, section)

    def make() -> Previewed:
        with listening() as events:
            workspace = open_workspace(show, cache=cache, about=[episode])
            files = find_episode(workspace.show, episode)
            return actions.preview(workspace, files, chosen, out, events, final=final, changed=changed)

    if not watch:
        _tell(make(), output, play=play)
        return
    if output is ReportFormat.JSON:
        raise ConfigurationError("no-such-report", "--watch does not report as json", hint="It knows: text.")
    workspace = open_workspace(show, cache=cache, about=[episode])
    files = find_episode(workspace.show, episode)
    for _ in saves(lambda: actions.watched(workspace, files)):
        try:
            _tell(make(), output, play=play)
        except StudioError as error:  # half a sentence, half a setting: the next save may mend it
            print_error(error)
        note("watching; stop with Ctrl-C")


def _tell(result: Previewed, output: ReportFormat, *, play: bool) -> None:
    from studio.kit.player import play_file

    if output is ReportFormat.JSON:
        print_json(result.as_json())
        return
    for spoken in result.segments:
        put(f"{spoken.where}  segment {spoken.number}: {spoken.text}")
        for word in spoken.words:
            if word.origin != "dictionary":
                put(f"  {'?' if word.doubtful else ' '} {word.word}  {word.sound}  [{word.source}]")
    put(f"{duration(result.duration_s)} in {result.path}")
    if play and not play_file(result.path):
        put("no player was found here; open the file with one of yours")
