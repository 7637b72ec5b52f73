"""LAME as ffmpeg has it: for platforms whose ``lameenc`` wheel exports no C functions. Slower, as good."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.audio.ffmpeg import pipe
from studio.audio.mp3 import RATE_HZ

# LAME turns music down by this much unless the bit rate is high; lame.py can ask the library, here it is known.
_SCALE = {192: 0.97, 224: 0.98, 256: 1.0, 320: 1.0}
_USUAL_SCALE = 0.95


def version() -> str:
    """The version of the ffmpeg that encodes."""
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_version())


def encode(pcm: NDArray[np.float32], kbps: int, quality: int) -> bytes:
    """Samples of shape (channels, n) to frames without a bit reservoir, as :func:`studio.audio.lame.encode` does it.

    Raises:
        StudioError: ffmpeg failed.
    """
    import ffmpeg

    source = ffmpeg.input("pipe:", format="f32le", ar=RATE_HZ, ac=len(pcm))
    settings = {"c:a": "libmp3lame", "b:a": f"{kbps}k", "compression_level": quality, "reservoir": 0}
    plain = {"write_xing": 0, "id3v2_version": 0}
    command = ffmpeg.output(source, "pipe:", format="mp3", **settings, **plain)
    scaled = pcm.T * np.float32(1 / _SCALE.get(kbps, _USUAL_SCALE))
    return pipe(command, np.ascontiguousarray(scaled).tobytes())
