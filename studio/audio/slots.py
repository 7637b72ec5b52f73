"""The grid that a timeline stands on: slots of whole MPEG frames at 44.1 kHz."""

from __future__ import annotations

from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ

__all__ = ["FRAME_SAMPLES", "RATE_HZ", "resampled_length", "slot_samples", "whole_frames"]


def resampled_length(length_samples: int, rate_hz: int) -> int:
    """Samples at 44.1 kHz that ``length_samples`` at ``rate_hz`` fill, rounded up."""
    return -(-length_samples * RATE_HZ // rate_hz)


def whole_frames(length_samples: int) -> int:
    """A length at 44.1 kHz rounded up to whole frames, one at least.

    A change in one slot then moves all later frames, but does not change them.
    """
    return max(1, -(-length_samples // FRAME_SAMPLES)) * FRAME_SAMPLES


def slot_samples(length_samples: int, rate_hz: int, pause_s: float = 0.0) -> int:
    """Length at 44.1 kHz of the slot for ``length_samples`` at ``rate_hz`` with silence behind them."""
    return whole_frames(resampled_length(length_samples, rate_hz) + round(pause_s * RATE_HZ))
