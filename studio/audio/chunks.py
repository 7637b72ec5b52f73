"""Where the stream is cut into chunks that are encoded apart, and what each chunk depends on.

Cuts follow content, not position: whether one falls behind a clip depends on that clip, so after an insertion or
deletion the cuts further on are the same ones as before. A chunk's key names everything that its encoder hears.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.audio.beds import BedPart, PlacedBed
from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ

WARM_UP_FRAMES = 4  # fed to the encoder before a chunk, and dropped: as far as one frame's coding reaches back
RUN_OUT_FRAMES = 3  # fed to it after a chunk, and dropped

# Short chunks make an edit cheap, long ones waste less on warm-up. The longer a chunk, the likelier it ends.
_LEAST_SAMPLES = 4 * RATE_HZ
_MOST_SAMPLES = 18 * RATE_HZ


@dataclass(frozen=True, slots=True)
class ClipPart:
    """A clip's audible part: samples from ``start_samples`` to ``end_samples`` of the timeline at 44.1 kHz."""

    key: str
    start_samples: int
    end_samples: int
    gain_db: float = 0.0
    pan: float = 0.0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Frames ``[first, end)`` of the stream, and the samples ``[window_start, window_end)`` that the encoder hears.

    ``sounds`` are relative to ``window_start``. The last chunk also takes the frames that empty the encoder.
    """

    first: int
    end: int
    is_last: bool
    window_start: int
    window_end: int
    sounds: tuple[ClipPart, ...]
    beds: tuple[BedPart, ...] = ()

    @property
    def warm_up_frames(self) -> int:
        """How many frames the encoder hears before the first that is kept."""
        return self.first - self.window_start // FRAME_SAMPLES

    @property
    def content(self) -> str:
        """A text of everything about the chunk but where in the episode it stands; part of its key in the cache."""
        shape = (self.warm_up_frames, self.end - self.first, self.is_last, self.window_end - self.window_start)
        sounds = [(s.key, s.start_samples, s.end_samples, s.gain_db, s.pan) for s in self.sounds]
        beds = [(b.key, b.position_samples, b.first_frame, hashlib.sha256(b.gains).hexdigest()) for b in self.beds]
        return repr((shape, sounds, beds))


def cut(slots: Sequence[tuple[str, int]]) -> list[int]:
    """Frame numbers at which chunks begin, the first of them 0.

    Args:
        slots: key and start in samples of each slot, in order; cuts fall between slots.
    """
    starts, open_since = [0], 0
    for (key, _), (_, cut_at) in pairwise(slots):
        so_far = cut_at - open_since
        share = (so_far - _LEAST_SAMPLES) / (_MOST_SAMPLES - _LEAST_SAMPLES)
        if cut_at % FRAME_SAMPLES == 0 and _lot(key) < share:
            starts.append(cut_at // FRAME_SAMPLES)
            open_since = cut_at
    return starts


def plan(
    starts: Sequence[int],
    sounds: Sequence[ClipPart],
    length_samples: int,
    beds: Sequence[tuple[PlacedBed, int]] = (),
) -> list[Chunk]:
    """Chunks from their starts, all sounds of the episode in time order, and its beds with the length of their loop.

    Args:
        starts: the first frame of each chunk.
        sounds: by their samples in the episode.
        length_samples: length of the episode at 44.1 kHz.
        beds: each with the length of one turn of its sound, in samples at 44.1 kHz.
    """
    total = -(-length_samples // FRAME_SAMPLES)
    chunks, behind = [], 0
    for first, end in zip(starts, [*starts[1:], total], strict=True):
        is_last = end == total
        window_start = max(0, first - WARM_UP_FRAMES) * FRAME_SAMPLES
        window_end = length_samples if is_last else min(length_samples, (end + RUN_OUT_FRAMES) * FRAME_SAMPLES)
        while behind < len(sounds) and sounds[behind].end_samples <= window_start:
            behind += 1
        heard = []
        for sound in sounds[behind:]:
            if sound.start_samples >= window_end:
                break
            if sound.end_samples > window_start:
                heard.append(_shifted(sound, -window_start))
        frames = window_start // FRAME_SAMPLES, -(-window_end // FRAME_SAMPLES)
        parts = tuple(part for bed, turn in beds if (part := bed.part(*frames, turn)))
        chunks.append(Chunk(first, end, is_last, window_start, window_end, tuple(heard), parts))
    return chunks


def _shifted(sound: ClipPart, by: int) -> ClipPart:
    return ClipPart(sound.key, sound.start_samples + by, sound.end_samples + by, sound.gain_db, sound.pan)


def _lot(key: str) -> float:
    """A number in [0, 1) that depends on the key alone."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") / 2**48
