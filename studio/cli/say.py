"""``studio say``: the spoken form of a text, and its sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.console import Format, FormatOption, ShowOption, print_json


def say(
    text: Annotated[str, typer.Argument(help="Text as an author would write it.")],
    *,
    explain: Annotated[bool, typer.Option("--explain", help="Name the rule behind each changed word.")] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Also write the sound as WAV.")] = None,
    play: Annotated[bool, typer.Option("--play", help="Also play the sound.")] = False,
    voice: Annotated[str | None, typer.Option("--voice", help="Name of a voice; by default the narrator.")] = None,
    show: ShowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Print how a text will be spoken; with --play or --out, let it be heard."""
    from studio.actions.preview import speak_text
    from studio.kit.player import play_file
    from studio.settings.show import show_from

    result = speak_text(show_from(show), text, voice=voice, out=out, wants_sound=play)
    if output is Format.JSON:
        print_json(result.as_json())
    else:
        print(result.spoken)
        if explain:
            for piece in result.explanation:
                print(f"  {piece.written}  →  {piece.spoken}  [{piece.rule}]")
    if result.sound is not None:
        if out is not None and output is Format.TEXT:
            print(f"written to {result.sound}")
        if play and not play_file(result.sound):
            print(f"no player was found here; the sound is in {result.sound}")
