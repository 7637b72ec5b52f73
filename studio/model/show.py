"""The podcast: settings, voices, sounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from studio.model.fields import declared
from studio.model.publishing import Disclosure, FeedDetails, Person
from studio.model.script import CueKind

#: What LAME offers as constant bit rates at 44.1 kHz that make sense for speech and music.
BITRATES_KBPS = (48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A recurring editorial theme. ``wording`` are case-insensitive patterns that reveal it in headings and labels."""

    id: str = declared("", is_name=True)
    name: str = declared("A recurring editorial theme; it stands on every chapter that carries it.")
    wording: tuple[str, ...] = declared(
        "Regular expressions, case-insensitive: a heading or bold lead label that matches carries the pillar.",
        (),
        form="pattern",
    )
    short: str = declared("Short name for chapter titles.", "", shown_default="the name")
    colour: str = declared("Colour on pages and strips.", "#888888", form="colour")
    share: float | None = declared(
        "Share of an episode's speaking time that it aims at, percent.", None, low=0, high=100
    )


@dataclass(frozen=True, slots=True)
class MarkKind:
    """A thing that the framework counts (``{.detail}`` in a script); ``pillar`` is the one that it belongs to."""

    id: str = declared("", is_name=True)
    name: str = declared("A thing that the framework counts, marked `{.name}` in a script.")
    pillar: str | None = declared("The pillar that it belongs to.", None)


@dataclass(frozen=True, slots=True)
class Price:
    """What making takes with a voice costs, as its provider or the machine that it needs is paid."""

    per_hour: float = declared("Of an hour of finished sound.", 0.0, low=0, high=1_000_000)
    per_million_characters: float = declared("Of a million characters of spoken text.", 0.0, low=0, high=1_000_000)
    currency: str = declared("Three letters, e.g. `EUR`.", "USD", form="identifier")

    def of(self, sound_s: float, characters: int) -> float:
        """What so much sound of so many characters costs."""
        return self.per_hour * sound_s / 3600 + self.per_million_characters * characters / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalVoice:
    """How a voice speaks in final takes (``studio render --final``): mostly the same speaker by a larger model."""

    engine: str = declared("Engine of the final takes.")
    gain_db: float | None = declared(
        "Level change in decibels of the final takes.", None, low=-24, high=24, shown_default="the voice's"
    )
    licence: str = declared("Licence of that model (SPDX).", "")
    attribution: str = declared("Who has to be named for it.", "")
    settings: Mapping[str, str | int | float | bool] = declared("What that engine takes.", factory=dict)
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One file of ``voices/``: an engine and its settings, passed to the engine as they stand."""

    name: str = declared("", is_name=True)
    engine: str = declared("Engine that speaks, as `studio doctor` names it.")
    description: str = declared("What the voice is like.", "")
    language: str = declared("Language of the voice (BCP 47).", "en-US", form="language")
    gain_db: float = declared("Level change in decibels, before loudness is matched.", 0.0, low=-24, high=24)
    pan: float = declared("Place in stereo, -1 left to 1 right; not heard in mono.", 0.0, low=-1, high=1)
    fallback: str | None = declared("Voice to use where this one cannot speak.", None)
    lexicons: tuple[str, ...] = declared("Lexicon files for this voice alone.", (), form="file")
    licence: str = declared("Licence of the voice or model (SPDX).", "")
    attribution: str = declared("Who has to be named.", "")
    consent: str = declared("Who agreed, and to what, where the voice imitates a person; asked for there.", "")
    settings: Mapping[str, str | int | float | bool] = declared(
        "What its engine takes, see below; it refuses what it does not know.", factory=dict
    )
    final: FinalVoice | None = None
    price: Price | None = None

    @property
    def imitates(self) -> bool:
        """Whether it is made after a recording of a person, as a draft or in final takes."""
        return any("reference" in one.settings for one in (self, self.final) if one is not None)

    @property
    def is_final(self) -> bool:
        """Whether it speaks as in final takes."""
        return self.final is not None and (self.engine, self.settings) == (self.final.engine, self.final.settings)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence after a segment, by what comes next."""

    sentence_s: float = declared("Silence after a sentence, seconds.", 0.35, low=0, high=30)
    paragraph_s: float = declared("Silence after a paragraph, seconds.", 0.7, low=0, high=30)
    section_s: float = declared("Silence before a section, seconds.", 1.3, low=0, high=30)
    part_s: float = declared("Silence before a part (heading of level 1 or 2), seconds.", 2.0, low=0, high=30)
    speaker_s: float = declared("Least silence between two speakers, seconds.", 0.5, low=0, high=30)
    end_s: float = declared("Silence at the end, seconds.", 1.5, low=0, high=30)


