"""Narration, take lengths and sounds to a timeline that is exact to the sample.

Every segment owns a slot of whole MP3 frames: lead-in, audio, then the silence that follows it. Slots that start on a
frame can be encoded apart from each other, so a changed sentence re-encodes its own slot and no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.audio.slots import FRAME_SAMPLES, RATE_HZ, resampled_length, whole_frames
from studio.kit.errors import StudioError
from studio.model.narration import Narration, Segment
from studio.model.script import Cue, CueKind
from studio.model.show import Show
from studio.model.takes import TakeInfo
from studio.model.timeline import Bed, Clip, Timeline

if TYPE_CHECKING:
    from studio.audio.assets import PreparedSound

LEAD_IN_SAMPLES = 8 * FRAME_SAMPLES
"""Silence before the first word (0.21 s), so that no player swallows it."""

SOUND_CUES = (CueKind.STINGER, CueKind.BUMPER)
"""Cues whose sound has the floor for itself."""

BEFORE_MUSIC_S = 1.0
"""Most silence before a stinger, a bumper or a bed, but for what a cue asks for: the sound itself marks the break."""

SOUND_TAIL_S = 0.4
"""Silence after a stinger or bumper."""

BED_INTRO_S, LONGEST_INTRO_S = 2.0, 4.0
"""How long a bed is heard before the first word over it: until it has faded in and given way, within these bounds."""


@dataclass
class _Slot:
    """A clip that has no place yet: silence, sound, silence; ``pause_samples`` are those that a cue asks for."""

    key: str
    audio_samples: int
    voice: str
    gain_db: float
    segment: int | None
    pan: float = 0.0
    lead_samples: int = 0
    tail_samples: int = 0
    pause_samples: int = 0

    @property
    def length_samples(self) -> int:
        return whole_frames(self.lead_samples + self.audio_samples + self.tail_samples + self.pause_samples)


def arrange(
    narration: Narration, takes: Sequence[TakeInfo], show: Show, sounds: Mapping[str, PreparedSound] | None = None
) -> Timeline:
    """Give every segment, stinger and bumper its slot, and every bed its stretch.

    Args:
        narration: the segments and cues in order.
        takes: one per segment, in the same order.
        show: gives the channels, levels, ducking, and the length of a ``::pause`` that names none.
        sounds: the sounds that the cues name, by their name in the show.

    Returns:
        A timeline whose ``speech[i]`` holds the take of ``narration.segments[i]``.

    Raises:
        StudioError: ``nothing-to-say`` where there is no segment, ``unknown-sound`` for a cue that names no sound.
        ValueError: takes and segments differ in number.
    """
    if not narration.segments:
        raise StudioError(
            "nothing-to-say", "the script has nothing that is spoken", hint="Write a paragraph under a heading."
        )
    desk = _Desk(show, sounds or {})
    cues = sorted(narration.cues, key=lambda point: point.segment)
    for index, (segment, take) in enumerate(zip(narration.segments, takes, strict=True)):
        while cues and cues[0].segment <= index:
            desk.follow(cues.pop(0).cue)
        desk.speak(index, segment, take)
    for point in cues:
        desk.follow(point.cue)
    return desk.timeline()


class _Desk:
    """Takes cues and segments in order and lays them out."""

    def __init__(self, show: Show, sounds: Mapping[str, PreparedSound]) -> None:
        self._show = show
        self._sounds = sounds
        self._slots: list[_Slot] = []
        self._lead_samples = LEAD_IN_SAMPLES
        self._beds: list[tuple[int, int | None, Cue, float | None]] = []

    def speak(self, index: int, segment: Segment, take: TakeInfo) -> None:
        voice = self._show.voices[segment.voice]
        length = resampled_length(take.length_samples, take.rate_hz)
        tail = _samples(segment.pause_s)
        self._add(_Slot(take.key, length, segment.voice, voice.gain_db, index, voice.pan, tail_samples=tail))

    def follow(self, cue: Cue) -> None:
        if cue.kind is CueKind.PAUSE:
            self._pause(cue)
        elif cue.kind in SOUND_CUES:
            self._shorten_silence()
            self._play(cue)
        elif cue.kind is CueKind.BED:
            self._shorten_silence()
            self._stop_bed(cue.fade_s)
            self._begin_bed(cue)
        else:
            self._stop_bed(cue.fade_s)

    def timeline(self) -> Timeline:
        clips, starts, start = [], [], 0
        for slot in self._slots:
            starts.append(start)
            clips.append(
                Clip(
                    slot.key,
                    start,
                    slot.length_samples,
                    slot.lead_samples,
                    slot.gain_db,
                    slot.pan,
                    voice=slot.voice,
                    segment=slot.segment,
                )
            )
            start += slot.length_samples
        starts.append(start)
        beds = tuple(
            self._bed(cue, starts[first], starts[len(self._slots) if last is None else last], fade_out_s)
            for first, last, cue, fade_out_s in self._beds
            if first < (len(self._slots) if last is None else last)
        )
        return Timeline(RATE_HZ, self._show.encoding.channels, start, tuple(clips), beds)

    def _add(self, slot: _Slot) -> None:
        slot.lead_samples, self._lead_samples = self._lead_samples, 0
        self._slots.append(slot)

    def _pause(self, cue: Cue) -> None:
        silence = _samples(self._show.pauses.section_s if cue.length_s is None else cue.length_s)
        if self._slots:
            self._slots[-1].pause_samples += silence
        else:
            self._lead_samples += silence

    def _play(self, cue: Cue) -> None:
        sound, asset = self._sound(cue), self._show.assets[cue.name]
        gain_db = asset.gain_db if cue.gain_db is None else cue.gain_db
        tail = _samples(SOUND_TAIL_S)
        self._add(_Slot(sound.key, sound.length_samples, f"sound {cue.name}", gain_db, None, tail_samples=tail))

    def _begin_bed(self, cue: Cue) -> None:
        self._sound(cue)
        self._beds.append((len(self._slots), None, cue, None))
        self._lead_samples += _samples(self._intro_s(cue))

    def _shorten_silence(self) -> None:
        """Before music, the pause between sections is one silence too many, unless other music plays in it."""
        count = len(self._slots)
        is_filled = any(first < count and (last is None or last == count) for first, last, *_ in self._beds)
        if self._slots and not is_filled:
            self._slots[-1].tail_samples = min(self._slots[-1].tail_samples, _samples(BEFORE_MUSIC_S))

    def _intro_s(self, cue: Cue) -> float:
        return min(max(BED_INTRO_S, self._fade_in_s(cue) + self._show.ducking.attack_s), LONGEST_INTRO_S)

    def _fade_in_s(self, cue: Cue) -> float:
        return self._show.assets[cue.name].fade_s if cue.fade_s is None else cue.fade_s

    def _stop_bed(self, fade_s: float | None) -> None:
        if self._beds and self._beds[-1][1] is None:
            first, _, cue, _ = self._beds[-1]
            self._beds[-1] = (first, len(self._slots), cue, fade_s)

    def _bed(self, cue: Cue, start: int, end: int, fade_out_s: float | None) -> Bed:
        asset, ducking = self._show.assets[cue.name], self._show.ducking
        gain_db = asset.gain_db if cue.gain_db is None else cue.gain_db
        return Bed(
            self._sounds[cue.name].key,
            start,
            end,
            gain_db=gain_db,
            ducked_db=gain_db - ducking.depth_db,
            fade_in_s=self._fade_in_s(cue),
            fade_out_s=asset.fade_s if fade_out_s is None else fade_out_s,
            attack_s=ducking.attack_s,
            hold_s=ducking.hold_s,
            release_s=ducking.release_s,
        )

    def _sound(self, cue: Cue) -> PreparedSound:
        sound = self._sounds.get(cue.name)
        if sound is None:
            raise StudioError(
                "unknown-sound",
                f"a cue asks for the sound `{cue.name}`, which this show does not have",
                hint="Name it under `sounds:` in studio.yaml.",
            )
        return sound


def _samples(seconds: float) -> int:
    return max(0, round(seconds * RATE_HZ))
