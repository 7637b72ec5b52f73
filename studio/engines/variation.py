"""Another take from an engine that has no chance in it."""

from __future__ import annotations


def variation(seed: int) -> int:
    """How far a take departs from the voice's settings, in small steps: 0 for seed 0, then 1, -1, 2, -2 … ±5."""
    return (seed + 1) // 2 % 6 * (1 if seed % 2 else -1)
