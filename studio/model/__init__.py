"""The nouns: frozen values that the stages hand to each other.

Suffixes say the unit: ``_s`` seconds, ``_ms`` milliseconds, ``_hz`` hertz, ``_samples`` sample frames at the rate
that stands beside them, ``_db`` decibels, ``_lufs`` loudness (ITU-R BS.1770-4), ``_dbtp`` true peak.

Names are imported on first use, so a command pays only for the nouns that it handles.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.model.diagnostics import Diagnostic, Edit, Fix, Severity
    from studio.model.narration import Boundary, CuePoint, Narration, Pronunciation, Segment, SpokenPiece
    from studio.model.script import (
        PART_LEVEL,
        Block,
        BlockKind,
        Cue,
        CueKind,
        Episode,
        Inline,
        InlineKind,
        Mark,
        Script,
        Section,
    )
    from studio.model.show import Asset, Ducking, Encoding, Loudness, MarkKind, Pauses, Pillar, Show, Voice
    from studio.model.source import Location, Source, Span
    from studio.model.takes import Take, TakeInfo, WordMark
    from studio.model.timeline import Bed, Caption, Chapter, Clip, Timeline

__all__ = [
    "PART_LEVEL",
    "Asset",
    "Bed",
    "Block",
    "BlockKind",
    "Boundary",
    "Caption",
    "Chapter",
    "Clip",
    "Cue",
    "CueKind",
    "CuePoint",
    "Diagnostic",
    "Ducking",
    "Edit",
    "Encoding",
    "Episode",
    "Fix",
    "Inline",
    "InlineKind",
    "Location",
    "Loudness",
    "Mark",
    "MarkKind",
    "Narration",
    "Pauses",
    "Pillar",
    "Pronunciation",
    "Script",
    "Section",
    "Segment",
    "Severity",
    "Show",
    "Source",
    "Span",
    "SpokenPiece",
    "Take",
    "TakeInfo",
    "Timeline",
    "Voice",
    "WordMark",
]

_HOMES = {
    "diagnostics": "Diagnostic Edit Fix Severity",
    "narration": "Boundary CuePoint Narration Pronunciation Segment SpokenPiece",
    "script": "PART_LEVEL Block BlockKind Cue CueKind Episode Inline InlineKind Mark Script Section",
    "show": "Asset Ducking Encoding Loudness MarkKind Pauses Pillar Show Voice",
    "source": "Location Source Span",
    "takes": "Take TakeInfo WordMark",
    "timeline": "Bed Caption Chapter Clip Timeline",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"studio.model.{_HOME[name]}"), name)
    globals()[name] = found
    return found
