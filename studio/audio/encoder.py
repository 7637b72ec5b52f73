"""Encode one chunk: mix, limit, MP3, and the few numbers that the episode's report needs from it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from studio.audio import lame
from studio.audio.chunks import Chunk
from studio.audio.limiter import limit, true_peak
from studio.audio.mix import Load, mix
from studio.audio.mp3 import FRAME_SAMPLES, frame_offsets

_HEAD = struct.Struct("<IHIfIf")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A chunk's frames and what was noted while they were made.

    ``true_peak`` is linear and taken after the limiter, ``waveform`` holds the greatest sample of each frame,
    0 to 255.
    """

    frames: int
    crc: int
    lowpass_hz: int
    true_peak: float
    limited_samples: int
    deepest_db: float
    waveform: bytes
    stream: bytes

    def to_bytes(self) -> bytes:
        """The cache entry."""
        head = _HEAD.pack(self.frames, self.crc, self.lowpass_hz, self.true_peak, self.limited_samples, self.deepest_db)
        return head + len(self.waveform).to_bytes(4, "little") + self.waveform + self.stream

    @classmethod
    def from_bytes(cls, data: bytes) -> Encoded:
        """Inverse of :meth:`to_bytes`."""
        start = _HEAD.size + 4
        end = start + int.from_bytes(data[_HEAD.size : start], "little")
        frames, crc, lowpass_hz, peak, limited_samples, deepest_db = _HEAD.unpack_from(data)
        noted = (frames, crc, lowpass_hz, peak, limited_samples, deepest_db)
        return cls(*noted, waveform=data[start:end], stream=data[end:])


def encode_chunk(chunk: Chunk, channels: int, kbps: int, ceiling: float, load: Load) -> Encoded:
    """The frames that belong to a chunk, encoded as part of what surrounds it.

    Args:
        chunk: what to encode.
        channels: 1 or 2.
        kbps: bit rate.
        ceiling: true peak allowed before encoding, linear.
        load: gives samples and rate for a sound's key.
    """
    pcm = mix(chunk.sounds, chunk.window_end - chunk.window_start, channels, load)
    pcm, limited = limit(pcm, ceiling)
    stream, lowpass_hz = lame.encode(pcm, kbps)
    offsets = frame_offsets(stream)
    first = chunk.warm_up_frames
    last = len(offsets) - 1 if chunk.is_last else first + chunk.end - chunk.first
    own = pcm[:, first * FRAME_SAMPLES : (first + chunk.end - chunk.first) * FRAME_SAMPLES]
    kept = stream[offsets[first] : offsets[last]]
    return Encoded(
        frames=last - first,
        crc=lame.music_crc(kept),
        lowpass_hz=lowpass_hz,
        true_peak=true_peak(own),
        limited_samples=limited.samples,
        deepest_db=limited.deepest_db,
        waveform=_waveform(own),
        stream=kept,
    )


def _waveform(pcm: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bytes:
    greatest = np.abs(pcm).max(0)
    per_frame = np.maximum.reduceat(greatest, np.arange(0, len(greatest), FRAME_SAMPLES))
    return np.round(np.minimum(per_frame, 1.0) * 255).astype(np.uint8).tobytes()
