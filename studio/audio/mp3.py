"""MPEG-1 Layer III at 44.1 kHz, constant bit rate: frame arithmetic, checksums and the Info/LAME frame.

Frames encoded without a bit reservoir stand alone, so streams are joined by putting frames one after another. What
such a stream lacks is the first frame that tells a player how many samples to skip at either end; it is made here.

Sources: ISO/IEC 11172-3 (frame header), the "Mp3 Info Tag" description by the LAME project (revision 1).
"""

from __future__ import annotations

import struct
from functools import cache

RATE_HZ = 44_100
FRAME_SAMPLES = 1152
ENCODER_DELAY_SAMPLES = 576
BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)

_FRAME_BYTES = (0, *(144_000 * kbps // RATE_HZ for kbps in BITRATES_KBPS))
# By the header's third byte: bit rate, sampling rate, padding; 0 where that is not a frame at 44.1 kHz.
_LENGTHS = tuple(
    _FRAME_BYTES[byte >> 4] + (byte >> 1 & 1) if 0 < byte >> 4 < 15 and not byte & 0x0C else 0 for byte in range(256)
)
_INFO_BYTES = 156
_ALL_FIELDS = 0xF  # frame count, byte count, seek table and quality are present
_QUALITY = 57
_REVISION_CBR = 0x01


def frame_bytes(header: bytes, at: int = 0) -> int:
    """Length in bytes of the frame whose header stands at ``at``.

    Raises:
        ValueError: there is no MPEG-1 Layer III header for 44.1 kHz at that place.
    """
    if header[at] == 0xFF and header[at + 1] & 0xFE == 0xFA and (length := _LENGTHS[header[at + 2]]):
        return length
    raise ValueError(f"no MP3 frame at byte {at}: {header[at : at + 4].hex()}")


def frame_offsets(stream: bytes) -> list[int]:
    """Byte offset of every frame, and the length of the stream as the last item."""
    offsets, at, length = [], 0, len(stream)
    while at < length:
        offsets.append(at)
        at += frame_bytes(stream, at)
    if at != length:
        raise ValueError("the last MP3 frame is cut short")
    return [*offsets, length]


def info_frame_bytes(channels: int, kbps: int) -> int:
    """Length of the frame that :func:`info_frame` makes; low bit rates need a larger one than the music has."""
    return _FRAME_BYTES[_info_bitrate(channels, kbps)]


def info_frame(
    *,
    channels: int,
    kbps: int,
    frames: int,
    music_bytes: int,
    music_crc: int,
    length_samples: int,
    encoder: bytes = b"LAME3.100",
    lowpass_hz: int = 0,
) -> bytes:
    """The frame that goes first: exact length for gapless players, a seek table, and checksums.

    Args:
        channels: 1 mono, 2 joint stereo.
        kbps: bit rate of the music.
        frames: number of music frames.
        music_bytes: their length in bytes.
        music_crc: their CRC-16 (:func:`crc16`).
        length_samples: samples that a player is to play.
        encoder: nine bytes that name the encoder.
        lowpass_hz: the encoder's low-pass, 0 where unknown.

    Raises:
        ValueError: the frames cannot hold that many samples, or hold far more.
    """
    padding = frames * FRAME_SAMPLES - ENCODER_DELAY_SAMPLES - length_samples
    if not 0 <= padding < 4096:
        raise ValueError(f"{frames} frames do not hold {length_samples} samples")
    bitrate = _info_bitrate(channels, kbps)
    size = _FRAME_BYTES[bitrate]
    frame = bytearray(size)
    frame[0:4] = (0xFF, 0xFB, bitrate << 4, 0xC4 if channels == 1 else 0x44)
    at = 4 + _side_info_bytes(channels)
    struct.pack_into(">4sIII", frame, at, b"Info", _ALL_FIELDS, frames, music_bytes + size)
    frame[at + 16 : at + 116] = bytes(percent * 256 // 100 for percent in range(100))
    struct.pack_into(">I", frame, at + 116, _QUALITY)
    lame = at + 120
    frame[lame : lame + 9] = encoder.ljust(9)[:9]
    frame[lame + 9] = _REVISION_CBR
    frame[lame + 10] = min(255, lowpass_hz // 100)
    frame[lame + 20] = min(255, kbps)
    frame[lame + 21 : lame + 24] = (ENCODER_DELAY_SAMPLES << 12 | padding).to_bytes(3, "big")
    struct.pack_into(">IH", frame, lame + 28, music_bytes + size, music_crc)
    struct.pack_into(">H", frame, lame + 34, crc16(bytes(frame[: lame + 34])))
    return bytes(frame)


def _side_info_bytes(channels: int) -> int:
    return 17 if channels == 1 else 32


def _info_bitrate(channels: int, kbps: int) -> int:
    needed = 4 + _side_info_bytes(channels) + _INFO_BYTES
    own = BITRATES_KBPS.index(kbps) + 1
    return next(index for index in range(own, len(_FRAME_BYTES)) if _FRAME_BYTES[index] >= needed)


# --------------------------------------------------------------------------------------------- CRC-16

_POLYNOMIAL = 0xA001  # x^16 + x^15 + x^2 + 1, lowest bit first, starting from 0


def _table_entry(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
    return value


_TABLE = tuple(_table_entry(value) for value in range(256))


def crc16(data: bytes, crc: int = 0) -> int:
    """The checksum of the LAME tag, continued from ``crc``."""
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


def crc16_join(left: int, right: int, right_bytes: int) -> int:
    """Checksum of two joined pieces from the checksums of each, as zlib's ``crc32_combine`` does it."""
    power = 0
    while right_bytes >> power:
        if right_bytes >> power & 1:
            left = _apply(_zeros(power), left)
        power += 1
    return left ^ right


@cache
def _zeros(power: int) -> tuple[int, ...]:
    """What 2^power zero bytes make of a checksum: the image of each of its bits."""
    if power == 0:
        return tuple(_TABLE[1 << bit & 0xFF] ^ (1 << bit) >> 8 for bit in range(16))
    half = _zeros(power - 1)
    return tuple(_apply(half, image) for image in half)


def _apply(images: tuple[int, ...], crc: int) -> int:
    result = 0
    for image in images:
        if crc & 1:
            result ^= image
        crc >>= 1
    return result