@dataclass(frozen=True, slots=True)
class Ducking:
    """How a bed gives way to speech: by how many decibels, in how many seconds, and when it comes back."""

    depth_db: float = declared("By how much a bed gives way to speech, decibels.", 8.0, low=0, high=60)
    attack_s: float = declared("How long before speech it begins to give way, seconds.", 0.5, low=0.05, high=5)
    hold_s: float = declared("In a pause no longer than this it stays down, seconds.", 1.0, low=0, high=10)
    release_s: float = declared("How long it takes to come back after speech, seconds.", 1.5, low=0.05, high=10)


@dataclass(frozen=True, slots=True)
class Loudness:
    """Where the finished episode is to land."""

    target_lufs: float = declared(
        "Integrated loudness of the episode (ITU-R BS.1770-4), LUFS.", -16.0, low=-31, high=-9
    )
    tolerance_lu: float = declared("How far `studio verify` lets it be off, LU.", 0.5, low=0.2, high=3)
    ceiling_dbtp: float = declared("Highest true peak of the decoded MP3, dBTP.", -1.0, low=-9, high=0)


@dataclass(frozen=True, slots=True)
class Encoding:
    """MP3 settings: constant bit rate at 44.1 kHz."""

    channels: int = declared("1 (mono) or 2 (stereo).", 1, low=1, high=2)
    bitrate_kbps: int = declared("Constant bit rate of the MP3, kbit/s.", 96, choices=BITRATES_KBPS)


@dataclass(frozen=True, slots=True)
class Asset:
    """A sound from ``assets/`` that cues can name."""

    name: str = declared("", is_name=True)
    path: Path = declared("A sound that cues can name.", key="file")
    kind: CueKind = declared(
        "`bed` (music under speech), `stinger` (seconds-long punctuation) or `bumper`.",
        choices=(CueKind.BED, CueKind.STINGER, CueKind.BUMPER),
    )
    gain_db: float = declared(
        "Loudness against that of the voices, decibels; of a bed while nobody speaks.", 0.0, low=-60, high=12
    )
    fade_s: float = declared("Fade in and out, seconds.", 0.0, low=0, high=60)


class ListNumbers(StrEnum):
    """When the numbers of ordered lists are spoken; ``auto`` where the text around refers to them."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True)
class Show:
    """The podcast: ``studio.yaml``, its voices, lexicons and assets, all validated.

    What only a feed needs may be empty: :func:`studio.settings.publishable.require_publishable` asks for it.
    """

    root: Path
    title: str
    author: str
    language: str
    description: str
    email: str
    site: str
    feed_url: str
    categories: tuple[str, ...]
    artwork: Path | None
    pillars: tuple[Pillar, ...]
    marks: tuple[MarkKind, ...]
    voices: Mapping[str, Voice]
    narrator: str
    speakers: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    lexicons: tuple[Path, ...] = ()
    style: Mapping[str, Any] = field(default_factory=dict)
    list_numbers: ListNumbers = ListNumbers.AUTO
    pauses: Pauses = Pauses()
    ducking: Ducking = Ducking()
    loudness: Loudness = Loudness()
    encoding: Encoding = Encoding()
    lint: Mapping[str, object] = field(default_factory=dict)
    copyright: str = ""
    explicit: bool = False
    funding_url: str = ""
    funding_text: str = ""
    feed: FeedDetails = field(default_factory=FeedDetails)
    people: tuple[Person, ...] = ()
    display: Mapping[str, str] = field(default_factory=dict)
    disclosure: Disclosure = field(default_factory=Disclosure)
    shared_takes: str = ""
    target_minutes: float | None = None

    @property
    def feed_language(self) -> str:
        """The language of the feed and its pages (BCP 47)."""
        return self.feed.language or self.language

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
