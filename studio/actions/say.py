"""``studio say``: the spoken form of a text, and its sound."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.actions.pronunciation import WordSound, word_sounds
from studio.actions.sound import sound_of, write_sound
from studio.kit.errors import ConfigurationError, suggest
from studio.kit.events import Events
from studio.model.narration import Boundary, Segment, SpokenPiece
from studio.model.show import Show
from studio.model.source import Span
from studio.narration.read import read_lexicons
from studio.settings.workspace import Workspace
from studio.speech import Spoken, Style, speak


@dataclass(frozen=True, slots=True)
class Explained:
    """One stretch of text that is spoken otherwise than it is written, and the rule behind it.

    ``others`` are its other readings, by the kinds that pin them; ``is_sure`` is whether the context decided.
    """

    written: str
    spoken: str
    rule: str
    others: tuple[tuple[str, str], ...] = ()
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """The spoken form of a text; ``sound`` is a WAV file, and ``words`` how each is said, where they were asked for."""

    written: str
    spoken: str
    explanation: tuple[Explained, ...]
    sound: Path | None = None
    words: tuple[WordSound, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "sound": str(self.sound) if self.sound else None}


def say(
    workspace: Workspace,
    text: str,
    *,
    voice: str | None = None,
    out: Path | None = None,
    wants_sound: bool = False,
    wants_words: bool = False,
    events: Events | None = None,
) -> Said:
    """How a text is spoken in this show's style and, where asked for, a WAV file of it.

    Args:
        workspace: the show, and where takes are kept.
        text: as an author writes it.
        voice: name of a voice; None for the narrator.
        out: the WAV file to write.
        wants_sound: write a WAV file into the system's temporary folder where ``out`` names none.
        wants_words: tell how the voice says each word, and from where it knows.
        events: told of the take as it is made.

    Raises:
        ConfigurationError: no such voice.
        StudioError: the text cannot be synthesised.
    """
    show = workspace.show
    spoken, segment = said_segment(show, text, voice)
    explanation = tuple(
        _explained(text, spoken, piece)
        for piece in spoken.pieces
        if text[piece.written_start : piece.written_end] != spoken.text[piece.start : piece.end]
    )
    words = word_sounds(show, segment.voice, spoken.text, segment.pronunciations) if wants_words else ()
    sound = None
    if out is not None or wants_sound:
        samples, rate_hz = sound_of(workspace, [segment], events=events)
        sound = write_sound(out or Path(tempfile.gettempdir()) / "studio-say.wav", samples, rate_hz)
    return Said(text, spoken.text, explanation, sound, words)


def said_segment(show: Show, text: str, voice: str | None = None) -> tuple[Spoken, Segment]:
    """The spoken form of a text, and the segment that it is where it stands alone.

    Args:
        show: whose style and lexicons hold.
        text: as an author writes it.
        voice: name of a voice; None for the narrator.

    Raises:
        ConfigurationError: no such voice.
    """
    name = voice or show.narrator
    if name not in show.voices:
        raise ConfigurationError("unknown-voice", f"there is no voice `{name}`", hint=suggest(name, [*show.voices]))
    spoken = speak(text, Style(**show.style))
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
    return spoken, segment


def _explained(text: str, spoken: Spoken, piece: SpokenPiece) -> Explained:
    written, said = text[piece.written_start : piece.written_end], spoken.text[piece.start : piece.end]
    doubt = next((doubt for doubt in spoken.doubts if doubt.start == piece.written_start), None)
    if doubt is None:
        return Explained(written, said, piece.rule)
    others = tuple((reading.kind, reading.spoken) for reading in doubt.readings[1:])
    return Explained(written, said, piece.rule, others, doubt.is_sure)
