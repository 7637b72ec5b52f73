"""The meter against the signals of EBU Tech 3341 and 3342, and against meters that are not ours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from audio_material import Floats, speech

from studio.audio import measure
from studio.audio.limiter import limit, true_peak
from studio.audio.loudness import integrated_lufs, meter, momentary_max_lufs, range_lu, short_term_max_lufs

RATE_HZ = 48_000


def tones(*parts: tuple[float, float], rate_hz: int = RATE_HZ, hz: float = 1000.0, channels: int = 2) -> Floats:
    """Parts of (seconds, dBFS peak) one after another, the same in all channels, shape (n, channels)."""
    level = np.concatenate([np.full(round(seconds * rate_hz), 10 ** (dbfs / 20)) for seconds, dbfs in parts])
    wave = level * np.sin(2 * np.pi * hz * np.arange(len(level)) / rate_hz)
    return np.repeat(wave[:, None], channels, 1).astype(np.float32)


def energy(samples: Floats, rate_hz: int = RATE_HZ) -> np.ndarray:
    return meter(samples, rate_hz).energy


# Cases 1 to 5 of EBU Tech 3341: what an integrated meter in LUFS must read within 0.1.
CASES = {
    "steady -23": (((20, -23.0),), -23.0),
    "steady -33": (((20, -33.0),), -33.0),
    "relative gate": (((10, -36.0), (60, -23.0), (10, -36.0)), -23.0),
    "both gates": (((10, -72.0), (10, -36.0), (60, -23.0), (10, -36.0), (10, -72.0)), -23.0),
    "no gate": (((20, -26.0), (20.1, -20.0), (20, -26.0)), -23.0),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
def test_the_standard_signals_read_as_they_must_at_any_rate(case: str, rate_hz: int) -> None:
    parts, expected = CASES[case]
    assert integrated_lufs(energy(tones(*parts, rate_hz=rate_hz), rate_hz)) == pytest.approx(expected, abs=0.1)


def test_short_term_and_momentary_maxima_read_as_they_must() -> None:
    short = energy(tones((1.0, -80.0), (3.0, -23.0), (1.0, -80.0)))
    assert short_term_max_lufs(short) == pytest.approx(-23, abs=0.1)
    momentary = energy(tones((1.0, -80.0), (0.5, -23.0), (1.0, -80.0)))
    assert momentary_max_lufs(momentary) == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (((20, -20.0), (20, -30.0)), 10),
        (((20, -20.0), (20, -15.0)), 5),
        (((20, -40.0), (20, -20.0)), 20),
        (((20, -50.0), (20, -35.0), (20, -20.0), (20, -35.0), (20, -50.0)), 15),
    ],
)
def test_the_loudness_range_of_the_standard_signals(parts: tuple[tuple[float, float], ...], expected: float) -> None:
    assert range_lu(energy(tones(*parts))) == pytest.approx(expected, abs=1)


def test_silence_and_sounds_too_short_have_no_loudness() -> None:
    assert integrated_lufs(energy(np.zeros((96_000, 1), np.float32))) is None
    assert integrated_lufs(energy(tones((0.1, -10)))[:3]) is None
    assert short_term_max_lufs(energy(tones((1.0, -20.0)))) is None


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("kind", ["speech", "noise"])
def test_our_meter_reads_what_other_meters_read(tmp_path: Path, rate_hz: int, kind: str) -> None:
    if kind == "speech":
        samples = speech(12, 4, rate_hz, 0.2)
    else:
        spectrum = np.fft.rfft(np.random.default_rng(1).standard_normal(rate_hz * 12))
        spectrum[int(0.8 * len(spectrum)) :] = 0  # so that nothing is lost between rates
        samples = (0.1 * np.fft.irfft(spectrum)).astype(np.float32)
    ours = integrated_lufs(energy(samples, rate_hz))
    # The others fit their filters to each rate, which shifts their readings; at 48 kHz they follow the standard.
    soundfile.write(tmp_path / "signal.wav", soxr.resample(samples, rate_hz, RATE_HZ), RATE_HZ, subtype="FLOAT")
    assert ours == pytest.approx(measure(tmp_path / "signal.wav").integrated_lufs, abs=0.11)  # it prints one decimal
    if rate_hz == RATE_HZ:
        pyloudnorm = pytest.importorskip("pyloudnorm")
        assert ours == pytest.approx(pyloudnorm.Meter(rate_hz).integrated_loudness(samples), abs=0.1)


def test_energies_of_parts_add_up_to_those_of_the_whole() -> None:
    first, second = speech(5, 1), speech(4, 2, level=0.02)
    whole = energy(np.concatenate([first, second]), 22_050)
    merged = np.zeros_like(whole)
    for samples, at in ((first, 0), (second, len(first) * 2)):
        reading = meter(samples, 22_050, at % 1152).energy
        merged[at // 1152 : at // 1152 + len(reading)] += reading[: len(merged) - at // 1152]
    assert integrated_lufs(merged) == pytest.approx(integrated_lufs(whole), abs=0.02)


# --------------------------------------------------------------------------------------------- true peak and limiter


def test_a_peak_between_samples_is_seen() -> None:
    """A sine at a quarter of the rate, 45 degrees off: its samples read 3 dB less than it is."""
    wave = 0.5 * np.sin(np.pi / 2 * np.arange(48_000) + np.pi / 4)
    wave *= np.minimum(1, np.minimum(np.arange(48_000), np.arange(48_000)[::-1]) / 4800)
    assert 20 * np.log10(true_peak(wave[None].astype(np.float32))) == pytest.approx(-6.02, abs=0.2)


@pytest.mark.parametrize("channels", [1, 2])
def test_the_limiter_keeps_the_ceiling_and_leaves_the_rest_alone(channels: int) -> None:
    before = np.tile(speech(6, 8, 44_100, 0.08), (channels, 1))
    before[:, 100_000:101_000] = 1.2 * np.sin(0.1 * np.arange(1000))
    after = before.copy()
    limited = limit(after, 0.7)
    assert true_peak(after) <= 0.705
    assert limited.samples < 3000
    assert limited.deepest_db < -3
    assert np.array_equal(after[:, :99_000], before[:, :99_000])
    assert np.array_equal(after[:, 102_000:], before[:, 102_000:])


def test_the_limiter_turns_all_channels_down_together() -> None:
    left = np.zeros(20_000, np.float32)
    left[10_000] = 2.0
    right = np.full(20_000, 0.1, np.float32)
    pcm = np.stack([left, right])
    limit(pcm, 0.5)
    assert pcm[1, 10_000] < 0.03
    assert pcm[1, 5_000] == np.float32(0.1)


def test_limiting_a_stretch_gives_the_same_as_limiting_the_whole() -> None:
    whole = speech(8, 3, 44_100, 1.5)[None]
    part = whole[:, 100_000:250_000].copy()
    whole = whole.copy()
    limit(whole, 0.7)
    limit(part, 0.7)
    assert np.allclose(whole[:, 101_000:249_000], part[:, 1_000:149_000], atol=1e-6)
