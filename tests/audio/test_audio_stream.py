"""What a player relies on in the stream, and what the machine is spared while it is made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from audio_material import talk

from studio.audio import levels
from studio.audio.chunks import cut
from studio.audio.mp3 import crc16, crc16_join, frame_bytes, frame_offsets
from studio.audio.pool import Pool

FRAME = 1152


def test_a_player_that_starts_anywhere_hears_the_same(tmp_path: Path) -> None:
    """No frame leans on bits of an earlier one: two frames after a jump the samples are those of the whole."""
    talk(4).master(tmp_path)
    stream = (tmp_path / "out.mp3").read_bytes()
    offsets = frame_offsets(stream)[1:]
    whole, _ = soundfile.read(io.BytesIO(stream[offsets[0] :]), dtype="float32")
    for jump in (7, 100, 301):
        part, _ = soundfile.read(io.BytesIO(stream[offsets[jump] :]), dtype="float32")
        settled = part[2 * FRAME :]
        assert np.abs(settled - whole[(jump + 2) * FRAME :][: len(settled)]).max() < 1e-6


@pytest.mark.usefixtures("small_chunks")
def test_every_frame_but_the_first_has_the_bit_rate(tmp_path: Path) -> None:
    talk(4).master(tmp_path)
    stream = (tmp_path / "out.mp3").read_bytes()
    sizes = {frame_bytes(stream, offset) for offset in frame_offsets(stream)[1:-1]}
    assert sizes == {313, 314}


def test_bytes_that_are_no_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="no MP3 frame"):
        frame_offsets(b"ID3 is not a frame")
    with pytest.raises(ValueError, match="cut short"):
        frame_offsets(bytes((0xFF, 0xFB, 0x70, 0xC4)) + bytes(50))


def test_checksums_of_parts_join() -> None:
    data = np.random.default_rng(1).bytes(5000)
    for at in (0, 1, 17, 4096, 5000):
        assert crc16_join(crc16(data[:at]), crc16(data[at:]), 5000 - at) == crc16(data)
    assert crc16(b"123456789") == 0xBB3D  # the check value of CRC-16/ARC


def test_cuts_behind_an_insertion_stay_where_they_were() -> None:
    slots, start = [], 0
    for number in range(200):
        length = (200 + number % 90) * FRAME
        slots.append((f"take{number}", start))
        start += length
    inserted = 150 * FRAME
    longer = [*slots[:20], ("new", slots[20][1])]
    longer += [(key, at + inserted) for key, at in slots[20:]]
    before, after = cut(slots), cut(longer)
    assert len(before) > 20
    assert {at + 150 for at in before if at > 60 * 250} <= set(after)


def test_only_a_few_results_wait_to_be_taken() -> None:
    handed_out: list[int] = []

    def items() -> Iterator[int]:
        for item in range(100):
            handed_out.append(item)
            yield item

    with Pool(2) as pool:
        results = pool.in_order(abs, items())
        assert [next(results) for _ in range(10)] == list(range(10))
        assert len(handed_out) == 14


def test_levels_spread_from_the_softest_to_the_loudest_stretch() -> None:
    speech = bytes([120, 130] * 50 + [200, 210] * 50 + [0] * 2 + [160] * 98)
    found = levels(speech, 30)
    assert (min(found), max(found)) == (12, 100)
    assert found[15] == 100
    assert 12 < found[-1] < 100
    assert levels(bytes([90] * 40), 8) == (100,) * 8
    assert levels(b"", 8) == ()
