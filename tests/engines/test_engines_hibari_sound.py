"""The sound that is made of the network's spectra, held against the package's own slower making of it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.engines.hibari_sound import BINS, HOP_SAMPLES, RATE_HZ, pulses, sound

dsp = pytest.importorskip("hibari.dsp", reason="no wheel of onnxruntime for this machine")

Floats = NDArray[np.float32]
_SILENT = -30.0


def _spectra(frames: int, seed: int = 1) -> tuple[Floats, ...]:
    """Log magnitudes and angles as wide as the network's, and a pitch that glides, ends and begins again."""
    drawn = np.random.default_rng(seed).normal(0, 1, (5, BINS, frames)).astype(np.float32)
    magnitude, angle, noise, rest, phase = drawn
    f0_hz = np.linspace(90, 310, frames).astype(np.float32)
    f0_hz[frames // 3 : frames // 2] = 0
    return magnitude - 3, 2 * angle, noise - 4, rest - 5, 3 * phase, f0_hz


@pytest.mark.parametrize("frames", [4, 5, 37, 400])
def test_voice_and_rest_are_those_of_the_package(frames: int) -> None:
    magnitude, angle, noise, rest, phase, f0_hz = _spectra(frames)
    noise[:] = _SILENT
    wanted = dsp.synth(magnitude, angle, noise, rest, phase, f0_hz, np.random.default_rng(0))
    made = _sound(magnitude, angle, noise, rest, phase, f0_hz=f0_hz)
    assert made.shape == (frames * HOP_SAMPLES,)
    assert _level(made - wanted) < 0.01 * _level(wanted)


def test_pulses_are_those_of_the_package() -> None:
    f0_hz = _spectra(200)[-1]
    wanted = dsp.pulses(f0_hz)
    # Where 11 kHz is a multiple of the pitch, rounding decides whether there is one more harmonic for a sample.
    assert _level(pulses(f0_hz) - wanted) < 0.01 * _level(wanted)


def _sound(*parts: Floats, f0_hz: Floats, seed: int = 0) -> Floats:
    """Of spectra of shape (bins, frames), as the package gives them."""
    return sound(np.ascontiguousarray(np.stack(parts).transpose(2, 0, 1)), f0_hz, seed)


def _level(samples: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


@pytest.mark.parametrize("seed", [0, 1, 5])
def test_noise_is_as_loud_as_the_package_makes_it_in_every_band(seed: int) -> None:
    frames = 900
    bands = np.repeat(np.linspace(-2, -4, 6), 101)[:BINS, None].astype(np.float32)
    noise = np.tile(bands, (1, frames))
    quiet = np.full_like(noise, _SILENT)
    f0_hz = np.zeros(frames, np.float32)
    made = _band_levels_db(_sound(quiet, quiet, noise, quiet, quiet, f0_hz=f0_hz, seed=seed))
    wanted = _band_levels_db(dsp.synth(quiet, quiet, noise, quiet, quiet, f0_hz, np.random.default_rng(seed)))
    assert np.abs(made - wanted).max() < 0.3


def test_another_seed_is_another_noise_and_the_same_one_the_same() -> None:
    *parts, f0_hz = _spectra(50)
    first, again, other = (_sound(*parts, f0_hz=f0_hz, seed=seed) for seed in (3, 3, 4))
    assert first.tobytes() == again.tobytes()
    assert np.abs(first - other).max() > 0.01 * np.abs(first).max()


def test_a_seed_of_any_size_is_taken() -> None:
    *parts, f0_hz = _spectra(10)
    assert np.isfinite(_sound(*parts, f0_hz=f0_hz, seed=1 << 70)).all()


def _band_levels_db(samples: Floats) -> Floats:
    """Level in the middle of each of six bands of 2 kHz."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.arange(len(power)) * RATE_HZ / len(samples)
    return np.array([10 * np.log10(power[(hz > at + 300) & (hz < at + 1700)].mean()) for at in range(0, 12_000, 2_000)])
