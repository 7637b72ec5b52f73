"""A gentle voicing chain for rule-made voices: low cut, tone, light compression.

The figures in voice files come from comparing a voice's long-term spectrum, in third octaves, with that of many
speakers (Byrne et al., "An international comparison of long-term average speech spectra", 1994), and moving it about
half the way. The filters have no phase and the compressor looks both ways, so that word marks stay where they are.
Nothing here depends on a take's own loudness: one gain for the whole episode is the mastering's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from studio.model.fields import declared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WARMTH_HZ, _WARMTH_OCTAVES = 170.0, 0.9
_BITE_HZ, _BITE_OCTAVES = 4_200.0, 0.8
_BLOCK_SAMPLES = 1 << 14
_REACH_SAMPLES = 1 << 11
_FRAME_S = 0.005
_THRESHOLD_DBFS = -24.0
_ATTACK_S, _RELEASE_S = 0.010, 0.120


@dataclass(frozen=True, slots=True)
class Polish:
    """What is done to a voice; engines whose voices need it have these settings."""

    low_cut_hz: float = declared("Below it the sound falls off by 24 dB an octave; 0 for no cut.", 0.0, low=0, high=300)
    warmth_db: float = declared("Gain around 170 Hz, decibels.", 0.0, low=-12, high=12)
    bite_db: float = declared("Gain around 4.2 kHz, decibels; negative takes the harshness out.", 0.0, low=-12, high=12)
    compression: float = declared("Ratio above -24 dBFS; 1 for none.", 1.0, low=1, high=8)

    def __call__(self, samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
        """The samples after filters and compression; the same object where nothing is asked for."""
        if len(samples) and (self.low_cut_hz or self.warmth_db or self.bite_db):
            samples = self._filtered(samples, rate_hz)
        if len(samples) and self.compression > 1:
            samples = self._compressed(samples, rate_hz)
        return samples

    def _filtered(self, samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
        """Overlap-save: blocks that a processor's cache holds are transformed faster than the whole."""
        import numpy as np

        hop = _BLOCK_SAMPLES - 2 * _REACH_SAMPLES
        blocks = -(-len(samples) // hop)
        padded = np.zeros((blocks - 1) * hop + _BLOCK_SAMPLES, np.float32)
        padded[_REACH_SAMPLES : _REACH_SAMPLES + len(samples)] = samples
        windows = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK_SAMPLES)[::hop]
        filtered = np.fft.irfft(np.fft.rfft(windows) * _response(self, rate_hz), _BLOCK_SAMPLES)
        kept = filtered[:, _REACH_SAMPLES : _REACH_SAMPLES + hop].astype(np.float32, copy=False)
        return kept.reshape(-1)[: len(samples)]

    def _compressed(self, samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
        import numpy as np

        frame = max(1, round(_FRAME_S * rate_hz))
        count = -(-len(samples) // frame)
        padded = np.zeros(count * frame, np.float32)
        padded[: len(samples)] = samples
        power = np.einsum("ij,ij->i", *[padded.reshape(count, frame)] * 2) / frame
        over_db = np.maximum(10 * np.log10(power + 1e-12) - _THRESHOLD_DBFS, 0)
        gain = 10 ** (-(1 - 1 / self.compression) * _smooth(over_db.tolist()) / 20)
        # Straight lines from the middle of each frame to the next.
        edges = np.concatenate([gain[:1], (gain[:-1] + gain[1:]) / 2, gain[-1:]]).astype(np.float32)
        slope = np.linspace(0, 1, frame, endpoint=False, dtype=np.float32)
        padded.reshape(count, frame)[:] *= edges[:-1, None] + np.diff(edges)[:, None] * slope
        return padded[: len(samples)]


@lru_cache(maxsize=64)
def _response(polish: Polish, rate_hz: int) -> NDArray[np.float32]:
    """The filters' gain at each bin of a block; its impulse response reaches no further than blocks overlap."""
    import numpy as np

    frequency_hz = np.maximum(np.fft.rfftfreq(_BLOCK_SAMPLES, 1 / rate_hz), 1.0)
    gain_db = polish.warmth_db * _bell(frequency_hz, _WARMTH_HZ, _WARMTH_OCTAVES)
    gain_db += polish.bite_db * _bell(frequency_hz, _BITE_HZ, _BITE_OCTAVES)
    gain_db -= 10 * np.log10(1 + (polish.low_cut_hz / frequency_hz) ** 8)
    impulse = np.fft.irfft(10 ** (gain_db / 20))
    impulse[_REACH_SAMPLES:-_REACH_SAMPLES] = 0.0  # below -80 dB, also where a cut at 100 Hz rings longest
    response: NDArray[np.float32] = np.fft.rfft(impulse).real.astype(np.float32)
    return response


def _bell(frequency_hz: NDArray[np.float64], centre_hz: float, octaves: float) -> NDArray[np.float64]:
    import numpy as np

    bell: NDArray[np.float64] = np.exp(-0.5 * (np.log2(frequency_hz / centre_hz) / octaves) ** 2)
    return bell


def _smooth(levels_db: list[float]) -> NDArray[np.float64]:
    """Rises with the attack's time constant, which begins one attack ahead, and falls with the release's."""
    import numpy as np

    rise, fall = (1 - np.exp(-_FRAME_S / time_s) for time_s in (_ATTACK_S, _RELEASE_S))
    ahead = round(_ATTACK_S / _FRAME_S)
    followed, state = [], 0.0
    for level in levels_db[ahead:] + levels_db[-1:] * ahead:
        state += (level - state) * (rise if level > state else fall)
        followed.append(state)
    return np.array(followed[: len(levels_db)])
