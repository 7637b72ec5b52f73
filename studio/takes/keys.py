"""A take's key: everything that decides how it sounds, and nothing else."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import PurePath
from typing import TYPE_CHECKING

from studio.kit import inputs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.model.narration import Segment
    from studio.voices.casting import CastVoice

#: Raise when the same recording would be trimmed, faded or stored otherwise than before.
FORMAT = 3
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def voice_ingredients(cast: CastVoice) -> dict[str, object]:
    """The part of :func:`ingredients` that is the same for all segments of a voice: engine, settings and model."""
    return {
        "format": FORMAT,
        "engine": cast.engine.info.name,
        "engine_version": cast.engine.info.version,
        "model": list(cast.model),
        "settings": {name: value for name, value in _settings(cast.options).items() if not isinstance(value, PurePath)},
    }


def ingredients(segment: Segment, voice: Mapping[str, object], take: int = 1) -> dict[str, object]:
    """What goes into the key, as JSON values; paths count by their content, so a moved show keeps its takes.

    Args:
        segment: the text and its pronunciations.
        voice: :func:`voice_ingredients` of who speaks it.
        take: number of the take, from 1.
    """
    return {
        **voice,
        "text": segment.spoken,
        "pronunciations": [[p.start, p.end, p.ipa, p.respelling] for p in segment.pronunciations],
        "take": take,
    }


def recording_ingredients(recording: Path, text: str) -> dict[str, object]:
    """The same for a recording by a person: its content, and the spoken text for its word marks.

    Raises:
        OSError: it cannot be read.
    """
    return {"format": FORMAT, "recording": inputs.file_digest(recording), "text": text}


def take_key(parts: Mapping[str, object]) -> str:
    """SHA-256 of the canonical JSON of a key's ingredients, in hexadecimal."""
    return hashlib.sha256(_CANONICAL.encode(parts).encode()).hexdigest()


def _settings(options: object) -> dict[str, object]:
    if dataclasses.is_dataclass(options) and not isinstance(options, type):
        return {field.name: getattr(options, field.name) for field in dataclasses.fields(options)}
    raise TypeError("an engine's options must be a dataclass")
