"""Encode one chunk: mix, limit, MP3, and the few numbers that the episode's report needs from it."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.audio import lame
from studio.audio.chunks import Chunk
from studio.audio.decoded import decoded_peaks
from studio.audio.limiter import Floats, Limited, limit, true_peak
from studio.audio.mix import Library, mix
from studio.audio.mp3 import FRAME_SAMPLES, frame_offsets
from studio.audio.planning import HEADROOM_DB

_HEADROOM = 10 ** (-HEADROOM_DB / 20)
_MARGIN = 10 ** (-0.03 / 20)  # meters differ a little
#: Frames that peak lower than this below the limiter's ceiling do not come out above the file's. Coding adds up to
#: 1.5 dB to the consonants of neural voices, whose energy is at high frequencies.
_HOT = 10 ** (-2.0 / 20)
_ATTEMPTS = 4
# The encoder follows the loudness over some ten frames. Noise and silence before every chunk bring it where it would
# be in the middle of an episode, whatever stands before the chunk: measured at the joints of real speech, its error is
# then that of a single pass, where 12 or 16 frames of the episode itself left up to 7 dB more.
_PRIMER_NOISE_FRAMES, _PRIMER_FRAMES = 8, 12
_PRIMER_LEVEL = 0.1
_HEAD = struct.Struct("<IHIfIf")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A chunk's frames and what was noted while they were made.

    ``true_peak`` is linear, of the decoded frames; ``waveform`` holds the greatest sample of each frame, 0 to 255.
    """

    frames: int
    crc: int
    lowpass_hz: int
    true_peak: float
    limited_samples: int
    deepest_db: float
    waveform: bytes | memoryview
    stream: bytes | memoryview

    def to_bytes(self) -> bytes:
        """The cache entry."""
        head = _HEAD.pack(self.frames, self.crc, self.lowpass_hz, self.true_peak, self.limited_samples, self.deepest_db)
        return b"".join((head, len(self.waveform).to_bytes(4, "little"), self.waveform, self.stream))

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Encoded:
        """Inverse of :meth:`to_bytes`."""
        start = _HEAD.size + 4
        end = start + int.from_bytes(data[_HEAD.size : start], "little")
        frames, crc, lowpass_hz, peak, limited_samples, deepest_db = _HEAD.unpack_from(data)
        noted = (frames, crc, lowpass_hz, peak, limited_samples, deepest_db)
        return cls(*noted, waveform=data[start:end], stream=data[end:])


def encode_chunk(chunk: Chunk, kbps: int, ceiling: float, library: Library) -> Encoded:
    """The frames that belong to a chunk, encoded as part of what surrounds it.

    Args:
        chunk: what to encode.
        kbps: bit rate.
        ceiling: true peak allowed in the decoded file, linear.
        library: the sounds, at the right number of channels.
    """
    window, finest_hz = mix(chunk.sounds, chunk.beds, chunk.window_end - chunk.window_start, library)
    pcm = np.concatenate([_primer(len(window)), window], axis=1)
    first, count = _PRIMER_FRAMES + chunk.warm_up_frames, chunk.end - chunk.first
    # A view: limiting changes it as well. It ends where the chunk does, or the episode.
    own = pcm[:, first * FRAME_SAMPLES : (first + count) * FRAME_SAMPLES]
    allowed = ceiling * _HEADROOM
    limited = limit(pcm, allowed)
    for _ in range(_ATTEMPTS):
        stream, lowpass_hz = lame.encode(pcm, kbps, finest_hz)
        offsets = frame_offsets(stream)
        frame_peaks = _frame_peaks(own)
        hot = np.flatnonzero(frame_peaks > allowed * _HOT)
        numbers, peaks = decoded_peaks(stream, offsets, hot + first)
        peak = float(peaks.max(initial=0.0)) or true_peak(own)
        over = peaks > ceiling * _MARGIN
        if not over.any():
            break
        limited = limited.then(_turn_down(own, numbers[over] - first, ceiling * _MARGIN**2 / peaks[over]))
    last = len(offsets) - 1 if chunk.is_last else first + count
    kept = stream[offsets[first] : offsets[last]]
    return Encoded(
        frames=last - first,
        crc=lame.music_crc(kept),
        lowpass_hz=lowpass_hz,
        true_peak=peak,
        limited_samples=limited.samples,
        deepest_db=limited.deepest_db,
        waveform=np.round(np.minimum(frame_peaks, 1.0) * 255).astype(np.uint8).tobytes(),
        stream=kept,
    )


def _turn_down(own: Floats, frames: NDArray[np.int64], gains: Floats) -> Limited:
    """Lower what decodes too high, shape (channels, n), in place; gains glide over a frame on both sides.

    A decoder gives a frame's samples from what the encoder heard as this frame and the one before.
    """
    dips = np.ones(own.shape[1] // FRAME_SAMPLES + 4, np.float32)  # at the middle of each frame, two before the first
    for back in range(4):
        np.minimum.at(dips, np.clip(frames + 3 - back, 0, len(dips) - 1), gains)
    at = (np.arange(own.shape[1], dtype=np.float32) + 0.5) / FRAME_SAMPLES + 1.5
    own *= np.interp(at, np.arange(len(dips)), dips).astype(np.float32)
    return Limited(len(frames) * FRAME_SAMPLES, float(20 * np.log10(gains.min())))


@cache
def _primer(channels: int) -> Floats:
    primer = np.zeros((channels, _PRIMER_FRAMES * FRAME_SAMPLES), np.float32)
    # Multiples of squares look like chance and need no generator, whose import would take longer than a frame.
    number = np.arange(_PRIMER_NOISE_FRAMES * FRAME_SAMPLES, dtype=np.float64)
    primer[:, : len(number)] = (number**2 * (math.sqrt(5) / 2) % 1.0 - 0.5) * math.sqrt(12) * _PRIMER_LEVEL
    return primer


def _frame_peaks(pcm: Floats) -> Floats:
    edges = np.arange(0, pcm.shape[1], FRAME_SAMPLES)
    highest, lowest = np.maximum.reduceat(pcm, edges, axis=1), np.minimum.reduceat(pcm, edges, axis=1)
    peaks: Floats = np.maximum(highest, -lowest).max(0)
    return peaks
