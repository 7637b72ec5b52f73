"""``studio voices``: what can speak here, how it sounds, and where to get more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.console import CacheOption, Format, FormatOption, ShowOption, print_json, progress_bar


def voices(context: typer.Context, *, show: ShowOption = None, output: FormatOption = Format.TEXT) -> None:
    """List the show's voices, usable or not and why, and the public voices that can be installed."""
    if context.invoked_subcommand is not None:
        return
    from studio.settings.show import show_from
    from studio.voices.casting import survey_voices
    from studio.voices.catalogue import CATALOGUE

    the_show = show_from(show)
    states = survey_voices(the_show.voices, the_show.root)
    if output is Format.JSON:
        print_json(
            {
                "voices": [
                    {
                        "name": state.voice.name,
                        "engine": state.voice.engine,
                        "description": state.voice.description,
                        "language": state.voice.language,
                        "licence": state.voice.licence,
                        "usable": state.usable,
                        "problem": state.problem,
                        "instead": state.instead,
                    }
                    for state in states
                ],
                "installable": sorted(CATALOGUE),
            }
        )
        return
    for state in states:
        sign = "speaks " if state.usable else "CANNOT "
        print(f"{sign}  {state.voice.name:<18} {state.voice.engine:<8} {state.voice.description}")
        if state.problem:
            instead = f"; {state.instead} speaks instead" if state.instead else ""
            print(f"{'':>29}{state.problem}{instead}")
    print("\nto install (studio voices install NAME):")
    for name, voice in sorted(CATALOGUE.items()):
        print(f"         {name:<28} {voice.engine:<8} {voice.description} ({voice.licence})")


def audition(
    text: Annotated[str | None, typer.Argument(help="What to say; by default a sentence full of sounds.")] = None,
    *,
    show: ShowOption = None,
    cache: CacheOption = None,
) -> None:
    """Let every usable voice say the same, as WAV files and a page to compare them."""
    from studio.actions.audition import SENTENCE
    from studio.actions.audition import audition as audition_voices
    from studio.settings.show import show_from
    from studio.speech import Style, speak
    from studio.takes import TakeStore

    the_show = show_from(show)
    spoken = speak(text, Style.from_mapping(the_show.style)).text if text else SENTENCE
    store = TakeStore((cache or the_show.cache) / "takes")
    with progress_bar() as progress:
        page = audition_voices(
            the_show,
            store,
            the_show.build / "voices",
            spoken,
            lambda done: progress("voices", done.done, done.total),
        )
    print(page)


def install(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A public voice, as `studio voices` lists them.")],
    *,
    show: ShowOption = None,
) -> None:
    """Download a public voice, check it, and write a voice file for it into the show."""
    from studio.settings.show import show_from
    from studio.voices.catalogue import install_voice

    the_show = show_from(show)
    with progress_bar() as progress:
        voice, file = install_voice(name, the_show.root, progress)
    print(f"{voice.name} is installed ({voice.licence}; {voice.attribution})")
    print(f"voice file: {file}" if file else "its voice file was there already")


def import_model(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="A model's folder or file.")],
    *,
    name: Annotated[str | None, typer.Option("--name", help="Name of the voice; by default that of the model.")] = None,
    show: ShowOption = None,
) -> None:
    """Write a voice file for a model of your own (Piper, Kokoro or Coqui); the model stays where it is."""
    from studio.settings.show import show_from
    from studio.voices.voicefiles import import_voice

    print(f"voice file: {import_voice(model, show_from(show).root, name)}")
