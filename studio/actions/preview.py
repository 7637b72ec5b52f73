"""``studio preview``: a few segments made audible without rendering the episode."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.actions.diff import last_render
from studio.actions.pronunciation import WordSound, word_sounds
from studio.actions.sound import sound_of, write_sound
from studio.changes import compare, version_of
from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.narration.read import read_episode
from studio.narration.select import Selection, select_some
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.takes import open_store, plan_takes
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
    changed: bool = False,
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
        changed: of the chosen ones, or of all, those that sound otherwise than in the last render.

    Raises:
        ConfigurationError: nothing matches.
        StudioError: ``nothing-changed``; ``not-rendered``, where changes are asked for.
        StudioError: as for a render.
    """
    if final:
        workspace = with_finals(workspace)
    script, narration = read_episode(workspace.show, episode, skip_unspeakable=True)
    if changed:
        plans = plan_takes(narration.segments, workspace.show, open_store(workspace), episode=episode, allow_bad=True)
        found = compare(last_render(workspace, episode), version_of(script, narration, plans, workspace.show))
        numbers = {one.number for change in found.heard for one in change.after}
        among = narration.segments if selection.is_empty else select_some(narration.segments, script, selection)
        chosen = tuple(segment for segment in among if segment.number in numbers)
        if not chosen:
            raise StudioError(
                "nothing-changed", "nothing sounds otherwise than in the last render", where=script.source.path
            )
    else:
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


def watched(workspace: Workspace, episode: EpisodeFiles) -> tuple[Path, ...]:
    """The files whose edits are heard in a preview."""
    show, choices = workspace.show, (episode.takes,) if episode.takes.exists() else ()
    own = {show.root / lexicon for voice in show.voices.values() for lexicon in voice.lexicons}
    settings = [path for path in (show.root / "studio.yaml",) if path.exists()]
    return (episode.script, *settings, *choices, *sorted({*own, *show.lexicons, *show.root.glob("voices/*.yaml")}))
