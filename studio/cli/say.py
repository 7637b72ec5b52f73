"""``studio say``: the spoken form of a text, and its sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, print_json, put, warn
from studio.cli.progress import listening


def say(
    text: Annotated[str, typer.Argument(help="Text as an author would write it.")],
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Name the rule behind each changed word, and each word's sound.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Also write the sound as WAV.")] = None,
    play: Annotated[bool, typer.Option("--play", help="Also play the sound.")] = False,
    voice: Annotated[str | None, typer.Option("--voice", help="Name of a voice; by default the narrator.")] = None,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Print how a text will be spoken.

    With --play or --out it can be heard.
    """
    from studio.actions import say as actions
    from studio.kit.player import play_file
    from studio.settings.workspace import open_workspace

    with listening() as events:
        result = actions.say(
            open_workspace(show), text, voice=voice, out=out, wants_sound=play, wants_words=explain, events=events
        )
    if output is ReportFormat.JSON:
        if play and result.sound is not None and not play_file(result.sound):
            warn("no player was found here")
        print_json(result.as_json())
        return
    put(result.spoken)
    if explain:
        for piece in result.explanation:
            put(f"  {piece.written}  →  {piece.spoken}  [{piece.rule}]{'' if piece.is_sure else ' in doubt'}")
            for kind, spoken in piece.others:
                put(f"      or {spoken}  {{as={kind}}}")
        for word in result.words:
            put(f"{'?' if word.doubtful else ' '} {word.word}  {word.sound}  [{word.source}]")
    if result.sound is not None:
        if out is not None:
            put(f"written to {result.sound}")
        if play and not play_file(result.sound):
            put(f"no player was found here; the sound is in {result.sound}")
