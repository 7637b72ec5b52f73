"""Final takes: a voice drafts with one engine and speaks its finished episodes with another, slower one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.kit.errors import ConfigurationError

if TYPE_CHECKING:
    from studio.model.show import Show, Voice
    from studio.settings.workspace import Workspace


def with_finals(workspace: Workspace) -> Workspace:
    """The workspace with a show whose voices speak by what their files name under ``final``.

    A final has no fallback: an episode that is asked for in its final voices must not come out in others.

    Args:
        workspace: of a command; voices without a ``final`` stay as they are.

    Raises:
        ConfigurationError: ``no-final``; no voice that scripts can be spoken by names one.
    """
    show = workspace.show
    speaking = dict.fromkeys([show.narrator, *show.speakers.values()])
    if all(show.voices[name].final is None for name in speaking):
        raise ConfigurationError(
            "no-final", "no voice of this show names an engine for final takes", where=f"voices/{show.narrator}.yaml",
            hint="Add lines such as `final: {engine: kokoro, settings: {…}}`; see docs/voices.md.",
        )  # fmt: skip
    return replace(workspace, show=_final_show(show))


def _final_show(show: Show) -> Show:
    return replace(show, voices={name: final_voice(voice) for name, voice in show.voices.items()})


def final_voice(voice: Voice) -> Voice:
    """The voice as it speaks in final takes; itself where its file names none."""
    final = voice.final
    if final is None:
        return voice
    return replace(
        voice,
        engine=final.engine,
        gain_db=voice.gain_db if final.gain_db is None else final.gain_db,
        fallback=None,
        licence=final.licence,
        attribution=final.attribution,
        settings=final.settings,
        price=final.price,
    )
