"""A WAV file to listen to: one take, or a few, before anything is mastered."""

from __future__ import annotations

import io
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
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(wav_bytes(samples, rate_hz))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StudioError("output-unwritable", f"cannot write a WAV file: {error.strerror}", where=str(path)) from None


def wav_bytes(samples: Floats, rate_hz: int) -> bytes:
    """The same as a WAV file holds it."""
    import wave

    whole = np.clip(np.round(samples * 32767.0), -32768, 32767).astype("<i2")
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(whole.tobytes())
    return held.getvalue()
