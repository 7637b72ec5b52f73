"""The episode at its exact samples."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clip:
    """A take or an asset on the timeline.

    ``key`` names the audio (a take's key), ``start_samples`` and ``length_samples`` bound its slot at the timeline's
    rate: the audio begins ``lead_samples`` into the slot and the rest of the slot is silence. ``voice`` names what is
    brought to one level together, before ``gain_db``: a speaker, or a sound from the assets. ``pan`` is -1 left to
    1 right and heard in stereo only. ``segment`` is the index of the segment that is spoken, None for a sound.
    """

    key: str
    start_samples: int
    length_samples: int
    lead_samples: int = 0
    gain_db: float = 0.0
    pan: float = 0.0
    voice: str = ""
    segment: int | None = None


@dataclass(frozen=True, slots=True)
class Bed:
    """Music from ``start_samples`` to ``end_samples`` of the timeline, over again where its sound is shorter.

    ``gain_db`` is its loudness against that of the voices where nobody speaks, ``ducked_db`` while somebody does. It
    gives way within ``attack_s`` before speech begins and is back ``release_s`` after it, but stays down in pauses of
    ``hold_s`` and less.
    """

    key: str
    start_samples: int
    end_samples: int
    gain_db: float = -6.0
    ducked_db: float = -14.0
    fade_in_s: float = 1.0
    fade_out_s: float = 2.0
    attack_s: float = 0.5
    hold_s: float = 1.0
    release_s: float = 1.5


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every clip at its exact sample. Slots tile ``[0, length_samples)`` without gap or overlap, in time order."""

    rate_hz: int
    channels: int
    length_samples: int
    clips: tuple[Clip, ...]
    beds: tuple[Bed, ...] = ()

    @property
    def speech(self) -> tuple[Clip, ...]:
        """The clips of the segments, in their order, without the sounds between them."""
        return tuple(clip for clip in self.clips if clip.segment is not None)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Listener navigation, in samples at ``Timeline.rate_hz``; ``pillar`` is a pillar's id."""

    start_samples: int
    end_samples: int
    title: str
    pillar: str | None = None
    image: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """Timed on-screen text, from the written form."""

    start_samples: int
    end_samples: int
    text: str
    speaker: str | None = None
