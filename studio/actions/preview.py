"""``studio preview``: a few segments made audible without rendering the episode."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.actions.pronunciation import WordSound, word_sounds
from studio.actions.sound import sound_of, write_sound
from studio.kit.events import Events
from studio.narration.read import read_episode
from studio.narration.select import Selection, select_some
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.voices.finals import with_finals


@dataclass(frozen=True, slots=True)
class PreviewedSegment:
    """A segment in a preview: its number, its place in the script, what is said, and how each word is."""

    number: int
    where: str
    text: str
    words: tuple[WordSound, ...] = ()


@dataclass(frozen=True, slots=True)
class Previewed:
    """A WAV file, its length in seconds, and what is to be heard in it."""

    path: Path
    duration_s: float
    segments: tuple[PreviewedSegment, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "path": str(self.path)}


def preview(
    workspace: Workspace,
    episode: EpisodeFiles,
    selection: Selection,
    out: Path | None = None,
    events: Events | None = None,
    *,
    final: bool = False,
) -> Previewed:
    """Write the chosen segments, with their pauses, to a WAV file; without a choice, the first segment.

    Blocks that cannot be spoken do not keep the rest from being heard.

    Args:
        workspace: the episode's show, and its caches.
        episode: which one.
        selection: which segments.
        out: the WAV file; by default ``preview.wav`` in the build folder.
        events: told of takes as they are made.
        final: in the voices' final takes.

    Raises:
        ConfigurationError: nothing matches.
        StudioError: as for a render.
    """
    if final:
        workspace = with_finals(workspace)
    script, narration = read_episode(workspace.show, episode, skip_unspeakable=True)
    chosen = select_some(narration.segments, script, Selection(number=1) if selection.is_empty else selection)
    samples, rate_hz = sound_of(workspace, chosen, episode, events)
    path = write_sound(out or episode.build / "preview.wav", samples, rate_hz)
    return Previewed(
        path,
        len(samples) / rate_hz,
        tuple(
            PreviewedSegment(
                segment.number,
                str(script.source.location(segment.span.start)),
                segment.spoken,
                word_sounds(workspace.show, segment.voice, segment.spoken, segment.pronunciations),
            )
            for segment in chosen
        ),
    )
