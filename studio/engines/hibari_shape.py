"""Another person from the same network: its vocoder has pitch and spectral envelope apart, so each can be changed.

Spectra are float32 of shape (bins, frames), from 0 Hz to half the sample rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HZ_A_BIN = 20.0  # 24 kHz in 1,200 points
_LOWEST_HZ = 40.0  # below it a frame has no voice


def stretched(spectrum: NDArray[np.float32], tract: float) -> NDArray[np.float32]:
    """The spectrum as a vocal tract makes it that is ``tract`` times as long: moved down where that is above 1."""
    at = np.minimum(np.arange(len(spectrum)) * tract, len(spectrum) - 1)
    low = at.astype(int)
    part = (at - low)[:, None].astype(np.float32)
    moved: NDArray[np.float32] = spectrum[low] * (1 - part) + spectrum[np.minimum(low + 1, len(spectrum) - 1)] * part
    return moved


def harmonic_envelopes(spectra: NDArray[np.float32], f0_hz: NDArray[np.float32], tract: float) -> NDArray[np.float32]:
    """The envelopes that the harmonics have, fit for harmonics at other places, as of a longer or shorter vocal tract.

    The network learned its harmonic spectra only where there were harmonics; what stands between them is arbitrary, and
    is heard as roughness once the pitch moves. So they are read at the harmonics and drawn straight between those.

    Args:
        spectra: log magnitude, phase or both, shape (spectra, bins, frames).
        f0_hz: pitch that the network gave to each frame, shape (frames,); that of voiceless frames is below 40 Hz.
        tract: factor on the length of the vocal tract.
    """
    shaped = np.stack([stretched(spectrum, tract) for spectrum in spectra])
    voiced = np.flatnonzero(f0_hz > _LOWEST_HZ)
    if not len(voiced):
        return shaped
    top = spectra.shape[1] - 1
    apart = f0_hz[voiced] / np.float32(_HZ_A_BIN)  # of two harmonics, in bins
    last = np.floor(top / apart)
    at = np.arange(1, int(last.max()) + 1, dtype=np.float32)[:, None] * apart  # harmonic and frame → bin
    low = np.minimum(at.astype(np.int32), top - 1)
    part = np.minimum(at - low, 1)
    harmonics = spectra[:, low, voiced] * (1 - part) + spectra[:, low + 1, voiced] * part
    wanted = np.minimum(np.arange(top + 1, dtype=np.float32) * np.float32(tract), top)[:, None]
    harmonic = np.clip(wanted / apart, 1, last) - 1
    low = np.minimum(harmonic.astype(np.int32), np.maximum(last.astype(np.int32) - 2, 0))
    part = harmonic - low
    frames = np.arange(len(voiced))
    above = np.minimum(low + 1, len(at) - 1)
    shaped[:, :, voiced] = harmonics[:, low, frames] * (1 - part) + harmonics[:, above, frames] * part
    return shaped
