"""Narration and take lengths to a timeline that is exact to the sample.

Every segment owns a slot of whole MP3 frames: lead-in, audio, then the silence that follows it. Slots that start on a
frame can be encoded apart from each other, so a changed sentence re-encodes its own slot and no other.
"""

from __future__ import annotations

from collections.abc import Sequence

from studio.errors import StudioError
from studio.model import Clip, Cue, CueKind, Narration, Pauses, Show, TakeInfo, Timeline

RATE_HZ = 44_100
"""Rate of every timeline."""

FRAME_SAMPLES = 1_152
"""Samples per channel in one MPEG-1 Layer III frame (ISO 11172-3)."""

LEAD_IN_SAMPLES = 8 * FRAME_SAMPLES
"""Silence before the first word (0.21 s), so that no player swallows it."""


def resampled_length(length_samples: int, rate_hz: int) -> int:
    """Length at 44.1 kHz of audio with ``length_samples`` at ``rate_hz``, rounded up."""
    return -(-length_samples * RATE_HZ // rate_hz)


def arrange(narration: Narration, takes: Sequence[TakeInfo], show: Show) -> Timeline:
    """Give every segment its slot.

    Args:
        narration: the segments and cues in order.
        takes: one per segment, in the same order.
        show: gives the channels and the length of a ``::pause`` that names none.

    Returns:
        A timeline whose ``clips[i]`` holds the take of ``narration.segments[i]``.

    Raises:
        StudioError: ``nothing-to-say`` where there is no segment.
        ValueError: takes and segments differ in number.
    """
    if not narration.segments:
        raise StudioError(
            "nothing-to-say", "The script has nothing that is spoken", hint="Write a paragraph under a heading."
        )
    silences = _cue_silences(narration, show.pauses)
    clips, start = [], 0
    for index, (segment, take) in enumerate(zip(narration.segments, takes, strict=True)):
        lead = LEAD_IN_SAMPLES + silences[0] if index == 0 else 0
        used = (
            lead + resampled_length(take.length_samples, take.rate_hz) + _samples(segment.pause_s) + silences[index + 1]
        )
        slot = max(1, -(-used // FRAME_SAMPLES)) * FRAME_SAMPLES
        clips.append(Clip(take.key, start, slot, lead, show.voices[segment.voice].gain_db, voice=segment.voice))
        start += slot
    return Timeline(RATE_HZ, show.encoding.channels, start, tuple(clips))


def _cue_silences(narration: Narration, pauses: Pauses) -> list[int]:
    """Samples of silence that ``::pause`` cues ask for before each segment, and (last) at the end."""
    silences = [0] * (len(narration.segments) + 1)
    for point in narration.cues:
        if point.cue.kind is CueKind.PAUSE:
            silences[point.segment] += _samples(_pause_s(point.cue, pauses))
    return silences


def _pause_s(cue: Cue, pauses: Pauses) -> float:
    return pauses.section_s if cue.length_s is None else cue.length_s


def _samples(seconds: float) -> int:
    return max(0, round(seconds * RATE_HZ))
