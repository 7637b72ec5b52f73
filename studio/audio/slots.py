"""The grid that a timeline stands on: slots of whole MPEG frames at 44.1 kHz."""

from __future__ import annotations

from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ

__all__ = ["FRAME_SAMPLES", "RATE_HZ", "slot_samples"]


def slot_samples(length: int, rate_hz: int, pause_s: float = 0.0, lead_samples: int = 0) -> int:
    """Length of the slot for ``length`` samples at ``rate_hz`` with silence before and after, at 44.1 kHz.

    Rounded up to whole frames, so that a change in one slot moves all later frames by whole frames.
    """
    needed = lead_samples + -(-length * RATE_HZ // rate_hz) + round(pause_s * RATE_HZ)
    return -(-needed // FRAME_SAMPLES) * FRAME_SAMPLES
