"""The formats of sound files beside MP3: how each is encoded, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Format(StrEnum):
    """A file format by its suffix."""

    OPUS = "opus"
    M4A = "m4a"
    FLAC = "flac"
    WAV = "wav"


@dataclass(frozen=True, slots=True)
class FormatSettings:
    """One format: ``encoder`` are ffmpeg's options, ``title`` is what listeners read.

    ``bitrate_kbps`` is None for a lossless format, which is for editors rather than for a feed.
    """

    media_type: str
    title: str
    bitrate_kbps: int | None = None
    encoder: Mapping[str, object] = field(default_factory=dict)


# Encoders that are made for speech at these rates; the lossless ones keep 16 bits, as the sources have no more.
FORMATS: Mapping[Format, FormatSettings] = {
    Format.OPUS: FormatSettings("audio/ogg", "Opus", 64, {"c:a": "libopus", "ar": 48_000, "f": "opus"}),
    Format.M4A: FormatSettings("audio/mp4", "AAC", 112, {"c:a": "aac", "movflags": "+faststart", "f": "ipod"}),
    Format.FLAC: FormatSettings("audio/flac", "FLAC", None, {"c:a": "flac", "sample_fmt": "s16", "f": "flac"}),
    Format.WAV: FormatSettings("audio/wav", "WAV", None, {"c:a": "pcm_s16le", "f": "wav"}),
}
FEED_FORMATS = tuple(kind for kind, settings in FORMATS.items() if settings.bitrate_kbps is not None)
"""Those that a feed offers beside the MP3."""
