"""``studio voices``: what can speak here, how it sounds, and where to get more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.console import CacheOption, FormatOption, ReportFormat, ShowOption, print_json, put
from studio.cli.progress import listening
from studio.kit.errors import ConfigurationError


def voices(context: typer.Context, *, show: ShowOption = None, output: FormatOption = ReportFormat.TEXT) -> None:
    """List the show's voices, and those that can be installed.

    Of each that cannot speak here, why.
    """
    if context.invoked_subcommand is not None:
        if show is not None or output is not ReportFormat.TEXT:
            command = f"studio voices {context.invoked_subcommand}"
            raise ConfigurationError(
                "misplaced-option", f"options of `{command}` go behind it", hint=f"Run `{command} --help`."
            )
        return
    from studio.settings.workspace import open_workspace
    from studio.voices.casting import survey_voices
    from studio.voices.catalogue import public_voices

    the_show = open_workspace(show).show
    states, public = survey_voices(the_show.voices, the_show.root), public_voices()
    if output is ReportFormat.JSON:
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
                        "final": state.voice.final.engine if state.voice.final else None,
                        "final_problem": state.final_problem,
                    }
                    for state in states
                ],
                "installable": sorted(name for name, voice in public.items() if not voice.is_installed),
                "installed": sorted(name for name, voice in public.items() if voice.is_installed),
            }
        )
        return
    for state in states:
        sign = "speaks " if state.usable else "CANNOT "
        put(f"{sign}  {state.voice.name:<18} {state.voice.engine:<8} {state.voice.description}")
        if state.problem:
            instead = f"; {state.instead} speaks instead" if state.instead else ""
            put(f"{'':>29}{state.problem}{instead}")
        if state.voice.final:
            put(f"{'final':>27}  {state.voice.final.engine:<8} {state.final_problem or 'speaks'}")
    put("\npublic voices (studio voices install NAME):")
    for name, voice in sorted(public.items()):
        sign = "installed" if voice.is_installed else f"{voice.size_bytes / 1e6:.0f} MB"
        put(f"{sign:<9}  {name:<20} {voice.engine:<8} {voice.description} ({voice.licence})")


def audition(
    text: Annotated[str | None, typer.Argument(help="What to say; by default a sentence full of sounds.")] = None,
    *,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Let every usable voice say the same, as WAV files and a page to compare them."""
    from studio.actions import voices as actions
    from studio.settings.workspace import open_workspace
    from studio.speech import Style, speak
    from studio.takes import open_store

    workspace = open_workspace(show, cache=cache)
    the_show = workspace.show
    spoken = speak(text, Style(**the_show.style)).text if text else actions.SENTENCE
    with listening() as events:
        page = actions.audition(the_show, open_store(workspace), the_show.build / "voices", spoken, events)
    if output is ReportFormat.JSON:
        print_json({"page": str(page)})
    else:
        put(page)


def install(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A public voice, as `studio voices` lists them.")],
    *,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Download a public voice, check it, and write a voice file for it into the show."""
    from studio.settings.workspace import open_workspace
    from studio.voices.catalogue import install_voice

    the_show = open_workspace(show).show
    with listening() as events:
        voice, file = install_voice(name, the_show.root, events)
    if output is ReportFormat.JSON:
        print_json(
            {
                "name": voice.name,
                "licence": voice.licence,
                "attribution": voice.attribution,
                "voice_file": None if file is None else str(file),
            }
        )
        return
    put(f"{voice.name} is installed ({voice.licence}; {voice.attribution})")
    put(f"voice file: {file}" if file else "its voice file was there already")


def import_model(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="A model's folder or file.")],
    *,
    name: Annotated[str | None, typer.Option("--name", help="Name of the voice; by default that of the model.")] = None,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Write a voice file for a model of your own (Piper, Kokoro or Coqui); the model stays where it is."""
    from studio.settings.workspace import open_workspace
    from studio.voices.voicefiles import import_voice

    file = import_voice(model, open_workspace(show).show.root, name)
    if output is ReportFormat.JSON:
        print_json({"voice_file": str(file)})
    else:
        put(f"voice file: {file}")
