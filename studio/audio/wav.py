"""A WAV file to listen to: one take, or a few, before anything is mastered."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from studio.audio.loudness import Floats
from studio.kit.errors import StudioError


def write_wav(path: Path, samples: Floats, rate_hz: int) -> None:
    """Write shape (n,) or (n, channels) as 16-bit PCM, in one step; values beyond full scale are clipped.

    Raises:
        StudioError: the file cannot be written.
    """
    import wave

    whole = np.clip(np.round(samples * 32767.0), -32768, 32767).astype("<i2")
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
            file.setsampwidth(2)
            file.setframerate(rate_hz)
            file.writeframes(whole.tobytes())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StudioError("output-unwritable", f"cannot write a WAV file: {error.strerror}", where=str(path)) from None
