"""The voicing chain changes tone and dynamics as its figures say, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.engines.polish import Polish

RATE_HZ = 22_050


def _tone(frequency_hz: float, level: float = 0.05, length_s: float = 1.0) -> NDArray[np.float32]:
    return (level * np.sin(2 * np.pi * frequency_hz * np.arange(round(length_s * RATE_HZ)) / RATE_HZ)).astype(
        np.float32
    )


def _gain_db(polish: Polish, frequency_hz: float, level: float = 0.05) -> float:
    tone = _tone(frequency_hz, level)
    middle = slice(RATE_HZ // 4, 3 * RATE_HZ // 4)
    change = np.std(polish(tone, RATE_HZ)[middle]) / np.std(tone[middle])
    return float(20 * np.log10(change))


def test_nothing_asked_for_is_nothing_done() -> None:
    tone = _tone(440)
    assert Polish()(tone, RATE_HZ) is tone
    empty = np.zeros(0, np.float32)
    assert len(Polish(low_cut_hz=100, compression=4)(empty, RATE_HZ)) == 0


def test_tone_controls_act_where_they_say() -> None:
    polish = Polish(low_cut_hz=100, warmth_db=4, bite_db=-6)
    assert _gain_db(polish, 40) < -20
    assert _gain_db(polish, 170) == pytest.approx(4, abs=0.5)
    assert _gain_db(polish, 900) == pytest.approx(0, abs=0.5)
    assert _gain_db(polish, 4200) == pytest.approx(-6, abs=0.5)


def test_compression_brings_loud_and_quiet_together_without_touching_the_quiet() -> None:
    polish = Polish(compression=2)
    assert _gain_db(polish, 440, level=0.05) == pytest.approx(0, abs=0.2)
    loud_dbfs = 20 * np.log10(0.8 / np.sqrt(2))
    assert _gain_db(polish, 440, level=0.8) == pytest.approx(-(loud_dbfs + 24) / 2, abs=0.5)


def test_sound_stays_where_it_was() -> None:
    samples = np.zeros(RATE_HZ, np.float32)
    samples[10_000:12_000] = _tone(1000, 0.3)[:2000]
    polished = Polish(low_cut_hz=100, warmth_db=3, bite_db=-3, compression=2)(samples, RATE_HZ)
    loud = np.flatnonzero(np.abs(polished) > 0.05)
    assert abs(int(loud[0]) - 10_000) < 20
    assert abs(int(loud[-1]) - 12_000) < 20
