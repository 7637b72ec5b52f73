"""LAME through ctypes: from samples to MP3 frames that stand alone.

The ``lameenc`` wheel links LAME statically and, on Linux and macOS, exports its C functions; those offer what the
wheel's own class does not: float input and an encoder without a bit reservoir. ctypes lets go of the interpreter
lock while LAME works, so threads encode in parallel.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
from functools import cache

import numpy as np
from numpy.typing import NDArray

from studio.audio import ffmpeg_lame
from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ, crc16
from studio.errors import StudioError

QUALITY = 5  # LAME's and ffmpeg's own default; 3 costs a tenth more time and gains nothing audible on speech

_BATCH_SAMPLES = 16 * FRAME_SAMPLES
_BUFFER_BYTES = 1 << 16
_JOINT_STEREO, _MONO = 1, 3


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


def encode(pcm: NDArray[np.float32], kbps: int) -> tuple[bytes, int]:
    """Encode samples of shape (channels, n) to constant bit rate, including the encoder's run-out frames.

    Where LAME's functions cannot be called, ffmpeg encodes.

    Returns:
        The frames, and the encoder's low-pass frequency in hertz (0 for none).
    """
    lame = library()
    if lame is None:
        return ffmpeg_lame.encode(pcm, kbps, QUALITY), 0
    channels, length = pcm.shape
    state = ctypes.c_void_p(lame.lame_init())
    try:
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
        }
        for name, value in settings.items():
            getattr(lame, f"lame_set_{name}")(state, value)
        if lame.lame_init_params(state) < 0:
            raise StudioError("mp3-encoder", f"LAME does not encode {channels} channels at {kbps} kbit/s")
        # LAME turns music down by up to 0.6 dB at low bit rates; the loudness is settled already.
        restore = np.float32(1 / lame.lame_get_scale(state))
        buffer = ctypes.create_string_buffer(_BUFFER_BYTES)
        stream = bytearray()
        for start in range(0, length, _BATCH_SAMPLES):
            batch = np.ascontiguousarray(pcm[:, start : start + _BATCH_SAMPLES] * restore)
            first, last = (ctypes.c_void_p(batch[channel].ctypes.data) for channel in (0, -1))
            written = lame.lame_encode_buffer_ieee_float(state, first, last, batch.shape[1], buffer, _BUFFER_BYTES)
            if written < 0:
                raise StudioError("mp3-encoder", f"LAME failed with code {written}")
            stream += ctypes.string_at(buffer, written)
        stream += ctypes.string_at(buffer, max(0, lame.lame_encode_flush(state, buffer, _BUFFER_BYTES)))
        return bytes(stream), int(lame.lame_get_lowpassfreq(state))
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
