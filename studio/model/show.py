"""The podcast: settings, voices, sounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.model.script import CueKind


@dataclass(frozen=True, slots=True)
class Pillar:
    """A recurring editorial theme. ``wording`` are case-insensitive patterns that reveal it in headings and labels."""

    id: str
    name: str
    wording: tuple[str, ...] = ()
    short: str = ""
    colour: str = "#888888"


@dataclass(frozen=True, slots=True)
class MarkKind:
    """A thing that the framework counts (``{.detail}`` in a script); ``pillar`` is the one that it belongs to."""

    id: str
    name: str
    pillar: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One file of ``voices/``: an engine and its settings, passed to the engine as they stand."""

    name: str
    engine: str
    description: str = ""
    language: str = "en-US"
    gain_db: float = 0.0
    pan: float = 0.0
    fallback: str | None = None
    lexicons: tuple[str, ...] = ()
    licence: str = ""
    attribution: str = ""
    settings: Mapping[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence after a segment, by what comes next."""

    sentence_s: float = 0.35
    paragraph_s: float = 0.7
    section_s: float = 1.3
    part_s: float = 2.0
    speaker_s: float = 0.5
    end_s: float = 1.5


@dataclass(frozen=True, slots=True)
class Ducking:
    """How a bed gives way to speech: by how many decibels, in how many seconds, and when it comes back."""

    depth_db: float = 14.0
    attack_s: float = 0.5
    hold_s: float = 1.0
    release_s: float = 1.5


@dataclass(frozen=True, slots=True)
class Loudness:
    """Where the finished episode is to land."""

    target_lufs: float = -16.0
    tolerance_lu: float = 0.5
    ceiling_dbtp: float = -1.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """MP3 settings: constant bit rate at 44.1 kHz."""

    channels: int = 1
    bitrate_kbps: int = 96


@dataclass(frozen=True, slots=True)
class Asset:
    """A sound from ``assets/`` that cues can name."""

    name: str
    path: Path
    kind: CueKind
    gain_db: float = 0.0
    fade_s: float = 0.0


@dataclass(frozen=True)
class Show:
    """The podcast: ``studio.yaml``, its voices, lexicons and assets, all validated."""

    root: Path
    title: str
    author: str
    language: str
    description: str
    email: str
    site: str
    feed_url: str
    categories: tuple[str, ...]
    artwork: Path
    pillars: tuple[Pillar, ...]
    marks: tuple[MarkKind, ...]
    voices: Mapping[str, Voice]
    narrator: str
    speakers: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    lexicons: tuple[Path, ...] = ()
    style: Mapping[str, object] = field(default_factory=dict)
    pauses: Pauses = Pauses()
    ducking: Ducking = Ducking()
    loudness: Loudness = Loudness()
    encoding: Encoding = Encoding()
    lint: Mapping[str, object] = field(default_factory=dict)
    copyright: str = ""
    explicit: bool = False
    funding_url: str = ""
    funding_text: str = ""

    def pillar(self, pillar_id: str) -> Pillar:
        """The pillar with this id; KeyError where there is none."""
        return next(p for p in self.pillars if p.id == pillar_id)

    @property
    def scripts(self) -> Path:
        """The folder of the scripts."""
        return self.root / "scripts"

    @property
    def build(self) -> Path:
        """The folder of what renders make, a folder for each episode."""
        return self.root / "build"

    @property
    def cache(self) -> Path:
        """Where takes and encoded audio are kept between renders; safe to delete."""
        return self.build / ".cache"
