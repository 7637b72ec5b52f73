"""LAME through ctypes: from samples to MP3 frames that stand alone.

The ``lameenc`` wheel links LAME statically and, on Linux and macOS, exports its C functions; those offer what the
wheel's own class does not: float input and an encoder without a bit reservoir. ctypes lets go of the interpreter
lock while LAME works, so threads encode in parallel.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.audio import ffmpeg_lame
from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ, crc16
from studio.kit.errors import StudioError

QUALITY = 5  # LAME's and ffmpeg's own default; 3 costs a tenth more time and gains nothing audible on speech

_BATCH_SAMPLES = 64 * FRAME_SAMPLES
_BUFFER_BYTES = 1 << 17  # more than 64 frames at the greatest bit rate
_JOINT_STEREO, _MONO = 1, 3
_LOWPASS_MARGIN = 1.05  # LAME's filter slopes over half a kilohertz


@cache
def library() -> ctypes.CDLL | None:
    """LAME's C library, from the ``lameenc`` wheel or else the system; None where neither can be called."""
    wheel = importlib.util.find_spec("lameenc")
    for path in (wheel.origin if wheel else None, ctypes.util.find_library("mp3lame")):
        if not path:
            continue
        try:
            lame = ctypes.CDLL(path)
            lame.lame_init.restype = ctypes.c_void_p
            lame.get_lame_version.restype = ctypes.c_char_p
            lame.lame_get_scale.restype = ctypes.c_float
        except (OSError, AttributeError):
            continue
        return lame
    return None


def version() -> str:
    """What encodes, e.g. ``LAME 3.100``: part of the key of everything encoded."""
    lame = library()
    return f"ffmpeg {ffmpeg_lame.version()}" if lame is None else f"LAME {lame.get_lame_version().decode('ascii')}"


def encode(pcm: NDArray[np.float32], kbps: int, rate_hz: int = RATE_HZ) -> tuple[bytes, int]:
    """Encode samples of shape (channels, n) to constant bit rate, including the encoder's run-out frames.

    Where LAME's functions cannot be called, ffmpeg encodes.

    Args:
        pcm: at 44.1 kHz.
        kbps: the bit rate.
        rate_hz: highest rate of the sounds that it was made from. Above half of it there is nothing, and an encoder
            that is told so spends neither bits nor time there.

    Returns:
        The frames, and the encoder's low-pass frequency in hertz (0 for none).
    """
    lame = library()
    if lame is None:
        return ffmpeg_lame.encode(pcm, kbps, QUALITY), 0
    channels, length = pcm.shape
    lowpass_hz = min(round(rate_hz / 2 * _LOWPASS_MARGIN), _usual_lowpass_hz(lame, channels, kbps))
    with _encoder(lame, channels, kbps, lowpass_hz) as state:
        # LAME turns music down by up to 0.6 dB at low bit rates; the loudness is settled already.
        restore = np.float32(1 / lame.lame_get_scale(state))
        buffer = ctypes.create_string_buffer(_BUFFER_BYTES)
        stream = bytearray()
        for start in range(0, length, _BATCH_SAMPLES):
            batch = pcm[:, start : start + _BATCH_SAMPLES] * restore
            first, last = (ctypes.c_void_p(batch[channel].ctypes.data) for channel in (0, -1))
            written = lame.lame_encode_buffer_ieee_float(state, first, last, batch.shape[1], buffer, _BUFFER_BYTES)
            if written < 0:
                raise StudioError("mp3-encoder", f"LAME failed with code {written}")
            stream += ctypes.string_at(buffer, written)
        stream += ctypes.string_at(buffer, max(0, lame.lame_encode_flush(state, buffer, _BUFFER_BYTES)))
        return bytes(stream), int(lame.lame_get_lowpassfreq(state))


@cache
def _usual_lowpass_hz(lame: ctypes.CDLL, channels: int, kbps: int) -> int:
    """What LAME itself finds right for a bit rate."""
    with _encoder(lame, channels, kbps, 0) as state:
        return int(lame.lame_get_lowpassfreq(state))


@contextmanager
def _encoder(lame: ctypes.CDLL, channels: int, kbps: int, lowpass_hz: int) -> Iterator[ctypes.c_void_p]:
    """An encoder's state; a low-pass of 0 leaves it to LAME."""
    state = ctypes.c_void_p(lame.lame_init())
    settings = {
        "in_samplerate": RATE_HZ,
        "out_samplerate": RATE_HZ,
        "num_channels": channels,
        "mode": _MONO if channels == 1 else _JOINT_STEREO,
        "brate": kbps,
        "quality": QUALITY,
        "VBR": 0,
        "disable_reservoir": 1,
        "bWriteVbrTag": 0,
        "findReplayGain": 0,
        "lowpassfreq": lowpass_hz,
    }
    try:
        for name, value in settings.items():
            getattr(lame, f"lame_set_{name}")(state, value)
        if lame.lame_init_params(state) < 0:
            raise StudioError("mp3-encoder", f"LAME does not encode {channels} channels at {kbps} kbit/s")
        yield state
    finally:
        lame.lame_close(state)


def music_crc(data: bytes) -> int:
    """CRC-16 of frames, by LAME's own compiled loop where it can be called."""
    update = getattr(library(), "UpdateMusicCRC", None)
    if update is None:
        return crc16(data)
    value = ctypes.c_uint16(0)
    update(ctypes.byref(value), data, ctypes.c_int(len(data)))
    return value.value
