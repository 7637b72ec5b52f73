"""Voices with one-sided pulses, and what turning their phases does to them."""

from __future__ import annotations

import numpy as np
import pytest
from audio_material import Floats, speech

from studio.audio.limiter import limit
from studio.audio.loudness import integrated_lufs, meter
from studio.audio.phase import asymmetry_db, rotated
from studio.engines.contract import Recording
from studio.model.takes import WordMark
from studio.takes.finish import finish


def one_sided(seconds: float, rate_hz: int = 22_050, sign: int = 1) -> Floats:
    """Harmonics that all peak together, as those of a larynx do, in syllables."""
    at = np.arange(int(seconds * rate_hz)) / rate_hz
    phase = 2 * np.pi * np.cumsum(105 + 20 * np.sin(2 * np.pi * 0.5 * at)) / rate_hz
    voice = sum(np.cos(k * phase) / k**0.9 for k in range(1, 25))
    return (0.1 * sign * voice * np.abs(np.sin(np.pi * 3 * at))).astype(np.float32)


def loudness_lufs(samples: Floats, rate_hz: int) -> float:
    lufs = integrated_lufs(meter(samples, rate_hz).energy)
    assert lufs is not None
    return lufs


def limited_share(samples: Floats, rate_hz: int) -> float:
    """Which share of it a limiter works in when it is brought to -16 LUFS under -1.3 dB."""
    gain = 10 ** ((-16 - loudness_lufs(samples, rate_hz)) / 20)
    return limit(samples[None] * np.float32(gain), 10 ** (-1.3 / 20)).samples / len(samples)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_one_sided_voice_gets_even_peaks_and_keeps_its_loudness(rate_hz: int, sign: int) -> None:
    voice = one_sided(6, rate_hz, sign)
    turned = rotated(voice, rate_hz)
    assert sign * asymmetry_db(voice, rate_hz) > 6
    assert abs(asymmetry_db(turned, rate_hz)) < 2
    assert len(turned) == len(voice)
    assert loudness_lufs(turned, rate_hz) == pytest.approx(loudness_lufs(voice, rate_hz), abs=0.1)
    assert limited_share(turned, rate_hz) < limited_share(voice, rate_hz) / 4


def test_the_spectrum_stays_what_it_was() -> None:
    voice = one_sided(3)
    before, after = np.abs(np.fft.rfft(voice)), np.abs(np.fft.rfft(rotated(voice, 22_050)))
    heard = before > before.max() / 100
    assert np.abs(20 * np.log10(after[heard] / before[heard])).max() < 0.5


@pytest.mark.parametrize("samples", [speech(4, 3), np.zeros(9000, np.float32), np.zeros(0, np.float32)])
def test_what_is_even_or_silent_is_left_alone(samples: Floats) -> None:
    assert rotated(samples, 22_050) is samples


@pytest.mark.parametrize("length", [1, 7, 441, 15_000, 16_384, 40_000])
def test_any_length_is_turned_as_part_of_a_longer_one(length: int) -> None:
    voice = one_sided(3)
    whole = rotated(voice, 22_050)
    part = voice[:length].copy()
    if abs(asymmetry_db(part, 22_050)) > 1:
        assert np.allclose(rotated(part, 22_050), whole[:length], atol=1e-6)
    else:
        assert rotated(part, 22_050) is part


def test_a_take_of_a_one_sided_voice_is_turned_and_its_marks_still_hold() -> None:
    rate_hz = 22_050
    word = one_sided(1, rate_hz)
    samples = np.concatenate([np.zeros(4000, np.float32), word, np.zeros(4000, np.float32)])
    take = finish(Recording(samples, rate_hz, (WordMark(0, 4, 4000, 4000 + len(word)),)))
    assert abs(asymmetry_db(take.samples, rate_hz)) < 3 < asymmetry_db(word, rate_hz)
    (mark,) = take.marks
    level = np.abs(take.samples)
    onset = int(np.argmax(level > level.max() / 10))
    assert abs(onset - (mark.start_samples + int(np.argmax(word > word.max() / 10)))) < 0.015 * rate_hz
