"""A few segments, or a text, made audible without rendering an episode."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.kit.errors import ConfigurationError, suggest
from studio.model.narration import Boundary, Segment
from studio.model.script import Script
from studio.model.show import Show
from studio.model.source import Span
from studio.narration.read import read_episode, read_lexicons
from studio.narration.select import find_segments, no_such_segment
from studio.speech import Style, speak
from studio.takes import TakeStore, make_takes, plan_takes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PreviewedSegment:
    """A segment in a preview: its number, its place in the script, and what is said."""

    number: int
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Previewed:
    """A WAV file and what is to be heard in it."""

    path: Path
    duration_s: float
    segments: tuple[PreviewedSegment, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "path": str(self.path)}


@dataclass(frozen=True, slots=True)
class Explained:
    """One stretch of text that is spoken otherwise than it is written, and the rule behind it."""

    written: str
    spoken: str
    rule: str


@dataclass(frozen=True, slots=True)
class Said:
    """The spoken form of a text; ``sound`` is a WAV file where one was asked for."""

    written: str
    spoken: str
    explanation: tuple[Explained, ...]
    sound: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "sound": str(self.sound) if self.sound else None}


def preview_segments(
    show: Show,
    episode: str,
    *,
    number: int | None = None,
    line: int | None = None,
    grep: str | None = None,
    section: str | None = None,
    out: Path | None = None,
    cache: Path | None = None,
) -> Previewed:
    """Write the chosen segments, with their pauses, to a WAV file; without a choice, the first segment.

    Blocks that cannot be spoken do not keep the rest from being heard.

    Raises:
        ConfigurationError: nothing matches.
        StudioError: as for a render.
    """
    script, narration = read_episode(show, episode, skip_unspeakable=True)
    if number is None and line is None and grep is None and section is None:
        number = 1
    chosen = find_segments(narration.segments, script, number=number, line=line, grep=grep)
    if section is not None:
        chosen = tuple(segment for segment in chosen if segment.section in _sections(script, section))
    if not chosen:
        raise no_such_segment(narration.segments, script, line)
    samples, rate_hz = _sound(chosen, show, TakeStore((cache or show.cache) / "takes"), script.episode.id)
    path = _write(samples, rate_hz, out or show.build / script.episode.id / "preview.wav")
    return Previewed(
        path,
        len(samples) / rate_hz,
        tuple(PreviewedSegment(s.number, str(script.source.location(s.span.start)), s.spoken) for s in chosen),
    )


def speak_text(
    show: Show, text: str, *, voice: str | None = None, out: Path | None = None, wants_sound: bool = False
) -> Said:
    """How a text is spoken in this show's style and, where asked for, a WAV file of it.

    Raises:
        ConfigurationError: no such voice.
        StudioError: the text cannot be synthesised.
    """
    spoken = speak(text, Style(**show.style))
    explanation = tuple(
        Explained(text[p.written_start : p.written_end], spoken.text[p.start : p.end], p.rule)
        for p in spoken.pieces
        if text[p.written_start : p.written_end] != spoken.text[p.start : p.end]
    )
    sound = None
    if out is not None or wants_sound:
        name = voice or show.narrator
        if name not in show.voices:
            raise ConfigurationError("unknown-voice", f"there is no voice `{name}`", hint=suggest(name, [*show.voices]))
        segment = Segment(
            number=1,
            section=0,
            written=text,
            spoken=spoken.text,
            voice=name,
            span=Span(0, len(text)),
            boundary=Boundary.END,
            pause_s=0.0,
            pronunciations=read_lexicons(show)[name].pronounce(spoken.text, show.voices[name].engine),
        )
        samples, rate_hz = _sound([segment], show, TakeStore(show.cache / "takes"))
        sound = _write(samples, rate_hz, out or Path(tempfile.gettempdir()) / "studio-say.wav")
    return Said(text, spoken.text, explanation, sound)


def write_take(store: TakeStore, key: str, path: Path) -> Path:
    """One take as a WAV file."""
    take = store.load(key)
    return _write(take.samples, take.rate_hz, path)


def _sound(
    segments: Sequence[Segment], show: Show, store: TakeStore, episode: str | None = None
) -> tuple[NDArray[np.float32], int]:
    """The takes of a few segments in a row with their pauses, at the rate of the first."""
    import numpy as np
    import soxr

    made = make_takes(plan_takes(segments, show, store, episode=episode), show, store)
    rate_hz = made.infos[0].rate_hz
    parts = []
    for segment, info in zip(segments, made.infos, strict=True):
        take = store.load(info.key)
        samples = take.samples if take.rate_hz == rate_hz else soxr.resample(take.samples, take.rate_hz, rate_hz)
        parts += [samples, np.zeros(round(segment.pause_s * rate_hz), np.float32)]
    return np.concatenate(parts[:-1]), rate_hz


def _write(samples: NDArray[np.float32], rate_hz: int, path: Path) -> Path:
    from studio.audio import write_wav

    path.parent.mkdir(parents=True, exist_ok=True)
    write_wav(path, samples, rate_hz)
    return path


def _sections(script: Script, wanted: str) -> frozenset[int]:
    return frozenset(
        index
        for index, section in enumerate(script.sections)
        if wanted == section.id or wanted.casefold() in section.title.casefold()
    )
